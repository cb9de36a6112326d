"""An exchange: a sale some of whose lines bring goods back, both signs in one document.

What comes back is decided as a refund is, from the sale it was bought in, and pays for what
is bought: as the tender ``exchange``. One document brings back goods of one sale.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from agent.counter.answers import Value
from agent.counter.desk import Desk
from agent.counter.funding import is_points
from agent.counter.originals import Found, find_original
from agent.counter.refund_facts import claim_facts, claimed_out, given_facts
from agent.counter.requests import BasketLine, Original, Payment, SaleRequest
from agent.counter.returning import Asking, Decided, decide_return, decided_out
from rules.consistency import POINTS_TENDER
from rules.decisions import ReturnLine
from rules.ids import RecordId
from rules.ledger import Entry
from rules.refusal import Refusal, refuse
from sync.book.given import Object

EXCHANGE_TENDER: Final = "exchange"
"""What goods that come back pay with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A sale taken apart: ``plain`` is what is bought, ``lines`` what comes back.

    ``worth_minor`` of goods pays for what is bought, but for ``points_minor`` of it, which
    goes back as points.
    """

    plain: SaleRequest
    original: Original
    lines: tuple[ReturnLine, ...]
    worth_minor: int
    points_minor: int

    @property
    def tenders(self) -> tuple[Payment, ...]:
        """How what comes back is paid out."""
        rows = ((POINTS_TENDER, self.points_minor), (EXCHANGE_TENDER, self.paid_minor))
        return tuple(Payment(tender=name, amount_minor=-amount) for name, amount in rows)

    @property
    def paid_minor(self) -> int:
        """How much of what is bought the goods pay for."""
        return self.worth_minor - self.points_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What came back with a sale; nothing ``decided`` where its sale is not known here."""

    exchange: Exchange
    found: Found
    decided: Decided | None

    def facts(self) -> Object:
        """Write it as a refund's facts, for later returns and head office."""
        if self.decided is None:
            told = self.exchange.tenders
            return claim_facts(self.exchange.lines, told, self.found.key, told=True)
        return given_facts(self.decided, told=True)

    def told(self) -> dict[str, Value]:
        """Write it as an answer tells a refund."""
        if self.decided is None:
            return {"state": "claim", **claimed_out(self.exchange.tenders)}
        state = "pending_acceptance" if self.decided.waits else "settled"
        return {"state": state, **decided_out(self.decided)}


def exchange_in(request: SaleRequest) -> Exchange | Refusal | None:
    """Take an exchange apart; None for a sale that brings nothing back.

    Refusals: ``not_a_return``, ``exchange_of_several``, ``only_returns``,
    ``negative_points``.
    """
    lines = [line for line in request.lines if line.returns is not None]
    if not lines:
        return None
    bought = tuple(line for line in request.lines if line.returns is None)
    documents = {line.returns.document for line in lines if line.returns}
    for line in lines:
        if line.quantity >= 0 or line.amount_minor > line.discount_minor:
            return refuse("not_a_return", line=line.line)
    if len(documents) > 1:
        return refuse("exchange_of_several", line=lines[-1].line)
    if not bought:
        return refuse("only_returns")
    worth = sum(map(_worth, lines))
    points = -sum(
        payment.amount_minor
        for payment in request.tenders
        if is_points(payment) and payment.amount_minor < 0
    )
    if points > worth:
        return refuse("negative_points", amount_minor=-points)
    plain = replace(request, lines=bought, tenders=_paid(request.tenders, worth - points))
    return Exchange(
        plain=plain,
        original=Original(document=documents.pop()),
        lines=tuple(map(_return_line, lines)),
        worth_minor=worth,
        points_minor=points,
    )


def bring_back(
    desk: Desk, exchange: Exchange, before: Sequence[Entry], *, record: RecordId
) -> CameBack | Refusal:
    """Decide what comes back with the sale ``record``, after the entries ``before``."""
    found = find_original(desk, exchange.original)
    if isinstance(found, Refusal):
        return found
    if found.sale is None:
        return CameBack(exchange=exchange, found=found, decided=None)
    currency = found.sale.given.basket.currency
    if exchange.plain.currency != currency:
        return refuse("wrong_currency", expected=currency, got=exchange.plain.currency)
    asking = Asking(
        lines=exchange.lines,
        tenders=exchange.tenders,
        at=exchange.plain.at.astimezone(UTC),
        before=tuple(before),
    )
    # Its lots are named apart from those that the sale makes.
    decided = decide_return(desk, found.sale, asking, record=RecordId(f"{record}/b"))
    if isinstance(decided, Refusal):
        return decided
    return CameBack(exchange=exchange, found=found, decided=decided)


def _paid(tenders: Sequence[Payment], goods_minor: int) -> tuple[Payment, ...]:
    """Return how what is bought was paid: points that went back are not among it."""
    paid = [one for one in tenders if not (is_points(one) and one.amount_minor < 0)]
    if goods_minor:
        paid.append(Payment(tender=EXCHANGE_TENDER, amount_minor=goods_minor))
    return tuple(paid)


def _worth(line: BasketLine) -> int:
    tax = line.tax.amount_minor if line.tax and not line.tax.included else 0
    return line.discount_minor - line.amount_minor + abs(tax)


def _return_line(line: BasketLine) -> ReturnLine:
    return ReturnLine(
        line=line.line,
        of_line=line.returns.line if line.returns else "",
        quantity_milli=-line.quantity,
        amount_minor=line.discount_minor - line.amount_minor,
    )
