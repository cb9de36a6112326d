"""The desk: one method a call of the POS, each handed to the loop and answered."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, TypeVar

from fastapi import Path, Query, Request, Response

from agent.counter.asked.people_requests import (
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
    ReplaceCardRequest,
    ResumeRequest,
    SuspendRequest,
)
from agent.counter.asked.requests import (
    BusinessDay,
    Document,
    HoldRequest,
    KeyPart,
    Name,
    Phone,
    QuoteRequest,
    RefundQuoteRequest,
    RefundRequest,
    SaleRequest,
    ScanRequest,
    VoidRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest, TopUpRequest
from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer
from agent.counter.selling.quotes import is_short
from agent.counter.value.fetching import NeedsMore
from agent.loop.doors import Doors
from agent.pos.calls.card_picture import with_picture
from agent.pos.door.reading import read_request
from agent.pos.door.replies import reply
from agent.pos.requests.shapes import (
    ACTIVITY,
    ATTACH,
    BLOCK_CARD,
    ENROL_MEMBER,
    HOLD,
    QUOTE,
    REFUND,
    REPLACE_CARD,
    RESUME,
    SALE,
    SCAN,
    SUSPEND,
    TOP_UP,
    VOID,
)
from rules.ground.refusal import Refusal
from rules.sale.basket import DocumentKind

ASKED_MAX: Final = 2
"""How many coupons or budgets head office is asked about: a customer is waiting."""

T = TypeVar("T")
Said = Answer | Refusal

HoldId = Annotated[str, Path(pattern=r"^[to][0-9]{1,9}\.[0-9]{1,12}-[0-9]{1,12}$")]


class Desk:
    """Reads requests, asks the counter on the loop's thread, and writes the answers."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors

    @property
    def _counter(self) -> Counter:
        return self._doors.counter

    async def scan(self, request: Request) -> Response:
        """Take a scanned or typed code; answers what it is and, for a member, who."""
        return reply(await self.hear(await read_request(request, SCAN)))

    async def hear(self, asked: ScanRequest) -> Said:
        """Take a code from whoever types it, a POS or the cashier's page."""
        said = await self._ask("scan", lambda: self._counter.scan(asked))
        if not isinstance(said, Refusal):
            self._doors.bulletin.post("scan", said)
        return said

    async def session(self, workstation: Annotated[KeyPart, Query()]) -> Response:
        """Show whose turn it is at a workstation."""
        return reply(await self._ask("session", lambda: self._counter.session(workstation)))

    async def quote(self, request: Request) -> Response:
        """Work out what an open basket, or a refund, would bring. Nothing is written."""
        asked = await read_request(request, QUOTE)
        if isinstance(asked, RefundQuoteRequest) or asked.coupons:
            await self._ask_for(asked)
        said = await self._ask("quote", lambda: self._counter.quote(asked))
        if isinstance(asked, QuoteRequest) and is_short(said):
            said = await self._quote_with_more(asked, said)
        return reply(self._post("quote", asked.workstation, said))

    async def hold(self, request: Request) -> Response:
        """Set points aside before payment; head office is asked for more if that helps."""
        asked = await read_request(request, HOLD)
        return reply(await self.set_aside(asked))

    async def set_aside(self, asked: HoldRequest | MoneyHoldRequest) -> Said:
        """Hold value for whoever asks, a POS or the cashier's page."""
        said = await self._hold(asked, asked_office=False)
        if isinstance(said, NeedsMore):
            await self._doors.ask_for_more(said)
            said = await self._hold(asked, asked_office=True)
        if isinstance(said, NeedsMore):
            raise TypeError("the counter asked for more twice")
        self._post("hold", asked.workstation, said)
        return said

    async def release(self, hold: HoldId) -> Response:
        """Release points that were set aside; releasing twice is the same as once."""
        return reply(await self.let_go(hold))

    async def let_go(self, hold: str) -> Said:
        """Release a hold for whoever asks, a POS or the cashier's page."""
        said = await self._ask("release", lambda: self._counter.release(hold))
        self._post("release", "", said)
        return said

    async def sale(self, request: Request) -> Response:
        """Book a completed sale, durably, before it is answered."""
        return reply(await self.sell(await read_request(request, SALE)))

    async def sell(self, asked: SaleRequest) -> Said:
        """Book a sale for whoever asks, a POS or the cashier's page."""
        if asked.coupons:
            await self._ask_for(asked)
        said = await self._ask("sale", lambda: self._counter.sale(asked))
        return self._booked(self._post("sale", asked.document.workstation, said))

    async def top_up(self, request: Request) -> Response:
        """Take money into a member's wallet."""
        return reply(await self.take_in(await read_request(request, TOP_UP)))

    async def take_in(self, asked: TopUpRequest) -> Said:
        """Book a top-up for whoever asks, a POS or the cashier's page."""
        said = await self._ask("top_up", lambda: self._counter.top_up(asked))
        return self._booked(self._post("top_up", asked.document.workstation, said))

    async def refund(self, request: Request) -> Response:
        """Book a refund."""
        asked = await read_request(request, REFUND)
        await self._ask_for(asked)
        said = await self._ask("refund", lambda: self._counter.refund(asked))
        return reply(self._booked(self._post("refund", asked.document.workstation, said)))

    async def void(self, request: Request) -> Response:
        """Undo a sale that was just booked, or drop the one in progress."""
        asked = await read_request(request, VOID)
        if asked.original is not None:
            await self._ask_for(asked)
        said = await self._ask("void", lambda: self._counter.void(asked))
        named = asked.document.workstation if asked.document else ""
        return reply(self._booked(self._post("void", asked.workstation or named, said)))

    async def member(
        self,
        card: Annotated[Name | None, Query()] = None,
        phone: Annotated[Phone | None, Query()] = None,
    ) -> Response:
        """Look a member up by a card's number, or by a phone number."""
        said = await self._ask("member", lambda: self._counter.member(card, phone=phone))
        return reply(said)

    async def enrol_member(self, request: Request) -> Response:
        """Make a member of a blank card or a new number; answers the code to show."""
        return reply(await self.enrol(await read_request(request, ENROL_MEMBER)))

    async def enrol(self, asked: EnrolMemberRequest) -> Said:
        """Make a member for whoever asks; the answer has a picture of the card's code."""
        return self._carded(await self._ask("enrol", lambda: self._counter.enrol(asked)))

    async def replace_card(self, request: Request) -> Response:
        """Give a member another card; the old one is lost from now on."""
        return reply(await self.give_card(await read_request(request, REPLACE_CARD)))

    async def give_card(self, asked: ReplaceCardRequest) -> Said:
        """Replace a card for whoever asks; the answer pictures the new one."""
        work = partial(self._counter.replace_card, asked)
        return self._carded(await self._ask("replace_card", work))

    async def block_card(self, request: Request) -> Response:
        """Stop a card, or all cards of a member."""
        return reply(await self.stop_card(await read_request(request, BLOCK_CARD)))

    async def stop_card(self, asked: BlockCardRequest) -> Said:
        """Stop cards for whoever asks, a POS or the cashier's page."""
        work = partial(self._counter.block_card, asked)
        return self._booked(await self._ask("block_card", work))

    async def attach(self, request: Request) -> Response:
        """Give a booked sale of nobody to a member afterwards, once."""
        return reply(await self.give_sale(await read_request(request, ATTACH)))

    async def give_sale(self, asked: AttachRequest) -> Said:
        """Attach a sale for whoever asks, a POS or the cashier's page."""
        said = await self._ask("attach", lambda: self._counter.attach(asked))
        workstation = asked.workstation or asked.document.workstation
        return self._booked(self._post("attach", workstation, said))

    async def tell_activity(self, request: Request) -> Response:
        """Tell what a member did outside of a sale; head office gives what that brings."""
        asked = await read_request(request, ACTIVITY)
        work = partial(self._counter.tell_activity, asked)
        return reply(self._booked(await self._ask("tell_activity", work)))

    async def suspend(self, request: Request) -> Response:
        """Set the sale in progress at a workstation aside for later."""
        return reply(await self.put_aside(await read_request(request, SUSPEND)))

    async def put_aside(self, asked: SuspendRequest) -> Said:
        """Suspend a sale for whoever asks, a POS or the cashier's page."""
        said = await self._ask("suspend", lambda: self._counter.suspend(asked))
        return self._post("suspend", asked.workstation, said)

    async def resume(self, request: Request) -> Response:
        """Go on with a suspended sale, at the same workstation or another."""
        return reply(await self.go_on(await read_request(request, RESUME)))

    async def go_on(self, asked: ResumeRequest) -> Said:
        """Resume a sale for whoever asks, a POS or the cashier's page."""
        said = await self._ask("resume", lambda: self._counter.resume(asked))
        return self._post("resume", asked.workstation, said)

    async def voucher(self, code: Annotated[Name, Query()]) -> Response:
        """Look a coupon or a gift card up: worth, state, end, where it may be spent."""
        return reply(await self._ask("voucher", lambda: self._counter.voucher(code)))

    async def receipt(self, number: Annotated[Name, Query()]) -> Response:
        """Look a receipt up by the number in its slip's barcode."""
        return reply(await self._ask("receipt", lambda: self._counter.receipt(number)))

    async def why(self, receipt: Annotated[Name, Query()]) -> Response:
        """Explain every point of a receipt: the rule, the numbers, the lots."""
        return reply(await self._ask("why", lambda: self._counter.why(receipt)))

    async def transaction(
        self,
        *,
        store: Annotated[KeyPart, Query()],
        workstation: Annotated[KeyPart, Query()],
        business_day: Annotated[BusinessDay, Query()],
        number: Annotated[KeyPart, Query()],
        kind: Annotated[DocumentKind, Query()],
    ) -> Response:
        """Tell what became of a document, after a crash for example."""
        key = Document(
            store=store,
            workstation=workstation,
            business_day=business_day,
            number=number,
            kind=kind,
        ).key()
        return reply(await self._ask("transaction", lambda: self._counter.transaction(key)))

    async def _hold(
        self, asked: HoldRequest | MoneyHoldRequest, *, asked_office: bool
    ) -> Said | NeedsMore:
        return await self._ask(
            "hold", lambda: self._counter.hold(asked, asked=asked_office)
        )

    async def _ask_for(
        self,
        asked: QuoteRequest
        | SaleRequest
        | RefundQuoteRequest
        | RefundRequest
        | VoidRequest,
    ) -> None:
        """Ask head office for coupons that a basket names, for cards that come back."""
        wanted = await self._ask("wanted", lambda: self._counter.wanted(asked))
        for more in wanted[:ASKED_MAX]:
            await self._doors.ask_for_more(more)

    async def _quote_with_more(self, asked: QuoteRequest, said: Said) -> Said:
        """Quote again once head office was asked for more of budgets, if it has any."""
        wanted = await self._ask("wanted", lambda: self._counter.parts_short(asked))
        for more in wanted[:ASKED_MAX]:
            await self._doors.ask_for_more(more)
        if not wanted:
            return said
        return await self._ask("quote", lambda: self._counter.quote(asked))

    async def _ask(self, name: str, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._doors.inbox.ask(name, work))

    def _carded(self, said: Said) -> Said:
        booked = self._booked(said)
        return booked if isinstance(booked, Refusal) else with_picture(booked)

    def _booked(self, said: Said) -> Said:
        """Have what was booked go up soon."""
        if not isinstance(said, Refusal):
            self._doors.sold()
        return said

    def _post(self, event: str, workstation: str, said: Said) -> Said:
        """Let every open page know what was answered at a workstation."""
        if not isinstance(said, Refusal):
            news = {"session": workstation, "answer": said}
            self._doors.bulletin.post(event, news)
        return said
