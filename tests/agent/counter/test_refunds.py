"""Returns: quoted, booked once, never more than was given; voids; claims."""

from datetime import timedelta
from typing import Any

import pytest

from tests.agent.counter.shop import (
    EXPIRY,
    SARA,
    START,
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

QUOTED = ("reversed", "given_back", "shortfall", "tier", "to_tenders", "member")


def sold(shop: Shop) -> str:
    """Book the example sale, 500 of it paid in points; return its record."""
    hold = said(shop.hold())["hold"]
    record: str = said(shop.sale(example_sale(**paid_with(hold))))["record"]
    return record


def quote_of(lines: list[Json], **more: object) -> Json:
    """Return a refund's quote."""
    return {
        "workstation": "L1",
        "currency": "MYR",
        "at": "2026-11-22T10:03:00+08:00",
        "original": {"document": document("000123")},
        "lines": lines,
    } | more


def void_of(number: str, original: str = "000123") -> Json:
    """Return a void of a booked sale."""
    return {
        "document": document(number, "void"),
        "original": {"document": document(original)},
        "at": "2026-11-21T17:45:00+08:00",
    }


def test_a_quote_and_its_refund_give_the_same_numbers(shop: Shop) -> None:
    sold(shop)
    lines = [back("1", "1", 1161), back("2", "0.2", 178)]
    written = shop.records

    quote = said(shop.quote(quote_of(lines)))

    assert shop.records == written
    tenders = [
        {"tender": row["tender"], "amount_minor": -row["amount_minor"]}
        for row in quote["to_tenders"]
    ]
    for more in ({}, {"tenders": tenders}):
        again = said(shop.quote(quote_of(lines, **more)))
        assert {name: again[name] for name in QUOTED} == {
            name: quote[name] for name in QUOTED
        }
    refund = said(shop.refund(refund_of("000009", lines, tenders=tenders)))
    assert {name: refund[name] for name in QUOTED} == {name: quote[name] for name in QUOTED}


def test_three_returns_of_a_sale_come_to_nothing(shop: Shop) -> None:
    sold(shop)

    for number, lines in enumerate(
        (
            [back("1", "1", 1161)],
            [back("2", "0.452", 402)],
            [back("1", "1", 1161)],
        )
    ):
        said(shop.refund(refund_of(str(number), lines)))

    assert shop.balance() == (1240, 35, 900)
    view = shop.book.view(SARA)
    assert view is not None
    assert view.standing.spend_minor == 41_200


def test_a_refund_of_other_content_under_its_number_is_refused(shop: Shop) -> None:
    sold(shop)
    said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    code, values = refused(shop.refund(refund_of("9", [back("1", "2", 1161)])))

    assert code == "document_differs"
    assert values["detail"] == "Line 1: quantity 1 then, 2 now."


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": [back("1", "3", 100)]}, "more_than_sold"),
        ({"lines": [back("1", "1", 2323)]}, "amount_exceeds_line"),
        ({"lines": [back("7", "1", 1)]}, "unknown_line"),
        ({"lines": [back("1", "-1", 1)]}, "nothing_to_return"),
        ({"currency": "USD"}, "wrong_currency"),
        ({"tenders": [{"tender": "cash", "amount_minor": -1}]}, "tenders_differ"),
        (
            {
                "tenders": [
                    {"tender": "points", "amount_minor": -300},
                    {"tender": "cash", "amount_minor": -861},
                ]
            },
            "points_tender_differs",
        ),
        ({"document": document("9", "sale")}, "wrong_kind"),
        ({"document": document("9", "refund") | {"store": "S02"}}, "other_store"),
        ({"original": {"document": document("000123", "refund")}}, "only_sales_return"),
        ({"original": {"proof": "VP1.nonsense"}}, "broken_proof"),
        ({"cashier": "4111111111111111"}, "payment_card_in_document"),
    ],
)
def test_a_return_that_makes_no_sense_is_refused_and_nothing_is_written(
    shop: Shop, change: dict[str, Any], code: str
) -> None:
    sold(shop)
    written = shop.records

    request = refund_of("9", [back("1", "1", 1161)])
    assert refused(shop.refund(request | change))[0] == code
    assert shop.records == written


def test_a_line_that_came_back_cannot_come_back_again(shop: Shop) -> None:
    sold(shop)
    said(shop.refund(refund_of("9", [back("1", "2", 2322)])))

    assert refused(shop.refund(refund_of("10", [back("1", "1", 0)])))[0] == "more_than_sold"


@pytest.mark.parametrize(
    "original",
    [None, {"document": document("77777")}, {"document": document("1") | {"store": "S02"}}],
)
def test_the_return_of_a_sale_not_known_here_is_a_claim_and_moves_nothing(
    shop: Shop, original: Json | None
) -> None:
    request = refund_of(
        "9",
        [back("1", "1", 1161)],
        original=original,
        tenders=[{"tender": "cash", "amount_minor": -1161}],
    )

    answer = said(shop.refund(request))

    assert answer["state"] == "claim"
    assert answer["reversed"] == answer["given_back"] == []
    assert answer["member"] is None
    assert answer["to_tenders"] == [{"tender": "cash", "amount_minor": 1161}]
    assert said(shop.refund(request)) == answer
    stored = shop.book.journal.read(shop.book.journal.life.record(shop.records))
    assert stored is not None
    assert (stored.header.kind, stored.ledger.entries) == ("claim", ())


def test_a_slips_proof_names_its_sale(shop: Shop) -> None:
    proof = said(shop.sale(example_sale()))["receipt"]["proof"]

    answer = said(
        shop.refund(refund_of("9", [back("1", "1", 1161)], original={"proof": proof}))
    )

    assert answer["state"] == "settled"
    assert [row["points"] for row in answer["reversed"]] == [12]


def test_points_that_have_become_active_and_were_spent_become_debt(shop: Shop) -> None:
    said(shop.sale(sale_of("000123", [line("1", 100_000)])))
    shop.member(available=200, dealable=200, pending=0, held={STORE: 0}, applied_seq=2)
    shop.book.journal.connection.execute("DELETE FROM holding")
    later = START + timedelta(days=20)
    shop.clock.instant = later

    answer = said(
        shop.refund(
            refund_of("9", [back("1", "1", 100_000)], at="2026-12-11T18:00:00+08:00")
        )
    )

    assert {row["from"] for row in answer["reversed"]} == {"active"}
    assert answer["shortfall"] == {
        "points": 800,
        "policy": "keep_debt",
        "settled": 0,
        "from_refund_minor": 0,
    }
    assert shop.balance() == (-800, 0, 0)


def test_a_return_takes_a_tier_that_it_was_holding_up(shop: Shop) -> None:
    said(shop.sale(sale_of("000123", [line("1", 10_000)])))
    shop.member(tier="gold", spend_minor=51_200, applied_seq=2)

    answer = said(shop.refund(refund_of("9", [back("1", "1", 10_000)])))

    assert answer["tier"] == {"before": "gold", "after": "silver"}


def test_value_given_back_to_a_lot_that_has_ended_lives_a_grace(shop: Shop) -> None:
    # What the sale earned is active by then, so ten of what comes back are taken again.
    sold(shop)
    shop.clock.instant = EXPIRY + timedelta(days=1)

    answer = said(
        shop.refund(refund_of("9", [back("1", "1", 1161)], at="2027-01-02T00:00:00+08:00"))
    )

    assert answer["given_back"] == [
        {"unit": "points", "points": 213, "lot": "t1.3-4/1", "state": "active"}
    ]
    view = shop.book.view(SARA)
    assert view is not None
    assert [(piece.lot, piece.amount) for piece in view.standing.points_here] == [
        ("t1.3-4/1", 203)
    ]


def test_the_return_of_nobodys_sale_moves_no_points(shop: Shop) -> None:
    said(shop.sale(example_sale(card=None)))

    answer = said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    assert answer["state"] == "settled"
    assert answer["reversed"] == []
    assert answer["to_tenders"] == [{"tender": "cash", "amount_minor": 1161}]


def test_money_goes_back_as_it_came(shop: Shop) -> None:
    tenders = [
        {"tender": "card", "amount_minor": 2000},
        {"tender": "cash", "amount_minor": 1000},
        {"tender": "cash", "amount_minor": -276},
    ]
    said(shop.sale(example_sale(tenders=tenders)))

    answer = said(shop.quote(quote_of([back("1", "1", 1161)])))

    assert answer["to_tenders"] == [
        {"tender": "card", "amount_minor": 852},
        {"tender": "cash", "amount_minor": 309},
    ]


def test_a_void_gives_everything_back_once(shop: Shop) -> None:
    sold(shop)

    answer = said(shop.void(void_of("1")))

    assert answer["state"] == "settled"
    assert sum(row["points"] for row in answer["reversed"]) == 22
    assert answer["given_back"][0]["points"] == 500
    assert shop.balance() == (1240, 35, 900)
    assert said(shop.void(void_of("1"))) == answer
    assert refused(shop.void(void_of("2")))[0] == "nothing_to_return"
    assert refused(shop.refund(refund_of("9", [back("1", "1", 1)])))[0] == "more_than_sold"


def test_a_void_after_a_return_takes_what_remains(shop: Shop) -> None:
    sold(shop)
    said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    said(shop.void(void_of("1")))

    assert shop.balance() == (1240, 35, 900)


def test_a_void_of_what_was_never_booked_here_is_a_claim(shop: Shop) -> None:
    answer = said(shop.void(void_of("1")))

    assert (answer["state"], answer["reversed"]) == ("claim", [])
    assert said(shop.void(void_of("1"))) == answer


def test_a_void_that_is_no_document_is_refused(shop: Shop) -> None:
    assert refused(shop.void({"original": {"document": document("1")}}))[0] == (
        "document_missing"
    )


def test_a_practised_refund_leaves_nothing(shop: Shop) -> None:
    sold(shop)
    written = shop.records

    answer = said(shop.refund(refund_of("9", [back("1", "1", 1161)], training=True)))

    assert answer["record"] == "training"
    assert [row["points"] for row in answer["reversed"]] == [10]
    assert shop.records == written


def test_a_refund_rests_on_the_record_and_not_on_todays_rules(shop: Shop) -> None:
    sold(shop)
    document_now = shop.book.members.programme(1)
    assert document_now is not None
    doubled = document_now.replace(b'"step_minor":100', b'"step_minor":50').replace(
        b'"version":1', b'"version":2'
    )
    shop.book.members.keep_programme(2, 0, doubled)
    assert shop.book.programme().version == 2

    answer = said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    assert [row["points"] for row in answer["reversed"]] == [10]


def test_a_rest_that_no_longer_qualifies_loses_more(recompute_shop: Shop) -> None:
    shop = recompute_shop
    sold(shop)

    answer = said(shop.refund(refund_of("9", [back("1", "1", 1161)])))

    assert sum(row["points"] for row in answer["reversed"]) == 10
