"""A record's header: who wrote it, when it claims to have been, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from rules.ground.ids import RecordId
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode_ordered
from sync.wire.records.identity import Life

RecordKind = Literal[
    "sale", "refund", "void", "claim", "hold", "release", "take", "give_back",
    "enrol", "card", "attach", "opening", "deal", "activate", "expire", "tier", "confirm",
    "correct", "adjust", "day_totals", "note", "settle", "segment", "gift",
    "activity",
]  # fmt: skip
_KINDS = frozenset(get_args(RecordKind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A life's perpetual totals in points: they only ever grow."""

    earned: int = 0
    redeemed: int = 0
    refunded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``key`` is a document's natural key, else empty; instants are ms since 1970.

    ``at_ms`` is the claimed time, ``mono_ms`` the machine's own count since ``boot``, and
    ``contact_ms`` when head office was last heard: from the three, true time can be
    bounded. ``revision`` is the statement the decision read; ``reverses`` the record it
    corrects.
    """

    till: str
    life: int
    seq: int
    kind: RecordKind
    at_ms: int
    key: str = ""
    programme: int = 0
    edition: int = 0
    revision: int = 0
    reverses: str = ""
    boot: str = ""
    mono_ms: int = 0
    contact_ms: int = 0
    totals: Totals = field(default_factory=Totals)

    @property
    def written_by(self) -> Life:
        """The life whose chain this record is in."""
        return Life(self.till, self.life)

    @property
    def record(self) -> RecordId:
        """The record's id."""
        return self.written_by.record(self.seq)


def header_bytes(header: Header) -> bytes:
    """Return the canonical bytes."""
    totals = header.totals
    value: dict[str, Json] = {
        "at_ms": header.at_ms,
        "boot": header.boot,
        "contact_ms": header.contact_ms,
        "edition": header.edition,
        "key": header.key,
        "kind": header.kind,
        "life": header.life,
        "mono_ms": header.mono_ms,
        "programme": header.programme,
        "reverses": header.reverses,
        "revision": header.revision,
        "seq": header.seq,
        "till": header.till,
        "totals": [totals.earned, totals.redeemed, totals.refunded],
    }
    return encode_ordered(value)


def read_header(data: bytes) -> Header:
    """Read canonical bytes; raises :class:`NotCanonicalError` on anything else."""
    value = decode_object(data)
    kind = text(value, "kind")
    if kind not in _KINDS:
        raise NotCanonicalError("unknown kind of record")
    return Header(
        till=text(value, "till"),
        life=whole(value, "life"),
        seq=whole(value, "seq"),
        kind=kind,  # type: ignore[arg-type]  # checked against the Literal's own members above
        at_ms=whole(value, "at_ms"),
        key=text(value, "key"),
        programme=whole(value, "programme"),
        edition=whole(value, "edition"),
        revision=whole(value, "revision"),
        reverses=text(value, "reverses"),
        boot=text(value, "boot"),
        mono_ms=whole(value, "mono_ms"),
        contact_ms=whole(value, "contact_ms"),
        totals=_totals(value.get("totals")),
    )


def text(value: Mapping[str, Json], name: str) -> str:
    """Return a string field, or say that it is none."""
    field = value.get(name)
    if not isinstance(field, str):
        raise NotCanonicalError(f"{name}: a string was expected")
    return field


def whole(value: Mapping[str, Json], name: str) -> int:
    """Return a whole-number field, or say that it is none."""
    field = value.get(name)
    if not isinstance(field, int) or isinstance(field, bool):
        raise NotCanonicalError(f"{name}: a whole number was expected")
    return field


def _totals(value: Json | None) -> Totals:
    match value:
        case [int(earned), int(redeemed), int(refunded)]:
            return Totals(earned=earned, redeemed=redeemed, refunded=refunded)
        case _:
            raise NotCanonicalError("totals are three whole numbers")
