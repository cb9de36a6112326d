"""A gift that a member may have once: given by two tills that could not know, one stands.

The first that is applied does; of the second all is taken back, its count too. A coupon
needs no such care: its issuance key is the same wherever it is given.
"""

from collections.abc import Iterator

from rules.birth import NO_LOT
from rules.counters import counts_for, is_counter
from rules.draws import ticket_counter
from rules.issues.amounts import is_gift
from rules.issues.gifts import GiveTickets
from rules.issues.rule import IssueRule
from rules.ledger import AVAILABLE, HOUSE, HOUSE_EARNED, Entry, Lot, Posting
from sync.core import corrections
from sync.office.open_book import OpenBook
from sync.office.programmes import programme_of
from sync.office.reading import Read


def hear_gifts(book: OpenBook, record: Read) -> None:
    """Remember by which rules a record gave something."""
    for issued in record.part.issued:
        book.gave.setdefault(issued.account, set()).add(issued.rule)
    for lot in record.part.lots:
        if is_gift(lot):
            book.gave.setdefault(lot.account, set()).add(lot.rule)
        elif is_counter(lot.unit):
            book.gave.setdefault(lot.account, set()).add(lot.unit)


def second_gifts(book: OpenBook, record: Read) -> tuple[Entry, ...]:
    """Return what takes back gifts of a record that the member was given before.

    Asked before the record is posted.
    """
    counters = [lot for lot in record.part.lots if is_counter(lot.unit)]
    if not counters:
        return ()
    programme = programme_of(book.sitting, record.header.programme)
    rules = [rule for rule in programme.issues if rule.times != "each"] if programme else ()
    return tuple(
        entry
        for rule in rules
        for counter in counters
        if counts_for(counter.unit, rule.rule) and _had(book, counter)
        for entry in _taken_back(record, rule, counter)
    )


def _had(book: OpenBook, counter: Lot) -> bool:
    standing = book.standing(counter.account, counter.unit, AVAILABLE)
    return sum(standing.values()) > 0


def _taken_back(record: Read, rule: IssueRule, counter: Lot) -> Iterator[Entry]:
    gone = {counter.lot} | {
        lot.lot
        for lot in record.part.lots
        if is_gift(lot) and (lot.account, lot.rule) == (counter.account, rule.rule)
    }
    yield from corrections.collapse(
        entry
        for entry in record.part.entries
        if entry.kind == "earn" and any(posting.lot in gone for posting in entry.postings)
    )
    if isinstance(rule.gives, GiveTickets):
        unit = ticket_counter(rule.gives.draw)
        for lot in record.part.lots:
            if (lot.account, lot.unit) == (counter.account, unit):
                yield _tickets(lot, rule.gives.tickets)
                return


def _tickets(lot: Lot, tickets: int) -> Entry:
    return Entry(
        "reverse",
        "",
        (
            Posting(lot.account, lot.unit, -tickets, lot.lot, AVAILABLE),
            Posting(HOUSE_EARNED, lot.unit, tickets, NO_LOT, HOUSE),
        ),
    )
