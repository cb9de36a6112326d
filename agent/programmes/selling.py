"""A sale at the shop in memory: quoted, paid, settled by the law and posted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.programmes.allotting import allotments
from agent.programmes.book import HERE, LIFE
from agent.programmes.figures import milli, minor
from agent.programmes.paying import Wallet, pay
from agent.programmes.shop import Booked, Kept, Shop
from agent.programmes.story import Goods, Sale
from agent.programmes.vouchers import coupon_shown, issue
from rules.calendars.local_days import end_of_month_day
from rules.ground.ids import AccountId, LotId, RecordId
from rules.ground.refusal import Refusal, refuse
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import credit
from rules.sale.basket import IN_STORE, QUANTITY_UNIT, Basket, Line, Tender
from rules.sale.decisions import CouponShown, Quote, SaleGiven, Settlement
from rules.settling.consistency import POINTS_TENDER
from rules.settling.product_pieces import bound
from rules.value.ledger import (
    GIFT_CARD_PREFIX,
    HOUSE,
    HOUSE_LOADED,
    Entry,
    Lot,
    Posting,
)
from rules.vouchers.money import (
    GIFT_CARDS_RULE,
    MONEY,
    UNIT_OF,
    WALLET,
    WALLET_RULE,
)

CASH: Final = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A sale decided: the quote, what it gave when booked, and what is left to pay."""

    basket: Basket
    quote: Quote
    settlement: Settlement | None
    to_pay_minor: int


def sell(shop: Shop, sale: Sale) -> Sold | Refusal:
    """Sell: the POS takes what the quote offers, the rest of the price is cash."""
    kept = shop.members.get(sale.member)
    standing = shop.standing(sale.member) if kept else None
    asked = basket_of(shop, sale)
    shown = tuple(coupon_shown(shop, said, kept) for said in sale.coupons)
    quote = shop.evaluator.quote(asked, standing, coupons=shown)
    if isinstance(quote, Refusal):
        return quote
    basket = _discounted(asked, quote)
    paid = pay(shop, sale.payments, basket, kept)
    if isinstance(paid, Refusal):
        return paid
    to_pay = basket.due_minor - sum(tender.amount_minor for tender in paid.tenders)
    if to_pay < 0:
        return refuse("tenders_differ", due_minor=basket.due_minor)
    if not sale.booked:
        return Sold(basket=basket, quote=quote, settlement=None, to_pay_minor=to_pay)
    rest = [Tender(tender=CASH, amount_minor=to_pay)] if to_pay or not paid.tenders else []
    basket = replace(basket, tenders=(*paid.tenders, *rest))
    return _settle(shop, sale, basket, quote, paid=paid, shown=shown)


def _settle(
    shop: Shop,
    sale: Sale,
    basket: Basket,
    quote: Quote,
    *,
    paid: Wallet,
    shown: Sequence[CouponShown],
) -> Sold | Refusal:
    kept = shop.members.get(sale.member)
    record = shop.next_record()
    paid.spends = list(bound(shop.programme, basket.lines, paid.spends))
    settlement = shop.evaluator.settle(
        basket,
        shop.standing(sale.member) if kept else None,
        spends=paid.spends,
        record=record,
        life=LIFE,
        coupons=shown,
    )
    if isinstance(settlement, Refusal):
        return settlement
    loads = _loads(shop, basket, kept, record)
    if isinstance(loads, Refusal):
        return loads
    _post(shop, settlement, kept, record=record, paid=paid)
    for _, lot, amount in loads:
        shop.book.post([_load_entry(lot, amount)], [lot])
    shop.sales[sale.name] = Booked(
        record=record,
        member=sale.member,
        basket=basket,
        given=_given(settlement, basket, paid, kept),
        money=paid.money,
        coupons=tuple(used.use for used in settlement.coupons),
        loads=tuple(loads),
    )
    to_pay = sum(tender.amount_minor for tender in basket.tenders if tender.tender == CASH)
    return Sold(basket=basket, quote=quote, settlement=settlement, to_pay_minor=to_pay)


def _post(
    shop: Shop,
    settlement: Settlement,
    kept: Kept | None,
    *,
    record: RecordId,
    paid: Wallet,
) -> None:
    shop.book.post(paid.entries)
    shop.book.post(settlement.entries, settlement.lots)
    if kept is None:
        return
    lots, entries = credit(
        kept.account,
        settlement.qualifying_minor,
        credit_unit(shop.ladder),
        record=record,
        at=shop.now,
    )
    shop.book.post(entries, lots)
    kept.bought_at = shop.now
    if kept.climber is not None:
        kept.climber.note(shop.spend(kept), shop.now)
    issue(shop, settlement.issues, kept, record)
    if settlement.tier_after != kept.tier:
        shop.give_tier(kept, settlement.tier_after)
    # What comes with a tier that the till foresaw, it has given.
    kept.told_tier = kept.tier
    shop.settle_tier(kept)


def _given(
    settlement: Settlement, basket: Basket, paid: Wallet, kept: Kept | None
) -> SaleGiven:
    return SaleGiven(
        account=kept.account if kept else AccountId(""),
        basket=basket,
        awards=settlement.awards,
        spends=tuple(paid.spends),
        lots=settlement.lots,
        qualifying_minor=settlement.qualifying_minor,
        issued=tuple(issued.rule for issued in settlement.issues),
        restorable=settlement.drawn.restorable,
    )


def basket_of(shop: Shop, sale: Sale) -> Basket:
    """Return a sale's basket before anything of ours came off it."""
    return Basket(
        currency=shop.programme.currency,
        at=shop.now,
        lines=tuple(
            _line(shop, str(number), goods)
            for number, goods in enumerate(sale.goods, start=1)
        ),
        coupons=sale.coupons,
        store=sale.store,
        channel=sale.channel or IN_STORE,
        budgets=allotments(shop, sale.store),
        # What the customer says they will pay with may be a rule's condition.
        tenders=tuple(
            Tender(tender=payment.tender, amount_minor=0)
            for payment in sale.payments
            if payment.tender not in {POINTS_TENDER, *UNIT_OF}
        ),
    )


def _line(shop: Shop, name: str, goods: Goods) -> Line:
    currency = shop.programme.currency
    quantity = milli(goods.quantity)
    price = minor(goods.price, currency)
    amount = (2 * price * quantity + QUANTITY_UNIT) // (2 * QUANTITY_UNIT)
    is_card = goods.kind == "gift_card_sale"
    return Line(
        line=name,
        sku=goods.sku,
        category=goods.category,
        quantity_milli=quantity,
        amount_minor=amount,
        discount_minor=minor(goods.off, currency),
        kind=goods.kind,
        unit_price_minor=price,
        account=f"{GIFT_CARD_PREFIX}{goods.sku}" if is_card else "",
    )


def _discounted(basket: Basket, quote: Quote) -> Basket:
    off: dict[str, int] = {}
    for given in quote.discounts:
        off[given.line] = off.get(given.line, 0) + given.amount_minor
    lines = tuple(
        replace(line, discount_minor=line.discount_minor + off.get(line.line, 0))
        for line in basket.lines
    )
    return replace(basket, lines=lines, tenders=())


def _loads(
    shop: Shop, basket: Basket, kept: Kept | None, record: RecordId
) -> list[tuple[str, Lot, int]] | Refusal:
    """Return what lines put on gift cards and into the member's wallet."""
    loads: list[tuple[str, Lot, int]] = []
    for number, line in enumerate(basket.lines, start=1):
        lot = LotId(f"{record}/m{number}")
        if line.kind == "gift_card_sale":
            loads.append((line.line, _card_lot(shop, line, lot), line.amount_minor))
        elif line.kind == "wallet_top_up":
            if kept is None:
                return refuse("top_up_without_member")
            objection = shop.objection_to_top_up(kept, line.amount_minor)
            if objection is not None:
                return objection
            loads.append((line.line, _wallet_lot(shop, kept, lot), line.amount_minor))
    return loads


def _card_lot(shop: Shop, line: Line, name: LotId) -> Lot:
    terms = shop.programme.gift_cards
    months = terms.expires_months if terms else None
    return Lot(
        lot=name,
        account=AccountId(line.account),
        unit=MONEY,
        rule=GIFT_CARDS_RULE,
        earned_at=shop.now,
        active_from=shop.now,
        expires=None
        if months is None
        else end_of_month_day(shop.now, shop.zone, months=months),
    )


def _wallet_lot(shop: Shop, kept: Kept, name: LotId) -> Lot:
    return Lot(
        lot=name,
        account=kept.account,
        unit=WALLET,
        rule=WALLET_RULE,
        earned_at=shop.now,
        active_from=shop.now,
        expires=None,
    )


def _load_entry(lot: Lot, amount: int) -> Entry:
    put = Posting(lot.account, lot.unit, amount, lot.lot, HERE)
    house = Posting(HOUSE_LOADED, lot.unit, -amount, LotId(""), HOUSE)
    return Entry("load", lot.rule, (put, house))
