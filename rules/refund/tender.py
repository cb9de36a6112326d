"""What was paid in points goes back as points: in proportion, exact in the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.ground.refusal import Refusal, refuse
from rules.refund.tally import Tally
from rules.sale.decisions import Returned, Spend
from rules.settling.product_pieces import paid_by_line
from rules.value.ledger import Slice
from rules.value.lots import last_consumed


@dataclass(frozen=True, slots=True)
class GivenBack:
    """``slices`` return to their lots and stand for ``value_minor`` of the money."""

    slices: tuple[Slice, ...]
    value_minor: int


def points_back(
    tally: Tally, earlier: Sequence[Returned], asked_minor: int | None
) -> GivenBack | Refusal:
    """Return the points that go back with this return.

    Of the money paid in points ``floor(paid x value returned so far / value)`` is due, less
    what went back earlier, so that the last return is exact. ``asked_minor`` is the POS's
    word on how much of the money it returned in points (None: as computed): less is
    accepted and stays due to a later return, more is refused as ``points_tender_differs``.
    """
    before_minor = sum(past.given_back_minor for past in earlier)
    due_minor = min(max(0, _due_minor(tally) - before_minor), tally.now_minor)
    value_minor = due_minor if asked_minor is None else asked_minor
    if not 0 <= value_minor <= due_minor:
        return refuse(
            "points_tender_differs", computed_minor=due_minor, asked_minor=value_minor
        )
    spends = tally.sale.spends
    before = sum(piece.amount for past in earlier for piece in past.given_back)
    points = max(0, _points_for(tally, before_minor + value_minor) - before)
    consumed = [piece for spend in spends for piece in spend.slices]
    return GivenBack(last_consumed(consumed, points, skip=before), value_minor)


def _due_minor(tally: Tally) -> int:
    """Return how much of what came back so far had been paid in points.

    All that points paid for a line alone goes back with that line; of the rest they paid
    their part, whatever comes back.
    """
    own = _own_part(tally, "amount_minor")
    whole = paid_by_line(tally.sale.spends, tally.sale.basket.lines)
    paid = sum(spend.value_minor for spend in _shared(tally))
    total = sum(tally.sold_minor) - sum(whole)
    returned = sum(tally.returned_minor.values()) - own
    return own + (paid * returned // total if total else 0)


def _points_for(tally: Tally, value_minor: int) -> int:
    """Return the points behind so much of what was paid with them, the last spend first.

    A point worth more than a minor unit goes back once all of it is due.
    """
    own_minor = _own_part(tally, "amount_minor")
    points = _own_part(tally, "points")
    if value_minor < own_minor:
        return points * value_minor // own_minor
    value_minor -= own_minor
    for spend in reversed(_shared(tally)):
        if value_minor < spend.value_minor:
            return points + spend.points * value_minor // spend.value_minor
        points += spend.points
        value_minor -= spend.value_minor
    return points


def _shared(tally: Tally) -> list[Spend]:
    """Return the spends that paid for all of the sale."""
    return [spend for spend in tally.sale.spends if not spend.lines]


def _own_part(tally: Tally, what: Literal["points", "amount_minor"]) -> int:
    """Return how much came back so far of what points paid for single lines."""
    paid = dict.fromkeys((line.line for line in tally.sale.basket.lines), 0)
    for each in (each for spend in tally.sale.spends for each in spend.lines):
        paid[each.line] += each.points if what == "points" else each.amount_minor
    return sum(tally.returned_part(tuple(paid.values())))
