"""What pays a sale at the shop in memory: points, gift cards, the wallet, other tenders."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from agent.counter.value.holds import hold_entry
from agent.programmes.book import HERE, LIFE
from agent.programmes.figures import minor
from agent.programmes.shop import Kept, MoneySpent, Shop
from agent.programmes.story import Payment
from agent.programmes.vouchers import gift_card
from rules.ground.ids import LotId
from rules.ground.refusal import Refusal, refuse
from rules.rewards import Reward
from rules.rewards.redeem import redeem
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import Spend
from rules.settling.consistency import POINTS_TENDER
from rules.settling.product_pieces import prices_of
from rules.value.ledger import HOUSE, HOUSE_REDEEMED, Entry, Posting
from rules.vouchers.money import (
    UNIT_OF,
    WALLET,
    objection_to_payment,
    payable_minor,
    set_aside,
)
from sync.wire.records.ledger_part import Held


@dataclass(slots=True, kw_only=True)
class Wallet:
    """What pays a sale beside cash, while it is gathered."""

    tenders: list[Tender]
    spends: list[Spend]
    money: list[MoneySpent]
    entries: list[Entry]


def pay(
    shop: Shop, payments: Iterable[Payment], basket: Basket, kept: Kept | None
) -> Wallet | Refusal:
    """Gather what pays a sale beside cash."""
    wallet = Wallet(tenders=[], spends=[], money=[], entries=[])
    for payment in payments:
        refused = _pay_part(shop, payment, basket, kept, wallet=wallet)
        if refused is not None:
            return refused
    return wallet


def _pay_part(
    shop: Shop, payment: Payment, basket: Basket, kept: Kept | None, *, wallet: Wallet
) -> Refusal | None:
    if payment.tender == POINTS_TENDER:
        return _pay_points(shop, payment, basket, kept, wallet=wallet)
    amount = minor(payment.amount, shop.programme.currency)
    if amount < 0:
        return refuse("negative_tender", amount_minor=amount)
    if payment.tender in UNIT_OF:
        return _pay_money(shop, payment, amount, basket, wallet=wallet, kept=kept)
    wallet.tenders.append(Tender(tender=payment.tender, amount_minor=amount))
    return None


def _pay_points(
    shop: Shop, payment: Payment, basket: Basket, kept: Kept | None, *, wallet: Wallet
) -> Refusal | None:
    reward = _reward(shop, payment.of)
    if kept is None or reward is None:
        return refuse("no_member" if kept is None else "unknown_reward")
    if kept.status != "active":
        return refuse("member_blocked")
    asked = int(Fraction(payment.amount))
    payable = payable_minor(
        shop.programme.barred, basket.lines, POINTS_TENDER, off=(0,) * len(basket.lines)
    )
    pieces = prices_of(reward, shop.programme, basket.lines, (0,) * len(basket.lines))
    most = reward.most_for(payable, pieces)
    here = shop.book.usable(kept.account, reward.unit)
    owed = shop.book.debt(kept.account, reward.unit)
    have = sum(piece.amount for piece in here) - owed
    decided = redeem(reward, asked, here=here, available=have, at=shop.now, pieces=pieces)
    if isinstance(decided, Refusal):
        return decided
    if asked > most:
        return refuse("more_than_basket", max_points=most, asked=asked)
    hold = shop.next_record()
    held = Held(
        account=kept.account,
        unit=reward.unit,
        reward=reward.rule,
        value_minor=decided.value_minor,
        workstation="L1",
        slices=decided.slices,
    )
    wallet.entries.append(hold_entry(held, decided.slices, LIFE))
    wallet.spends.append(
        Spend(
            reward=reward.rule,
            hold=hold,
            value_minor=decided.value_minor,
            slices=decided.slices,
        )
    )
    wallet.tenders.append(
        Tender(tender=POINTS_TENDER, amount_minor=decided.value_minor, hold=hold)
    )
    return None


def _reward(shop: Shop, name: str) -> Reward | None:
    if name:
        return shop.programme.reward(name)
    return next(iter(shop.programme.tenders), None)


def _pay_money(
    shop: Shop,
    payment: Payment,
    amount: int,
    basket: Basket,
    *,
    wallet: Wallet,
    kept: Kept | None,
) -> Refusal | None:
    account = gift_card(shop, payment.of, kept)
    if payment.tender == WALLET:
        if kept is None:
            return refuse("no_member")
        account = kept.account
    unit = UNIT_OF[payment.tender]
    off = (0,) * len(basket.lines)
    payable = payable_minor(shop.programme.barred, basket.lines, payment.tender, off=off)
    due = basket.due_minor
    objection = objection_to_payment(amount, payable_minor=payable, due_minor=due)
    if objection is not None:
        return objection
    here = shop.book.usable(account, unit)
    have = sum(piece.amount for piece in here)
    slices = set_aside(amount, here=here, available=have, at=shop.now)
    if isinstance(slices, Refusal):
        return slices
    taken = (Posting(account, unit, -piece.amount, piece.lot, HERE) for piece in slices)
    house = Posting(HOUSE_REDEEMED, unit, amount, LotId(""), HOUSE)
    wallet.entries.append(Entry("redeem", payment.tender, (*taken, house)))
    wallet.money.append(
        MoneySpent(tender=payment.tender, account=account, unit=unit, slices=slices)
    )
    wallet.tenders.append(Tender(tender=payment.tender, amount_minor=amount))
    return None
