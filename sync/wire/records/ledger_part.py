"""A record's ledger part: entries, lots, awards given once, holds, grants, as JSON.

Everything head office needs to keep the books is here and in the header; facts may be
erased.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.value.ledger import Entry, EntryKind, Lot, Posting, Slice
from sync.kit.clock import from_ms, to_ms
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode_ordered
from sync.wire.records.header import text, whole

_ENTRY_KINDS = frozenset(get_args(EntryKind))
_ITEMS_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedOnce:
    """A once-only award: its issuance key (PROTOCOL §3d) and the code any till prints."""

    key: str
    kind: str
    rule: RuleId
    account: AccountId
    code: str
    expires_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Value set aside for an open sale; the hold's id is that of its record."""

    account: AccountId
    unit: Unit
    reward: RuleId
    value_minor: int
    workstation: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An allowance dealt to one life: named slices of one account."""

    grant: str
    life: str
    account: AccountId
    unit: Unit
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPart:
    """What moves value. ``closes`` names the holds that this record uses up or releases.

    ``also_reverses`` names the records, beside its header's, that something comes back of.
    """

    entries: tuple[Entry, ...] = ()
    lots: tuple[Lot, ...] = ()
    issued: tuple[IssuedOnce, ...] = ()
    held: tuple[Held, ...] = ()
    closes: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    also_reverses: tuple[str, ...] = ()


def ledger_bytes(part: LedgerPart) -> bytes:
    """Return the canonical bytes; what is empty is left out."""
    value: dict[str, Json] = {}
    # Here and below every name stands in its order: that is what makes the bytes canonical.
    if part.also_reverses:
        value["also_reverses"] = part.also_reverses
    if part.closes:
        value["closes"] = part.closes
    if part.entries:
        value["entries"] = [_entry_out(entry) for entry in part.entries]
    if part.grants:
        value["grants"] = [grant_out(grant) for grant in part.grants]
    if part.held:
        value["held"] = [_held_out(held) for held in part.held]
    if part.issued:
        value["issued"] = [_issued_out(issued) for issued in part.issued]
    if part.lots:
        value["lots"] = [_lot_out(lot) for lot in part.lots]
    return encode_ordered(value)


def read_ledger(data: bytes) -> LedgerPart:
    """Read canonical bytes.

    Raises :class:`NotCanonicalError` on another shape and :class:`UnbalancedEntryError` on
    an entry that does not sum to zero.
    """
    value = decode_object(data)
    return LedgerPart(
        entries=tuple(_entry_in(item) for item in _objects(value, "entries")),
        lots=tuple(_lot_in(item) for item in _objects(value, "lots")),
        issued=tuple(_issued_in(item) for item in _objects(value, "issued")),
        held=tuple(_held_in(item) for item in _objects(value, "held")),
        closes=tuple(_strings(value, "closes")),
        grants=tuple(grant_in(item) for item in _objects(value, "grants")),
        also_reverses=tuple(_strings(value, "also_reverses")),
    )


def grant_out(grant: Grant) -> Mapping[str, Json]:
    """Write a grant, in a record or in a message."""
    return {
        "account": grant.account,
        "grant": grant.grant,
        "life": grant.life,
        "slices": _slices_out(grant.slices),
        "unit": grant.unit,
    }


def grant_in(value: Mapping[str, Json]) -> Grant:
    """Read a grant."""
    return Grant(
        grant=text(value, "grant"),
        life=text(value, "life"),
        account=AccountId(text(value, "account")),
        unit=Unit(text(value, "unit")),
        slices=_slices_in(value),
    )


def _entry_out(entry: Entry) -> Json:
    return {
        "kind": entry.kind,
        "postings": [
            {
                "account": posting.account,
                "amount": posting.amount,
                "lot": posting.lot,
                "place": posting.place,
                "unit": posting.unit,
            }
            for posting in entry.postings
        ],
        "rule": entry.rule,
    }


def _entry_in(value: Mapping[str, Json]) -> Entry:
    kind = text(value, "kind")
    if kind not in _ENTRY_KINDS:
        raise NotCanonicalError("unknown kind of entry")
    postings = tuple(
        Posting(
            AccountId(text(item, "account")),
            Unit(text(item, "unit")),
            whole(item, "amount"),
            LotId(text(item, "lot")),
            Place(text(item, "place")),
        )
        for item in _objects(value, "postings")
    )
    # The Literal's members were compared with just above.
    return Entry(cast("EntryKind", kind), text(value, "rule"), postings)


def _lot_out(lot: Lot) -> Json:
    value: dict[str, Json] = {
        "account": lot.account,
        "active_ms": to_ms(lot.active_from),
        "earned_ms": to_ms(lot.earned_at),
    }
    if lot.expires is not None:
        value["expires_ms"] = to_ms(lot.expires)
    value["lot"] = lot.lot
    value["rule"] = lot.rule
    value["unit"] = lot.unit
    return value


def _lot_in(value: Mapping[str, Json]) -> Lot:
    return Lot(
        lot=LotId(text(value, "lot")),
        account=AccountId(text(value, "account")),
        unit=Unit(text(value, "unit")),
        rule=text(value, "rule"),
        earned_at=from_ms(_instant(value, "earned_ms")),
        active_from=from_ms(_instant(value, "active_ms")),
        expires=from_ms(_instant(value, "expires_ms")) if "expires_ms" in value else None,
    )


def _issued_out(issued: IssuedOnce) -> Json:
    return {
        "account": issued.account,
        "code": issued.code,
        "expires_ms": issued.expires_ms,
        "key": issued.key,
        "kind": issued.kind,
        "rule": issued.rule,
    }


def _issued_in(value: Mapping[str, Json]) -> IssuedOnce:
    return IssuedOnce(
        key=text(value, "key"),
        kind=text(value, "kind"),
        rule=RuleId(text(value, "rule")),
        account=AccountId(text(value, "account")),
        code=text(value, "code"),
        expires_ms=whole(value, "expires_ms"),
    )


def _held_out(held: Held) -> Json:
    return {
        "account": held.account,
        "reward": held.reward,
        "slices": _slices_out(held.slices),
        "unit": held.unit,
        "value_minor": held.value_minor,
        "workstation": held.workstation,
    }


def _held_in(value: Mapping[str, Json]) -> Held:
    return Held(
        account=AccountId(text(value, "account")),
        unit=Unit(text(value, "unit")),
        reward=RuleId(text(value, "reward")),
        value_minor=whole(value, "value_minor"),
        workstation=text(value, "workstation"),
        slices=_slices_in(value),
    )


def _slices_out(slices: Sequence[Slice]) -> Json:
    return [_slice_out(piece) for piece in slices]


def _slice_out(piece: Slice) -> Json:
    value: dict[str, Json] = {"amount": piece.amount, "lot": piece.lot}
    if piece.good_until is not None:
        value["until_ms"] = to_ms(piece.good_until)
    return value


def _slices_in(value: Mapping[str, Json]) -> tuple[Slice, ...]:
    return tuple(
        Slice(
            lot=LotId(text(item, "lot")),
            amount=whole(item, "amount"),
            good_until=from_ms(_instant(item, "until_ms")) if "until_ms" in item else None,
        )
        for item in _objects(value, "slices")
    )


def _objects(value: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    items = value.get(name, ())
    if not isinstance(items, Sequence) or isinstance(items, str) or len(items) > _ITEMS_MAX:
        raise NotCanonicalError(f"{name}: a list was expected")
    objects = [item for item in items if isinstance(item, Mapping)]
    if len(objects) != len(items):
        raise NotCanonicalError(f"{name}: a list of objects was expected")
    return objects


def _strings(value: Mapping[str, Json], name: str) -> list[str]:
    items = value.get(name, ())
    if not isinstance(items, Sequence) or isinstance(items, str) or len(items) > _ITEMS_MAX:
        raise NotCanonicalError(f"{name}: a list was expected")
    strings = [item for item in items if isinstance(item, str)]
    if len(strings) != len(items):
        raise NotCanonicalError(f"{name}: a list of strings was expected")
    return strings


def _instant(value: Mapping[str, Json], name: str) -> int:
    milliseconds = whole(value, name)
    if not 0 <= milliseconds < 253_402_300_800_000:  # noqa: PLR2004  # the year 10000
        raise NotCanonicalError(f"{name}: not an instant")
    return milliseconds
