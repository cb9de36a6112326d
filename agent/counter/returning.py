"""Decide a return: what is taken from where, what goes back to which lot and tender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agent.counter.answers import Answer, Value
from agent.counter.desk import Bearer, Desk
from agent.counter.funding import is_points
from agent.counter.members import changed, standing_out
from agent.counter.originals import BookedSale
from agent.counter.requests import Payment
from agent.counter.tier_credit import uncredit
from rules.basket import Tender
from rules.consistency import POINTS_TENDER
from rules.decisions import RefundDecision, ReturnLine, Reversal, SaleGiven
from rules.evaluator import Evaluator
from rules.ids import LotId, Place, RecordId
from rules.ledger import AVAILABLE, PENDING, POINTS, Entry, Lot
from rules.programme import Programme
from rules.refund.decision import decide
from rules.refund.placing import Balances, refund_entries
from rules.refund.restoring import restored_lots
from rules.refusal import Refusal, refuse
from rules.shares import share
from sync.wire.identity import split_record

_NO_MONEY_TENDER: Final = "cash"
"""What money goes back as when the sale names no money tender at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A return decided and not yet written. ``origins``: what was taken from where."""

    sale: BookedSale
    bearer: Bearer | None
    programme: Programme
    decision: RefundDecision
    entries: tuple[Entry, ...]
    lots: tuple[Lot, ...]
    origins: tuple[tuple[Reversal, Place], ...]
    to_tenders: tuple[Answer, ...]
    life: str


def decide_return(
    desk: Desk,
    sale: BookedSale,
    *,
    lines: Sequence[ReturnLine],
    tenders: Sequence[Payment] | None,
    record: RecordId,
    at: datetime,
) -> Decided | Refusal:
    """Decide a return of ``lines`` that will be ``record``; nothing is written.

    ``tenders`` are the POS's own (below zero), None when it asks how to pay out.
    """
    programme = _evaluator(desk, sale, at).programme
    given = sale.given
    bearer = desk.member(given.account) if given.account else None
    decision = decide(
        programme,
        given,
        sale.earlier,
        lines,
        points_tender_minor=_points_asked(tenders),
        standing=bearer.standing if bearer else None,
    )
    if isinstance(decision, Refusal):
        return decision
    back, made = restored_lots(
        decision.given_back,
        lots=_spent_lots(given),
        programme=programme,
        record=record,
        at=at,
    )
    decision = replace(decision, given_back=back)
    entries, origins = _entries(desk, sale, decision, lots=made, at=at)
    return Decided(
        sale=sale,
        bearer=bearer,
        programme=programme,
        decision=decision,
        entries=entries,
        lots=made,
        origins=origins,
        to_tenders=_to_tenders(decision, given, tenders),
        life=desk.life,
    )


def decided_out(decided: Decided) -> dict[str, Value]:
    """Write a decided return as its quote and its answer tell it."""
    decision, bearer = decided.decision, decided.bearer
    shortfall = 0
    member: Answer | None = None
    if bearer is not None:
        standing = bearer.standing
        balances = changed(standing, decided.entries, life=decided.life)
        shortfall = max(0, -balances[0]) - max(0, -standing.available)
        member = standing_out(standing.account, balances)
    return {
        "reversed": [_reversed(reversal, place) for reversal, place in decided.origins],
        "given_back": [
            {
                "unit": POINTS,
                "points": piece.amount,
                "lot": piece.lot,
                "state": "active",
            }
            for piece in decision.given_back
        ],
        "shortfall": {
            "points": max(0, shortfall),
            "policy": decided.programme.refund.shortfall,
            "from_refund_minor": 0,
        },
        "withdrawn": [],
        "tier": {"before": decision.tier_before, "after": decision.tier_after},
        "member": member,
        "to_tenders": list(decided.to_tenders),
    }


def tenders_objection(
    sale: BookedSale,
    lines: Sequence[ReturnLine],
    tenders: Sequence[Payment],
    *,
    rounding: int,
) -> Refusal | None:
    """Refuse a refund whose tenders do not sum to its lines.

    Where prices do not hold the tax, only the POS knows how much of it goes back.
    """
    if not tenders or any(not line.tax_included for line in sale.given.basket.lines):
        return None
    due = rounding - sum(line.amount_minor for line in lines)
    tendered = sum(payment.amount_minor for payment in tenders)
    if tendered != due:
        return refuse("tenders_differ", due_minor=due, tendered_minor=tendered)
    return None


def _evaluator(desk: Desk, sale: BookedSale, at: datetime) -> Evaluator:
    """Return the programme the sale was made under, else the one in force."""
    version = sale.stored.header.programme
    return desk.book.evaluator_of(version) or desk.evaluator(at)


def _points_asked(tenders: Sequence[Payment] | None) -> int | None:
    if not tenders:
        return None
    return -sum(payment.amount_minor for payment in tenders if is_points(payment))


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
    decision: RefundDecision,
    *,
    lots: Sequence[Lot],
    at: datetime,
) -> tuple[tuple[Entry, ...], tuple[tuple[Reversal, Place], ...]]:
    account = sale.given.account
    if not account:
        return (), ()
    written_by, _ = split_record(sale.record)
    # Only the life whose journal made the redemption may let its value be spent at once.
    ours = written_by == desk.book.journal.life
    entries, origins = refund_entries(
        decision,
        account=account,
        balances=_balances(desk, sale, at),
        life=desk.life,
        given_back_at=Place(desk.life) if ours else AVAILABLE,
        lots=sale.lots() | {lot.lot: lot for lot in lots},
    )
    credit = uncredit(account, decision.qualifying_minor, original=sale.record)
    return (*entries, *credit), origins


def _balances(desk: Desk, sale: BookedSale, at: datetime) -> Balances:
    """Return what may be taken back from: the sale's pending lots, what is spendable here.

    A lot whose time has come is pending no more, also before head office's entry is known.
    """
    lots = sale.lots()
    balances: dict[tuple[LotId, Place], int] = {}
    for name, amount in sale.pending().items():
        lot = lots.get(name)
        if lot is not None and at < lot.active_from:
            balances[name, PENDING] = amount
    for unit in {lot.unit for lot in lots.values()} | {POINTS}:
        for piece in desk.book.journal.holdings(sale.given.account, unit):
            balances[piece.lot, Place(desk.life)] = piece.amount
    return balances


def _to_tenders(
    decision: RefundDecision, given: SaleGiven, tenders: Sequence[Payment] | None
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
    rows += [
        {"tender": tender, "amount_minor": amount}
        for tender, amount in _money(decision.to_money_minor, given, tenders)
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
    return tender.tender == POINTS_TENDER or bool(tender.hold)


def _reversed(reversal: Reversal, place: Place) -> Answer:
    return {
        "unit": reversal.unit,
        "points": reversal.points,
        "line": reversal.line,
        "rule": reversal.rule,
        "lot": reversal.lot,
        "from": "pending" if place == PENDING else "active",
    }
