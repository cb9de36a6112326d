"""What head office posts to put records right: it adds entries and never touches one."""

from collections.abc import Iterable

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_ADJUSTED,
    HOUSE_BUDGETS,
    HOUSE_EXPIRED,
    HOUSE_LOST,
    HOUSE_VOUCHERS,
    PENDING,
    Entry,
    EntryKind,
    Posting,
    is_budget,
)

_GAVE = frozenset({"load", "earn", "redeem", "reverse", "give_back", "issue", "forgive"})
_NO_LOT = LotId("")

Piece = tuple[AccountId, Unit, LotId]
"""One lot of an account."""


def collapse(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Reverse the awards and the spending of a document that was booked twice.

    What stands at its holder stays there (only the holder's own journal moves it): the
    other side is available, so value spent twice goes back there and an award made twice
    becomes debt there until the holder gives it back.
    """
    return tuple(
        Entry("reverse", entry.rule, tuple(map(_mirrored, entry.postings)))
        for entry in entries
        if entry.kind in _GAVE
    )


def moved(
    kind: EntryKind,
    piece: Piece,
    amount: int,
    *,
    way: tuple[Place, Place],
) -> Entry:
    """Move ``amount`` of one lot from the first place of ``way`` to the second."""
    account, unit, lot = piece
    return Entry(
        kind,
        "",
        (
            Posting(account, unit, -amount, lot, way[0]),
            Posting(account, unit, amount, lot, way[1]),
        ),
    )


def made_good(piece: Piece, amount: int, *, place: Place) -> Entry:
    """Book what a holder spent beyond its allowance against the house.

    The member is not made to pay for a copied till.
    """
    return _with_house("adjust", piece, amount, place=place, house=HOUSE_ADJUSTED)


def lost(piece: Piece, amount: int) -> Entry:
    """Book what was spent a second time on one paper as the house's loss."""
    return _with_house("adjust", piece, amount, place=AVAILABLE, house=HOUSE_LOST)


def absorbed(
    owned: tuple[AccountId, Unit], amount: int, *, way: tuple[LotId, LotId]
) -> Entry:
    """Pay a debt on the second lot of ``way`` from what the first one has available."""
    account, unit = owned
    return Entry(
        "adjust",
        "",
        (
            Posting(account, unit, -amount, way[0], AVAILABLE),
            Posting(account, unit, amount, way[1], AVAILABLE),
        ),
    )


def set_aside(piece: Piece, amount: int, *, kind: EntryKind = "adjust") -> Entry:
    """Set so much aside for a period of a budget; below zero it is no longer.

    The house names the period, so that what was set aside for it is one balance.
    """
    account, unit, lot = piece
    return Entry(
        kind,
        "",
        (
            Posting(account, unit, amount, lot, AVAILABLE),
            Posting(HOUSE_BUDGETS, unit, -amount, lot, HOUSE),
        ),
    )


def expired(piece: Piece, amount: int) -> Entry:
    """Take what is left of a lot that ended; of a budget it was set aside for nothing."""
    if is_budget(piece[0]):
        return set_aside(piece, -amount, kind="expire")
    return _with_house("expire", piece, -amount, place=AVAILABLE, house=HOUSE_EXPIRED)


def taken(piece: Piece, amount: int, house: AccountId) -> Entry:
    """Take so much of a lot at head office, be it there or owed; below zero: give it back.

    ``house`` is where it had come from.
    """
    return _with_house("reverse", piece, -amount, place=AVAILABLE, house=house)


def withdrawn(piece: Piece, amount: int, *, place: Place) -> Entry:
    """Take back what a voucher holds: another record had promised it already."""
    return _with_house("reverse", piece, -amount, place=place, house=HOUSE_VOUCHERS)


def _with_house(
    kind: EntryKind,
    piece: Piece,
    amount: int,
    *,
    place: Place,
    house: AccountId,
) -> Entry:
    account, unit, lot = piece
    return Entry(
        kind,
        "",
        (
            Posting(account, unit, amount, lot, place),
            Posting(house, unit, -amount, _NO_LOT, HOUSE),
        ),
    )


def _mirrored(posting: Posting) -> Posting:
    place = posting.place if posting.place in {PENDING, HOUSE} else AVAILABLE
    return Posting(posting.account, posting.unit, -posting.amount, posting.lot, place)
