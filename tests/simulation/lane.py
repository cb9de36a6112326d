"""The POS beside a till: it sells, redeems, refunds and voids through the real counter.

It knows what a POS knows: what it asked, what it was told, and that it must ask again when
it was told nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from agent.counter.asked.requests import (
    BasketLine,
    Document,
    HoldRequest,
    Original,
    Payment,
    PosDocument,
    RefundQuoteRequest,
    RefundRequest,
    ReturnedLine,
    SaleRequest,
    ScanRequest,
    VoidRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest
from agent.counter.ground.answers import Answer, body_of
from agent.counter.value.fetching import NeedsMore
from rules.ground.ids import AccountId, Unit
from rules.ground.refusal import Refusal
from rules.sale.basket import DocumentKind
from rules.value.ledger import POINTS
from sync.wire.messages import Want
from tests.simulation.programme import CURRENCY, REWARD, card_of
from tests.simulation.shop import Paper, Shop
from tests.simulation.tills import SimulatedTill
from tests.simulation.union import BrokenInvariantError

_GOODS: Final = (
    ("BRD", "bread", 120),
    ("COF", "coffee", 390),
    ("TEA", "tea", 5),
    ("JAM", "jam", 999),
)
_LINES_MAX: Final = 3
_PIECES_MAX: Final = 3
QUESTION_S: Final = 0.8


class Lane:
    """One workstation, standing at one till."""

    def __init__(self, till: SimulatedTill, shop: Shop, workstation: str) -> None:
        self.till: Final = till
        self._shop: Final = shop
        self.workstation: Final = workstation

    @property
    def cards(self) -> dict[str, None]:
        """The codes of all gift cards that customers were told, in order."""
        return self._shop.cards

    @property
    def coupons(self) -> dict[str, None]:
        """The codes of coupons that were listed for members, in order."""
        return self._shop.coupons

    @property
    def papers(self) -> Sequence[Paper]:
        """Every document of all stores, in order."""
        return tuple(self._shop.papers.values())

    def answers(self, key: str) -> Sequence[Mapping[str, Sequence[Mapping[str, object]]]]:
        """Return what the POS was answered to a document, at each till that was asked."""
        return [json.loads(body) for body in self._shop.papers[key].answers.values()]

    def sale_of(
        self,
        lines: tuple[BasketLine, ...],
        tenders: tuple[Payment, ...],
        *,
        at: datetime,
    ) -> SaleRequest:
        """Return a sale to nobody in particular."""
        return self._sale(lines, tenders, card=None, at=at)

    def sell(self, member: int, draw: Sequence[int], *, at: datetime) -> str:
        """Scan a card (member 0: nobody) and sell; return what became of it."""
        if member and draw[3] % 2:
            self._scan(member)
        card = card_of(member) if member and not draw[3] % 2 else None
        lines = basket(draw)
        paid = Payment(tender="cash", amount_minor=_sum(lines))
        return self.book(self._sale(lines, (paid,), card=card, at=at))

    def redeem(
        self, member: int, points: int, goods: tuple[BasketLine, ...], *, at: datetime
    ) -> str:
        """Set points aside, asking head office for more if need be, and pay with them."""
        held = self.hold(member, points)
        if isinstance(held, str):
            return held
        hold, value = str(held["hold"]), int(str(held["value_minor"]))
        lines = goods if _sum(goods) >= value else (*goods, worth(value))
        tenders = (
            Payment(tender="points", amount_minor=value, hold=hold),
            Payment(tender="cash", amount_minor=_sum(lines) - value),
        )
        return self.book(
            self._sale(lines, tenders, card=card_of(member), at=at, holds=(hold,))
        )

    def hold(self, member: int, points: int) -> Answer | str:
        """Set points aside; return the hold, or why not."""
        request = HoldRequest(
            workstation=self.workstation,
            card=card_of(member),
            reward=REWARD,
            points=points,
        )
        return self.set_aside(request)

    def set_aside(self, request: HoldRequest | MoneyHoldRequest) -> Answer | str:
        """Set value aside, asking head office for it; return the hold, or why not."""
        answer = self.till.counter.hold(request, asked=False)
        if isinstance(answer, NeedsMore):
            self.ask(answer.account, answer.points, answer.unit)
            answer = self.till.counter.hold(request, asked=True)
        if isinstance(answer, NeedsMore):
            raise BrokenInvariantError("head office is asked once", str(answer))
        return self.refused(answer) if isinstance(answer, Refusal) else answer

    def ask(self, account: AccountId, amount: int, unit: Unit = POINTS) -> bool:
        """Ask head office for something to spend here."""
        want = Want(account=account, unit=unit, points=amount)
        return self.till.contact.ask([want], timeout_s=QUESTION_S)

    def give_up(self) -> str:
        """Drop the sale in progress: what was set aside at this workstation is let go."""
        answer = self.till.counter.void(VoidRequest(workstation=self.workstation))
        return self.refused(answer) if isinstance(answer, Refusal) else "dropped"

    def refund(self, sale: Paper, draw: Sequence[int], *, at: datetime) -> str:
        """Bring back a part of a sale: quote it, then pay out what was quoted."""
        asked = self.return_of(sale, draw, at=at)
        return self.pay_out(asked) if asked else "no sale"

    def return_of(
        self, sale: Paper, draw: Sequence[int], *, at: datetime
    ) -> RefundQuoteRequest | None:
        """Return what a POS asks before it pays out for a part of a sale."""
        if not isinstance(sale.request, SaleRequest):
            return None
        proof = sale.proof() if draw[3] >> 4 & 1 else None
        return RefundQuoteRequest(
            workstation=self.workstation,
            currency=CURRENCY,
            at=at,
            original=Original(document=sale.request.document, proof=proof),
            lines=returned(sale.request, draw),
        )

    def pay_out(self, asked: RefundQuoteRequest) -> str:
        """Pay out for goods that come back just what is quoted for them."""
        quoted = self.till.counter.quote(asked)
        if isinstance(quoted, Refusal):
            return self.refused(quoted)
        return self.book(
            RefundRequest(
                document=self._document("refund", asked.at),
                at=asked.at,
                currency=CURRENCY,
                original=asked.original,
                lines=asked.lines,
                tenders=_paid_out(quoted),
            )
        )

    def void(self, sale: Paper, *, at: datetime) -> str:
        """Undo what is left of a booked sale."""
        if not isinstance(sale.request, SaleRequest):
            return "no sale"
        return self.book(
            VoidRequest(
                document=self._document("void", at),
                original=Original(document=sale.request.document),
                at=at,
            )
        )

    def book(self, request: PosDocument) -> str:
        """Send a document; the same one again must be answered with the same bytes."""
        paper = self._paper(request)
        paper.asked.add(str(self.till.life))
        answer = self._send(request)
        if isinstance(answer, Refusal):
            # Without a programme a till cannot tell its own cards from payment cards.
            ready = self.till.book.members.newest_programme() > 0
            if ready and str(self.till.life) in paper.answers:
                raise BrokenInvariantError(
                    "a repeated document gets the same answer",
                    f"{paper.key}: refused with {answer.code}",
                )
            return self.refused(answer)
        body = body_of(answer)
        before = paper.answers.setdefault(str(self.till.life), body)
        if before != body:
            raise BrokenInvariantError(
                "a repeated document gets the same answer", f"{paper.key}: {body!r}"
            )
        return f"booked {answer['record']}"

    def _send(self, request: PosDocument) -> Answer | Refusal:
        match request:
            case SaleRequest():
                return self.till.counter.sale(request)
            case RefundRequest():
                return self.till.counter.refund(request)
            case VoidRequest():
                return self.till.counter.void(request)

    def _paper(self, request: PosDocument) -> Paper:
        if request.document is None:
            raise BrokenInvariantError("a booked document has a key", str(request))
        key = request.document.key().text()
        return self._shop.papers.setdefault(key, Paper(request=request, key=key))

    def _sale(
        self,
        lines: tuple[BasketLine, ...],
        tenders: tuple[Payment, ...],
        *,
        card: str | None,
        at: datetime,
        holds: tuple[str, ...] = (),
    ) -> SaleRequest:
        return SaleRequest(
            document=self._document("sale", at),
            at=at,
            currency=CURRENCY,
            lines=lines,
            tenders=tuple(tender for tender in tenders if tender.amount_minor),
            card=card,
            holds=holds,
        )

    def _document(self, kind: DocumentKind, at: datetime) -> Document:
        return Document(
            store=self.till.store,
            workstation=self.workstation,
            business_day=f"{at:%Y-%m-%d}",
            number=self._shop.next_number(),
            kind=kind,
        )

    def _scan(self, member: int) -> None:
        self.till.counter.scan(
            ScanRequest(workstation=self.workstation, data=card_of(member))
        )

    def refused(self, refusal: Refusal) -> str:
        """Count a refusal and say it."""
        self._shop.refusals[refusal.code] = self._shop.refusals.get(refusal.code, 0) + 1
        return f"refused {refusal.code}"


def basket(draw: Sequence[int]) -> tuple[BasketLine, ...]:
    """Fill a basket of one to three lines."""
    lines = []
    for number in range(1 + draw[0] % _LINES_MAX):
        sku, category, price = _GOODS[(draw[2] >> 2 * number) % len(_GOODS)]
        pieces = 1 + (draw[2] >> 3 * number) % _PIECES_MAX
        lines.append(
            BasketLine(
                line=str(number + 1),
                sku=sku,
                category=category,
                quantity=1000 * pieces,
                unit_price_minor=price,
                amount_minor=price * pieces,
            )
        )
    return tuple(lines)


def worth(value_minor: int) -> BasketLine:
    """Return one line that costs exactly so much."""
    return BasketLine(line="9", category="gifts", quantity=1000, amount_minor=value_minor)


def returned(sale: SaleRequest, draw: Sequence[int]) -> tuple[ReturnedLine, ...]:
    """Choose what comes back: everything, one line, or one piece of one line."""
    everything = bool(draw[0] % 2)
    lines = bought(sale)
    one = lines[draw[1] % len(lines)]
    chosen = lines if everything else (one,)
    whole = everything or bool(draw[2] % 2)
    return tuple(
        ReturnedLine(
            line=str(number),
            of_line=line.line,
            quantity=line.quantity if whole else 1000,
            amount_minor=_cost(line) if whole else _cost(line) * 1000 // line.quantity,
        )
        for number, line in enumerate(chosen, start=1)
    )


def bought(sale: SaleRequest) -> tuple[BasketLine, ...]:
    """Return the lines of a sale that bring nothing back."""
    return tuple(line for line in sale.lines if line.returns is None)


def _cost(line: BasketLine) -> int:
    return line.amount_minor - line.discount_minor


def repeated_at(paper: Paper) -> PosDocument:
    """Return a document as a POS sends it again."""
    return replace(paper.request)


def _paid_out(quoted: Answer) -> tuple[Payment, ...]:
    tenders = quoted["to_tenders"]
    if not isinstance(tenders, Sequence):
        raise BrokenInvariantError("a refund quote names its tenders", str(quoted))
    return tuple(
        Payment(tender=str(part["tender"]), amount_minor=-int(str(part["amount_minor"])))
        for part in tenders
        if isinstance(part, Mapping) and part["amount_minor"]
    )


def _sum(lines: Sequence[BasketLine]) -> int:
    return sum(line.amount_minor for line in lines)
