"""A day at a workstation: ours beside the POS's own, and what differs in plain words."""

import json

from agent.counter.days.day_totals import day_totals
from agent.counter.ground.answers import Answer
from agent.pos.requests.shapes import DAY_TOTALS
from rules.ground.refusal import Refusal
from sync.till.inspection.day_reading import day_documents
from tests.agent.counter.shop import (
    STORE,
    Json,
    Shop,
    back,
    document,
    example_sale,
    line,
    paid_with,
    refund_of,
    refused,
    said,
    sale_of,
)

DAY = "2026-11-21"
SALE_MINOR = 2580 - 258 + 402


def day(shop: Shop, workstation: str | None = None, business_day: str = DAY) -> list[Json]:
    """Return a day's rows."""
    documents = day_documents(
        shop.directory / "journal.db",
        store=STORE,
        business_day=business_day,
        workstation=workstation,
    )
    rows: list[Json] = said(day_totals(documents, business_day=business_day))["days"]
    return rows


def report(number: str = "Z1", **more: object) -> Json:
    """Return a POS's report of the day at L2."""
    named = document(number)
    del named["kind"]
    return {
        "document": named,
        "at": "2026-11-21T22:00:00+08:00",
        "currency": "MYR",
    } | more


def tell(shop: Shop, request: Json) -> Answer | Refusal:
    """Send a report."""
    return shop.counter.tell_day(DAY_TOTALS.validate_json(json.dumps(request)))


def test_a_day_of_sales_refunds_and_voids_is_summed(shop: Shop) -> None:
    shop.sara()
    held = said(shop.hold(500))["hold"]
    shop.sale(example_sale(**paid_with(held)))
    shop.sale(sale_of("000124", [line("1", 1000)]))
    shop.sale(sale_of("000125", [line("1", 700)]))
    returned = refund_of(
        "000200",
        [back("2", "0.452", 402)],
        tenders=[{"tender": "cash", "amount_minor": -402}],
    )
    shop.refund(returned | {"document": document("000200", "refund")})
    shop.void(
        {
            "document": document("000201", "void"),
            "original": {"document": document("000125")},
        }
    )
    shop.refund(
        refund_of("000202", [back("1", "1", 300)], original=None)
        | {"tenders": [{"tender": "cash", "amount_minor": -300}]}
    )

    (row,) = day(shop)

    ours = row["ours"]
    assert (row["workstation"], row["currency"]) == ("L2", "MYR")
    assert ours["sales"] == {"count": 3, "amount_minor": SALE_MINOR + 1000 + 700}
    assert ours["refunds"] == {"count": 2, "amount_minor": 702}
    assert ours["voids"] == {"count": 1, "amount_minor": 700}
    assert ours["claims"] == 1
    assert ours["tenders"] == [
        {"tender": "cash", "amount_minor": SALE_MINOR - 500 + 1000 - 402 - 300},
        {"tender": "points", "amount_minor": 500},
    ]
    assert ours["discount_minor"] == 258
    assert ours["points"]["redeemed"] == 500
    assert ours["points"]["earned"] > ours["points"]["reversed"] > 0
    assert (row["theirs"], row["agrees"], row["differences"]) == (None, None, [])


def test_each_workstation_and_day_is_its_own(shop: Shop) -> None:
    for workstation in ("L1", "L12", "L2"):
        sale = sale_of("7", [line("1", 500)])
        sale["document"]["workstation"] = workstation
        said(shop.sale(sale))
    other = sale_of("8", [line("1", 900)])
    other["document"]["business_day"] = "2026-11-22"
    said(shop.sale(other))

    everywhere = day(shop)
    one = day(shop, "L1")

    assert [row["workstation"] for row in everywhere] == ["L1", "L12", "L2"]
    assert [row["workstation"] for row in one] == ["L1"]
    assert [row["ours"]["sales"]["count"] for row in everywhere] == [1, 1, 1]
    assert day(shop, business_day="2026-11-22")[0]["ours"]["sales"]["amount_minor"] == 900
    assert day(shop, business_day="2020-01-01") == []
    assert day(shop, "L9") == []


def test_a_report_that_agrees_says_so(shop: Shop) -> None:
    shop.sale(sale_of("1", [line("1", 1000)]))
    said(
        tell(
            shop,
            report(
                sales={"count": 1, "amount_minor": 1000},
                refunds={"count": 0, "amount_minor": 0},
                tenders=[{"tender": "cash", "amount_minor": 1000}],
                documents=[{"number": "1", "kind": "sale"}],
            ),
        )
    )

    (row,) = day(shop)

    assert row["agrees"] is True
    assert row["theirs"]["number"] == "Z1"
    assert "voids" not in row["theirs"]


def test_what_differs_is_named_with_the_documents_missing_on_either_side(
    shop: Shop,
) -> None:
    shop.sale(sale_of("1", [line("1", 1000)]))
    shop.sale(sale_of("2", [line("1", 500)]))
    said(
        tell(
            shop,
            report(
                sales={"count": 3, "amount_minor": 1750},
                tenders=[{"tender": "card", "amount_minor": 1750}],
                documents=[
                    {"number": "1", "kind": "sale"},
                    {"number": "3", "kind": "sale"},
                    {"number": "4", "kind": "sale"},
                ],
            ),
        )
    )

    (row,) = day(shop)

    assert row["agrees"] is False
    assert [each["sentence"] for each in row["differences"]] == [
        "The POS counts 3 sales, 2 are booked here.",
        "The POS's sales come to 1750 (minor units), ours to 1500: 250 more.",
        "The POS's card tenders come to 1750 (minor units), ours to 0: 1750 more.",
        "The POS's cash tenders come to 0 (minor units), ours to 1500: 1500 less.",
        "2 in the POS's list and not booked here: sale 3, sale 4.",
        "1 booked here and not in the POS's list: sale 2.",
    ]
    assert row["only_there"][0] == {"kind": "sale", "number": "3"}
    assert row["only_here"] == [{"kind": "sale", "number": "2"}]


def test_a_report_is_kept_once_and_a_later_one_takes_its_place(shop: Shop) -> None:
    first = report(sales={"count": 1, "amount_minor": 100})
    answer = said(tell(shop, first))

    again = said(tell(shop, first))
    other = refused(tell(shop, report(sales={"count": 2, "amount_minor": 100})))
    tell(shop, report("Z2", sales={"count": 5, "amount_minor": 100}))

    assert again == answer
    assert other[0] == "document_differs"
    assert day(shop)[0]["theirs"]["sales"]["count"] == 5


def test_a_report_of_another_store_or_with_a_payment_card_is_refused(shop: Shop) -> None:
    card = "4111111111111111"
    other = report()
    other["document"] = other["document"] | {"store": "S02"}
    before = shop.records

    assert refused(tell(shop, other))[0] == "other_store"
    for more in (
        {"cashier": card},
        {"tenders": [{"tender": card, "amount_minor": 1}]},
        {"documents": [{"number": card, "kind": "sale"}]},
    ):
        assert refused(tell(shop, report(**more)))[0] == "payment_card_in_document"
    assert shop.records == before


def test_a_void_alone_on_its_day_is_summed(shop: Shop) -> None:
    shop.sale(sale_of("1", [line("1", 1000)]))
    void = document("2", "void") | {"business_day": "2026-11-22"}
    said(shop.void({"document": void, "original": {"document": document("1")}}))

    (row,) = day(shop, business_day="2026-11-22")

    assert row["ours"]["voids"] == {"count": 1, "amount_minor": 1000}
    assert row["ours"]["tenders"] == [{"tender": "cash", "amount_minor": -1000}]
