"""The guard at the counter's door: no text of a document holds a payment card's number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Final

from agent.counter.asked.day_requests import DayTotalsRequest
from agent.counter.asked.people_requests import (
    ActivityRequest,
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
    ReplaceCardRequest,
    ResumeRequest,
    SuspendRequest,
)
from agent.counter.asked.requests import (
    BasketLine,
    Document,
    HoldRequest,
    Original,
    Payment,
    QuoteRequest,
    RefundQuoteRequest,
    RefundRequest,
    SaleRequest,
    ScanRequest,
    VoidRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest, TopUpRequest
from drivers.guard.cardguard import holds_payment_card
from drivers.guard.digits import passes_gs1
from drivers.guard.recognition import Recognition
from rules.ground.refusal import Refusal, refuse

PeopleRequest = (
    EnrolMemberRequest
    | ReplaceCardRequest
    | BlockCardRequest
    | AttachRequest
    | ActivityRequest
    | SuspendRequest
    | ResumeRequest
)
Guarded = (
    ScanRequest
    | PeopleRequest
    | SaleRequest
    | MoneyHoldRequest
    | TopUpRequest
    | RefundRequest
    | VoidRequest
    | QuoteRequest
    | RefundQuoteRequest
    | HoldRequest
    | DayTotalsRequest
)

# No number goes across this mark, so that all texts are looked at in one pass.
_MARK: Final = "|"
_LINE_FIELDS: Final = ("line", "sku", "category", "unit")
_DOCUMENT_FIELDS: Final = ("store", "workstation", "number")

_line_texts: Final = attrgetter(*_LINE_FIELDS)
_document_texts: Final = attrgetter(*_DOCUMENT_FIELDS)

Group = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Texts that stand together, where, and the field of each."""

_is_gtin: Final = lru_cache(maxsize=4096)(passes_gs1)


def guarded(
    request: Guarded, recognition: Recognition, *, is_members: Callable[[str], bool]
) -> Refusal | None:
    """Refuse a payment card's number anywhere in a document: name the field, never a digit.

    ``is_members`` says whether a number is on a card we know: such a one is not a payment
    card's, whatever the programme in force (or none) recognises.
    """
    groups = list(_groups(request))
    joined = _MARK.join(chain.from_iterable([texts for texts, _, _ in groups]))
    if not holds_payment_card(joined, recognition):
        return None
    for texts, place, names in groups:
        for text, field in zip(texts, names, strict=True):
            if not holds_payment_card(text, recognition):
                continue
            if field != "card" or not is_members(text):
                return refuse("payment_card_in_document", field=f"{place}{field}")
    return None


def objection_to_place(workstation: str, recognition: Recognition) -> Refusal | None:
    """Refuse a payment card's number as the name of a workstation: it would be echoed."""
    if holds_payment_card(workstation, recognition):
        return refuse("payment_card_in_document", field="workstation")
    return None


def _groups(request: Guarded) -> Iterator[Group]:
    match request:
        case ScanRequest():
            yield (request.phone or "",), "", ("phone",)
        case (
            EnrolMemberRequest()
            | ReplaceCardRequest()
            | BlockCardRequest()
            | AttachRequest()
            | ActivityRequest()
            | SuspendRequest()
            | ResumeRequest()
        ):
            yield from _people(request)
        case SaleRequest():
            yield from _document(request.document, "document.")
            yield from _lines(request.lines)
            yield from _payments(request.tenders)
            yield (request.cashier,), "", ("cashier",)
            yield _shown(request)
            yield from _names(request.holds, "holds")
            yield from _names(request.coupons, "coupons")
        case QuoteRequest():
            yield (request.workstation,), "", ("workstation",)
            yield _shown(request)
            yield from _lines(request.lines)
            yield from _names(request.coupons, "coupons")
        case HoldRequest() | MoneyHoldRequest() | TopUpRequest():
            yield from _value(request)
        case VoidRequest():
            texts = (request.workstation or "", request.cashier)
            yield texts, "", ("workstation", "cashier")
            yield from _document(request.document, "document.")
            yield from _original(request.original)
        case RefundRequest() | RefundQuoteRequest() | DayTotalsRequest():
            yield from _later(request)


def _people(request: PeopleRequest) -> Iterator[Group]:
    """Yield every text of a request about people, whatever its fields are called."""
    told = ((each.name, getattr(request, each.name)) for each in fields(request))
    texts = {name: text for name, text in told if isinstance(text, str)}
    yield tuple(texts.values()), "", tuple(texts)
    if isinstance(request, AttachRequest):
        yield from _document(request.document, "document.")


def _shown(
    request: SaleRequest | QuoteRequest | HoldRequest | MoneyHoldRequest | TopUpRequest,
) -> Group:
    return (request.card or "", request.phone or ""), "", ("card", "phone")


def _value(request: HoldRequest | MoneyHoldRequest | TopUpRequest) -> Iterator[Group]:
    yield _shown(request)
    match request:
        case TopUpRequest():
            yield from _document(request.document, "document.")
            yield from _payments(request.tenders)
            yield (request.cashier,), "", ("cashier",)
        case HoldRequest():
            told = (request.workstation, request.reward, request.quote or "")
            yield told, "", ("workstation", "reward", "quote")
        case MoneyHoldRequest():
            told = (request.workstation, request.code or "", request.quote or "")
            yield told, "", ("workstation", "code", "quote")


def _later(
    request: RefundRequest | RefundQuoteRequest | DayTotalsRequest,
) -> Iterator[Group]:
    """Yield the texts of what comes after the sale: what goes back, and the day's end."""
    if isinstance(request, DayTotalsRequest):
        yield from _day(request)
    else:
        yield from _refund(request)


def _refund(request: RefundRequest | RefundQuoteRequest) -> Iterator[Group]:
    if isinstance(request, RefundRequest):
        yield from _document(request.document, "document.")
        yield (request.cashier,), "", ("cashier",)
    else:
        yield (request.workstation,), "", ("workstation",)
    yield (request.approved_by,), "", ("approved_by",)
    yield from _original(request.original)
    for at, line in enumerate(request.lines):
        yield (line.line, line.of_line), f"lines[{at}].", ("line", "of_line")
    yield from _payments(request.tenders)


def _day(request: DayTotalsRequest) -> Iterator[Group]:
    yield _document_texts(request.document), "document.", _DOCUMENT_FIELDS
    yield (request.cashier,), "", ("cashier",)
    for at, total in enumerate(request.tenders):
        yield (total.tender,), f"tenders[{at}].", ("tender",)
    for at, listed in enumerate(request.documents):
        yield (listed.number,), f"documents[{at}].", ("number",)


def _lines(lines: Sequence[BasketLine]) -> Iterator[Group]:
    for at, line in enumerate(lines):
        place = f"lines[{at}]."
        yield _line_texts(line), place, _LINE_FIELDS
        # A number that is a sound GTIN, where GTINs stand, is a product.
        if line.gtin is not None and not _is_gtin(line.gtin):
            yield (line.gtin,), place, ("gtin",)
        if line.code is not None:
            yield (line.code,), place, ("code",)
        if line.returns is not None:
            yield from _document(line.returns.document, f"{place}returns.document.")
            yield (line.returns.line,), place, ("returns.line",)


def _payments(tenders: Sequence[Payment]) -> Iterator[Group]:
    for at, payment in enumerate(tenders):
        texts = (payment.tender, payment.hold or "")
        yield texts, f"tenders[{at}].", ("tender", "hold")


def _document(document: Document | None, place: str) -> Iterator[Group]:
    if document is not None:
        yield _document_texts(document), place, _DOCUMENT_FIELDS


def _original(original: Original | None) -> Iterator[Group]:
    if original is not None:
        yield from _document(original.document, "original.document.")
        yield (original.proof or "",), "original.", ("proof",)


def _names(texts: tuple[str, ...], field: str) -> Iterator[Group]:
    yield texts, "", (field,) * len(texts)
