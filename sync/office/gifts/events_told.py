"""Events that value waits for: told of a sale, they make what it earned usable."""

from rules.value.ledger import AVAILABLE, PENDING
from sync.core import corrections
from sync.office.database.desk import Sitting
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.returning.papers import read_papers
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.records.ledger_part import LedgerPart


def tell_event(sitting: Sitting, event: str, document: str) -> int | None:
    """Make usable what a sale earned in units that wait for an event.

    ``document`` is the sale's natural key. Returns how much became usable (told again:
    nothing), None when the sale is not known here.
    """
    papers = read_papers(sitting, (document,))[document]
    programme = current(sitting)
    if papers.whose is None or programme is None:
        return None
    units = {terms.unit for terms in programme.units if terms.pending_until == event}
    lots = [lot for lot in papers.whose.stored.ledger.lots if lot.unit in units]
    book = OpenBook(sitting)
    book.open({lot.account for lot in lots})
    told = 0
    for lot in lots:
        piece = (lot.account, lot.unit, lot.lot)
        amount = book.amount(*piece, PENDING)
        if amount:
            way = (PENDING, AVAILABLE)
            entry = corrections.moved("activate", piece, amount, way=way)
            facts = {"event": event, "document": document}
            part = LedgerPart(entries=(entry,))
            writing = Writing(
                kind="activate", part=part, facts=facts, reverses=papers.whose.record
            )
            book.say(bucket_of(lot.account), writing)
            told += amount
    book.close()
    return told
