"""Works out the points of sales that were written without them, as attachments."""

from typing import Final

from agent.counter.ground.deferring import DEFERRED_FROM
from agent.counter.ground.desk import Desk
from agent.counter.selling.attachments import attach_to
from rules.ground.ids import AccountId
from sync.book.given import part, text
from sync.book.stored import StoredRecord
from sync.till.book.book import NoProgrammeFault
from sync.till.journal.looking_back import records_from

AT_ONCE: Final = 20
"""How many records are gone through at once: a POS waits no longer than that."""


def catch_up(desk: Desk) -> int:
    """Attach deferred sales among some records to their members; return how many records.

    Does nothing while there is no room, or no programme. Whoever is blocked by now, or
    whose sale came back whole, gets nothing.
    """
    journal = desk.book.journal
    mark = journal.mark(DEFERRED_FROM)
    if not mark.isdecimal() or journal.room in {"facts", "full"}:
        return 0
    records = records_from(journal, int(mark), AT_ONCE)
    try:
        for _, stored in records:
            _attach(desk, stored)
    except NoProgrammeFault:
        return 0
    is_over = len(records) < AT_ONCE
    journal.set_mark(DEFERRED_FROM, "" if is_over else str(records[-1][0] + 1))
    return len(records)


def _attach(desk: Desk, stored: StoredRecord) -> None:
    account = text(part(stored.facts, "given"), "deferred")
    bearer = desk.member(AccountId(account)) if account else None
    if bearer is not None and not desk.as_member(bearer).notice:
        attach_to(desk, stored.header.key, bearer)
