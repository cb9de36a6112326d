"""The guard at the counter's door: no text of a POS document may hold a payment card's number."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

from agent.counter.requests import (
    BasketLine,
    Document,
    HoldRequest,
    Original,
    Payment,
    QuoteRequest,
    RefundQuoteRequest,
    RefundRequest,
    ReturnedLine,
    SaleRequest,
    VoidRequest,
)
from drivers.cardguard import holds_payment_card
from drivers.digits import passes_gs1
from drivers.recognition import Recognition
from rules.refusal import Refusal, refuse

Guarded = (
    SaleRequest | RefundRequest | VoidRequest | QuoteRequest | RefundQuoteRequest | HoldRequest
)

# No number goes across this mark, so that all texts are looked at in one pass.
_MARK: Final = "|"
_LINE_FIELDS: Final = ("line", "sku", "category", "unit")
_DOCUMENT_FIELDS: Final = ("store", "workstation", "number")

_line_texts = attrgetter(*_LINE_FIELDS)
_document_texts = attrgetter(*_DOCUMENT_FIELDS)

Text = tuple[str, str]
"""A text and the name of the field it stands in."""


def guarded(request: Guarded, recognition: Recognition) -> Refusal | None:
    """Refuse a document that holds a payment card's number, naming the field, never a digit."""
    texts = list(_texts(request))
    if not holds_payment_card(_MARK.join([text for text, _ in texts]), recognition):
        return None
    for text, field in texts:
        if holds_payment_card(text, recognition):
            return refuse("payment_card_in_document", field=field)
    return None


def _texts(request: Guarded) -> Iterator[Text]:
    match request:
        case SaleRequest():
            yield from _document(request.document, "document")
            yield from _lines(request.lines)
            yield from _payments(request.tenders)
            yield request.cashier, "cashier"
            yield request.card or "", "card"
            yield from ((hold, "holds") for hold in request.holds)
            yield from ((coupon, "coupons") for coupon in request.coupons)
        case QuoteRequest():
            yield request.workstation, "workstation"
            yield from _lines(request.lines)
            yield request.card or "", "card"
            yield from ((coupon, "coupons") for coupon in request.coupons)
        case HoldRequest():
            yield request.workstation, "workstation"
            yield request.card or "", "card"
            yield request.reward, "reward"
            yield request.quote or "", "quote"
        case VoidRequest():
            yield request.workstation or "", "workstation"
            yield request.cashier, "cashier"
            yield from _document(request.document, "document")
            yield from _original(request.original)
        case RefundRequest() | RefundQuoteRequest():
            yield from _refund(request)


def _refund(request: RefundRequest | RefundQuoteRequest) -> Iterator[Text]:
    if isinstance(request, RefundRequest):
        yield from _document(request.document, "document")
        yield request.cashier, "cashier"
    else:
        yield request.workstation, "workstation"
    yield from _original(request.original)
    yield from _returned(request.lines)
    yield from _payments(request.tenders)


def _lines(lines: Sequence[BasketLine]) -> Iterator[Text]:
    for at, line in enumerate(lines):
        for text, field in zip(_line_texts(line), _LINE_FIELDS, strict=True):
            yield text, f"lines[{at}].{field}"
        # A number that is a sound GTIN, where GTINs stand, is a product.
        if line.gtin is not None and not passes_gs1(line.gtin):
            yield line.gtin, f"lines[{at}].gtin"
        if line.returns is not None:
            yield from _document(line.returns.document, f"lines[{at}].returns.document")
            yield line.returns.line, f"lines[{at}].returns.line"


def _returned(lines: Sequence[ReturnedLine]) -> Iterator[Text]:
    for at, line in enumerate(lines):
        yield line.line, f"lines[{at}].line"
        yield line.of_line, f"lines[{at}].of_line"


def _payments(tenders: Sequence[Payment]) -> Iterator[Text]:
    for at, tender in enumerate(tenders):
        yield tender.tender, f"tenders[{at}].tender"
        yield tender.hold or "", f"tenders[{at}].hold"


def _document(document: Document | None, name: str) -> Iterator[Text]:
    if document is not None:
        for text, field in zip(_document_texts(document), _DOCUMENT_FIELDS, strict=True):
            yield text, f"{name}.{field}"


def _original(original: Original | None) -> Iterator[Text]:
    if original is not None:
        yield from _document(original.document, "original.document")
        yield original.proof or "", "original.proof"
