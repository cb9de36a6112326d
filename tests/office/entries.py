"""Entries, lots and grants as a till writes them, in plain values."""

from collections.abc import Sequence
from datetime import timedelta

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import (
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    HOUSE_VOUCHERS,
    PENDING,
    POINTS,
    USES,
    Entry,
    EntryKind,
    Lot,
    Posting,
    Slice,
)
from sync.kit.clock import to_ms
from sync.wire.messages import GrantMessage
from sync.wire.records.ledger_part import Grant, IssuedOnce
from tests.office.world import START


def entry(kind: EntryKind, *postings: tuple[str, str, int, str, str]) -> Entry:
    """Make an entry of plain values: (account, unit, amount, lot, place)."""
    return Entry(
        kind,
        "",
        tuple(
            Posting(AccountId(account), Unit(unit), amount, LotId(lot), Place(place))
            for account, unit, amount, lot, place in postings
        ),
    )


def earn(lot: Lot, amount: int, place: Place) -> Entry:
    """Fill a lot."""
    return entry(
        "earn",
        (lot.account, lot.unit, amount, lot.lot, place),
        (HOUSE_EARNED, lot.unit, -amount, "", HOUSE),
    )


def redeemed(account: str, slices: Sequence[Slice], place: Place) -> Entry:
    """Use slices up."""
    total = sum(piece.amount for piece in slices)
    return entry(
        "redeem",
        *((account, POINTS, -piece.amount, piece.lot, place) for piece in slices),
        (HOUSE_REDEEMED, POINTS, total, "", HOUSE),
    )


def issue(issued: IssuedOnce, lot: LotId) -> Entry:
    """Promise a voucher."""
    return entry(
        "issue",
        (f"v-{issued.code}", USES, 1, lot, PENDING),
        (HOUSE_VOUCHERS, USES, -1, "", HOUSE),
    )


def as_grant(message: GrantMessage) -> Grant:
    """Read a grant as a till does."""
    return Grant(
        grant=message.grant,
        life=message.life,
        account=AccountId(message.account),
        unit=Unit(message.unit),
        slices=tuple(
            Slice(
                lot=LotId(piece.lot),
                amount=piece.amount,
                good_until=(
                    START + timedelta(milliseconds=piece.until_ms - to_ms(START))
                    if piece.until_ms
                    else None
                ),
            )
            for piece in message.slices
        ),
    )
