"""Book what a file holds, document by document, through the doors that calls go through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from agent.counter.asked.day_requests import DayTotalsRequest
from agent.counter.asked.requests import (
    Document,
    Original,
    RefundRequest,
    SaleRequest,
    VoidRequest,
)
from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer
from agent.counter.telling.lookups import LeftLine
from agent.loop.inbox import Inbox
from agent.loop.loop import PATIENCE_S, QuarantinedError
from agent.pos.door.reading import told
from agent.pos.intakes.found import Kind, Wanted
from agent.pos.problems.telling import Problem, of_refusal, problem
from rules.ground.refusal import Refusal, refuse

Request = SaleRequest | RefundRequest | VoidRequest | DayTotalsRequest
Outcome = Literal["booked", "repeated", "training", "nothing_to_do"]

SOUGHT_DAYS: Final = 62
"""How far back a sale is sought whose day a refund does not tell."""

_SHAPES: Final[Mapping[Kind, TypeAdapter[Request]]] = {
    "sale": TypeAdapter(SaleRequest),
    "refund": TypeAdapter(RefundRequest),
    "void": TypeAdapter(VoidRequest),
    "day_totals": TypeAdapter(DayTotalsRequest),
}


def read_document(wanted: Wanted) -> Request | Problem:
    """Read a document as its call would, and say with the same words what is wrong.

    A file comes after the fact: a sale in it is late, so that nobody who came to the
    workstation since is taken for its buyer.
    """
    try:
        request = _SHAPES[wanted.kind].validate_json(to_json(wanted.value))
    except ValidationError as error:
        return told(error.errors(include_url=False, include_context=False))
    if isinstance(request, SaleRequest):
        return replace(request, late=True)
    if isinstance(request, VoidRequest) and request.original is None:
        # At the counter that would drop the sale in progress; a file knows of none.
        return of_refusal(refuse("document_missing"))
    return request


Told = Callable[[SaleRequest, Answer], None]
"""Hears of a sale and its answer."""


def _nobody(request: SaleRequest, answer: Answer) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Booking:
    """The way into the book: one document at a time, each waited for.

    ``told`` hears on the loop's thread of each sale that was booked; it never waits.
    """

    inbox: Inbox
    counter: Counter
    told: Told = _nobody

    def book(self, wanted: Wanted) -> Outcome | Problem:
        """Book a document; a :class:`Fault` or TimeoutError means: not now, try again."""
        request = read_document(wanted)
        if isinstance(request, Problem):
            return request
        asked = self.inbox.ask("intake", lambda: self._do(request, wanted), wait=True)
        try:
            said = asked.result(PATIENCE_S)
        except QuarantinedError as error:
            number = error.event.number
            return problem("set_aside", instance=f"event-{number}", number=number)
        if isinstance(said, Refusal):
            return "nothing_to_do" if said.code in wanted.tolerates else of_refusal(said)
        return said

    def _do(self, request: Request, wanted: Wanted) -> Outcome | Refusal:
        """Work on the loop's thread; what was booked before is told apart by the count."""
        if wanted.only_of_booked and not self._undoes_something(request):
            return "nothing_to_do"
        before = self.counter.records()
        said = self._hand_in(request, wanted)
        if isinstance(said, Refusal):
            return said
        if isinstance(request, SaleRequest | RefundRequest) and request.training:
            return "training"
        if self.counter.records() == before:
            return "repeated"
        if isinstance(request, SaleRequest):
            self.told(request, said)
        return "booked"

    def _undoes_something(self, request: Request) -> bool:
        original = request.original if isinstance(request, VoidRequest) else None
        document = original.document if original else None
        return document is not None and self.counter.is_booked(document.key())

    def _hand_in(self, request: Request, wanted: Wanted) -> Answer | Refusal:
        match request:
            case SaleRequest():
                return self.counter.sale(request)
            case RefundRequest():
                return self._refund(request, wanted)
            case VoidRequest():
                return self.counter.void(request)
            case DayTotalsRequest():
                return self.counter.tell_day(request)

    def _refund(self, request: RefundRequest, wanted: Wanted) -> Answer | Refusal:
        original = request.original.document if request.original else None
        if original is None or not (wanted.skus or wanted.seeks):
            return self.counter.refund(request)
        if self.counter.is_booked(request.document.key()):
            # Which sale and lines it meant was settled then; what is left changed since.
            return {"state": "repeated"}
        if wanted.seeks:
            original = self._sought(original)
            told = Original(document=original) if original else None
            request = replace(request, original=told)
        if original is None or not wanted.skus:
            return self.counter.refund(request)
        left = self.counter.left_of(original.key())
        return self.counter.refund(of_lines(request, wanted.skus, left))

    def _sought(self, document: Document) -> Document | None:
        """Find the one sale of that number in the last weeks; of several, none is meant."""
        today = date.fromisoformat(document.business_day)
        days = (today - timedelta(days=back) for back in range(SOUGHT_DAYS))
        named = [replace(document, business_day=day.isoformat()) for day in days]
        found = [each for each in named if self.counter.is_booked(each.key())]
        return found[0] if len(found) == 1 else None


def of_lines(
    request: RefundRequest, skus: Mapping[str, str], left: Sequence[LeftLine]
) -> RefundRequest:
    """Say which lines of the sale come back, where the file names only the products."""
    rest = {line.line: line.quantity_milli for line in left}
    lines = []
    for line in request.lines:
        fits = [each.line for each in left if each.sku == skus.get(line.line)]
        enough = [name for name in fits if rest[name] >= line.quantity]
        chosen = (*enough, *fits, line.of_line)[0]
        rest[chosen] = rest.get(chosen, 0) - line.quantity
        lines.append(replace(line, of_line=chosen))
    return replace(request, lines=tuple(lines))
