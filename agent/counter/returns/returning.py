"""Decide a return: what is taken from where, what goes back to which lot and tender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from agent.counter.asked.requests import Payment
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.people.members import changed, standing_out
from agent.counter.returns.gifts_back import coupons_gone, spent_gifts
from agent.counter.returns.money_back import MoneyBack, Return, money_back
from agent.counter.returns.originals import BookedSale
from agent.counter.returns.paid_out import points_asked
from agent.counter.returns.takeable import takeable
from agent.counter.value.funding import is_points
from agent.counter.value.issues import withdrawn
from agent.counter.value.wallet_balance import wallet_out
from rules.evaluator import Evaluator
from rules.ground.ids import LotId, Place, RecordId, Unit
from rules.ground.refusal import Refusal, refuse
from rules.ground.shares import share
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import uncredit
from rules.programme import Programme
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.refund.restoring import restored_lots
from rules.refund.shortfall import Shortfall, shortfall_of
from rules.sale.basket import Tender
from rules.sale.decisions import RefundDecision, ReturnLine, Reversal, SaleGiven
from rules.settling.consistency import POINTS_TENDER, is_points_tender
from rules.value.ledger import AVAILABLE, POINTS, Entry, Lot, Slice

_NO_MONEY_TENDER: Final = "cash"
"""What money goes back as when the sale names no money tender at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a return asks. ``tenders`` are the POS's own (below zero), None when it asks.

    ``withheld_minor`` is how much less money it paid out than the lines come to,
    ``approved`` whether a manager writes off what is missing. ``before`` are the entries of
    the same record that come first.
    """

    lines: Sequence[ReturnLine]
    tenders: Sequence[Payment] | None
    at: datetime
    withheld_minor: int = 0
    approved: bool = False
    before: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A return decided and not yet written. ``origins``: what was taken from where."""

    sale: BookedSale
    bearer: Bearer | None
    programme: Programme
    decision: RefundDecision
    shortfall: Shortfall
    entries: tuple[Entry, ...]
    lots: tuple[Lot, ...]
    origins: tuple[tuple[Reversal, Place], ...]
    to_tenders: tuple[Answer, ...]
    withdrawn: tuple[Answer, ...]
    member: Answer | None
    money: MoneyBack
    approved: bool = False

    @property
    def waits(self) -> bool:
        """Whether value given back waits until head office has accepted it."""
        given = bool(self.decision.given_back) or bool(self.money.due)
        return given and not self.sale.booked_here


class _Moved(NamedTuple):
    """What goes back, the lots made for it, and the unit of the tier credit."""

    decision: RefundDecision
    lots: Sequence[Lot]
    credit: Unit


def decide_return(
    desk: Desk, sale: BookedSale, asking: Asking, *, record: RecordId
) -> Decided | Refusal:
    """Decide a return that will be ``record``; nothing is written.

    Refusals: those of :func:`rules.refund.decision.decide`, ``tenders_differ``.
    """
    evaluator = _evaluator(desk, sale, asking.at)
    programme = evaluator.programme
    given = sale.given
    bearer = desk.member(given.account) if given.account else None
    decision = _decision(sale, asking, programme, bearer)
    if isinstance(decision, Refusal):
        return decision
    back, made = _restored(decision, sale, programme, record=record, at=asking.at)
    decision = replace(decision, given_back=back)
    moved = _Moved(decision, made, credit_unit(programme.ladder))
    entries, origins = _entries(desk, sale, moved, asking=asking)
    standing = _on_top(bearer, asking.before, entries, life=desk.life)
    gifts_minor = spent_gifts(desk, sale, decision)
    shortfall = _shortfall(standing, programme, decision, asking, gifts_minor=gifts_minor)
    if isinstance(shortfall, Refusal):
        return shortfall
    rows = _to_tenders(decision, given, asking.tenders, shortfall)
    money = _money_back(desk, sale, asking, programme, rows=rows, record=record)
    if isinstance(money, Refusal):
        return money
    settled = _settled(shortfall, given, decision)
    gone = coupons_gone(sale, decision)
    entries = (*entries, *settled, *money.entries, *gone)
    return Decided(
        sale=sale,
        bearer=bearer,
        programme=programme,
        decision=decision,
        shortfall=shortfall,
        entries=entries,
        lots=(*made, *money.lots),
        origins=origins,
        to_tenders=rows,
        withdrawn=_withdrawn(desk, sale, bearer, programme, decision=decision),
        member=_afterwards(desk, bearer, evaluator, (*asking.before, *entries)),
        money=money,
        approved=asking.approved,
    )


def _decision(
    sale: BookedSale, asking: Asking, programme: Programme, bearer: Bearer | None
) -> RefundDecision | Refusal:
    return decide(
        programme,
        sale.given,
        sale.earlier,
        asking.lines,
        points_tender_minor=points_asked(asking.tenders),
        standing=bearer.standing if bearer else None,
    )


def _afterwards(
    desk: Desk, bearer: Bearer | None, evaluator: Evaluator, entries: Sequence[Entry]
) -> Answer | None:
    """Write what a member has once these entries stand."""
    if bearer is None:
        return None
    account = bearer.standing.account
    balances = changed(bearer.standing, entries, life=desk.life)
    wallet = wallet_out(desk, account, evaluator, entries)
    return standing_out(account, balances, more=wallet)


def _withdrawn(
    desk: Desk,
    sale: BookedSale,
    bearer: Bearer | None,
    programme: Programme,
    *,
    decision: RefundDecision,
) -> tuple[Answer, ...]:
    if bearer is None:
        return ()
    key, sold = desk.book.keys.voucher, sale.issued
    return withdrawn(bearer.standing, programme.ladder, decision, sold=sold, key=key)


def _on_top(
    bearer: Bearer | None,
    before: Sequence[Entry],
    entries: Sequence[Entry],
    *,
    life: str,
) -> tuple[int, int]:
    """Return what a member has available after some entries, and what others do to it."""
    if bearer is None:
        return 0, 0
    first = changed(bearer.standing, before, life=life)[0]
    return first, changed(bearer.standing, (*before, *entries), life=life)[0] - first


def _shortfall(
    standing: tuple[int, int],
    programme: Programme,
    decision: RefundDecision,
    asking: Asking,
    *,
    gifts_minor: int,
) -> Shortfall | Refusal:
    """Decide what is missing; a POS that kept money back must have kept just as much."""
    money = asking.withheld_minor if asking.tenders else decision.to_money_minor
    shortfall = shortfall_of(
        programme,
        before=standing[0],
        change=standing[1],
        money_minor=max(0, money),
        approved=asking.approved,
        gifts_minor=gifts_minor,
    )
    if asking.tenders and asking.withheld_minor != shortfall.from_refund_minor:
        tendered = sum(payment.amount_minor for payment in asking.tenders)
        due = tendered - asking.withheld_minor + shortfall.from_refund_minor
        return refuse("tenders_differ", due_minor=due, tendered_minor=tendered)
    return shortfall


def _settled(
    shortfall: Shortfall, given: SaleGiven, decision: RefundDecision
) -> tuple[Entry, ...]:
    for reversal in decision.reversals:
        if reversal.unit == POINTS:
            return shortfall.entries(given.account, reversal.lot)
    return ()


def _restored(
    decision: RefundDecision,
    sale: BookedSale,
    programme: Programme,
    *,
    record: RecordId,
    at: datetime,
) -> tuple[tuple[Slice, ...], tuple[Lot, ...]]:
    """Return which points go back to which lots, and the lots that are made for it."""
    if not sale.booked_here:
        # Head office credits what was spent, and then decides what an ended lot becomes.
        return decision.given_back, ()
    return restored_lots(
        decision.given_back,
        lots=_spent_lots(sale.given),
        programme=programme,
        record=record,
        at=at,
    )


def _money_back(
    desk: Desk,
    sale: BookedSale,
    asking: Asking,
    programme: Programme,
    *,
    rows: Sequence[Answer],
    record: RecordId,
) -> MoneyBack | Refusal:
    to_tenders = [
        (str(row["tender"]), amount)
        for row in rows
        if isinstance(amount := row["amount_minor"], int)
    ]
    return money_back(
        desk,
        Return(
            sale=sale,
            lines=asking.lines,
            to_tenders=to_tenders,
            programme=programme,
            record=record,
            at=asking.at,
        ),
    )


def _evaluator(desk: Desk, sale: BookedSale, at: datetime) -> Evaluator:
    """Return the programme the sale was made under, else the one in force."""
    return desk.book.evaluator_of(sale.programme) or desk.evaluator(at)


def _spent_lots(given: SaleGiven) -> Mapping[LotId, Lot]:
    """Return what is known of the lots a sale was paid with: their ends."""
    return {
        piece.lot: Lot(
            lot=piece.lot,
            account=given.account,
            unit=POINTS,
            rule="",
            earned_at=given.basket.at,
            active_from=given.basket.at,
            expires=piece.good_until,
        )
        for spend in given.spends
        for piece in spend.slices
    }


def _entries(
    desk: Desk,
    sale: BookedSale,
    moving: _Moved,
    *,
    asking: Asking,
) -> tuple[tuple[Entry, ...], tuple[tuple[Reversal, Place], ...]]:
    decision, lots, unit = moving
    account = sale.given.account
    if not account:
        return (), ()
    # Only the life whose journal made the redemption may let its value be spent at once;
    # what another till's journal made waits for head office.
    ours = sale.life == desk.life
    moved = decision if sale.booked_here else replace(decision, given_back=())
    have = takeable(desk, sale, asking.lines, at=asking.at, before=asking.before)
    entries, origins = refund_entries(
        moved,
        account=account,
        balances=have.balances,
        life=desk.life,
        given_back_at=Place(desk.life) if ours else AVAILABLE,
        lots={**have.lots, **{lot.lot: lot for lot in lots}},
    )
    credit = uncredit(account, decision.qualifying_minor, unit, original=sale.earned_in)
    return (*entries, *credit), origins


def _to_tenders(
    decision: RefundDecision,
    given: SaleGiven,
    tenders: Sequence[Payment] | None,
    shortfall: Shortfall,
) -> tuple[Answer, ...]:
    rows: list[Answer] = []
    points = sum(piece.amount for piece in decision.given_back)
    if points or decision.to_points_minor:
        rows.append(
            {
                "tender": POINTS_TENDER,
                "points": points,
                "amount_minor": decision.to_points_minor,
            }
        )
    money = decision.to_money_minor - shortfall.from_refund_minor
    rows += [
        {"tender": tender, "amount_minor": amount}
        for tender, amount in _money(money, given, tenders)
        if amount
    ]
    return tuple(rows)


def _money(
    to_money_minor: int, given: SaleGiven, tenders: Sequence[Payment] | None
) -> Sequence[tuple[str, int]]:
    """Say how the money goes back: as the POS did it, else in the proportions it came."""
    if tenders:
        return [(t.tender, -t.amount_minor) for t in tenders if not is_points(t)]
    paid: dict[str, int] = {}
    for tender in given.basket.tenders:
        if not _was_points(tender):
            paid[tender.tender] = paid.get(tender.tender, 0) + tender.amount_minor
    names = list(paid) or [_NO_MONEY_TENDER]
    weights = [max(0, paid.get(name, 0)) for name in names]
    return list(zip(names, share(to_money_minor, weights), strict=True))


def _was_points(tender: Tender) -> bool:
    return is_points_tender(tender.tender, tender.hold)
