"""What a sale counts towards the tier: a unit of its own, one lot a sale.

A return is posted to the sale's own lot, and so leaves the window together with it.
"""

from datetime import datetime

from rules.ids import AccountId, LotId, RecordId
from rules.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    SPEND,
    Entry,
    EntryKind,
    Lot,
    Posting,
)


def credit(
    account: AccountId, qualifying_minor: int, *, record: RecordId, at: datetime
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return the lot and the entry of a sale's tier credit; nothing for nothing."""
    if not qualifying_minor:
        return (), ()
    lot = Lot(
        lot=lot_of(record),
        account=account,
        unit=SPEND,
        rule="",
        earned_at=at,
        active_from=at,
        expires=None,
    )
    return (lot,), (_entry("earn", account, qualifying_minor, lot=lot.lot),)


def uncredit(
    account: AccountId, qualifying_minor: int, *, original: RecordId
) -> tuple[Entry, ...]:
    """Return the entry that takes a return out of the window of its sale."""
    if not qualifying_minor:
        return ()
    return (_entry("reverse", account, -qualifying_minor, lot=lot_of(original)),)


def lot_of(record: RecordId) -> LotId:
    """Return the lot of a sale's tier credit."""
    return LotId(f"{record}/{SPEND}")


def _entry(kind: EntryKind, account: AccountId, amount: int, *, lot: LotId) -> Entry:
    return Entry(
        kind,
        "",
        (
            Posting(account, SPEND, amount, lot, AVAILABLE),
            Posting(HOUSE_EARNED, SPEND, -amount, LotId(""), HOUSE),
        ),
    )
