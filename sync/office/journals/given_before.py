"""A gift that a member may have once: given by two tills that could not know, one stands.

The first that is applied does; of the second all is taken back, its count too. Of a
voucher its promise alone is: the issuance key is the same wherever it is given.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy import and_, or_, select

from rules.campaigns.draws import ticket_counter
from rules.ground.ids import AccountId, LotId, RuleId
from rules.issues.amounts import is_gift
from rules.issues.gifts import GiveTickets
from rules.issues.rule import IssueRule
from rules.sale.decisions import SaleGiven
from rules.settling.birth import NO_LOT
from rules.value.counts import counts_for, is_counter
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_EARNED, Entry, Lot, Posting
from sync.core import corrections
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.findings import find
from sync.office.database.tables import DOCUMENT, FINDING
from sync.office.database.upserts import Row, insert_new
from sync.office.database.wanted import is_in, wanted
from sync.office.journals.open_book import OpenBook
from sync.office.journals.reading import Read
from sync.office.tills.programmes import programme_of
from sync.wire.buckets import bucket_of
from sync.wire.records.identity import split_record

_CODE: Final = "given_before"
_GONE: Final = "gone"
"""What a gift that was taken back is remembered by, beside documents."""


def hear_gifts(book: OpenBook, record: Read) -> None:
    """Remember by which rules a record gave something."""
    for issued in record.part.issued:
        book.gave.setdefault(issued.account, set()).add(issued.rule)
    for lot in record.part.lots:
        if is_gift(lot):
            book.gave.setdefault(lot.account, set()).add(lot.rule)
        elif is_counter(lot.unit):
            book.gave.setdefault(lot.account, set()).add(lot.unit)


def rules_given(sitting: Sitting, record: Read) -> set[RuleId]:
    """Return the rules of its programme by which a record gave something."""
    programme = programme_of(sitting, record.header.programme)
    names = {str(issued.rule) for issued in record.part.issued}
    names |= {lot.rule for lot in record.part.lots if is_gift(lot)}
    counters = [lot.unit for lot in record.part.lots if is_counter(lot.unit)]
    return {
        rule.rule
        for rule in (programme.gifts if programme else ())
        if rule.rule in names or any(counts_for(unit, rule.rule) for unit in counters)
    }


def second_gifts(book: OpenBook, record: Read) -> dict[str, tuple[Entry, ...]]:
    """Return what takes back gifts of a record that the member was given before, by rule.

    Asked before the record is posted.
    """
    counters = [lot for lot in record.part.lots if is_counter(lot.unit)]
    if not counters:
        return {}
    programme = programme_of(book.sitting, record.header.programme)
    rules = [rule for rule in programme.issues if rule.times != "each"] if programme else ()
    return {
        str(rule.rule): tuple(_taken_back(record, rule, counter))
        for rule in rules
        for counter in counters
        if counts_for(counter.unit, rule.rule) and _had(book, counter)
    }


def find_second(sitting: Sitting, record: Read, rules: Iterable[str]) -> None:
    """Keep by which rules a record's gifts were taken back: its returns take no more."""
    detail = " ".join(sorted(rules))
    if detail:
        life, seq = record.life, record.seq
        find(sitting, life, seq, branch=record.branch, code=_CODE, detail=detail)


def taken_back(
    sitting: Sitting, places: Iterable[tuple[str, int, str, int]]
) -> dict[tuple[str, int, str, int], frozenset[str]]:
    """Read by which rules gifts were taken back of records, by where these stand."""
    columns = (FINDING.c.till, FINDING.c.life, FINDING.c.branch, FINDING.c.seq)
    found: dict[tuple[str, int, str, int], frozenset[str]] = {}
    for some in chunks(sorted(places)):
        asked = or_(
            *(
                and_(*(column == part for column, part in zip(columns, place, strict=True)))
                for place in some
            )
        )
        rows = sitting.connection.execute(
            select(*columns, FINDING.c.detail).where(FINDING.c.code == _CODE, asked)
        )
        for till, life, branch, seq, detail in rows:
            found[till, life, branch, seq] = frozenset(detail.split())
    return found


def remember_withdrawn(sitting: Sitting, account: str, lots: Iterable[str]) -> None:
    """Remember that gifts were taken back for another reason: returns take no more."""
    rows: list[Row] = []
    for lot in lots:
        life, seq = split_record(lot.partition("/")[0])
        place = {"till": life.till, "life": life.number, "branch": "", "seq": seq}
        rows.append({"bucket": bucket_of(account), "key": f"{_GONE}|{lot}", **place})
    insert_new(sitting.connection, DOCUMENT, rows)


def withdrawn_of(sitting: Sitting, sales: Iterable[SaleGiven]) -> frozenset[LotId]:
    """Return the gifts among some sales' lots that were taken back for another reason."""
    gifts = (lot for sale in sales for lot in sale.lots if is_gift(lot))
    return withdrawn_lots(sitting, ((lot.account, lot.lot) for lot in gifts))


def withdrawn_lots(
    sitting: Sitting, lots: Iterable[tuple[AccountId, LotId]]
) -> frozenset[LotId]:
    """Return which of some accounts' lots were remembered as taken back."""
    places = {(bucket_of(account), f"{_GONE}|{lot}"): lot for account, lot in lots}
    if not places:
        return frozenset()
    these = wanted(sitting.connection, places)
    rows = sitting.connection.execute(
        select(DOCUMENT.c.bucket, DOCUMENT.c.key).join(these, is_in(these, DOCUMENT, "key"))
    )
    return frozenset(places[row.bucket, row.key] for row in rows)


def kept_gifts(sale: SaleGiven, gone: Collection[str]) -> SaleGiven:
    """Return a sale without the gifts, and their counts, that were taken back of it."""
    lots = tuple(lot for lot in sale.lots if not any(_is_by(lot, rule) for rule in gone))
    issued = tuple(rule for rule in sale.issued if rule not in gone)
    return replace(sale, lots=lots, issued=issued)


def _is_by(lot: Lot, rule: str) -> bool:
    return (is_gift(lot) and lot.rule == rule) or counts_for(lot.unit, rule)


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
