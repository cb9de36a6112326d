"""Coupons at the till: told, quoted, spent once, and never worth more than they say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from rules.ground.refusal import Refusal
from rules.value.ledger import USES
from tests.agent.counter.shop import (
    EXPIRY,
    Json,
    Shop,
    line,
    refused,
    said,
    sale_of,
)
from tests.agent.counter.valued import (
    CODE,
    COUPON,
    USE,
    coupon_here,
    tell,
    use_of,
    valued,
    wanted,
)

WORKED_OUT = {"workstation": "L2", "currency": "MYR", "at": "2026-11-21T17:41:55+08:00"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose programme knows coupons."""
    opened = Shop(tmp_path, valued())
    opened.sara()
    yield opened
    opened.book.close()


def quote_of(*lines: Json, coupons: tuple[str, ...] = (CODE,)) -> Json:
    return WORKED_OUT | {"lines": list(lines), "coupons": list(coupons)}


def sold_with(number: str, off: int, **more: object) -> Json:
    tea = line("1", 2000, category="tea", discount_minor=off)
    return sale_of(number, [tea], coupons=[CODE], **more)


def reasons(answer: Json) -> list[tuple[str, str]]:
    return [(reason["rule"], reason["words"]) for reason in answer["not_used"]]


def test_a_coupon_that_is_here_takes_a_fifth_off_and_its_use_is_spent(shop: Shop) -> None:
    coupon_here(shop)

    quoted = said(shop.quote(quote_of(line("1", 2000, category="tea"))))

    used = {"code": CODE, "rule": "gold-welcome", "amount_minor": 400}
    assert (quoted["coupons"], quoted["total_minor"]) == ([used], 1600)
    assert quoted["discounts"][-1]["words"] == "discount.coupon"
    sold = said(shop.sale(sold_with("1", 400)))
    assert (sold["coupons"], sold["not_used"]) == ([used], [])
    assert said(shop.voucher(CODE))["state"] == "used"


def test_a_coupon_is_spent_once_and_the_next_sale_is_told_why_not(shop: Shop) -> None:
    coupon_here(shop)
    shop.sale(sold_with("1", 400))

    again = said(shop.sale(sold_with("2", 400)))

    assert "coupons" not in again
    assert reasons(again) == [(CODE, "refuse.coupon_used")]
    assert said(shop.sale(sold_with("1", 400)))["coupons"]


def test_a_coupon_shown_twice_in_one_basket_counts_once(shop: Shop) -> None:
    coupon_here(shop)

    quoted = said(shop.quote(quote_of(line("1", 2000), coupons=(CODE, CODE))))

    assert quoted["total_minor"] == 1600
    assert reasons(quoted) == [(CODE, "refuse.coupon_twice")]


def test_a_coupon_the_pos_took_nothing_off_for_keeps_its_use(shop: Shop) -> None:
    coupon_here(shop)

    sold = said(shop.sale(sold_with("1", 0)))

    assert reasons(sold) == [(CODE, "refuse.not_applied")]
    assert said(shop.voucher(CODE))["spendable_here"] == 1


def test_a_coupon_is_spent_by_nobody_in_particular_too(shop: Shop) -> None:
    coupon_here(shop)

    sold = said(shop.sale(sold_with("1", 400, card=None)))

    assert (sold["member"], len(sold["coupons"])) == (None, 1)


def test_a_coupon_that_stands_elsewhere_is_asked_for_first(shop: Shop) -> None:
    tell(shop, COUPON, use_of())
    request = quote_of(line("1", 2000))

    assert wanted(shop, request) == [(COUPON, "uses", 1)]
    assert wanted(shop, sold_with("1", 400)) == [(COUPON, "uses", 1)]
    assert reasons(said(shop.quote(request))) == [(CODE, "refuse.coupon_elsewhere")]
    coupon_here(shop)
    assert wanted(shop, request) == []


def test_a_practice_sale_asks_nobody_for_anything(shop: Shop) -> None:
    tell(shop, COUPON, use_of())

    assert wanted(shop, sold_with("1", 400, training=True)) == []
    assert wanted(shop, quote_of(line("1", 2000), coupons=("NO-SUCH",))) == []


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (use_of(available=0), "used"),
        (use_of(available=0, pending=1), "promised"),
        (use_of(until_ms=1), "expired"),
    ],
)
def test_a_coupon_that_cannot_be_spent_says_why(
    shop: Shop, *, told: object, state: str
) -> None:
    tell(shop, COUPON, told)  # type: ignore[arg-type]  # a table of statements

    quoted = said(shop.quote(quote_of(line("1", 2000))))

    assert reasons(quoted) == [(CODE, f"refuse.coupon_{state}")]
    assert said(shop.voucher(CODE))["state"] == state


def test_a_paper_is_spent_where_nothing_was_dealt_and_once_at_this_till(shop: Shop) -> None:
    tell(shop, COUPON, use_of("free-coffee"))
    coffee = line("1", 2580, category="coffee", quantity="2", discount_minor=1290)
    request = sale_of("1", [coffee], coupons=[CODE], card=None)

    assert wanted(shop, request) == []
    assert said(shop.sale(request))["coupons"][0]["amount_minor"] == 1290
    request = sale_of("2", [coffee], coupons=[CODE], card=None)
    assert reasons(said(shop.sale(request))) == [(CODE, "refuse.coupon_used")]


def test_a_minimum_and_other_goods_are_told(shop: Shop) -> None:
    coupon_here(shop, "five-off")
    cheap = said(shop.quote(quote_of(line("1", 1500))))
    tell(shop, COUPON, use_of("free-coffee"))
    fruit = said(shop.quote(quote_of(line("1", 1500))))

    assert cheap["not_used"][-1] == {
        "rule": CODE,
        "words": "refuse.below_basket",
        "values": {"short_by_minor": 500},
    }
    assert reasons(fruit) == [(CODE, "refuse.coupon_for_other_goods")]


def test_a_frozen_till_spends_no_coupon(shop: Shop) -> None:
    coupon_here(shop)
    shop.book.journal.freeze("fork")

    quoted = said(shop.quote(quote_of(line("1", 2000))))

    assert reasons(quoted) == [(CODE, "refuse.redemption_frozen")]


def test_a_scanned_code_tells_what_the_coupon_is(shop: Shop) -> None:
    coupon_here(shop)

    scanned = said(shop.scan(CODE, symbology="QR"))

    assert (scanned["kind"], scanned["code"]) == ("voucher", CODE)
    assert scanned["voucher"] == said(shop.voucher(CODE.lower()))
    assert scanned["voucher"] == {
        "kind": "coupon",
        "code": CODE,
        "state": "active",
        "rule": "gold-welcome",
        "worth": {
            "kind": "percent",
            "percent": "20",
            "categories": [],
            "skus": [],
            "minimum_minor": 0,
            "cap_minor": None,
        },
        "expires": "2026-12-31T16:00:00Z",
        "policy": "online",
        "home": "S01",
        "spendable_here": 1,
        "at_office": 0,
        "at_stores": {},
    }
    assert refused(shop.voucher("NOBODY"))[0] == "unknown_voucher"


def test_a_coupon_promised_here_is_told_before_any_sync(shop: Shop) -> None:
    sold = said(shop.sale(sale_of("1", [line("1", 90_000)])))

    code = sold["issued"][0]["code"]
    told = said(shop.voucher(code))
    assert (told["state"], told["rule"]) == ("promised", "gold-welcome")
    assert (told["spendable_here"], told["expires"]) == (0, sold["issued"][0]["expires"])


def test_a_coupons_end_is_kept_to_the_moment(shop: Shop) -> None:
    coupon_here(shop)
    shop.clock.instant = EXPIRY - timedelta(milliseconds=1)
    assert said(shop.voucher(CODE))["state"] == "active"

    shop.clock.instant = EXPIRY

    assert said(shop.voucher(CODE))["state"] == "expired"
    assert not isinstance(shop.sale(sold_with("1", 400)), Refusal)
    assert shop.book.journal.holdings(COUPON, USES)[0].lot == USE
