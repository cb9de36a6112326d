"""The pages' paths, joined to the till's application: see, hear, sign in, act."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Final

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse

from agent.counter.asked.requests import KeyPart
from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, text
from agent.loop.bulletin import TooManyReadersError
from agent.pages.acts.acting import Acting
from agent.pages.acts.answering import member_of
from agent.pages.acts.card_acts import CardActs
from agent.pages.acts.money_acts import MoneyActs
from agent.pages.acts.sheets import Sheets
from agent.pages.acts.turn_acts import TurnActs
from agent.pages.door.page_doors import PageDoors
from agent.pages.door.paper import events_in, html, page_file
from agent.pages.door.rendering import render
from agent.pages.door.signing_in import SigningIn, sign_in_page
from agent.pages.door.visitors import CASHIER, CUSTOMER, SIGN_IN, Role
from agent.pages.screen.drawing import (
    draw_cashier,
    draw_customer,
    draw_strip,
    next_language,
)
from agent.pages.screen.hearing import heard
from agent.pages.screen.screens import Screen, Screens
from agent.pages.screen.speaking import Speaking
from agent.pos.door.replies import problem_reply, reply
from agent.pos.problems.telling import problem
from agent.speech.tongue import Tongue
from agent.words.languages import LANGUAGES
from rules.ground.refusal import Refusal

LOOK_S: Final = 1.0
"""How often an open page looks at the line and at who has left, and hears that we live."""

OPEN_MAX: Final = 32
"""Pages open at once; the next one is told to come back."""

Workstation = Annotated[KeyPart | None, Query()]
Lang = Annotated[str | None, Query(max_length=8)]


def add_pages(app: FastAPI, doors: PageDoors) -> None:
    """Join the pages to the application."""
    screens = Screens(doors.doors.bulletin, doors.clock)
    pages, sheets = Pages(doors, screens), Sheets(doors, screens)
    acting, cards = Acting(doors, screens), CardActs(doors, screens)
    money, turns = MoneyActs(doors, screens), TurnActs(doors, screens)
    signing_in = SigningIn(doors)
    for method, path, endpoint in (
        ("GET", CASHIER, pages.cashier),
        ("GET", CUSTOMER, pages.customer),
        ("GET", SIGN_IN, signing_in.ask),
        ("POST", SIGN_IN, signing_in.exchange),
        ("GET", "/pages/files/{name:path}", page_file),
        ("GET", "/pages/events", pages.cashier_events),
        ("GET", "/pages/customer/events", pages.customer_events),
        ("GET", "/pages/why", pages.why),
        ("GET", "/pages/sheets/{name}", sheets.draw),
        ("POST", "/pages/scan", acting.scan),
        ("POST", "/pages/enrol", acting.enrol),
        ("POST", "/pages/hold", acting.hold),
        ("POST", "/pages/release", acting.release),
        ("POST", "/pages/replace-card", cards.replace),
        ("POST", "/pages/print-card", cards.print_card),
        ("POST", "/pages/block-card", cards.block),
        ("POST", "/pages/gift-card", money.look),
        ("POST", "/pages/sell-gift-card", money.sell),
        ("POST", "/pages/money-hold", money.hold),
        ("POST", "/pages/top-up", money.top_up),
        ("POST", "/pages/suspend", turns.suspend),
        ("POST", "/pages/resume", turns.resume),
        ("POST", "/pages/attach", turns.attach),
        ("POST", "/pages/training", turns.train),
        ("POST", "/pages/print-slip", turns.print_slip),
    ):
        app.add_api_route(
            path,
            endpoint,
            methods=[method],
            include_in_schema=False,
            response_class=Response,
        )


class Pages:
    """Shows the pages of every workstation, and keeps them as they change."""

    def __init__(self, doors: PageDoors, screens: Screens) -> None:
        self._doors: Final = doors
        self._speaking: Final = Speaking(doors)
        self._screens: Final = screens
        self._open = 0

    async def cashier(
        self, request: Request, workstation: Workstation = None, lang: Lang = None
    ) -> Response:
        """Show the cashier's page of a workstation."""
        return await self._page(request, "cashier", workstation=workstation, lang=lang)

    async def customer(
        self, request: Request, workstation: Workstation = None, lang: Lang = None
    ) -> Response:
        """Show the customer's page of a workstation."""
        return await self._page(request, "customer", workstation=workstation, lang=lang)

    async def cashier_events(
        self, workstation: Workstation = None, lang: Lang = None
    ) -> Response:
        """Stream the cashier's screen as it changes, as HTML."""
        return await self._events("cashier", workstation, lang)

    async def customer_events(
        self, workstation: Workstation = None, lang: Lang = None
    ) -> Response:
        """Stream the customer's screen as it changes, as HTML."""
        return await self._events("customer", workstation, lang)

    async def why(self, workstation: Workstation = None, lang: Lang = None) -> Response:
        """Explain the last decision at a workstation."""
        tongue = await self._speaking.tongue(lang)
        screen = self._screens.at(workstation or self._doors.workstation)
        explanation = await self._speaking.explain(tongue, screen)
        return html(render("why.html", say=tongue.say, explanation=explanation))

    async def _page(
        self, request: Request, role: Role, *, workstation: str | None, lang: str | None
    ) -> Response:
        tongue = await self._speaking.tongue(lang)
        visitor = self._doors.visitors.role(request.headers.get("cookie", "").encode())
        if visitor is None or (visitor == "customer" and role == "cashier"):
            return html(sign_in_page(tongue), status=401)
        place = workstation or self._doors.workstation
        refused = await self._stand(place)
        if refused is not None:
            return refused
        drawn = self._drawn(role, tongue, place)
        language = tongue.language
        return html(
            render(
                f"{role}.html",
                say=tongue.say,
                language=language,
                next_language=next_language(language.code),
                next_name=LANGUAGES[next_language(language.code)].name,
                workstation=place,
                drawn=drawn,
                without=draw_customer(tongue, Screen()),
                strip=self._strip(tongue),
                sandbox=self._doors.sandbox,
            )
        )

    async def _stand(self, place: str) -> Response | None:
        """Look who stands there already, and begin to read the news."""
        try:
            self._screens.open()
        except TooManyReadersError:
            return problem_reply(problem("busy"))
        session, held = await self._session(place)
        if isinstance(session, Refusal):
            return reply(session)
        self._screens.stands(place, session, held)
        return None

    async def _refresh(self, place: str) -> None:
        session, held = await self._session(place)
        if not isinstance(session, Refusal):
            self._screens.refresh(place, session, held)

    async def _session(self, place: str) -> tuple[Answer | Refusal, Sequence[Answer]]:
        """Ask who stands at a workstation, and what is set aside there."""
        counter = self._doors.doors.counter

        def look() -> tuple[Answer | Refusal, Sequence[Answer]]:
            return counter.session(place), rows(counter.held(place).get("holds"))

        return await self._speaking.ask("session", look)

    async def _events(self, role: Role, place: str | None, lang: str | None) -> Response:
        place = place or self._doors.workstation
        refused = await self._stand(place)
        if refused is not None:
            return refused
        if self._open >= OPEN_MAX:
            return problem_reply(problem("busy"))
        return StreamingResponse(
            self._stream(role, place, lang), media_type="text/event-stream"
        )

    async def _stream(
        self, role: Role, place: str, lang: str | None
    ) -> AsyncIterator[bytes]:
        self._open += 1
        version, strip = -1, None
        try:
            while not self._screens.is_over:
                tongue = await self._speaking.tongue(lang)
                # Taken before looking: what changes while we draw wakes us at once.
                changed, screen = self._screens.changed, self._screens.at(place)
                if screen.version != version:
                    is_news, version = version >= 0, screen.version
                    if screen.stale:
                        await self._refresh(place)
                    sounded = heard(tongue, screen) if is_news and screen.sound else ""
                    yield events_in("screen", self._drawn(role, tongue, place))
                    if sounded:
                        yield events_in("heard", sounded)
                    await self._count_coupons(role, place)
                said = self._strip(tongue)
                if said != strip and role == "cashier":
                    strip = said
                    yield events_in("strip", said)
                yield events_in("alive", "")
                await self._screens.wait(changed, LOOK_S)
        finally:
            self._open -= 1

    async def _count_coupons(self, role: Role, place: str) -> None:
        """Look for the coupons of a new face, once it is painted: nobody waits for them."""
        screen = self._screens.at(place)
        if role != "cashier" or screen.face is None or screen.coupons is not None:
            return
        screen.coupons, asked = 0, member_of(screen.face)
        counter = self._doors.doors.counter
        said = await self._speaking.ask("vouchers", lambda: counter.vouchers_of(place))
        listed = () if isinstance(said, Refusal) else rows(said.get("vouchers"))
        good = sum(text(coupon, "state") == "active" for coupon in listed)
        # Somebody else may have stepped up meanwhile: then it is not theirs.
        if member_of(self._screens.at(place).face or {}) == asked:
            self._screens.counted(place, good)

    def _strip(self, tongue: Tongue) -> str:
        return draw_strip(tongue, self._doors.line(), self._doors.printers())

    def _drawn(self, role: Role, tongue: Tongue, place: str) -> str:
        screen = self._screens.at(place)
        if role == "customer":
            return draw_customer(tongue, screen)
        return draw_cashier(tongue, screen, workstation=place)
