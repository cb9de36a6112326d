"""The POSLog format: what becomes of each transaction of a file."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from agent.pos.intakes.found import (
    Found,
    ShopTerms,
    Skipped,
    Unreadable,
    UnreadableFault,
    Value,
    Wanted,
)
from agent.pos.intakes.poslog.contents import read_contents
from agent.pos.intakes.poslog.elements import Element, Transactions
from agent.pos.intakes.poslog.items import read_day, read_link, read_store
from agent.pos.intakes.poslog.settling import day_totals, settlement
from agent.pos.intakes.transactions.documents import About, documents
from agent.pos.intakes.transactions.money import minor_digits
from rules.ground.sentence import Sentence

_PIECE_BYTES: Final = 1 << 16
_ROOT: Final = "POSLog"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FINISHED: Final = frozenset(
    {"", "finished", "delivered", "tendered", "totaled", "totalled", "returned"}
)
_UNDONE: Final = frozenset({"voided", "cancelled", "canceled", "failed", "aborted"})


def read(file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
    """Read a POSLog; see :class:`agent.pos.intakes.found.Reader`."""
    parser = Transactions()
    number = 0
    last = False
    while not last:
        piece = file.read(_PIECE_BYTES)
        last = not piece
        for transaction in parser.feed(piece, last=last):
            number += 1
            yield from _read(transaction, terms, number)
    if not number and parser.root != _ROOT:
        raise UnreadableFault(
            "the file is XML, but no POSLog",
            hint="Drop POSLog 2.x here, or name another `format` in [[intakes]].",
        )


def _read(transaction: Element, terms: ShopTerms, number: int) -> Iterator[Found]:
    place = _place(transaction, number)
    retail = transaction.first("RetailTransaction")
    try:
        if retail is None:
            yield _not_retail(transaction, terms, place)
            return
        what = _state(transaction, retail)
        if what == "post_voided":
            yield _undone(transaction, terms, place)
        elif what:
            yield Skipped(place=place, what=what)
        else:
            yield from _finished(transaction, retail, terms, place)
    except UnreadableFault as fault:
        yield Unreadable(place=place, what=str(fault), hint=fault.hint)


def _not_retail(transaction: Element, terms: ShopTerms, place: str) -> Found:
    settled = settlement(transaction)
    if settled is None:
        return Skipped(place=place, what=_other(transaction))
    if transaction.is_flagged("TrainingModeFlag"):
        return Skipped(place=place, what="training")
    value = day_totals(settled, _about(transaction, terms))
    return Wanted(place=place, kind="day_totals", value=value)


def _finished(
    transaction: Element, retail: Element, terms: ShopTerms, place: str
) -> Iterator[Found]:
    about = _about(transaction, terms)
    told = retail.first("TransactionLink")
    link, reason = read_link(told), _reason(told) if told else ""
    if link is not None and "void" in reason:
        original = about.key(link, kind="sale")
        yield Wanted(place=place, kind="void", value=_void(about, original))
        return
    contents = read_contents(
        retail, digits=minor_digits(about.currency), category_level=terms.category_level
    )
    back = link if reason != "resume" else None
    found = False
    for wanted in documents(contents, about, link=back, place=place):
        found = True
        yield wanted
    if not found:
        yield Skipped(place=place, what="empty")


def _undone(transaction: Element, terms: ShopTerms, place: str) -> Wanted:
    """Undo a sale that the POS voided after it was paid; unknown here, nothing is left."""
    about = _about(transaction, terms)
    original = about.document(kind="sale")
    return Wanted(
        place=place,
        kind="void",
        value=_void(about, original),
        tolerates=frozenset({"nothing_to_return", "nothing_left"}),
        only_of_booked=True,
    )


def _void(about: About, original: Value) -> dict[str, Value]:
    return {
        "document": about.document(kind="void"),
        "at": about.at,
        "cashier": about.cashier,
        "original": {"document": original},
    }


def _about(transaction: Element, terms: ShopTerms) -> About:
    day = read_day(transaction)
    if not _DAY.fullmatch(day):
        raise UnreadableFault(
            "the business day is missing or no date",
            hint="Have the POS write BusinessDayDate, such as 2026-11-21.",
        )
    return About(
        terms=terms,
        store=terms.store_of(read_store(transaction)),
        workstation=transaction.said("WorkstationID"),
        day=day,
        number=transaction.said("SequenceNumber", "TransactionID"),
        at=_instant(transaction, terms),
        cashier=transaction.said("OperatorID", "CashierID"),
        currency=_currency(transaction) or terms.currency,
    )


def _currency(transaction: Element) -> str:
    told = transaction.said("CurrencyCode")
    if told:
        return told
    for element in transaction.below():
        if element.name in {"ExtendedAmount", "Total", "Amount"}:
            return element.attributes.get("Currency", "")
    return ""


def _instant(transaction: Element, terms: ShopTerms) -> str:
    told = transaction.said("EndDateTime", "BeginDateTime", "POSLogDateTime")
    try:
        instant = datetime.fromisoformat(told)
    except ValueError:
        raise UnreadableFault(
            "the time is missing or no date with a time",
            hint="Have the POS write EndDateTime, such as 2026-11-21T17:42:10.",
        ) from None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=terms.zone)
    return instant.isoformat()


def _state(transaction: Element, retail: Element) -> str:
    """Return why a transaction is not booked as it stands; empty when it is."""
    if transaction.is_flagged("TrainingModeFlag") or retail.is_flagged("TrainingModeFlag"):
        return "training"
    if transaction.is_flagged("CancelFlag") or retail.is_flagged("CancelFlag"):
        return "voided"
    told = retail.attributes.get("TransactionStatus") or retail.said("TransactionStatus")
    status = told.rpartition(":")[2].lower()
    if status.startswith("suspend"):
        return "suspended"
    if status in _UNDONE:
        return "voided"
    if status == "postvoided":
        return "post_voided"
    if status not in _FINISHED:
        raise UnreadableFault(
            "the transaction is in a state that is not known here",
            hint="Finished, Suspended, Voided and PostVoided are.",
        )
    return ""


def _reason(link: Element) -> str:
    return link.attributes.get("ReasonCode", "").rpartition(":")[2].lower()


def _other(transaction: Element) -> str:
    for child in transaction.children:
        if child.name.endswith("Transaction"):
            return "tender_control" if child.name.startswith("TenderC") else "control"
    return "empty"


def _place(transaction: Element, number: int) -> Sentence:
    workstation = transaction.said("WorkstationID")
    sequence = transaction.said("SequenceNumber")
    day = transaction.said("BusinessDayDate")
    said = (
        *([Sentence("workstation {name}", name=workstation)] if workstation else ()),
        *([Sentence("number {number}", number=sequence)] if sequence else ()),
        *([Sentence("day {day}", day=day)] if day else ()),
    )
    if not said:
        return Sentence("transaction {count}", count=number)
    return Sentence("transaction {count} ({said})", count=number, said=said)
