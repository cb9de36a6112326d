"""Vouchers and money for the counter's tests: terms, statements and grants of them."""

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import Final

from agent.counter.requests import QuoteRequest, SaleRequest
from agent.pos.shapes import QUOTE, SALE
from rules.ids import AccountId, RuleId
from rules.ledger import USES
from rules.programme import Programme, TextRule
from rules.vouchers import Voucher
from rules.vouchers.amount_off import AmountOff
from rules.vouchers.percent_off import PercentOff
from rules.vouchers.product_free import ProductFree
from sync.kit.clock import to_ms
from sync.till.receiving import apply_deltas, take_grants
from sync.wire.buckets import bucket_of
from sync.wire.messages import (
    BucketDelta,
    GrantMessage,
    SliceMessage,
    Statement,
    UnitBalance,
)
from tests.agent.counter.shop import EXPIRY, LIFE, STORE, Json, Shop, programme, read

CODE: Final = "GOLD-8H2P-4MXK-R7QT"
COUPON: Final = AccountId(f"v-{CODE}")
USE: Final = "t1.2-40/v1"
VOUCHERS: Final[tuple[Voucher, ...]] = (
    PercentOff(rule=RuleId("gold-welcome"), percent=Fraction(20)),
    AmountOff(rule=RuleId("five-off"), amount_minor=500, minimum_minor=2000),
    ProductFree(rule=RuleId("free-coffee"), categories=("coffee",), spend="paper"),
)
_REVISION: Final = itertools.count(1000)


def valued() -> Programme:
    """Return the shop's programme with coupons in it."""
    plain = programme()
    coded = TextRule(pattern="[A-Z]{4}(?:-[0-9A-Z]{4}){3}", card_class="voucher")
    cards = replace(plain.cards, text_rules=(*plain.cards.text_rules, coded))
    return replace(plain, vouchers=VOUCHERS, cards=cards)


def tell(shop: Shop, account: AccountId, *balances: UnitBalance, applied: int = 0) -> None:
    """Have head office's word on a voucher's account come down."""
    statement = Statement(
        account=account,
        status="active",
        home=STORE,
        tier="",
        tier_until_ms=0,
        spend_minor=0,
        available=0,
        dealable=0,
        pending=0,
        held={},
        issued={},
        expiring=(),
        revision=7,
        as_of_ms=to_ms(shop.clock.now()),
        balances=balances,
    )
    delta = BucketDelta(
        bucket=bucket_of(account),
        revision=next(_REVISION),
        whole=False,
        applied={str(LIFE): applied} if applied else {},
        statements=(statement,),
        cards=(),
    )
    apply_deltas(shop.book, [delta])


def use_of(
    rule: str = "gold-welcome", *, available: int = 1, **more: object
) -> UnitBalance:
    """Return a coupon's one use as head office tells of it."""
    told: Json = {"dealable": available, "lot": USE, "until_ms": to_ms(EXPIRY)} | more
    return UnitBalance(unit=USES, available=available, rule=rule, **told)


def deal(
    shop: Shop, account: AccountId, amount: int = 1, *, unit: str = USES, lot: str = USE
) -> None:
    """Have head office deal so much of an account to this till."""
    grant = GrantMessage(
        grant=f"o1.1-{next(_REVISION)}",
        life=str(LIFE),
        account=account,
        unit=unit,
        slices=(SliceMessage(lot=lot, amount=amount, until_ms=to_ms(EXPIRY)),),
    )
    take_grants(shop.book, [grant])


def coupon_here(shop: Shop, rule: str = "gold-welcome") -> None:
    """Have a coupon that may be spent at this till."""
    tell(shop, COUPON, use_of(rule, dealable=0, held={STORE: 1}))
    deal(shop, COUPON)


def wanted(shop: Shop, request: Json) -> list[tuple[str, str, int]]:
    """Return what the counter would ask head office for before this quote or sale."""
    asked = read(SALE, request) if "document" in request else read(QUOTE, request)
    assert isinstance(asked, QuoteRequest | SaleRequest)
    return [(more.account, more.unit, more.points) for more in shop.counter.wanted(asked)]
