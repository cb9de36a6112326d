"""Why a member stands where they stand: tier and segments with their reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from rules.ground.ids import TierId
from rules.ladder.places import LadderPlace, way_up
from sync.book.given import Object, part, parts, text, whole
from sync.book.stored import StoredRecord, read_stored
from sync.office.database.desk import Sitting
from sync.office.database.tables import JOURNAL
from sync.office.journals.authoring import author_of
from sync.office.status.belonging import read_belonging
from sync.office.status.given_vouchers import GivenVoucher, given_vouchers
from sync.office.status.tier_credit import climb, credit_now
from sync.office.status.tiers import TierHeld, read_tiers
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json

RECORDS_MAX: Final = 5_000
"""How many of our newest records about a bucket are looked through."""

CHANGES_MAX: Final = 20
_KINDS: Final = ("tier", "segment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of tier or segments that head office wrote, with its reasons."""

    record: str
    at_ms: int
    kind: str
    facts: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberExplained:
    """A member's tier, segments and vouchers now, the way up, and how it came to be."""

    held: TierHeld
    place: LadderPlace | None
    segments: tuple[str, ...]
    vouchers: tuple[GivenVoucher, ...]
    changes: tuple[Change, ...]
    """Newest first."""


def explain_member(sitting: Sitting, account: str) -> MemberExplained | None:
    """Explain where a member stands; None when there is no such member."""
    held = next(iter(read_tiers(sitting.connection, (account,))), None)
    if held is None:
        return None
    on = climb(sitting)
    place: LadderPlace | None = None
    if on is not None:
        have = credit_now(sitting.connection, on, (account,), sitting.now)
        place = way_up(on.ladder, TierId(held.tier), have[account])
    changes: list[Change] = []
    for stored in _newest(sitting, account):
        if stored.header.kind in _KINDS and text(stored.facts, "account") == account:
            changes.append(
                Change(
                    record=stored.header.record,
                    at_ms=stored.header.at_ms,
                    kind=stored.header.kind,
                    facts=stored.facts,
                )
            )
        if len(changes) == CHANGES_MAX:
            break
    return MemberExplained(
        held=held,
        place=place,
        segments=read_belonging(sitting.connection, (account,)).get(account, ()),
        vouchers=given_vouchers(sitting, account),
        changes=tuple(changes),
    )


def change_lines(change: Change) -> Iterator[str]:
    """Tell a change in plain lines: what became of what, and by which figures."""
    facts = change.facts
    if change.kind == "tier":
        yield _tier_line(facts)
        return
    for verb in ("entered", "left"):
        names = facts.get(verb)
        for name in names if isinstance(names, list | tuple) else ():
            yield f"{verb} {name}"
            yield from _reasons(part(part(facts, "why"), str(name)), indent="  ")


def _tier_line(facts: Object) -> str:
    values = part(facts, "values")
    tier = text(facts, "tier") or f"{text(facts, 'next_tier')}, with the next period"
    why = text(facts, "why").removeprefix("tier.")
    before = text(values, "before") or "no tier"
    line = f"{before} to {tier}: {why}" if why else f"tier {tier}"
    if whole(values, "need") or whole(values, "have"):
        line += f", {whole(values, 'have'):,} of {whole(values, 'need'):,}"
    return line


def _reasons(judged: Object, *, indent: str) -> Iterator[str]:
    holds = "yes" if whole(judged, "holds") else "no"
    words = text(judged, "words").removeprefix("segment.").replace("_", " ")
    values = part(judged, "values")
    figures = ", ".join(f"{name} {value}" for name, value in sorted(values.items()))
    yield f"{indent}{holds}: {words}{f' ({figures})' if figures else ''}"
    for inner in parts(judged, "parts"):
        yield from _reasons(inner, indent=f"{indent}  ")


def _newest(sitting: Sitting, account: str) -> Iterator[StoredRecord]:
    """Yield our newest records about a member's bucket."""
    author = author_of(bucket_of(account), sitting.generation)
    rows = sitting.connection.execute(
        select(JOURNAL.c.packed)
        .where(JOURNAL.c.till == author.till)
        .order_by(JOURNAL.c.life.desc(), JOURNAL.c.seq.desc())
        .limit(RECORDS_MAX)
    )
    for (packed,) in rows:
        yield read_stored(bytes(packed))
