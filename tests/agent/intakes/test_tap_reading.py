"""Receipts read by a template: what each kind of receipt becomes, and what is told."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.pos.intakes.plans import PlanFault
from agent.pos.intakes.taking import Taken, take
from agent.pos.intakes.tap.paper import Paper, write_paper
from agent.pos.intakes.tap.reading import read_tapped
from agent.pos.intakes.tap.template import Template, read_template
from tests.agent.counter.shop import CARD, said
from tests.agent.intakes.receipts import CUT, INIT, TEMPLATE, printed, row, sale, template
from tests.agent.intakes.taking import PAYMENT_CARD, TERMS, Table

FORM = template()
TEA = (row("Tea", "5.00"), row("TOTAL RM", "5.00"), row("Paid cash", "5.00"))


def taken(laid: Table, data: bytes, form: Template = FORM) -> Taken:
    """Take receipts."""
    return laid.take(data, lambda file, terms: read_tapped(file, terms, form))


def text(*lines: str) -> bytes:
    """Write a receipt as text."""
    return "\n".join(lines).encode()


def test_a_receipt_is_a_sale_with_its_member(laid: Table) -> None:
    done = taken(laid, printed(*sale("7", f"Member {CARD}", *TEA)))

    assert done.counts == {"booked": 1}
    value = laid.value()
    assert value["document"] == {
        "store": "S01",
        "workstation": "L2",
        "business_day": "2026-11-21",
        "number": "7",
        "kind": "sale",
    }
    assert value["at"] == "2026-11-21T17:42:10+08:00"
    assert value["tenders"] == [{"tender": "cash", "amount_minor": 500}]
    assert laid.pending() == 5


def test_items_of_one_line_and_of_two_are_told_apart(laid: Table) -> None:
    lines = (
        "Oil",
        row("  3 x 2.50", "7.50"),
        row("Beans", "1.00"),
        row("TOTAL RM", "8.50"),
    )

    taken(laid, printed(*sale("7", *lines)))

    told = [
        (each["sku"], each["quantity"], each["category"]) for each in laid.value()["lines"]
    ]
    assert told == [("Oil", "3", ""), ("Beans", "1", "beans")]
    assert laid.value()["tenders"] == [{"tender": "pos_untold", "amount_minor": 850}]


@pytest.mark.parametrize(
    ("mark", "counted"),
    [
        ("*** TRAINING ***", "training"),
        ("SUSPENDED", "suspended"),
        ("*** COPY ***", "copy"),
        ("X REPORT", "other"),
        ("VOID", "voided"),
    ],
)
def test_what_is_no_sale_is_counted_and_not_booked(
    laid: Table, mark: str, counted: str
) -> None:
    done = taken(laid, printed(*sale("7", mark, *TEA)))

    assert done.counts == {counted: 1}
    assert laid.shop.records == 0


def test_a_refund_takes_back_what_its_receipt_gave_by_the_items_name(laid: Table) -> None:
    sold = sale(
        "7",
        f"Member {CARD}",
        row("Tea", "5.00"),
        row("Oil", "8.00"),
        row("TOTAL RM", "13.00"),
    )
    back = sale(
        "8", "REFUND", "of receipt 7", row("Oil", "8.00-"), row("TOTAL RM", "8.00-")
    )

    done = taken(laid, printed(*sold) + printed(*back))

    assert done.counts == {"booked": 2}
    assert laid.pending() == 5


@pytest.mark.parametrize(
    ("days", "pending"),
    [(("21/11/2026",), 0), (("20/11/2026", "21/11/2026"), 16), ((), 0)],
)
def test_a_refund_that_prints_no_day_is_of_the_only_sale_of_that_number(
    laid: Table, days: tuple[str, ...], pending: int
) -> None:
    oil = (f"Member {CARD}", row("Oil", "8.00"), row("TOTAL RM", "8.00"))
    sold = [printed(*sale("7", *oil, at=f"{day} 10:00:00")) for day in days]
    lines = ("REFUND", "of receipt 7", row("Oil", "-8.00"), row("TOTAL RM", "-8.00"))
    back = printed(*sale("8", *lines, at="24/11/2026 10:00:00"))

    done = taken(laid, b"".join(sold) + back)
    again = taken(laid, back)

    assert done.counts == {"booked": len(days) + 1}
    assert again.counts == {"repeated": 1}
    assert laid.pending() == pending


def test_a_refund_without_its_receipt_is_a_claim_and_one_that_does_not_add_up_is_none(
    laid: Table,
) -> None:
    lines = ("REFUND", row("Oil", "-8.00"))
    claim = sale("8", *lines, row("TOTAL RM", "-8.00"))
    wrong = sale("9", *lines, row("TOTAL RM", "-9.00"))

    done = taken(laid, printed(*claim) + printed(*wrong))

    assert done.counts == {"booked": 1, "refused": 1}
    assert laid.value()["original"] is None
    assert "the items come to 800, but the total is 900" in done.why()


def test_an_item_below_zero_beside_others_is_an_exchange(laid: Table) -> None:
    sold = sale("7", f"Member {CARD}", row("Oil", "8.00"), row("TOTAL RM", "8.00"))
    lines = (f"Member {CARD}", "of receipt 7", row("Oil", "-8.00"), row("Rice", "12.00"))
    exchange = sale("8", *lines, row("TOTAL RM", "4.00"), row("Paid cash", "4.00"))

    done = taken(laid, printed(*sold) + printed(*exchange))

    assert done.counts == {"booked": 3}
    assert laid.pending() == 12


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("Receipt 7", *TEA), "its date and time were not found"),
        (("21/11/2026 17:42:10", *TEA), "its number was not found"),
        (sale("7", *TEA[1:]), "no item was found"),
        (sale("7", TEA[0]), "no total was found"),
        (sale("7", TEA[0], row("TOTAL RM", "5.50")), "sum to 500, but 550"),
        (sale("7", row("  Discount", "1.00"), *TEA), "a discount stands above every item"),
        (sale("7", row("Tea", "99999999999999.00"), TEA[1]), "too large"),
        (("anything", "at all"), "no item was found"),
    ],
)
def test_what_cannot_be_read_is_told_without_its_text(
    laid: Table, lines: tuple[str, ...], words: str
) -> None:
    done = taken(laid, printed(*lines))

    assert done.counts == {"refused": 1}
    assert words in done.why()
    assert "Tea" not in done.why()


def test_a_receipt_that_was_heard_was_sold_when_it_was_heard(laid: Table) -> None:
    heard = datetime(2026, 11, 21, 9, 41, 30, 500, tzinfo=UTC)
    lines = sale("7", *TEA)

    taken(laid, write_paper(Paper(lines, heard)).encode())
    taken(laid, write_paper(Paper(sale("8", *TEA), heard.replace(hour=5))).encode())

    assert laid.value(0)["at"] == "2026-11-21T17:41:30.000500+08:00"
    assert laid.value(1)["at"] == "2026-11-21T17:42:10+08:00"


def test_who_was_scanned_before_the_receipt_is_its_buyer(laid: Table) -> None:
    laid.shop.scan(CARD)
    heard = laid.shop.clock.now()

    taken(laid, write_paper(Paper(sale("7", *TEA), heard)).encode())

    assert laid.pending() == 5
    assert said(laid.shop.counter.session("L2"))["member"] is None


def test_persian_digits_and_a_comma_as_the_point(laid: Table) -> None:
    form = template(decimal='","', date='"YYYY/MM/DD"', calendar='"jalali"')
    lines = ("Receipt ۱۲", "۱۴۰۵/۰۸/۳۰ ۱۷:۴۲:۱۰", "چای    ۱٬۲۳۴٫۵۰", "TOTAL RM ۱.۲۳۴,۵۰")

    done = taken(laid, text(*lines), form)

    assert done.counts == {"booked": 1}
    assert laid.value()["document"]["business_day"] == "2026-11-21"
    assert laid.value()["document"]["number"] == "12"
    assert laid.value()["lines"][0]["amount_minor"] == 123_450


def test_a_receipt_in_windows_1256_is_read_by_persian_words(laid: Table) -> None:
    likenesses = TEMPLATE.replace("Receipt {number}", "رسید {number}").replace(
        "TOTAL RM {amount}", "جمع\u200cکل {amount}"
    )
    form = template(likenesses, encoding='"cp1256"')
    lines = ("رسيد 12", "21/11/2026 17:42:10", "چاي    10.50", "جمعكل 10.50")

    done = taken(laid, INIT + "\n".join((*lines, "")).encode("cp1256") + CUT, form)

    assert done.counts == {"booked": 1}
    assert laid.value()["document"]["number"] == "12"


def test_after_midnight_the_business_day_goes_on(laid: Table) -> None:
    form = template(day_begins='"04:00"')

    taken(laid, printed(*sale("7", *TEA, at="22/11/2026 01:15:00")), form)

    assert laid.value()["document"]["business_day"] == "2026-11-21"
    assert laid.value()["at"] == "2026-11-22T01:15:00+08:00"


def test_a_receipt_without_a_number_is_told_apart_by_its_second(laid: Table) -> None:
    form = template(TEMPLATE.replace('like = "Receipt {number}"', 'like = "Receipt"'))

    taken(laid, printed("Receipt", "21/11/2026 17:42:10", *TEA), form)

    assert laid.value()["document"]["number"] == "174210"


def test_what_it_begins_and_ends_with_tells_receipts_apart_without_a_cut(
    laid: Table,
) -> None:
    begins = '[[rules]]\nis = "begins"\nlike = "CORNER SHOP"\n\n[[rules]]\nis = "training"'
    form = template(TEMPLATE.replace('[[rules]]\nis = "training"', begins, 1))
    whole = [("CORNER SHOP", *sale(str(at), *TEA)) for at in range(3)]
    # A POS that tells the printer to begin anew in the middle, and never cuts.
    data = "\n".join(line for lines in whole for line in lines)
    data = "\x1b@" + data.replace("Tea", "\x1b@Tea") + "\n"

    done = taken(laid, data.encode(), form)

    assert done.counts == {"booked": 3}


def test_a_payment_card_on_a_receipt_is_starred(laid: Table) -> None:
    data = printed(*sale("7", *TEA[:2], f"Paid VISA {PAYMENT_CARD} 5.00"))

    taken(laid, data)

    assert PAYMENT_CARD not in json.dumps(laid.values)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("{amount}", "{amuont}"), "rule 11: {amuont} is no gap"),
        (("TOTAL RM {amount}", "TOTAL RM"), r"rule 12 (total) has no {amount}"),
        (("{date} {time}", "{date}"), "no rule has {time}"),
        (('is = "copy"', 'is = "kopy"'), "rules.3.is"),
        (("{any} REPORT", "{any} {name} {tender} REPORT"), "more than 2 of"),
        (("{name} {amount}", "{name} {amount} {amount}"), "a gap stands twice"),
        (("DD/MM/YYYY", "?"), "is no format"),
        (("[[rules]]", "[rules"), "is not TOML"),
        (("date =", "datum ="), "datum"),
    ],
)
def test_a_template_that_cannot_be_is_told_in_one_sentence(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    file = tmp_path / "receipt.toml"
    file.write_text(TEMPLATE.replace(*change), "utf-8")

    with pytest.raises(PlanFault) as told:
        read_template(file)
    assert words in str(told.value)
    assert "tap-template" in told.value.hint


SAMPLE = printed(*sale("7", f"Member {CARD}", *TEA))


@given(
    at=st.integers(0, len(SAMPLE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=60),
)
def test_no_damage_to_a_receipt_breaks_the_reading(
    at: int, length: int, put: bytes
) -> None:
    data = SAMPLE[:at] + put + SAMPLE[at + length :]

    done = take(
        BytesIO(data),
        lambda file, terms: read_tapped(file, terms, FORM),
        TERMS,
        lambda _: "booked",
    )

    assert done.counts


def test_the_longest_lines_of_anything_are_read_in_no_time(laid: Table) -> None:
    draw = random.Random(1)
    lines = ["".join(draw.choices("a 1.-(x", k=96)) for _ in range(400)]

    assert taken(laid, text(*lines)).counts == {"refused": 1}


def test_a_receipt_names_its_workstation_itself_or_the_taps(laid: Table) -> None:
    named = TEMPLATE.replace("Receipt {number}", "Till {workstation} Receipt {number}")
    form = template(named.replace('workstation = "L2"', ""))
    terms = replace(TERMS, workstation="L7")

    laid.take(
        printed("Till L3 Receipt 1", "21/11/2026 17:42:10", *TEA),
        lambda file, terms: read_tapped(file, terms, form),
    )
    bare = template(TEMPLATE.replace('workstation = "L2"', ""))
    laid.take(
        printed(*sale("2", *TEA)), lambda file, terms: read_tapped(file, terms, bare), terms
    )

    stations = [each["document"]["workstation"] for each in laid.values]
    assert stations == ["L3", "L7"]
