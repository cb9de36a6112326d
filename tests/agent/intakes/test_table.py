"""CSV exports of a POS, by a mapping file: what becomes of each shape of table."""

from io import BytesIO
from pathlib import Path

import pytest

from agent.pos.intakes.found import Found, UnreadableFault
from agent.pos.intakes.plans import PlanFault
from agent.pos.intakes.table.mapping import read_mapping
from agent.pos.intakes.table.reading import read_table
from tests.agent.counter.shop import CARD
from tests.agent.intakes.tables import COLUMNS, item, mapping, row, table, taken
from tests.agent.intakes.taking import TERMS, Table


def test_one_row_a_line_becomes_one_sale_a_receipt(laid: Table) -> None:
    data = table(
        item("1", "24.00", Qty="2", Price="12.00", Off="2.00", Member=CARD),
        item("1", "10.00", Line="2", Item="COF"),
        row("1", Row="pay", Tender="Visa", Amount="32.00"),
        item("2", "5.00", Tender="Cash"),
    )

    assert taken(laid, data).counts == {"booked": 2}
    assert taken(laid, data).counts == {"repeated": 2}
    first, second = laid.values[:2]
    assert [(each["sku"], each["quantity"]) for each in first["lines"]] == [
        ("BEANS", "2"),
        ("COF", "1"),
    ]
    assert first["lines"][0]["discount_minor"] == 200
    assert first["tenders"] == [{"tender": "card", "amount_minor": 3200}]
    assert second["tenders"] == [{"tender": "cash", "amount_minor": 500}]
    assert first["at"] == "2026-11-21T17:42:10+08:00"
    assert laid.pending() == 32


def test_lanes_that_write_into_one_another_are_told_apart(laid: Table) -> None:
    data = table(
        item("1", "1.00"),
        item("2", "2.00"),
        item("1", "3.00", Line="2"),
        item("2", "4.00", Line="2"),
    )

    assert taken(laid, data).counts == {"booked": 2}
    assert [len(each["lines"]) for each in laid.values] == [2, 2]


def test_one_row_may_be_a_whole_receipt(laid: Table) -> None:
    plan = mapping(
        """
        [columns]
        number = 1
        date = 2
        total = 3
        card = 4
        """,
        rows='"receipt"',
        header="false",
        delimiter='";"',
        decimal='","',
        date='"DD.MM.YY hh:mm"',
        workstation='"L2"',
    )

    done = taken(laid, f"0007;21.11.26 17:42;1.234,50;{CARD}\n".encode(), plan)

    assert done.counts == {"booked": 1}
    assert laid.value()["lines"][0]["amount_minor"] == 123_450
    assert laid.pending() == 1234


def test_refunds_are_told_by_a_column_or_by_their_sign(laid: Table) -> None:
    sold = [
        item("1", "12.00", Item="A", Member=CARD),
        item("1", "5.00", Item="B", Line="2", Member=CARD),
    ]
    by_column = item("9", "5.00", "R", Item="B", Of="1")
    by_sign = item("10", "-12.00", Qty="-1", Item="A", Of="1")

    done = taken(laid, table(*sold, by_column, by_sign))

    assert done.counts == {"booked": 3}
    assert [each["lines"][0]["of_line"] for each in laid.values[1:]] == ["1", "1"]
    assert laid.pending() == 0


def test_a_refund_without_its_sale_is_a_claim(laid: Table) -> None:
    done = taken(laid, table(item("9", "5.00", "R")))

    assert done.counts == {"booked": 1}
    assert laid.value()["original"] is None


def test_an_exchange_is_a_sale_and_a_refund_that_pay_one_another(laid: Table) -> None:
    sold = item("1", "12.00", Item="A", Member=CARD)
    exchange = [
        item("2", "12.00", "R", Item="A", Of="1"),
        item("2", "20.00", Item="C", Line="2", Member=CARD),
        row("2", Row="pay", Tender="Cash", Amount="8.00"),
    ]

    done = taken(laid, table(sold, *exchange))

    assert done.counts == {"booked": 3}
    assert laid.pending() == 20


def test_what_is_no_sale_is_counted_and_a_void_undoes_one(laid: Table) -> None:
    done = taken(
        laid,
        table(
            item("1", "9.00", Member=CARD),
            item("2", "9.00", "T", Member=CARD),
            item("3", "9.00", "P", Member=CARD),
            item("1", "9.00", "C", Date="21/11/2026 18:00:00"),
            item("4", "9.00", "V", Of="1"),
            item("5", "9.00", "V", Of="77"),
            item("6", "9.00", "?"),
        ),
    )

    assert done.counts == {
        "booked": 2,
        "training": 1,
        "suspended": 1,
        "copy": 1,
        "nothing_to_do": 1,
        "refused": 1,
    }
    assert laid.pending() == 0


def test_taxes_discounts_and_voided_lines_of_rows_of_their_own(laid: Table) -> None:
    data = table(
        item("1", "10.00", Item="A", Total="9.45"),
        item("1", "7.00", Item="B", Line="2"),
        item("1", "7.00", Item="B", Line="3", Row="void"),
        row("1", Row="off", Amount="-1.00"),
        row("1", Row="tax", Amount="0.45"),
    )

    assert taken(laid, data).counts == {"booked": 1}
    (line,) = laid.value()["lines"]
    assert (line["amount_minor"], line["discount_minor"]) == (1000, 100)
    assert line["tax"] == {"included": False, "amount_minor": 45}


def test_lines_that_do_not_come_to_the_total_are_refused(laid: Table) -> None:
    done = taken(laid, table(item("1", "10.00", Total="11.00")))

    assert done.counts == {"refused": 1}
    assert "the lines sum to 1000, but 1100 was to be paid" in done.why()


def test_persian_digits_and_a_jalali_day_are_read(laid: Table) -> None:
    plan = mapping(date='"YYYY/MM/DD hh:mm:ss"', calendar='"jalali"')
    day = "۱۴۰۵/۰۸/۳۰ ۱۷:۴۲:۱۰"

    done = taken(laid, table(item("۱۲", "۱۰٫۵۰", Date=day, Qty="۲")), plan)

    assert done.counts == {"booked": 1}
    sale = laid.value()
    assert sale["document"]["business_day"] == "2026-11-21"
    assert sale["document"]["number"] == "12"
    assert sale["lines"][0]["amount_minor"] == 1050


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_the_mappings(laid: Table, encoding: str) -> None:
    data = table(item("1", "10.00", Item="Café")).decode().encode(encoding)

    done = taken(laid, data, mapping(encoding=f'"{encoding}"'))

    assert done.counts == {"booked": 1}
    assert laid.value()["lines"][0]["sku"] == "Café"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (table(item("1", "ten")), "the amount is no number"),
        (table(item("1", "12,50").replace("12,50", '"12,50"')), "is no number"),
        (table(item("1", "1.00", Item="=HYPERLINK(1)")), "the sku in row 2 is a formula"),
        (table(item("1", "1.00", Date="31/02/2026 10:00:00")), "is not written as"),
        (table(item("1", "1.00", Date="")), "the date is not written as"),
        (table(item("1", "1.00")).replace(b"BEANS", b"\0"), "holds zeros"),
        (table(item("1", "1.00")).replace(b"BEANS", b"\xff"), "it is no text"),
        (table(item("1", "1.00")).replace(b"BEANS", b'a"b'), ""),
        (table(item("1", "1.00")).replace(b"BEANS", b'"a"b'), "line 2 is no row"),
        (table(item("1", "1.00")).replace(b"BEANS", b'"never closed'), "is no row"),
        (table(item("1", "1.00")).replace(b"BEANS", b"x" * 70_000), "is too long"),
        (table(row("1")[:-1] + "," * 600), "more than 500 cells"),
        (table(item("1", "1.00"), columns=COLUMNS[1:]), "has no column 'Receipt'"),
        (b"", "has no column"),
        (table(*[item("1", "1.00")] * 2001), "more than 2000 rows"),
        (table(item("1", "99999999999999.00")), "is too large"),
        (table(item("1", "1.001")), "finer than the currency"),
    ],
)
def test_what_makes_no_sense_is_told_and_ends_nothing(
    laid: Table, data: bytes, words: str
) -> None:
    done = taken(laid, data)

    assert words in done.why()
    assert "HYPERLINK" not in done.why()


def test_a_bad_row_leaves_the_others_booked(laid: Table) -> None:
    done = taken(laid, table(item("1", "1.00"), item("2", "?"), item("3", "3.00")))

    assert done.counts == {"booked": 2, "refused": 1}
    assert "rows 3" not in done.why()
    assert "row 3: the amount is no number" in done.why()


def test_excels_guarded_digits_are_digits(laid: Table) -> None:
    data = table(item('"=""007"""', "1.00", Member=f"'{CARD}"))

    assert taken(laid, data).counts == {"booked": 1}
    assert laid.value()["document"]["number"] == "007"
    assert laid.pending() == 1


def test_a_long_table_is_read_a_row_at_a_time() -> None:
    rows = (item(str(at // 4), "1.00", Line=str(at % 4 + 1)) for at in range(100_000))

    found = list(read_table(BytesIO(table(*rows)), TERMS, mapping()))

    assert len(found) == 25_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns]\nnumber = 1\n", "names no `date`"),
        ('encoding = "klingon"\n[columns]\nnumber = 1\ndate = 2\n', "is no encoding"),
        (
            'date = "yesterday"\n[columns]\nnumber = 1\ndate = 2\namount = 3\n',
            "is no format",
        ),
        ("[columns]\nnumber = 1\ndate = 2\namount = 3\n", "names the workstation"),
        ("[columns]\nnumbr = 1\n", "columns.numbr"),
        ("[columns\n", "is not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_is_told_in_one_sentence(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "map.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(PlanFault, match=words):
        read_mapping(file)
    with pytest.raises(PlanFault, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")


def test_a_broken_table_gives_what_was_whole_before() -> None:
    data = table(item("1", "1.00"), item("2", "2.00"), item("3", "3.00"))
    found: list[Found] = []

    with pytest.raises(UnreadableFault):
        found.extend(read_table(BytesIO(data + b'"a"b,\n'), TERMS, mapping()))

    assert len(found) in {0, 2}
