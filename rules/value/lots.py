"""The order in which value is used up: what expires first, then the oldest."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rules.ground.ids import LotId
from rules.value.ledger import Slice

_FOR_EVER = datetime.max.replace(tzinfo=UTC)

Age = tuple[str, int, int, str]


def age(lot: LotId) -> Age:
    """Return a key that sorts a life's lots as they were born.

    ``t1.3-99/1`` comes before ``t1.3-100/1``. Lots of different lives have no common clock;
    between them the key is only the same everywhere.
    """
    life, _, rest = lot.rpartition("-")
    record, _, number = rest.partition("/")
    if record.isdecimal() and number.isdecimal():
        return (life, int(record), int(number), lot)
    return (lot, 0, 0, lot)


def in_order(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    """Sort as consumed: earliest good-until, then oldest; never-expiring last."""
    return tuple(sorted(slices, key=_turn))


def consume(slices: Iterable[Slice], amount: int) -> tuple[Slice, ...]:
    """Take ``amount`` from the slices, in order; raise ValueError when they hold less.

    Slices that hold nothing (or a debt) are passed over.
    """
    taken: list[Slice] = []
    missing = amount
    for piece in in_order(slices):
        if missing <= 0:
            break
        part = min(piece.amount, missing)
        if part > 0:
            taken.append(Slice(lot=piece.lot, amount=part, good_until=piece.good_until))
            missing -= part
    if missing:
        raise ValueError(f"{missing} of {amount} are not there to be consumed")
    return tuple(taken)


def usable(slices: Iterable[Slice], at: datetime) -> tuple[Slice, ...]:
    """Keep what holds something and is still good at ``at`` (good-until excluded)."""
    return tuple(
        piece
        for piece in slices
        if piece.amount > 0 and (piece.good_until is None or at < piece.good_until)
    )


def last_consumed(
    consumed: Sequence[Slice], amount: int, *, skip: int
) -> tuple[Slice, ...]:
    """Walk ``consumed`` backwards past ``skip`` and return the next ``amount`` by lot.

    This is how spent value goes back: the last that was taken returns first, to its own
    lot.
    """
    given: dict[LotId, Slice] = {}
    for piece in reversed(consumed):
        passed = min(skip, piece.amount)
        skip -= passed
        part = min(piece.amount - passed, amount)
        amount -= part
        if part:
            before = given[piece.lot].amount if piece.lot in given else 0
            given[piece.lot] = Slice(
                lot=piece.lot, amount=before + part, good_until=piece.good_until
            )
    if amount:
        raise ValueError(f"{amount} more than was consumed")
    return tuple(given.values())


def _turn(piece: Slice) -> tuple[datetime, Age]:
    return (piece.good_until or _FOR_EVER, age(piece.lot))
