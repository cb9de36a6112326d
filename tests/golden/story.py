"""A day at a till that obeys: the first record of each kind that it writes, and answers."""

from datetime import UTC, datetime
from pathlib import Path

from agent.counter.asked.day_requests import (
    Counted,
    DayDocument,
    DayTotalsRequest,
    Listed,
    TenderTotal,
)
from agent.counter.asked.people_requests import (
    ActivityRequest,
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
)
from agent.counter.asked.requests import Document
from sync.book.stored import read_stored
from sync.till.contact.receiving import give_back, take_notes
from sync.wire.canonical import encode
from sync.wire.returns import NoteAsked
from tests.agent.counter.shop import (
    CARD,
    STORE,
    Shop,
    back,
    document,
    example_sale,
    paid_with,
    refund_of,
    said,
    sale_of,
)
from tests.agent.counter.shop import line as line_of


def day(folder: Path) -> dict[str, bytes]:
    """Play the day in an empty folder; return (file, bytes) of what was written.

    Records are the packed bytes, ``.json`` beside them what the POS was answered.
    """
    shop = Shop(folder)
    try:
        _play(shop)
        return _written(shop)
    finally:
        shop.book.close()


def _play(shop: Shop) -> None:
    shop.sara()
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))
    said(shop.refund(refund_of("000009", [back("1", "1", 1161)])))
    said(shop.sale(sale_of("000124", [line_of("1", 500)])))
    undone = {"document": document("000010", "void")}
    said(shop.void(undone | {"original": {"document": document("000124")}}))
    said(shop.refund(refund_of("000011", [back("1", "1", 100)], original=None)))
    said(shop.sale(sale_of("000125", [line_of("1", 700)], card=None)))
    nobodys = Document(**document("000125"))
    said(shop.counter.attach(AttachRequest(document=nobodys, card=CARD)))
    said(shop.hold(100))
    card = "6399000000000022"
    said(shop.counter.enrol(EnrolMemberRequest(workstation="L2", card=card, name="Reza")))
    said(shop.counter.block_card(BlockCardRequest(workstation="L2", card=card)))
    shop.counter.close_day()
    give_back(shop.book)
    said(shop.counter.tell_day(_report()))
    told = {"document": "S02|L1|2026-11-22|1|refund", "original": "", "lines": []}
    elsewhere = NoteAsked(record="t2.1-1", sale="t1.3-3", facts=encode(told).decode())
    take_notes(shop.book, [elsewhere])
    survey = ActivityRequest(workstation="L2", activity="survey", card=CARD, key="autumn")
    said(shop.counter.tell_activity(survey))


def _report() -> DayTotalsRequest:
    return DayTotalsRequest(
        document=DayDocument(
            store=STORE, workstation="L2", business_day="2026-11-21", number="Z1"
        ),
        at=datetime(2026, 11, 21, 14, tzinfo=UTC),
        currency="MYR",
        cashier="C7",
        sales=Counted(count=2, amount_minor=3224),
        refunds=Counted(count=1, amount_minor=1161),
        voids=Counted(count=1, amount_minor=500),
        tenders=(TenderTotal(tender="cash", amount_minor=1063),),
        documents=(Listed(number="000123", kind="sale"),),
    )


def _written(shop: Shop) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    rows = shop.book.journal.connection.execute(
        "SELECT body, answer FROM record ORDER BY position"
    )
    for body, answer in rows:
        kind = read_stored(body).header.kind
        if f"till/{kind}.record" not in found:
            found[f"till/{kind}.record"] = body
            if answer:
                found[f"till/{kind}.json"] = answer
    return found
