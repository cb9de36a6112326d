"""The night: give back what was dealt, sync, and compare to the last point."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from rules.ids import AccountId
from sync.core.digests import bucket_digest, rights_digest
from sync.till.book import TillBook
from sync.till.contact import Contact, ContactReport, InLoop
from sync.till.cursor import cursor_of
from sync.till.receiving import give_back
from sync.till.transport import Letter, Link, LinkFault
from sync.wire.messages import RECONCILE, RECONCILED, Reconciled, ReconcileRequest

TIMEOUT_S: Final = 60
CONTACTS_MAX: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """What the night found; ``agrees`` when every cursor, count, hash and balance does.

    ``differs`` is what head office named, or why nothing was compared: ``no contact``, or
    ``sales go on`` when the shop sold all the while.
    """

    contact: ContactReport
    given_back: int = 0
    accounts: int = 0
    records: int = 0
    agrees: bool = False
    differs: tuple[str, ...] = field(default=())


def reconcile(
    book: TillBook,
    contact: Contact,
    link: Link,
    *,
    in_loop: InLoop,
    entropy: Callable[[int], bytes],
) -> NightReport:
    """Sync, then compare cursors, counts, hashes, rights and balances with head office."""
    report = contact.run()
    for _ in range(CONTACTS_MAX):
        if not report.complete:
            break
        # The second contact brings the statements that contain what the first one sent;
        # sales that came between need one more.
        report = contact.run()
        if not report.pushed and not report.waiting:
            break
    if not report.complete:
        return NightReport(contact=report, differs=("no contact",))
    request = in_loop(lambda: compose(book, nonce=entropy(16).hex()))
    if request.seq > in_loop(lambda: cursor_of(book.journal).acknowledged):
        return NightReport(contact=report, differs=("sales go on",))
    letter = Letter(
        path="/v1/reconcile",
        body=RECONCILE.dump_json(request),
        life=f"{request.till}.{request.life}",
        nonce=request.nonce,
        generation=request.generation,
    )
    try:
        answer = RECONCILED.validate_json(link.ask(letter, timeout_s=TIMEOUT_S))
    except (LinkFault, ValidationError) as error:
        return NightReport(contact=report, differs=(f"no answer: {type(error).__name__}",))
    if not isinstance(answer, Reconciled) or answer.nonce != request.nonce:
        return NightReport(contact=report, differs=("head office does not know this till",))
    return NightReport(
        contact=report,
        accounts=answer.accounts,
        records=answer.records,
        agrees=answer.agrees,
        differs=answer.differs,
    )


def close_day(
    book: TillBook,
    contact: Contact,
    link: Link,
    *,
    in_loop: InLoop,
    entropy: Callable[[int], bytes],
) -> NightReport:
    """Give allowances back while the line is up, let head office deal anew, and reconcile.

    Without a line nothing is given back: the shop may be offline tomorrow too.
    """
    first = contact.run()
    if not first.complete:
        return NightReport(contact=first, differs=("no contact",))
    points = in_loop(lambda: give_back(book))
    night = reconcile(book, contact, link, in_loop=in_loop, entropy=entropy)
    return NightReport(
        contact=night.contact,
        given_back=points,
        accounts=night.accounts,
        records=night.records,
        agrees=night.agrees,
        differs=night.differs,
    )


def compose(book: TillBook, *, nonce: str) -> ReconcileRequest:
    """Gather our side of the comparison."""
    journal = book.journal
    (records,) = journal.connection.execute(
        "SELECT count(*) FROM record WHERE position >= ?", (journal.life.position(0),)
    ).fetchone()
    own = str(journal.life)
    rights = journal.connection.execute(
        "SELECT account, unit, lot, place, amount FROM holding WHERE place IN (?, ?)",
        (own, f"{own}#hold"),
    )
    return ReconcileRequest(
        till=journal.life.till,
        life=journal.life.number,
        generation=cursor_of(journal).generation,
        nonce=nonce,
        seq=journal.seq,
        hash=journal.head.hex(),
        records=records,
        rights=rights_digest(rights),
        buckets={bucket: _shown(book, bucket) for bucket in book.members.revisions()},
    )


def _shown(book: TillBook, bucket: int) -> str:
    rows = []
    for statement in book.members.statements(bucket):
        account = AccountId(statement.account)
        own = book.journal.newer_than(account, book.members.applied(account))
        rows.append(
            (
                statement.account,
                statement.available + own.available,
                statement.pending + own.pending,
            )
        )
    return bucket_digest(rows)
