"""What a sale counts towards the tier: a unit of its own, one lot a sale.

A return is posted to the sale's own lot, and so leaves the window together with it.
"""

from datetime import datetime

from rules.ground.ids import AccountId, LotId, RecordId, Unit
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    Entry,
    EntryKind,
    Lot,
    Posting,
)


def credit(
    account: AccountId,
    qualifying_minor: int,
    unit: Unit,
    *,
    record: RecordId,
    at: datetime,
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return the lot and the entry of a sale's tier credit; nothing for nothing.

    ``unit`` is that of the ladder's metric (``rules/ladder/credit.py``).
    """
    if not qualifying_minor:
        return (), ()
    lot = Lot(
        lot=lot_of(record, unit),
        account=account,
        unit=unit,
        rule="",
        earned_at=at,
        active_from=at,
        expires=None,
    )
    return (lot,), (_entry("earn", (account, unit, lot.lot), qualifying_minor),)


def uncredit(
    account: AccountId, qualifying_minor: int, unit: Unit, *, original: RecordId
) -> tuple[Entry, ...]:
    """Return the entry that takes a return out of the window of its sale."""
    if not qualifying_minor:
        return ()
    piece = (account, unit, lot_of(original, unit))
    return (_entry("reverse", piece, -qualifying_minor),)


def lot_of(record: RecordId, unit: Unit) -> LotId:
    """Return the lot of a sale's tier credit."""
    return LotId(f"{record}/{unit}")


def _entry(kind: EntryKind, piece: tuple[AccountId, Unit, LotId], amount: int) -> Entry:
    account, unit, lot = piece
    return Entry(
        kind,
        "",
        (
            Posting(account, unit, amount, lot, AVAILABLE),
            Posting(HOUSE_EARNED, unit, -amount, LotId(""), HOUSE),
        ),
    )
