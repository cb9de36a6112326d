"""Which pieces of a basket a product reward may pay for, and those that it paid for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from rules.programme import Programme
from rules.rewards import Reward
from rules.rewards.points_product import PointsProduct
from rules.sale.basket import QUANTITY_UNIT, Line
from rules.sale.decisions import PaidLine, Spend
from rules.settling.consistency import POINTS_TENDER
from rules.vouchers.money import may_pay

PIECES_MAX = 1_000
"""Of a basket with more such pieces the rest is paid otherwise."""


class Piece(NamedTuple):
    """One piece of a line, and what it costs after all that comes off."""

    line: str
    amount_minor: int


def pieces_of(
    reward: Reward, programme: Programme, lines: Sequence[Line], off: Sequence[int]
) -> tuple[Piece, ...]:
    """Return the pieces that a product reward may pay for, the dearest first.

    ``off`` comes off each line yet. Of what is weighed, of barred goods and of what costs
    nothing there is none; other rewards pay for no pieces.
    """
    if not isinstance(reward, PointsProduct):
        return ()
    scope = reward.scope
    found = [
        piece
        for line, less in zip(lines, off, strict=True)
        if line.kind == "item" and scope.is_about(line)
        for piece in _pieces(line, _payable(programme, line, less))
    ]
    found.sort(key=lambda piece: -piece.amount_minor)
    return tuple(found[:PIECES_MAX])


def prices_of(
    reward: Reward, programme: Programme, lines: Sequence[Line], off: Sequence[int]
) -> tuple[int, ...]:
    """Return what those pieces cost, the dearest first."""
    return tuple(piece.amount_minor for piece in pieces_of(reward, programme, lines, off))


def bound(
    programme: Programme, lines: Sequence[Line], spends: Iterable[Spend]
) -> tuple[Spend, ...]:
    """Say of spends for products which lines they paid for.

    One that does not pay for whole pieces of the basket pays for all of it, as a tender.
    """
    taken: dict[str, int] = {}
    return tuple(_bound(programme, lines, spend, taken) for spend in spends)


def paid_by_line(spends: Iterable[Spend], lines: Sequence[Line]) -> tuple[int, ...]:
    """Return how much of each line points paid that were for that line alone."""
    paid: dict[str, int] = {}
    for each in (each for spend in spends for each in spend.lines):
        paid[each.line] = paid.get(each.line, 0) + each.amount_minor
    return tuple(paid.get(line.line, 0) for line in lines)


def _bound(
    programme: Programme, lines: Sequence[Line], spend: Spend, taken: dict[str, int]
) -> Spend:
    reward = programme.reward(spend.reward)
    if not isinstance(reward, PointsProduct) or spend.points % reward.price_points:
        return spend
    free = dict(taken)
    mine: list[Piece] = []
    for piece in pieces_of(reward, programme, lines, (0,) * len(lines)):
        if free.get(piece.line, 0) > 0:
            free[piece.line] -= 1
        elif len(mine) < spend.points // reward.price_points:
            mine.append(piece)
    if sum(piece.amount_minor for piece in mine) != spend.value_minor:
        return spend
    paid: dict[str, PaidLine] = {}
    for piece in mine:
        taken[piece.line] = taken.get(piece.line, 0) + 1
        before = paid.get(piece.line, PaidLine(piece.line, 0, 0))
        paid[piece.line] = PaidLine(
            piece.line,
            before.points + reward.price_points,
            before.amount_minor + piece.amount_minor,
        )
    return replace(spend, lines=tuple(paid.values()))


def _payable(programme: Programme, line: Line, off: int) -> int:
    """Return what a line's pieces cost; the tax that prices do not hold is paid apart."""
    may = may_pay(programme.barred, line, POINTS_TENDER)
    return max(0, line.net_minor - off) if may else 0


def _pieces(line: Line, cost: int) -> Iterator[Piece]:
    """Yield the pieces of a line; what does not divide is with the last of them."""
    count, rest = divmod(line.quantity_milli, QUANTITY_UNIT)
    if rest or count < 1 or cost < count:
        return
    parts = [cost * turn // count for turn in range(min(count, PIECES_MAX) + 1)]
    for begin, end in pairwise(parts):
        yield Piece(line.line, end - begin)
