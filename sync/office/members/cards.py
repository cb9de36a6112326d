"""Whose a card or a phone number is: what tills say of it, in the order it is applied.

The first who names a card or number has it. A till stops a card at once; it never starts
one again that is stopped here.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update

from rules.issues.happening import Happening
from rules.members.member_facts import MemberFacts
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.database.tables import CARD, MEMBER
from sync.office.database.upserts import Row, put
from sync.office.journals.open_book import OpenBook
from sync.office.journals.reading import Read
from sync.office.members.happenings import note
from sync.office.members.merging import Merges
from sync.office.members.persons import keep_persons
from sync.wire.buckets import bucket_of
from sync.wire.keys.tokens import seal_name
from sync.wire.records.people import CardChange, CardStatus, Personal, read_personal

_RANK: Final[dict[CardStatus, int]] = {"active": 0, "blocked": 1, "lost": 2}


class CardBook:
    """The cards that some records are about, and what they are from now on."""

    def __init__(self, sitting: Sitting, records: Sequence[Read], merges: Merges) -> None:
        self._sitting = sitting
        self._merges = merges
        self._rows: dict[str, Row] = {}
        self._changed: set[str] = set()
        tokens = {
            change.token.hex()
            for record in records
            for change in (record.people.changes if record.people else ())
        }
        for chunk in chunks(sorted(tokens)):
            rows = sitting.connection.execute(select(CARD).where(CARD.c.token.in_(chunk)))
            self._rows.update({row["token"]: dict(row) for row in rows.mappings()})

    def owners(self) -> set[str]:
        """Return whose the cards are already."""
        return {str(row["account"]) for row in self._rows.values()}

    def apply(self, book: OpenBook, record: Read) -> None:
        """Apply what an enrolment or a card change says; others say nothing of cards."""
        people = record.people
        if people is None:
            return
        sealed = self._sitting.keys.sealing.open(record.personal)
        personal = read_personal(sealed)
        if personal.name:
            self._name(people.account, personal.name)
        if record.header.kind == "enrol":
            facts = MemberFacts(birthday=personal.birthday)
            keep_persons(self._sitting.connection, {people.account: facts})
            # Who is new stands on the ladder's first step.
            book.spenders.add(people.account)
            note(self._sitting, [(people.account, Happening(kind="enrolment"))])
        book.touch(people.account)
        for change in people.changes:
            self._change(record, people.account, change, personal=personal)

    def close(self) -> None:
        """Keep what changed."""
        put(
            self._sitting.connection,
            CARD,
            [self._rows[token] for token in sorted(self._changed)],
        )

    def _change(
        self, record: Read, account: str, change: CardChange, *, personal: Personal
    ) -> None:
        token = change.token.hex()
        known = self._rows.get(token)
        if known is None:
            self._rows[token] = {
                "bucket": bucket_of(account),
                "token": token,
                "account": account,
                "sealed_name": self._sealed(account, change, personal),
                "status": change.status,
                "kind": change.kind,
                "until_ms": change.until_ms,
            }
        elif known["account"] != account:
            self._find(record, f"{change.kind}_known", f"{known['account']}, not {account}")
            if record.header.kind == "enrol" and change.kind == "card":
                self._merges.link(account, str(known["account"]))
            return
        else:
            if record.header.kind == "enrol" and change.kind == "card":
                self._find(record, "enrolled_twice", account)
            if _RANK[change.status] <= _RANK[_status(known)]:
                return
            known["status"] = change.status
        self._changed.add(token)

    def _sealed(self, account: str, change: CardChange, personal: Personal) -> str:
        """Return the sealed name; a till that could not read it leaves it to us."""
        number = personal.card if change.kind == "card" else personal.phone
        if change.name or not number:
            return change.name.hex()
        name = self._sitting.connection.execute(
            select(MEMBER.c.name).where(
                MEMBER.c.bucket == bucket_of(account), MEMBER.c.account == account
            )
        ).scalar_one_or_none()
        return seal_name(self._sitting.keys.token_key, number, name or "").hex()

    def _name(self, account: str, name: str) -> None:
        self._sitting.connection.execute(
            update(MEMBER)
            .where(
                MEMBER.c.bucket == bucket_of(account),
                MEMBER.c.account == account,
                MEMBER.c.name == "",
            )
            .values(name=name.replace("\0", ""))
        )

    def _find(self, record: Read, code: str, detail: str) -> None:
        find(
            self._sitting,
            record.life,
            record.seq,
            branch=record.branch,
            code=code,
            detail=detail,
        )


def _status(row: Row) -> CardStatus:
    match row["status"]:
        case "lost":
            return "lost"
        case "blocked":
            return "blocked"
        case _:
            return "active"
