"""Vouchers and money for the counter's tests: terms, statements and grants of them."""

import itertools
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal

from agent.counter.asked.requests import QuoteRequest, SaleRequest
from agent.counter.ground.answers import Answer
from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import HOLD, QUOTE, SALE, TOP_UP
from rules.ground.ids import AccountId, RuleId
from rules.ground.refusal import Refusal
from rules.members.card_terms import TextRule
from rules.programme import Programme
from rules.value.ledger import USES
from rules.vouchers import Voucher
from rules.vouchers.amount_off import AmountOff
from rules.vouchers.money import Barred, GiftCardTerms, WalletTerms
from rules.vouchers.percent_off import PercentOff
from rules.vouchers.product_free import ProductFree
from sync.kit.clock import to_ms
from sync.till.contact.receiving import apply_deltas, take_grants
from sync.wire.buckets import bucket_of
from sync.wire.messages import (
    BucketDelta,
    GrantMessage,
    SliceMessage,
    Statement,
    UnitBalance,
)
from tests.agent.counter.shop import (
    CARD,
    EXPIRY,
    LIFE,
    STORE,
    Json,
    Shop,
    document,
    line,
    programme,
    read,
    said,
    sale_of,
)

CODE: Final = "GOLD-8H2P-4MXK-R7QT"
COUPON: Final = AccountId(f"v-{CODE}")
USE: Final = "t1.2-40/v1"
VOUCHERS: Final[tuple[Voucher, ...]] = (
    PercentOff(rule=RuleId("gold-welcome"), percent=Fraction(20)),
    AmountOff(rule=RuleId("five-off"), amount_minor=500, minimum_minor=2000),
    ProductFree(rule=RuleId("free-coffee"), categories=("coffee",), spend="paper"),
)
_REVISION: Final = itertools.count(1000)


def valued(
    *,
    spend: Literal["online", "homed"] = "homed",
    usable: Literal["at_once", "confirmed"] = "at_once",
) -> Programme:
    """Return the shop's programme with coupons, gift cards and wallets in it.

    No tobacco is bought with any of it, and no wine with points.
    """
    plain = programme()
    coded = TextRule(pattern="[A-Z]{4}(?:-[0-9A-Z]{4}){3}", card_class="voucher")
    cards = replace(plain.cards, text_rules=(*plain.cards.text_rules, coded))
    return replace(
        plain,
        vouchers=VOUCHERS,
        cards=cards,
        gift_cards=GiftCardTerms(spend=spend, expires_months=24),
        wallet=WalletTerms(
            max_balance_minor=50_000,
            max_top_up_minor=20_000,
            max_day_minor=30_000,
            usable=usable,
        ),
        barred=(
            Barred(tenders=("points", "gift_card", "wallet"), categories=("tobacco",)),
            Barred(tenders=("points",), categories=("wine",)),
        ),
    )


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


def hold_money(
    shop: Shop, tender: str, amount_minor: int, *, asked: bool = False, **more: object
) -> Answer | Refusal | NeedsMore:
    """Hold money at L2: of a gift card (``code``), or of Sara's wallet."""
    request: Json = {"workstation": "L2", "tender": tender, "amount_minor": amount_minor}
    if tender == "wallet":
        request["card"] = CARD
    return shop.counter.hold(read(HOLD, request | more), asked=asked)


def card_sold(shop: Shop, amount_minor: int, *, number: str = "G1") -> str:
    """Sell a gift card to nobody in particular; return its code."""
    card = line("1", amount_minor, type="gift_card_sale")
    sold = said(shop.sale(sale_of(number, [card], card=None)))
    code = sold["issued"][0]["code"]
    assert isinstance(code, str)
    return code


def top_up_of(number: str, amount_minor: int, **more: object) -> Json:
    """Return a top-up of Sara's wallet, in cash."""
    return {
        "document": document(number, "top_up"),
        "at": "2026-11-21T17:40:00+08:00",
        "currency": "MYR",
        "card": CARD,
        "amount_minor": amount_minor,
        "tenders": [{"tender": "cash", "amount_minor": amount_minor}],
    } | more


def top_up(shop: Shop, request: Json) -> Answer | Refusal:
    """Book a top-up."""
    return shop.counter.top_up(read(TOP_UP, request))


def paid(amount_minor: int, tender: str, hold: object, rest_minor: int = 0) -> list[Json]:
    """Return tenders: money kept with us, and the rest in cash."""
    parts: list[Json] = [{"tender": tender, "amount_minor": amount_minor, "hold": hold}]
    if rest_minor:
        parts.append({"tender": "cash", "amount_minor": rest_minor})
    return parts


def wanted(shop: Shop, request: Json) -> list[tuple[str, str, int]]:
    """Return what the counter would ask head office for before this quote or sale."""
    asked = read(SALE, request) if "document" in request else read(QUOTE, request)
    assert isinstance(asked, QuoteRequest | SaleRequest)
    return [(more.account, more.unit, more.points) for more in shop.counter.wanted(asked)]
