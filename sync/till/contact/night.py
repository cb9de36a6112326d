"""The night: give back what was dealt, sync, and compare to the last point."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import ValidationError

from sync.till.book.book import TillBook
from sync.till.contact.comparing import compose
from sync.till.contact.contact import Contact, ContactReport, InLoop
from sync.till.contact.receiving import give_back
from sync.till.contact.transport import Letter, Link, LinkFault
from sync.wire.messages import RECONCILE, RECONCILED, Reconciled, ReconcileRequest

TIMEOUT_S: Final = 60
ROUNDS_MAX: Final = 8
"""How often what other tills changed meanwhile is pulled and compared again."""

_NOT_YET: Final = "applied"
"""What head office says of records it has stored and not yet put into its book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """What the night found; ``agrees`` when every cursor, count, hash and balance does.

    ``differs`` is what head office named, or why there is nothing to say: ``no contact``,
    or ``still moving`` when members changed faster than they could be compared.
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
    """Sync, then compare cursors, counts, hashes, rights and balances with head office.

    The shop may sell and other tills may sync all the while: buckets that moved on at head
    office are pulled and compared again.
    """
    report = contact.run()
    found = NightReport(contact=report, differs=("no contact",))
    only: tuple[int, ...] | None = None
    for _ in range(ROUNDS_MAX):
        # The second contact brings the statements that contain what the first one sent.
        report = contact.run() if report.complete else report
        if not report.complete:
            return replace(found, contact=report, agrees=False, differs=("no contact",))
        request = compose(book, nonce=entropy(16).hex(), in_loop=in_loop, only=only)
        answer = _ask(link, request)
        if isinstance(answer, str):
            return replace(found, contact=report, differs=(answer,))
        found = _found(report, answer, before=found.accounts if only else 0)
        if found.agrees or not (answer.moved or _NOT_YET in answer.differs):
            return found
        only = None if answer.differs else answer.moved
    return found


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
    return replace(night, given_back=points)


def _ask(link: Link, request: ReconcileRequest) -> Reconciled | str:
    """Return head office's answer, or why there is none."""
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
        return f"no answer: {type(error).__name__}"
    if not isinstance(answer, Reconciled) or answer.nonce != request.nonce:
        return "head office does not know this till"
    return answer


def _found(report: ContactReport, answer: Reconciled, *, before: int) -> NightReport:
    """Return what a round found; the accounts of ``before`` agreed already."""
    moving = ("still moving",) if answer.moved else ()
    return NightReport(
        contact=report,
        accounts=before + answer.accounts,
        records=answer.records,
        agrees=answer.agrees,
        differs=(*answer.differs, *moving),
    )
