"""Value taken from an account whole: what is not there any more is owed."""

from collections.abc import Sequence

from rules.ground.ids import AccountId, LotId, Unit
from rules.value.ledger import AVAILABLE, Entry
from rules.value.lots import age
from sync.core.corrections import taken
from sync.office.journals.open_book import OpenBook


def taken_whole(
    book: OpenBook,
    owned: tuple[AccountId, Unit],
    amount: int,
    *,
    homes: Sequence[LotId],
    house: AccountId,
) -> tuple[Entry, ...]:
    """Return what takes an amount from an account at head office, below zero if need be.

    Of the lots that are its ``homes`` first, then of others; what is not there is owed on
    the first. Below zero ``amount``: what was taken and should not have been goes back.
    """
    there = book.standing(*owned, AVAILABLE)
    parts: dict[LotId, int] = {}
    for lot in [*homes, *sorted(set(there) - {*homes}, key=age)]:
        left = amount - sum(parts.values())
        parts[lot] = max(0, min(left, there.get(lot, 0)))
    parts[homes[0]] += amount - sum(parts.values())
    return tuple(taken((*owned, lot), part, house) for lot, part in parts.items() if part)
