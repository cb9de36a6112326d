"""What a format finds in a file: documents to book, what earns nothing, what is broken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol
from zoneinfo import ZoneInfo

from drivers.guard.recognition import Recognition
from sync.kit.faults import Fault

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Kind = Literal["sale", "refund", "void", "day_totals"]


class UnreadableFault(Fault):
    """A document, or the rest of a file, makes no sense; never quotes what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTerms:
    """What a file does not say itself.

    ``pos_store`` is what the POS calls ``store``. Times without an offset are in ``zone``,
    documents without a currency in ``currency``. Of several product groups the one of
    ``category_level`` is taken, else the last. A receipt that names no workstation is from
    ``workstation``; ``recognition`` says which card numbers on it are the programme's own.
    """

    store: str
    pos_store: str
    zone: ZoneInfo
    currency: str = ""
    category_level: str = ""
    workstation: str = ""
    recognition: Recognition = field(default_factory=Recognition, repr=False)

    def store_of(self, told: str) -> str:
        """Return our own name for a store that the POS told; where it told none, ours."""
        return self.store if told in {"", self.pos_store} else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document to book: ``value`` is the public shape of a call of that ``kind``.

    ``skus`` names the products of a refund's lines that name no line of their sale.
    ``tolerates`` are refusals that are no mistake of the file's; ``only_of_booked`` says of
    a void that a sale which was not booked here needs none. ``seeks`` says of a refund that
    the day of its sale was not told.
    """

    place: str
    kind: Kind
    value: Mapping[str, Value]
    skus: Mapping[str, str] = field(default_factory=dict)
    tolerates: frozenset[str] = frozenset()
    only_of_booked: bool = False
    seeks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What is no sale of anybody's: ``what`` counts it (training, suspended, …)."""

    place: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A document that cannot be understood; the others of its file can."""

    place: str
    what: str
    hint: str


Found = Wanted | Skipped | Unreadable


class Reader(Protocol):
    """A format: reads a file piece by piece and never holds the whole of it."""

    def __call__(self, file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
        """Yield what is found; an :class:`UnreadableFault` ends a file that is broken."""
        ...
