"""A document is booked once: the same again, another one, and what is refused."""

from typing import Any

import pytest

from agent.counter.ground.answers import body_of
from tests.agent.counter.shop import (
    CARD,
    SARA,
    Shop,
    document,
    example_sale,
    line,
    refused,
    said,
    sale_of,
)

PAYMENT_CARD = "4111 1111 1111 1111"


def test_a_repeated_sale_is_answered_and_not_booked(shop: Shop) -> None:
    first = said(shop.sale(example_sale()))
    written = shop.records

    assert said(shop.sale(example_sale())) == first
    assert shop.records == written


def test_a_repeat_may_be_late_and_name_another_quote_or_none(shop: Shop) -> None:
    first = said(shop.sale(example_sale(quote="q-L2-1")))

    assert said(shop.sale(example_sale(late=True))) == first
    assert said(shop.sale(example_sale(quote="q-L2-9", unheard_of={"x": 1}))) == first


def test_other_content_under_a_number_is_refused_with_what_differs(shop: Shop) -> None:
    record = said(shop.sale(example_sale()))["record"]
    changed = example_sale()
    changed["lines"][1]["quantity"] = "0.500"

    code, values = refused(shop.sale(changed))

    assert code == "document_differs"
    assert values == {
        "record": record,
        "detail": "Line 2: quantity 0.452 then, 0.500 now.",
    }


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"cashier": "C8"}, "Document: cashier nothing then, C8 now."),
        ({"coupons": ["A"]}, 'Document: coupons nothing then, ["A"] now.'),
        ({"card": "6399000000000014"}, "Document: card is another one now."),
        ({"card": None}, "Document: card is another one now."),
        ({"lines": [line("1", 2724)]}, "Line 1: amount_minor 2580 then, 2724 now."),
        (
            {"tenders": [{"tender": "card", "amount_minor": 2724}]},
            "Tender 1: tender cash then, card now.",
        ),
        (
            {"lines": example_sale()["lines"][:1]},
            "Lines: count 2 then, 1 now.",
        ),
    ],
)
def test_whatever_differs_is_named(shop: Shop, change: dict[str, Any], detail: str) -> None:
    said(shop.sale(example_sale()))

    code, values = refused(shop.sale(example_sale(**change)))

    assert (code, values["detail"]) == ("document_differs", detail)


def test_training_is_answered_like_a_sale_and_leaves_nothing(shop: Shop) -> None:
    written, before = shop.records, shop.balance()

    answer = said(shop.sale(example_sale(training=True)))

    assert sum(row["points"] for row in answer["earned"]) == 27
    assert answer["receipt"]["slip"][0] == "TRAINING"
    assert (shop.records, shop.balance()) == (written, before)
    assert said(shop.sale(example_sale()))["record"] == "t1.3-2"


def test_a_sale_of_nobody_is_booked_and_earns_nothing(shop: Shop) -> None:
    answer = said(shop.sale(example_sale(card=None)))

    assert answer["member"] is None
    assert answer["earned"] == []
    assert shop.records == 2
    assert shop.balance() == (1240, 35, 900)


def test_the_sale_of_an_unknown_card_is_booked_as_nobodys_with_a_notice(shop: Shop) -> None:
    answer = said(shop.sale(example_sale(card="6399000000000014")))

    assert answer["member"] is None
    assert answer["notices"] == [{"words": "notice.card_unknown"}]


@pytest.mark.parametrize(
    ("change", "notice"),
    [
        ({"card_status": "lost"}, "notice.card_blocked"),
        ({"status": "blocked"}, "notice.member_blocked"),
    ],
)
def test_whoever_is_blocked_buys_as_nobody(
    shop: Shop, change: dict[str, Any], notice: str
) -> None:
    shop.member(**change)

    answer = said(shop.sale(example_sale()))

    assert answer["member"] is None
    assert answer["notices"] == [{"words": notice}]


def test_a_late_document_earns_and_promises_no_discount(shop: Shop) -> None:
    answer = said(shop.sale(example_sale(late=True)))

    assert sum(row["points"] for row in answer["earned"]) == 27
    assert answer["discounts"] == []


def test_entering_a_tier_gives_its_coupon_once_and_every_till_the_same_code(
    shop: Shop,
) -> None:
    big = sale_of("1", [line("1", 10_000)])

    answer = said(shop.sale(big))

    assert answer["member"]["tier"] == "gold"
    (issued,) = answer["issued"]
    assert issued["kind"] == "coupon"
    assert issued["code"].startswith("GOLD-")
    assert issued["expires"] == "2027-05-20T16:00:00Z"
    assert issued["symbology"] == "QR"
    assert answer["receipt"]["slip"][-1] == f"Voucher {issued['code']}"
    stored = shop.book.journal.read(shop.book.journal.life.record(shop.records))
    assert stored is not None
    assert [once.key for once in stored.ledger.issued] == [f"gold-welcome|{SARA}|1"]


def test_the_card_may_be_named_by_what_is_on_its_code(shop: Shop) -> None:
    answer = said(shop.sale(example_sale(card=f"VF:{CARD}")))

    assert answer["member"]["id"] == SARA


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "USD"}, "wrong_currency"),
        ({"tenders": [{"tender": "cash", "amount_minor": 2723}]}, "tenders_differ"),
        ({"rounding_minor": 1}, "tenders_differ"),
        ({"document": document("9", "refund")}, "wrong_kind"),
        ({"document": document("9") | {"store": "S02"}}, "other_store"),
        ({"lines": [line("1", 2724, quantity="-1")]}, "negative_quantity"),
        ({"lines": [line("1", -2724)]}, "negative_amount"),
        (
            {"lines": [line("1", -1990, returns={"document": document("8"), "line": "2"})]},
            "not_a_return",
        ),
        ({"lines": [line("1", 1000), line("1", 1724)]}, "duplicate_line"),
        ({"lines": [line("1", 2724, discount_minor=2725)]}, "discount_exceeds_line"),
        ({"lines": [line("1", 2724, quantity="0")]}, "quantity_zero"),
        (
            {
                "tenders": [
                    {"tender": "points", "amount_minor": -1},
                    {"tender": "cash", "amount_minor": 2725},
                ]
            },
            "negative_points",
        ),
    ],
)
def test_a_document_that_makes_no_sense_is_refused_and_nothing_is_written(
    shop: Shop, change: dict[str, Any], code: str
) -> None:
    written = shop.records

    assert refused(shop.sale(example_sale(**change)))[0] == code
    assert shop.records == written


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"card": "4111111111111111"}, "card"),
        ({"cashier": PAYMENT_CARD}, "cashier"),
        ({"coupons": ["ok", PAYMENT_CARD]}, "coupons"),
        ({"holds": [PAYMENT_CARD]}, "holds"),
        ({"lines": [line("1", 2724, sku=PAYMENT_CARD)]}, "lines[0].sku"),
        ({"lines": [line("1", 2724, category=PAYMENT_CARD)]}, "lines[0].category"),
        (
            {"tenders": [{"tender": PAYMENT_CARD, "amount_minor": 2724}]},
            "tenders[0].tender",
        ),
        ({"document": document("4111111111111111")}, "document.number"),
    ],
)
def test_a_payment_cards_number_anywhere_refuses_the_document_and_names_the_field(
    shop: Shop, change: dict[str, Any], field: str
) -> None:
    written = shop.records

    code, values = refused(shop.sale(example_sale(**change)))

    assert (code, values) == ("payment_card_in_document", {"field": field})
    assert shop.records == written


def test_texts_of_two_fields_never_make_one_card_number(shop: Shop) -> None:
    halves = [line("41111111", 1000), line("11111111", 1724)]

    assert "record" in said(shop.sale(example_sale(lines=halves)))


def test_an_unknown_field_is_never_stored(shop: Shop) -> None:
    request = example_sale(note="keep me out")
    request["lines"][0]["note"] = "keep me out"

    said(shop.sale(request))

    assert b"keep me out" not in (shop.directory / "journal.db-wal").read_bytes()


def test_an_answer_reads_back_as_the_same_bytes(shop: Shop) -> None:
    answer = shop.sale(example_sale(cashier="سارا"))
    again = shop.sale(example_sale(cashier="سارا"))

    assert body_of(said(answer)) == body_of(said(again))


def test_without_a_programme_a_sale_is_booked_and_earns_later(shop: Shop) -> None:
    with shop.book.members.transaction() as connection:
        connection.execute("DELETE FROM programme")

    answer = said(shop.sale(example_sale()))

    assert answer["notices"] == [{"words": "notice.earn_deferred"}]
    assert answer["member"]["id"] == SARA
    assert answer["earned"] == []
