"""What a record says of goods that came back, read for head office's judgement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rules.refund.parts import FIRST
from sync.book.given import (
    Object,
    parts,
    return_lines_in,
    return_of,
    returns_in,
    text,
    whole,
)
from sync.book.stored import StoredRecord
from sync.core.returning import Wish
from sync.office.journals.reading import Read

SOLD: Final = ("|sale", "|top_up")
"""How the natural keys end of what may come back."""

VOID: Final = "|void"
"""How the natural key of a void ends."""

_RETURNS: Final = frozenset({"refund", "void", "claim"})
_EXCHANGES: Final = (b'"returned":{', b'"returned":[')
"""What is in the bytes of an exchange alone: in a text its quotes would be escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One return that a record tells of: ``number`` is its place there, from 1.

    ``of`` is the record of the sale it was decided from (empty: nobody decided).
    ``elsewhere`` is the return that a note is about. ``undone`` are the sales, and the
    record of the exchange, whose returns a void undoes.
    """

    original: str
    number: int
    of: str
    elsewhere: str
    is_judged: bool
    undone: tuple[tuple[str, str], ...] = ()

    def originals(self) -> Iterator[str]:
        """Yield the sales that it is about."""
        if self.is_judged:
            yield self.original
        yield from (original for original, _ in self.undone)


def is_about(record: Read) -> bool:
    """Say whether a record tells of goods that came back."""
    kind = record.header.kind
    if kind == "sale":
        return any(mark in record.packed for mark in _EXCHANGES)
    return kind in _RETURNS or kind == "note" or is_wished(record)


def is_wished(record: Read) -> bool:
    """Say whether a record wishes that a sale be attached which its till did not know."""
    return record.header.kind == "attach" and not record.part.entries


def heard_in(record: Read) -> tuple[Heard, ...]:
    """Return what a record tells of; a claim may be about nobody knows what."""
    stored = record.stored()
    several = returns_in(stored)
    return tuple(
        Heard(
            original=text(given, "original"),
            number=number,
            of=_of(record, given, alone=len(several) == 1),
            elsewhere=text(given, "elsewhere"),
            is_judged=_is_judged(record, text(given, "original")),
            undone=tuple(
                (text(one, "original"), text(one, "record"))
                for one in parts(given, "undone")
            ),
        )
        for number, given in enumerate(several, start=1)
    )


def brought(stored: StoredRecord) -> set[str]:
    """Return the natural keys of the sales whose goods came back with a sale."""
    if stored.header.kind != "sale":
        return set()
    return {text(given, "original") for given in returns_in(stored)} - {""}


def name_of(record: Read) -> str:
    """Return by which name a record's return is known."""
    return f"{record.header.record}{record.branch}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a record says of its return ``number``; one that was ``voided`` says nothing.

    ``whole``: it is a void, of all that turns out to be left, whatever its till knew.
    """

    number: int
    given: Object
    voided: bool
    whole: bool

    @property
    def wish(self) -> Wish:
        """What it asks for."""
        told = bool(self.given.get("tenders_told", False))
        return Wish(
            lines=return_lines_in(self.given, "lines"),
            points_minor=whole(self.given, "points_minor") if told else None,
            whole=self.whole,
        )

    def note_of(self, record: str) -> str:
        """Return by which name the other tills note it."""
        return record if self.number == FIRST else f"{record}@{self.number}"


def said_in(stored: StoredRecord, original: str, *, voided: bool) -> Said:
    """Read what a record says of the goods of one sale that came back."""
    number, given = return_of(stored, original)
    whole = stored.header.kind == "void" or bool(given.get("whole", False))
    return Said(
        number=number,
        given={} if voided else given,
        voided=voided,
        whole=whole and not voided,
    )


def _of(record: Read, given: Object, *, alone: bool) -> str:
    return text(given, "of") or (record.header.reverses if alone else "")


def _is_judged(record: Read, original: str) -> bool:
    return original.endswith(SOLD) or (not original and record.header.kind == "claim")
