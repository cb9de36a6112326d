"""Reads a stored record: whole, or the reason why it cannot be."""

from dataclasses import dataclass
from typing import Final

from rules.ground.refusal import Refusal, refuse
from rules.value.ledger import UnbalancedEntryError
from sync.book.stored import StoredRecord, read_stored
from sync.core.admission import (
    PEOPLE_KINDS,
    is_house,
    judge_activity,
    judge_people,
    judge_record,
)
from sync.wire.canonical import NotCanonicalError, decode_object
from sync.wire.records.activities import ActivityFacts, read_activity
from sync.wire.records.header import Header, read_header
from sync.wire.records.identity import BrokenIdentityError, Life
from sync.wire.records.ledger_part import LedgerPart, read_ledger
from sync.wire.records.people import PeopleFacts, read_people
from sync.wire.records.record import BrokenRecordError, Record, unpack

_NOTHING_KEEPS: Final = b"\\u0000"
"""How canonical JSON writes the one character that PostgreSQL's texts cannot hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A record that may be applied, and where it is stored.

    ``people`` is what an enrolment or a card change says, ``personal`` the sealed part.
    """

    life: Life
    branch: str
    seq: int
    header: Header
    part: LedgerPart
    people: PeopleFacts | None = None
    personal: bytes = b""
    packed: bytes = b""
    activity: ActivityFacts | None = None

    def stored(self) -> StoredRecord:
        """Return the record with its facts; they read as empty when they are broken."""
        try:
            return read_stored(self.packed)
        except NotCanonicalError:
            return StoredRecord(header=self.header, ledger=self.part, facts={}, witness={})

    def accounts(self) -> set[str]:
        """Return every account it is about, but the house's."""
        accounts: set[str] = {
            posting.account
            for entry in self.part.entries
            for posting in entry.postings
            if not is_house(posting.account)
        }
        accounts.update(grant.account for grant in self.part.grants)
        accounts.update(issued.account for issued in self.part.issued)
        accounts.update(lot.account for lot in self.part.lots)
        if self.people is not None:
            accounts.add(self.people.account)
        if self.activity is not None:
            accounts.update(
                filter(None, (self.activity.account, self.activity.referred_by))
            )
        return accounts


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that stays in quarantine."""

    seq: int
    refusal: Refusal


def read_record(packed: bytes, *, life: Life, branch: str, seq: int) -> Read | Unreadable:
    """Read a till's record stored under (life, branch, seq) and ask if it may apply."""
    try:
        record = unpack(packed)
        if _NOTHING_KEEPS in record.header + record.ledger:
            return Unreadable(seq, refuse("unreadable", why="a text holds NUL"))
        header, part = parse(record)
        people, activity = _people(record, header), _activity(record, header)
    except (BrokenRecordError, NotCanonicalError, BrokenIdentityError) as error:
        return Unreadable(seq, refuse("unreadable", why=str(error)))
    except UnbalancedEntryError:
        return Unreadable(seq, refuse("unbalanced"))
    refusal = judge_record(header, part, life=life, seq=seq)
    refusal = refusal or (judge_people(part, people) if people is not None else None)
    refusal = refusal or (judge_activity(part, activity) if activity is not None else None)
    if refusal is not None:
        return Unreadable(seq, refusal)
    return Read(
        life=life,
        branch=branch,
        seq=seq,
        header=header,
        part=part,
        packed=packed,
        people=people,
        personal=record.personal_bytes(),
        activity=activity,
    )


def _people(record: Record, header: Header) -> PeopleFacts | None:
    if header.kind not in PEOPLE_KINDS:
        return None
    return read_people(decode_object(record.facts_bytes() or b"{}"))


def _activity(record: Record, header: Header) -> ActivityFacts | None:
    if header.kind != "activity":
        return None
    return read_activity(decode_object(record.facts_bytes() or b"{}"))


def parse(record: Record) -> tuple[Header, LedgerPart]:
    """Read the parts that move value; raises what the wire raises on anything broken."""
    return read_header(record.header), read_ledger(record.ledger)


def reason_text(refusal: Refusal) -> str:
    """Write a refusal in one line for the quarantine: its code, then its values."""
    values = "".join(f" {name}={value}" for name, value in refusal.values)
    return f"{refusal.code}{values}"[:500].replace("\0", "?")
