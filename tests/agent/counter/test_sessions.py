"""Who stands at a workstation: scans, what they are, and how long a session lasts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.events import CardSwiped, IdDocumentSeen, NoRead, PaymentCardSeen
from rules.members.card_terms import PhoneTerms
from tests.agent.counter.shop import (
    CARD,
    OTHER_CARD,
    SARA,
    Shop,
    document,
    example_sale,
    programme,
    said,
)


def test_a_sale_without_a_card_is_for_who_stands_there(shop: Shop) -> None:
    shop.scan()

    assert said(shop.sale(example_sale(card=None)))["member"]["id"] == SARA


def test_a_sale_ends_the_session(shop: Shop) -> None:
    shop.scan()
    said(shop.sale(example_sale(card=None)))

    answer = said(shop.sale(example_sale(card=None, document=document("2"))))

    assert answer["member"] is None
    assert said(shop.counter.session("L2"))["kind"] == "none"


@pytest.mark.parametrize(
    "change", [{"late": True}, {"document": document("7") | {"workstation": "L9"}}]
)
def test_a_late_or_another_lanes_sale_is_not_for_who_stands_here(
    shop: Shop, change: dict[str, object]
) -> None:
    shop.scan()

    assert said(shop.sale(example_sale(card=None, **change)))["member"] is None


def test_who_was_scanned_half_an_hour_ago_has_left(shop: Shop) -> None:
    shop.scan()
    shop.clock.instant += timedelta(minutes=31)

    assert said(shop.sale(example_sale(card=None)))["member"] is None


def test_a_session_tells_the_member_again_with_the_balance_of_now(shop: Shop) -> None:
    scanned = said(shop.scan())

    assert said(shop.counter.session("L2")) == scanned
    said(shop.hold())
    now = said(shop.counter.session("L2"))
    assert now["member"]["balances"][0]["spendable_here"] == 400


def test_an_unknown_members_card_sends_who_stood_there_away(shop: Shop) -> None:
    shop.scan()

    assert said(shop.scan("6399000000000014")) == {
        "kind": "unknown",
        "session": "L2",
        "reason": "card_unknown",
    }
    assert said(shop.counter.session("L2"))["kind"] == "none"


def test_a_blocked_card_is_shown_as_such_and_opens_no_session(shop: Shop) -> None:
    shop.member(card=OTHER_CARD, card_status="blocked")

    answer = said(shop.scan(OTHER_CARD))

    assert answer["member"]["status"] == "blocked"
    assert answer["redeemable"] == []
    assert answer["recommended"] is None
    assert said(shop.counter.session("L2"))["kind"] == "none"


def test_a_payment_card_is_told_by_brand_and_four_digits_and_the_session_stays(
    shop: Shop,
) -> None:
    shop.scan()

    assert said(shop.scan("4111111111111111")) == {
        "kind": "payment_card",
        "session": "L2",
        "brand": "visa",
        "last4": "1111",
    }
    assert said(shop.counter.session("L2"))["kind"] == "member"


@pytest.mark.parametrize(
    ("data", "symbology", "answer"),
    [
        ("4006381333931", "EAN_13", {"kind": "product", "gtin": "04006381333931"}),
        ("980t1.3-2", "QR", {"kind": "receipt", "number": "980t1.3-2"}),
        ("hello", "QR", {"kind": "unknown", "reason": "no_rule"}),
        ("6399001234567890", "CODE_128", {"kind": "unknown", "reason": "luhn"}),
        ("\x00\x01", "CODE_128", {"kind": "unknown", "reason": "garbage"}),
    ],
)
def test_other_codes_are_told_apart(
    shop: Shop, data: str, symbology: str, answer: dict[str, str]
) -> None:
    assert said(shop.scan(data, symbology=symbology)) == {"session": "L2"} | answer


def test_a_swiped_card_is_who_it_is(shop: Shop) -> None:
    swiped = CardSwiped(device="msr", tracks=(2,), class_name="member", token=CARD)

    assert said(shop.counter.hear(swiped, "L2"))["member"]["id"] == SARA
    assert said(shop.counter.session("L2"))["kind"] == "member"


def test_what_is_none_of_our_business_is_told_without_its_data(shop: Shop) -> None:
    seen = PaymentCardSeen(device="msr", brand="visa", last4="1111", source="msr")

    assert said(shop.counter.hear(seen, "L1"))["kind"] == "payment_card"
    assert said(shop.counter.hear(IdDocumentSeen("msr"), "L1"))["kind"] == "id_document"
    assert said(shop.counter.hear(NoRead("scanner"), "L1"))["reason"] == "no_read"


def test_a_scan_writes_nothing(shop: Shop) -> None:
    written = shop.records
    shop.scan()

    assert shop.records == written


def test_the_day_ends_every_session(shop: Shop) -> None:
    shop.scan()
    said(shop.counter.close_day())

    assert said(shop.counter.session("L2"))["kind"] == "none"


def test_a_phone_number_that_nobody_has_is_no_identity_document(
    shop: Shop, tmp_path: Path
) -> None:
    """Of ten digits one in eleven passes for an identity number."""
    rules = programme()
    cards = replace(rules.cards, phone=PhoneTerms(country="60"))
    there = Shop(tmp_path / "phones", replace(rules, cards=cards))

    assert said(shop.scan("0123456789"))["kind"] == "id_document"
    assert said(there.scan("0123456789"))["reason"] == "card_unknown"
    there.book.close()
