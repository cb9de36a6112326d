"""How head office cuts an allowance: exact amounts, named lots, no more than is there."""

from collections.abc import Iterable
from datetime import datetime

from rules.value import lots
from rules.value.ledger import Slice


def cut(pieces: Iterable[Slice], points: int, *, at: datetime) -> tuple[Slice, ...]:
    """Cut exactly ``points`` from what stands available; nothing when it is not all there.

    ``pieces`` are an account's available lots, debts (negative) among them; what was cut
    keeps the account's sum at or above zero. Debts are absorbed by the lots that are used
    up first, the rest is cut in the same order; lots that ended at ``at`` are passed over.
    """
    standing = tuple(pieces)
    good = lots.in_order(lots.usable(standing, at))
    debt = -sum(piece.amount for piece in standing if piece.amount < 0)
    if points <= 0 or sum(piece.amount for piece in good) - debt < points:
        return ()
    return lots.consume(_after(good, debt), points)


def typical(available: int, *, step: int, minimum: int) -> int:
    """Return how much is dealt to a member's home store unasked: one reward, else nothing.

    The smaller of a quarter of ``available`` and the least whole steps that make a reward;
    less than one reward would be of no use there.
    """
    reward = -(-max(minimum, 1) // step) * step
    return reward if available // 4 >= reward else 0


def topped_up(left: int, *, here: int, holders: int) -> int:
    """Return how much more of a budget a holder that has ``here`` of it is dealt.

    Everything ``left``, wherever it stands, is parted among the ``holders`` and head
    office, which keeps a part for whoever gives most. Nothing while half a part is here.
    """
    part = -(-max(0, left) // (holders + 1))
    return part - here if 2 * here < part else 0


def _after(good: Iterable[Slice], debt: int) -> Iterable[Slice]:
    for piece in good:
        absorbed = min(debt, piece.amount)
        debt -= absorbed
        if piece.amount > absorbed:
            yield Slice(
                lot=piece.lot, amount=piece.amount - absorbed, good_until=piece.good_until
            )
