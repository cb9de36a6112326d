"""An account that turned out to be somebody's second one: its points go to the first.

A till without a line may enrol a card that head office has given to a member already. What
is earned there, then and later, is moved on as it is applied; nothing is lost or counted
twice. Tier credit stays where it was earned.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from rules.ground.ids import AccountId, Place
from rules.members.merging import merged
from rules.value.ledger import AVAILABLE, PENDING, POINTS, Lot
from sync.kit.clock import from_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import LOT, MERGED
from sync.office.database.upserts import insert_new
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.wire.buckets import bucket_of
from sync.wire.records.ledger_part import LedgerPart


class Merges:
    """Which of some accounts are second ones, and whose."""

    def __init__(self, sitting: Sitting, accounts: Collection[str]) -> None:
        self._sitting = sitting
        these = wanted_accounts(sitting.connection, accounts)
        rows = sitting.connection.execute(select(MERGED).join(these, is_in(these, MERGED)))
        self._owners = {row.account: row.owner for row in rows}
        self._new: dict[str, str] = {}

    def owners(self) -> set[str]:
        """Return the accounts that points will be moved to."""
        return set(self._owners.values())

    def owner_of(self) -> dict[str, str]:
        """Return the members whose second accounts these are, by second account."""
        return self._owners

    def link(self, account: str, owner: str) -> None:
        """Remember that an account is ``owner``'s second one; the first word stands."""
        if account not in self._owners:
            self._owners[account] = self._new[account] = owner

    def settle(self, book: OpenBook) -> None:
        """Move what stands on second accounts; the book is flushed, its lots are read."""
        for account, owner in sorted(self._owners.items()):
            self._move(book, account, owner)
        rows = [
            {"bucket": bucket_of(account), "account": account, "owner": owner}
            for account, owner in sorted(self._new.items())
        ]
        insert_new(self._sitting.connection, MERGED, rows)

    def _move(self, book: OpenBook, account: str, owner: str) -> None:
        record = book.author.next_record(bucket_of(owner))
        moving = merged(self._standing(book, account), AccountId(owner), record=record)
        if not moving.lots:
            return
        arriving = LedgerPart(entries=moving.arriving, lots=moving.lots)
        facts = {"account": account, "owner": owner, "why": "merged"}
        book.say(bucket_of(owner), Writing(kind="adjust", part=arriving, facts=facts))
        leaving = LedgerPart(entries=moving.leaving)
        book.say(bucket_of(account), Writing(kind="adjust", part=leaving, facts=facts))

    def _standing(self, book: OpenBook, account: str) -> Iterator[tuple[Lot, Place, int]]:
        rows = self._sitting.connection.execute(
            select(LOT).where(
                LOT.c.bucket == bucket_of(account),
                LOT.c.account == account,
                LOT.c.unit == POINTS,
            )
        )
        lots = {row.lot: row for row in rows}
        for place in (PENDING, AVAILABLE):
            for name, amount in sorted(book.standing(account, POINTS, place).items()):
                row = lots.get(name)
                if row is None:
                    continue
                lot = Lot(
                    lot=name,
                    account=AccountId(account),
                    unit=POINTS,
                    rule=row.rule,
                    earned_at=from_ms(row.earned_ms),
                    active_from=from_ms(row.active_ms),
                    expires=from_ms(row.expires_ms) if row.expires_ms else None,
                )
                yield lot, place, amount
