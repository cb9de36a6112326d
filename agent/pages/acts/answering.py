"""What every action of a page has at hand: its wish read, and what became of it said."""

import json
from collections.abc import Mapping
from typing import Final, TypeVar

from fastapi import Response
from pydantic import TypeAdapter, ValidationError

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import table, text
from agent.pages.door.page_doors import PageDoors
from agent.pages.door.paper import html
from agent.pages.door.rendering import render
from agent.pages.screen.screens import Screens
from agent.pages.screen.speaking import Speaking
from agent.pos.calls.card_picture import proof_svg
from agent.pos.calls.desk import Desk
from agent.pos.problems.telling import of_refusal
from agent.speech.tongue import Tongue
from agent.words.writing import apart
from rules.ground.refusal import Refusal, refuse

T = TypeVar("T")

_REFUSED: Final = 422
_MONEY: Final = "_minor"


class Answering:
    """The counter as a page asks it; the screen shows what became of what was done."""

    def __init__(self, doors: PageDoors, screens: Screens) -> None:
        self.speaking: Final = Speaking(doors)
        self.desk: Final = Desk(doors.doors)
        self.doors: Final = doors.doors
        self.clock: Final = doors.clock
        self.printers: Final = doors.printers
        self.screens: Final = screens

    async def tongue(self, form: Mapping[str, str]) -> Tongue:
        """Return the tongue of the page a form stands on."""
        return await self.speaking.tongue(form.get("lang"))

    def practises(self, form: Mapping[str, str]) -> bool:
        """Whether the form's workstation practises: then nothing it does is kept."""
        return self.screens.at(form.get("workstation", "")).training

    def wish(self, shape: TypeAdapter[T], asked: Mapping[str, object]) -> T | None:
        """Read what a form asks in the shape a POS would ask it; None when it is none."""
        try:
            return shape.validate_json(json.dumps(asked))
        except ValidationError:
            return None

    async def elsewhere(self, form: Mapping[str, str]) -> Refusal | None:
        """Refuse when it is no longer the member a sheet was drawn for who stands there."""
        place = form.get("workstation", "")
        session = await self.session(place)
        there = "" if isinstance(session, Refusal) else member_of(session)
        return None if there == form.get("member", "") else refuse("somebody_else")

    async def session(self, place: str) -> Answer | Refusal:
        """Tell who stands at a workstation."""
        counter = self.doors.counter
        return await self.speaking.ask("session", lambda: counter.session(place))

    async def show(self, workstation: str) -> None:
        """Put who stands there now on every screen of the workstation."""
        session = await self.session(workstation)
        if not isinstance(session, Refusal):
            self.doors.bulletin.post("scan", session)

    def card_shown(
        self, form: Mapping[str, str], tongue: Tongue, said: Answer, *, title: str
    ) -> Response:
        """Show a member's new card, to photograph or to print; nothing when practised.

        Where the programme asks for one-time codes, what their phone makes them of is
        beside it: for their phone alone, never on paper.
        """
        uri = text(said, "proof_uri")
        return html(
            render(
                "sheet_card.html",
                say=tongue.say,
                title=title,
                card=said.get("card"),
                picture=said.get("qr_svg"),
                proof=proof_svg(uri) if uri else "",
                on_paper=bool(self.printers()),
                workstation=form.get("workstation", ""),
                lang=tongue.language.code,
            )
        )

    async def told(self, form: Mapping[str, str], said: Answer | Refusal) -> Response:
        """Answer nothing when it is done, for the screen shows it; else say why not."""
        if not isinstance(said, Refusal):
            return html("")
        words = refusal_words(await self.tongue(form), said)
        return html(render("told.html", words=words), status=_REFUSED)

    async def misread(self, form: Mapping[str, str], why: str) -> Response:
        """Say why what was typed is nothing the counter could be asked."""
        tongue = await self.tongue(form)
        return html(render("told.html", words=tongue.say(f"no.{why}")), status=_REFUSED)


def member_of(session: Answer) -> str:
    """Return the account of who stands there, by a session's answer; empty for nobody."""
    return text(table(session.get("member")), "id")


def refusal_words(tongue: Tongue, refusal: Refusal) -> str:
    """Say a refusal in the page's language; one it has no words for, as the API does."""
    key, values = f"no.{refusal.code}", _written(tongue, refusal)
    if key in tongue.words:
        try:
            return " ".join((tongue.say(key, **values), *_where(tongue, refusal)))
        except KeyError:
            # Some refusals know more than others; the plain title is always there.
            return tongue.say("no.other", title=of_refusal(refusal).title)
    return tongue.say("no.other", title=of_refusal(refusal).title)


def _where(tongue: Tongue, refusal: Refusal) -> tuple[str, ...]:
    """Say where value stands that is not here and what to do; else nothing."""
    values = dict(refusal.values)
    said = []
    for place in ("store", "office"):
        points, minor = values.get(f"at_{place}"), values.get(f"at_{place}{_MONEY}")
        if isinstance(points, int) and points:
            amount = tongue.points(points)
        elif isinstance(minor, int) and minor:
            amount = tongue.money(minor)
        else:
            continue
        store = apart(str(values.get("store", "")))
        said.append(tongue.say(f"where.{place}", amount=amount, store=store))
    return (*said, tongue.say("where.how")) if said else ()


def _written(tongue: Tongue, refusal: Refusal) -> dict[str, int | str]:
    """Write a refusal's figures: minor units as money under the name of what they are."""
    return {
        name.removesuffix(_MONEY): tongue.money(value)
        if isinstance(value, int) and name.endswith(_MONEY)
        else value
        for name, value in refusal.values
    }
