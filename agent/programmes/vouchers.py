"""Coupons and gift cards at the shop in memory: given, shown, found, taken back."""

from collections.abc import Callable, Iterable
from datetime import datetime

from agent.programmes.book import HERE
from agent.programmes.shop import Kept, Shop
from rules.ground.ids import AccountId, LotId, RecordId, RuleId, Unit
from rules.issues.gifts import GiveGiftCard
from rules.sale.decisions import CouponShown, CouponUse, Issue
from rules.value.ledger import (
    AVAILABLE,
    COUPON_PREFIX,
    GIFT_CARD_PREFIX,
    HOUSE,
    HOUSE_VOUCHERS,
    USES,
    Entry,
    Lot,
    Posting,
)
from rules.vouchers.money import MONEY

_GIFT_CARD = "gift_card"
_USE = 1


def hand_out(shop: Shop, code: str, rule: str, kept: Kept | None) -> None:
    """Hand out a coupon that may be spent once; a member's is found by its rule too."""
    lot = LotId(f"{shop.next_record()}/v1")
    owned = (AccountId(COUPON_PREFIX + code), USES)
    shop.fill(_born(shop, owned, rule, lot), 1, "issue", HOUSE_VOUCHERS)
    if kept is not None:
        kept.codes.setdefault(rule, []).append(code)


def issue(shop: Shop, issues: Iterable[Issue], kept: Kept, record: RecordId) -> None:
    """Give awards that are given once: a voucher each, named after its rule."""
    for number, award in enumerate(issues, start=1):
        code = f"{award.rule}-{award.occurrence}@{kept.account}"
        lot = LotId(f"{record}/v{number}")
        is_card = award.kind == _GIFT_CARD
        prefix, unit = (GIFT_CARD_PREFIX, MONEY) if is_card else (COUPON_PREFIX, USES)
        owned = (AccountId(prefix + code), unit)
        born = _born(shop, owned, award.rule, lot, expires=award.expires)
        shop.fill(born, award.amount, "issue", HOUSE_VOUCHERS)
        kept.issued[award.rule] += 1
        kept.codes.setdefault(award.rule, []).append(code)


def uses(shop: Shop, code: str) -> int:
    """Return how often a coupon may still be spent: not while its use is owed."""
    return max(0, shop.book.amount(AccountId(COUPON_PREFIX + code), USES))


def on_card(shop: Shop, code: str) -> int:
    """Return what is on a gift card, in minor units; below nothing it is owed."""
    return shop.book.amount(AccountId(GIFT_CARD_PREFIX + code), MONEY)


def coupon_shown(shop: Shop, said: str, kept: Kept | None) -> CouponShown:
    """Find the coupon that was shown: by its code, or a member's by its rule."""
    mine = kept.codes.get(said, []) if kept else []
    open_ones = [code for code in mine if uses(shop, code)]
    code = (open_ones or mine or [said])[-1]
    account = AccountId(COUPON_PREFIX + code)
    lot = next((lot for lot in shop.book.lots.values() if lot.account == account), None)
    if lot is None:
        return CouponShown(code=said, why="refuse.unknown_coupon")
    if not uses(shop, code):
        over = lot.expires is not None and lot.expires <= shop.now
        why = "refuse.coupon_expired" if over else "refuse.coupon_used"
        return CouponShown(code=said, why=why)
    use = CouponUse(account=account, rule=RuleId(lot.rule), lot=lot.lot, place=HERE)
    return CouponShown(code=said, use=use)


def gift_card(shop: Shop, said: str, kept: Kept | None) -> AccountId:
    """Find the gift card that is meant: by its code, or a member's by its rule."""
    mine = kept.codes.get(said, []) if kept else []
    full = [code for code in mine if on_card(shop, code) > 0]
    return AccountId(GIFT_CARD_PREFIX + (full or mine or [said])[-1])


def take_back(
    shop: Shop, lots: Iterable[Lot], *, owed: Callable[[int], int] = lambda _: 0
) -> None:
    """Take some vouchers back, once each.

    Of a coupon its use, owed if it was spent; of a gift card what is left. ``owed`` says
    how much of a card's spent money stays owed on it.
    """
    for lot in lots:
        if lot.lot in shop.withdrawn:
            continue
        shop.withdrawn.add(lot.lot)
        left, spent = shop.book.remaining(lot.lot), spent_of(shop, [lot])
        due = _USE - left if lot.unit == USES else owed(spent) if spent else 0
        parts = ((HERE, left), (AVAILABLE, due))
        gone = [
            Posting(lot.account, lot.unit, -amount, lot.lot, place)
            for place, amount in parts
            if amount
        ]
        whole = sum(amount for _, amount in parts)
        house = Posting(HOUSE_VOUCHERS, lot.unit, whole, LotId(""), HOUSE)
        if gone:
            shop.book.post([Entry("reverse", lot.rule, (*gone, house))])


def spent_of(shop: Shop, lots: Iterable[Lot]) -> int:
    """Return how much was spent of gift cards that rules gave, in minor units."""
    worth = {
        rule.rule: rule.gives.amount_minor
        for rule in shop.programme.gifts
        if isinstance(rule.gives, GiveGiftCard)
    }
    return sum(
        worth[RuleId(lot.rule)] - shop.book.remaining(lot.lot)
        for lot in lots
        if lot.unit == MONEY and lot.rule in worth
    )


def lots_of(shop: Shop, codes: Iterable[str]) -> list[Lot]:
    """Return the lots of some vouchers, by code."""
    named = {
        prefix + code for code in codes for prefix in (COUPON_PREFIX, GIFT_CARD_PREFIX)
    }
    return [lot for lot in shop.book.lots.values() if lot.account in named]


def given_by(shop: Shop, record: RecordId) -> list[Lot]:
    """Return the lots of the vouchers that a record gave."""
    begins = f"{record}/v"
    return [lot for lot in shop.book.lots.values() if lot.lot.startswith(begins)]


def _born(
    shop: Shop,
    owned: tuple[AccountId, Unit],
    rule: str,
    lot: LotId,
    *,
    expires: datetime | None = None,
) -> Lot:
    account, unit = owned
    return Lot(
        lot=lot,
        account=account,
        unit=unit,
        rule=rule,
        earned_at=shop.now,
        active_from=shop.now,
        expires=expires,
    )
