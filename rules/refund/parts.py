"""Which goods an entry of an exchange is about, and whether it undoes one.

One record may bring back goods of several sales, and the void of such a record undoes all
of it. Each return has a number there, from 1, and an entry says it in its rule: ``base`` is
of the first, ``base@2`` of the second; ``~base@2`` undoes what that one did. No rule of a
programme is named so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.ledger import AVAILABLE, PENDING, Entry, EntryKind, Posting

FIRST: Final = 1
_NUMBER: Final = "@"
_UNDOES: Final = "~"

TAKES: Final[frozenset[EntryKind]] = frozenset({"reverse", "give_back", "forgive"})
"""What the entries of a return are."""

Holdings = Mapping[tuple[AccountId, Unit], Mapping[LotId, int]]


def of_part(entries: Iterable[Entry], number: int) -> tuple[Entry, ...]:
    """Return entries marked as those of the record's return ``number``."""
    if number == FIRST:
        return tuple(entries)
    return tuple(replace(entry, rule=f"{entry.rule}{_NUMBER}{number}") for entry in entries)


def part_of(entry: Entry) -> int:
    """Return the number of the return that an entry is about."""
    _, _, number = entry.rule.partition(_NUMBER)
    return int(number) if number.isdecimal() else FIRST


def undoes(entry: Entry) -> bool:
    """Say whether an entry undoes what one of another record did."""
    return entry.rule.startswith(_UNDOES)


def taking(entries: Iterable[Entry], number: int = FIRST) -> tuple[Entry, ...]:
    """Return the entries of a record's return ``number``: what it took and gave back."""
    return tuple(
        entry
        for entry in entries
        if entry.kind in TAKES and not undoes(entry) and part_of(entry) == number
    )


def undoing(entries: Iterable[Entry], number: int) -> tuple[Entry, ...]:
    """Return the entries of a void that undo what an exchange's return ``number`` did."""
    return tuple(entry for entry in entries if undoes(entry) and part_of(entry) == number)


def marked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return a sale's entries, those of goods that came back marked as being undone."""
    return tuple(
        replace(entry, rule=f"{_UNDOES}{entry.rule}") if entry.kind in TAKES else entry
        for entry in entries
    )


def undone(entries: Iterable[Entry], *, life: str, holdings: Holdings) -> tuple[Entry, ...]:
    """Return what undoes the returns among a record's entries, as ``life`` may post it.

    What was taken goes back to where it was; what another life held, to head office. What
    was given back is taken from ``holdings``, what is not there any more is owed.
    """
    have = {owned: dict(lots) for owned, lots in holdings.items()}
    found: list[Entry] = []
    for entry in entries:
        if entry.kind not in TAKES or undoes(entry):
            continue
        postings: list[Posting] = []
        for posting in entry.postings:
            postings += _mirrored(posting, Place(life), have)
        found.append(Entry("reverse", f"{_UNDOES}{entry.rule}", tuple(postings)))
    return tuple(found)


def _mirrored(
    posting: Posting, own: Place, have: dict[tuple[AccountId, Unit], dict[LotId, int]]
) -> list[Posting]:
    account, unit, lot = posting.account, posting.unit, posting.lot
    if posting.account.startswith("house:"):
        return [Posting(account, unit, -posting.amount, lot, posting.place)]
    if posting.amount < 0:
        stays = posting.place in {own, PENDING}
        place = posting.place if stays else AVAILABLE
        return [Posting(account, unit, -posting.amount, lot, place)]
    left, found = posting.amount, list[Posting]()
    lots = have.get((account, unit), {})
    for name in [lot, *(other for other in lots if other != lot)]:
        part = min(left, lots.get(name, 0))
        if part > 0:
            lots[name] -= part
            left -= part
            found.append(Posting(account, unit, -part, name, own))
    if left:
        found.append(Posting(account, unit, -left, lot, AVAILABLE))
    return found
