"""An exchange: a sale some of whose lines bring goods back, both signs in one document.

What comes back is decided as a refund is, from the sale it was bought in, and pays for what
is bought: as the tender ``exchange``. Goods of several sales are decided one after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final, NamedTuple

from agent.counter.asked.requests import (
    BasketLine,
    Document,
    Original,
    Payment,
    SaleRequest,
)
from agent.counter.ground.answers import Value
from agent.counter.ground.desk import Desk
from agent.counter.returns.originals import Found, find_original
from agent.counter.returns.refund_facts import claim_facts, claimed_out, given_facts
from agent.counter.returns.return_answers import decided_out
from agent.counter.returns.returning import Asking, Decided, decide_return
from agent.counter.value.funding import is_points
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.refund.parts import of_part
from rules.sale.decisions import ReturnLine
from rules.settling.consistency import POINTS_TENDER
from rules.value.ledger import Entry
from sync.book.given import Object

EXCHANGE_TENDER: Final = "exchange"
"""What goods that come back pay with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What comes back of one sale: ``worth_minor``, some of it maybe as points."""

    original: Original
    lines: tuple[ReturnLine, ...]
    worth_minor: int

    def tenders(self, points_minor: int) -> tuple[Payment, ...]:
        """Return how they are paid out, ``points_minor`` of it as points."""
        paid_minor = self.worth_minor - points_minor
        rows = ((POINTS_TENDER, points_minor), (EXCHANGE_TENDER, paid_minor))
        return tuple(Payment(tender=name, amount_minor=-amount) for name, amount in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A sale taken apart: ``plain`` is what is bought, ``goods`` what comes back.

    The goods pay for what is bought, but for ``points_minor``, which go back as points.
    """

    plain: SaleRequest
    goods: tuple[Goods, ...]
    points_minor: int

    @property
    def lines(self) -> tuple[ReturnLine, ...]:
        """All that comes back."""
        return tuple(line for goods in self.goods for line in goods.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """What came back of one sale; nothing ``decided`` where that is not known here.

    ``number`` is its place in the document, from 1.
    """

    number: int
    goods: Goods
    points_minor: int
    found: Found
    decided: Decided | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it moves."""
        return of_part(self.decided.entries, self.number) if self.decided else ()

    def facts(self) -> Object:
        """Write it as a refund's facts, for later returns and head office."""
        if self.decided is None:
            told = self.goods.tenders(self.points_minor)
            return claim_facts(self.goods.lines, told, self.found.key, told=True)
        given = {**given_facts(self.decided, told=True), "of": self.decided.sale.record}
        return {name: given[name] for name in sorted(given)}

    def told(self) -> dict[str, Value]:
        """Write it as an answer tells a refund."""
        if self.decided is None:
            told = self.goods.tenders(self.points_minor)
            return {"state": "claim", **claimed_out(told)}
        state = "pending_acceptance" if self.decided.waits else "settled"
        return {"state": state, **decided_out(self.decided)}


def exchange_in(request: SaleRequest) -> Exchange | Refusal | None:
    """Take an exchange apart; None for a sale that brings nothing back.

    Refusals: ``not_a_return``, ``only_returns``, ``negative_points``.
    """
    lines = [line for line in request.lines if line.returns is not None]
    if not lines:
        return None
    bought = tuple(line for line in request.lines if line.returns is None)
    for line in lines:
        if line.quantity >= 0 or line.amount_minor > line.discount_minor:
            return refuse("not_a_return", line=line.line)
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
    return Exchange(plain=plain, goods=_by_sale(lines), points_minor=points)


def bring_back(
    desk: Desk, exchange: Exchange, before: Sequence[Entry], *, record: RecordId
) -> tuple[CameBack, ...] | Refusal:
    """Decide what comes back with the sale ``record``, after the entries ``before``."""
    found: list[CameBack] = []
    entries = list(before)
    points_minor = exchange.points_minor
    for number, goods in enumerate(exchange.goods, start=1):
        # Its lots are named apart from those that the sale makes.
        named = RecordId(f"{record}/b{number if number > 1 else ''}")
        at = _At(exchange.plain, number, tuple(entries), named)
        last = number == len(exchange.goods)
        part_minor = points_minor if last else _due(desk, goods, at, points_minor)
        back = _bring_back(desk, goods, at, points_minor=part_minor)
        if isinstance(back, Refusal):
            return back
        points_minor -= part_minor
        found.append(back)
        entries += back.entries
    return tuple(found)


class _At(NamedTuple):
    """Where goods are decided: in which sale, as which number, after which entries."""

    plain: SaleRequest
    number: int
    before: tuple[Entry, ...]
    record: RecordId


def _bring_back(
    desk: Desk, goods: Goods, at: _At, *, points_minor: int | None
) -> CameBack | Refusal:
    """Decide the goods of one sale; how much goes back in points, if that is left open."""
    found = find_original(desk, goods.original)
    if isinstance(found, Refusal):
        return found
    back = CameBack(
        number=at.number,
        goods=goods,
        points_minor=points_minor or 0,
        found=found,
        decided=None,
    )
    if found.sale is None:
        return back
    currency = found.sale.given.basket.currency
    if at.plain.currency != currency:
        return refuse("wrong_currency", expected=currency, got=at.plain.currency)
    asking = Asking(
        lines=goods.lines,
        tenders=None if points_minor is None else goods.tenders(points_minor),
        at=at.plain.at.astimezone(UTC),
        before=at.before,
    )
    decided = decide_return(desk, found.sale, asking, record=at.record)
    return decided if isinstance(decided, Refusal) else replace(back, decided=decided)


def _due(desk: Desk, goods: Goods, at: _At, points_minor: int) -> int:
    """Return how much of the points that go back are these goods'."""
    if not points_minor:
        return 0
    back = _bring_back(desk, goods, at, points_minor=None)
    decided = None if isinstance(back, Refusal) else back.decided
    return min(points_minor, decided.decision.to_points_minor) if decided else 0


def _by_sale(lines: Sequence[BasketLine]) -> tuple[Goods, ...]:
    """Sort what comes back by the sale that it was bought in."""
    sorted_out: dict[Document, list[BasketLine]] = {}
    for line in lines:
        if line.returns is not None:
            sorted_out.setdefault(line.returns.document, []).append(line)
    return tuple(
        Goods(
            original=Original(document=document),
            lines=tuple(map(_return_line, some)),
            worth_minor=sum(map(_worth, some)),
        )
        for document, some in sorted_out.items()
    )


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
