"""A return at the shop in memory: decided by the law, taken from the very lots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.programmes.allotting import restore
from agent.programmes.book import HERE, LIFE
from agent.programmes.figures import milli, minor
from agent.programmes.shop import Booked, Shop
from agent.programmes.story import Back, Refund
from agent.programmes.vouchers import given_by, lots_of, spent_of, take_back
from rules.ground.ids import LotId
from rules.ground.refusal import Refusal, refuse
from rules.ground.shares import share
from rules.issues.deciding import given_with
from rules.ladder.credit import credit_unit
from rules.ladder.places import entered
from rules.ladder.tier_credit import uncredit
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.refund.restoring import restored_lots
from rules.refund.shortfall import Shortfall, gift_money_owed, shortfall_of
from rules.refund.tally import void_lines
from rules.sale.basket import Tender
from rules.sale.decisions import RefundDecision, ReturnLine
from rules.settling.consistency import is_points_tender
from rules.value.ledger import (
    HOUSE,
    HOUSE_LOADED,
    HOUSE_REDEEMED,
    HOUSE_VOUCHERS,
    POINTS,
    USES,
    Entry,
    Lot,
    Posting,
)
from rules.value.lots import consume, last_consumed


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """A return decided and posted; ``money_minor`` is what the customer gets otherwise."""

    decision: RefundDecision
    shortfall: Shortfall
    money_minor: int


def bring_back(shop: Shop, asked: Refund) -> CameBack | Refusal:
    """Take goods of a sale back, or all that is left of it."""
    sale = shop.sales[asked.sale]
    lines = void_lines(sale.given, sale.earlier)
    if asked.back:
        found = _lines(shop, sale, asked.back)
        if isinstance(found, Refusal):
            return found
        lines = tuple(found)
    if not lines:
        return refuse("nothing_to_return")
    decided = decide(
        shop.programme,
        sale.given,
        sale.earlier,
        lines,
        points_tender_minor=None,
        standing=shop.standing(sale.member) if sale.member else None,
    )
    if isinstance(decided, Refusal):
        return decided
    unloaded = tuple(_unloading(shop, sale, lines))
    spent = next((one for one in unloaded if isinstance(one, Refusal)), None)
    if spent is not None:
        return spent
    shop.book.post(one for one in unloaded if isinstance(one, Entry))
    shortfall = _post(shop, sale, decided, approved=asked.approved)
    money = decided.to_money_minor - shortfall.from_refund_minor
    sale.earlier.append(decided.returned)
    money -= _money_back(shop, sale, money)
    if not void_lines(sale.given, sale.earlier):
        _restore_coupons(shop, sale)
        restore(shop, sale)
    return CameBack(decision=decided, shortfall=shortfall, money_minor=money)


def _lines(shop: Shop, sale: Booked, back: Sequence[Back]) -> list[ReturnLine] | Refusal:
    """Find what comes back among what was sold; an article's lines in their order."""
    left = {line.of_line: line for line in void_lines(sale.given, sale.earlier)}
    found: list[ReturnLine] = []
    for asked in back:
        names = [line.line for line in sale.basket.lines if line.sku == asked.sku]
        name = next((name for name in names if name in left), None)
        if name is None:
            return refuse("more_than_sold" if names else "unknown_line", line=asked.sku)
        rest = left.pop(name)
        quantity = milli(asked.quantity)
        amount = rest.amount_minor * quantity // rest.quantity_milli
        if asked.amount:
            amount = minor(asked.amount, shop.programme.currency)
        found.append(
            ReturnLine(
                line=str(len(found) + 1),
                of_line=name,
                quantity_milli=quantity,
                amount_minor=amount,
            )
        )
    return found


def _post(
    shop: Shop, sale: Booked, decided: RefundDecision, *, approved: bool
) -> Shortfall:
    kept = shop.members.get(sale.member)
    if kept is None:
        return Shortfall(points=0, policy=shop.programme.refund.shortfall)
    book, record = shop.book, shop.next_record()
    back, made = restored_lots(
        decided.given_back,
        lots=book.lots,
        programme=shop.programme,
        record=record,
        at=shop.now,
    )
    before = shop.standing(sale.member).available
    entries, _ = refund_entries(
        replace(decided, given_back=back),
        account=kept.account,
        balances=book.balances(kept.account),
        life=LIFE,
        given_back_at=HERE,
        lots=book.lots | {lot.lot: lot for lot in made},
    )
    unit = credit_unit(shop.ladder)
    counted = decided.qualifying_minor
    credit = uncredit(kept.account, counted, unit, original=sale.record)
    book.post((*entries, *credit), made)
    after = shop.standing(sale.member)
    shortfall = shortfall_of(
        shop.programme,
        before=before,
        change=after.available - before,
        money_minor=decided.to_money_minor,
        approved=approved,
        gifts_minor=spent_of(shop, _gifts(shop, sale, decided)),
    )
    for reversal in decided.reversals:
        if reversal.unit == POINTS:
            book.post(shortfall.entries(kept.account, reversal.lot))
            break
    if decided.tier_after != kept.tier:
        lost = entered(shop.ladder, decided.tier_after, decided.tier_before)
        shop.give_tier(kept, decided.tier_after)
        for rule in given_with(shop.programme.gifts, {tier.tier for tier in lost}):
            take_back(shop, lots_of(shop, kept.codes.get(rule.rule, [])[-1:]))
    _take_gifts(shop, sale, decided, shortfall=shortfall, approved=approved)
    return shortfall


def _gifts(shop: Shop, sale: Booked, decided: RefundDecision) -> list[Lot]:
    return [lot for lot in given_by(shop, sale.record) if lot.rule in decided.withdrawn]


def _take_gifts(
    shop: Shop,
    sale: Booked,
    decided: RefundDecision,
    *,
    shortfall: Shortfall,
    approved: bool,
) -> None:
    """Take back the vouchers that what is left of a sale would not have given."""
    take_back(
        shop,
        _gifts(shop, sale, decided),
        owed=lambda spent: gift_money_owed(
            shortfall.policy,
            spent,
            withheld_minor=shortfall.for_gifts_minor,
            approved=approved,
        ),
    )


def _unloading(
    shop: Shop, sale: Booked, lines: Sequence[ReturnLine]
) -> Iterator[Entry | Refusal]:
    """Take what was put on cards and into wallets back with the line that sold it."""
    coming = {line.of_line: line.amount_minor for line in lines}
    for name, lot, _ in sale.loads:
        amount = coming.get(name, 0)
        if not amount:
            continue
        here = shop.book.usable(lot.account, lot.unit)
        have = sum(piece.amount for piece in here)
        if have < amount:
            yield refuse("money_spent", loaded_minor=amount, left_minor=have)
            return
        taken = (
            Posting(lot.account, lot.unit, -piece.amount, piece.lot, HERE)
            for piece in consume(here, amount)
        )
        house = Posting(HOUSE_LOADED, lot.unit, amount, LotId(""), HOUSE)
        yield Entry("reverse", "", (*taken, house))


def _money_back(shop: Shop, sale: Booked, money: int) -> int:
    """Give cards and the wallet their own back; return how much that is."""
    tenders = [tender for tender in sale.basket.tenders if not _is_points(tender)]
    weights = [max(0, tender.amount_minor) for tender in tenders]
    given = 0
    parts = share(money, weights) if weights else ()
    for tender, part in zip(tenders, parts, strict=True):
        spent = next((one for one in sale.money if one.tender == tender.tender), None)
        if spent is None or not part:
            continue
        back = last_consumed(spent.slices, part, skip=spent.returned)
        spent.returned += part
        given += part
        house = Posting(HOUSE_REDEEMED, spent.unit, -part, LotId(""), HOUSE)
        own = (
            Posting(spent.account, spent.unit, piece.amount, piece.lot, HERE)
            for piece in back
        )
        shop.book.post([Entry("give_back", "", (house, *own))])
    return given


def _is_points(tender: Tender) -> bool:
    return is_points_tender(tender.tender, tender.hold)


def _restore_coupons(shop: Shop, sale: Booked) -> None:
    for use in sale.coupons:
        own = Posting(use.account, USES, 1, use.lot, HERE)
        house = Posting(HOUSE_VOUCHERS, USES, -1, LotId(""), HOUSE)
        shop.book.post([Entry("give_back", use.rule, (house, own))])
