"""Where the value of a return is taken from and put: the entries of a refund."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.sale.decisions import RefundDecision, Reversal, Uncounted
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Entry,
    Lot,
    Posting,
    Slice,
)
from rules.value.lots import Age, age

_NO_LOT = LotId("")
_FOR_EVER = datetime.max.replace(tzinfo=UTC)

Balances = Mapping[tuple[LotId, Place], int]


@dataclass(frozen=True, slots=True)
class _Taken:
    reversal: Reversal
    lot: LotId
    place: Place
    points: int


def refund_entries(
    decision: RefundDecision,
    *,
    account: AccountId,
    balances: Balances,
    life: str,
    given_back_at: Place,
    lots: Mapping[LotId, Lot] | None = None,
) -> tuple[tuple[Entry, ...], tuple[tuple[Reversal, Place], ...]]:
    """Return the entries of a refund, and which part of which reversal came from where.

    Spent points go back first, to their lots at ``given_back_at``. Each reversal is then
    taken from its lot's ``pending``, its lot at our own place ``life``, other lots there,
    and what is still missing from its lot's ``available``, which may go below zero: debt
    (policy ``keep_debt``). ``balances`` is what this account has where; other lots are used
    in the order of their expiry as ``lots`` tells (which also keeps units apart), then of
    their age.
    """
    have = dict(balances)
    for piece in decision.given_back:
        key = (piece.lot, given_back_at)
        have[key] = have.get(key, 0) + piece.amount
    own = Place(life)
    order = sorted({lot for lot, place in have if place == own}, key=_turn(lots or {}))
    units = {lot: known.unit for lot, known in (lots or {}).items()}
    units |= {piece.lot: POINTS for piece in decision.given_back}
    taken: list[_Taken] = []
    for reversal in decision.reversals:
        unit = reversal.unit
        others = [lot for lot in order if units.get(lot, unit) == unit]
        taken.extend(_take(reversal, have, own, others))
    entries = (
        *_give_back(decision.given_back, account, given_back_at),
        *_reverse(taken, account),
        *_uncount(decision.uncounted, account),
    )
    return entries, _origins(taken)


def _take(
    reversal: Reversal,
    have: dict[tuple[LotId, Place], int],
    own: Place,
    others: Sequence[LotId],
) -> Iterable[_Taken]:
    """Yield where the points of one reversal come from, and take them from ``have``."""
    sources = [(reversal.lot, PENDING), (reversal.lot, own)]
    sources += [(lot, own) for lot in others if lot != reversal.lot]
    missing = reversal.points
    for source in sources:
        part = min(missing, max(0, have.get(source, 0)))
        if part:
            have[source] -= part
            missing -= part
            yield _Taken(reversal, *source, part)
    if missing:
        rest = (reversal.lot, AVAILABLE)
        have[rest] = have.get(rest, 0) - missing
        yield _Taken(reversal, *rest, missing)


def _reverse(taken: Iterable[_Taken], account: AccountId) -> tuple[Entry, ...]:
    """Return one entry for each rule and unit, one posting for each lot and place."""
    sums: dict[tuple[RuleId, Unit], dict[tuple[LotId, Place], int]] = {}
    for part in taken:
        postings = sums.setdefault((part.reversal.rule, part.reversal.unit), {})
        key = (part.lot, part.place)
        postings[key] = postings.get(key, 0) + part.points
    return tuple(
        Entry(
            "reverse",
            rule,
            (
                *(
                    Posting(account, unit, -points, lot, place)
                    for (lot, place), points in postings.items()
                ),
                Posting(HOUSE_EARNED, unit, sum(postings.values()), _NO_LOT, HOUSE),
            ),
        )
        for (rule, unit), postings in sums.items()
    )


def _give_back(
    slices: Sequence[Slice], account: AccountId, place: Place
) -> tuple[Entry, ...]:
    if not slices:
        return ()
    whole = sum(piece.amount for piece in slices)
    back = (Posting(account, POINTS, piece.amount, piece.lot, place) for piece in slices)
    house = Posting(HOUSE_REDEEMED, POINTS, -whole, _NO_LOT, HOUSE)
    return (Entry("give_back", "", (house, *back)),)


def _uncount(counters: Sequence[Uncounted], account: AccountId) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            "reverse",
            "",
            (
                Posting(account, counter.unit, -counter.amount, counter.lot, AVAILABLE),
                Posting(HOUSE_EARNED, counter.unit, counter.amount, _NO_LOT, HOUSE),
            ),
        )
        for counter in counters
    )


def _origins(taken: Iterable[_Taken]) -> tuple[tuple[Reversal, Place], ...]:
    """Return each reversal in parts by place; lots at one place count as one."""
    parts: dict[tuple[Reversal, Place], int] = {}
    for part in taken:
        key = (part.reversal, part.place)
        parts[key] = parts.get(key, 0) + part.points
    return tuple(
        (replace(reversal, points=points), place)
        for (reversal, place), points in parts.items()
    )


def _turn(lots: Mapping[LotId, Lot]) -> Callable[[LotId], tuple[datetime, Age]]:
    """Return a key that sorts lots as they are consumed, as far as is known about them."""

    def key(lot: LotId) -> tuple[datetime, Age]:
        known = lots.get(lot)
        return ((known.expires if known else None) or _FOR_EVER, age(lot))

    return key
