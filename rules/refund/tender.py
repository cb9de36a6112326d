"""What a sale was paid with in points goes back as points, in proportion and exactly in the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.decisions import Returned
from rules.ledger import Slice
from rules.lots import last_consumed
from rules.refund.tally import Tally
from rules.refusal import Refusal, refuse


@dataclass(frozen=True, slots=True)
class GivenBack:
    """``slices`` return to the lots they came from and stand for ``value_minor`` of the money."""

    slices: tuple[Slice, ...]
    value_minor: int


def points_back(
    tally: Tally, earlier: Sequence[Returned], asked_minor: int | None
) -> GivenBack | Refusal:
    """Return the points that go back with this return.

    Of every spend ``floor(points x returned so far / total)`` is due, less what went back earlier;
    what is last to go back is exact. ``asked_minor`` is the POS's word on how much of the money it
    returned in points (None: as computed): less is accepted and stays due to a later return, more
    is refused as ``points_tender_differs``.
    """
    points, value = _due(tally, earlier)
    if value > tally.now_minor:
        points, value = _part(points, value, tally.now_minor)
    if asked_minor is not None and asked_minor != value:
        if not 0 <= asked_minor < value:
            return refuse(
                "points_tender_differs", computed_minor=value, asked_minor=asked_minor
            )
        points, value = _part(points, value, asked_minor)
    consumed = [piece for spend in tally.sale.spends for piece in spend.slices]
    before = sum(piece.amount for past in earlier for piece in past.given_back)
    return GivenBack(last_consumed(consumed, points, skip=before), value)


def _due(tally: Tally, earlier: Sequence[Returned]) -> tuple[int, int]:
    """Return the points still due and the money they stand for."""
    total = sum(tally.sold_minor)
    returned = sum(tally.returned_minor.values())
    points = value = 0
    for spend in tally.sale.spends:
        part = spend.points * returned // total
        points += part
        value += part * spend.value_minor // spend.points
    points -= sum(piece.amount for past in earlier for piece in past.given_back)
    value -= sum(past.given_back_minor for past in earlier)
    # Where a point is worth more than a minor unit, a smaller part asked for earlier was rounded
    # up to whole points; money without points is then no points tender.
    return (points, max(0, value)) if points > 0 else (0, 0)


def _part(points: int, value: int, wanted: int) -> tuple[int, int]:
    """Return the points for ``wanted`` of ``value``, in the member's favour."""
    return -(-points * wanted // value), wanted
