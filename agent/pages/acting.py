"""What a cashier does on the page: type a card, set points aside, let them go."""

import json
from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response
from pydantic import ValidationError

from agent.counter.answers import Answer
from agent.pages.forms import read_form
from agent.pages.page_doors import PageDoors
from agent.pages.paper import html
from agent.pages.rendering import render
from agent.pages.speaking import Speaking
from agent.pages.tongue import Tongue
from agent.pos.desk import Desk
from agent.pos.shapes import ENROL_MEMBER, HOLD, SCAN
from agent.pos.telling import of_refusal
from agent.words.writing import read_number
from rules.refusal import Refusal

_REFUSED: Final = 422
_PHONE_MAX: Final = 40


class Acting:
    """Reads forms, asks the counter as a POS would; the screen shows what became of it."""

    def __init__(self, doors: PageDoors) -> None:
        self._speaking: Final = Speaking(doors)
        self._desk: Final = Desk(doors.doors)
        self._doors: Final = doors.doors

    async def scan(self, request: Request) -> Response:
        """Take a card's number or a phone number as somebody typed it."""
        form = await read_form(request)
        typed = form.get("data", "").strip()
        asked = {"workstation": form.get("workstation")}
        asked["phone" if await self._is_phone(typed) else "data"] = typed
        if not typed:
            return await self._misread(form, "typed_nothing")
        try:
            wish = SCAN.validate_json(json.dumps(asked))
        except ValidationError:
            return await self._misread(form, "typed_nothing")
        return await self._told(form, await self._desk.hear(wish))

    async def enrol(self, request: Request) -> Response:
        """Make a member of whoever stands there, and show the new card's code."""
        form = await read_form(request)
        asked = {
            "workstation": form.get("workstation"),
            "card": form.get("card", "").strip() or None,
            "phone": form.get("phone", "").strip() or None,
            "name": form.get("name", "").strip(),
            "key": form.get("key"),
        }
        try:
            wish = ENROL_MEMBER.validate_json(json.dumps(asked))
        except ValidationError:
            return await self._misread(form, "enrol_shape")
        said = await self._desk.enrol(wish)
        if isinstance(said, Refusal):
            return await self._told(form, said)
        self._doors.sold()
        await self._show(wish.workstation)
        tongue = await self._speaking.tongue(form.get("lang"))
        card, picture = said["card"], said["qr_svg"]
        return html(render("enrolled.html", say=tongue.say, card=card, picture=picture))

    async def hold(self, request: Request) -> Response:
        """Set points aside; the amount may be typed in any digits."""
        form = await read_form(request)
        asked = {
            "workstation": form.get("workstation"),
            "reward": form.get("reward"),
            "points": read_number(form.get("points", "")),
            "quote": form.get("quote") or None,
        }
        try:
            wish = HOLD.validate_json(json.dumps(asked))
        except ValidationError:
            return await self._misread(form, "no_number")
        return await self._told(form, await self._desk.set_aside(wish))

    async def release(self, request: Request) -> Response:
        """Let points go that were set aside."""
        form = await read_form(request)
        return await self._told(form, await self._desk.let_go(form.get("hold", "")))

    async def _is_phone(self, typed: str) -> bool:
        """Say whether what was typed is the phone number of somebody known here."""
        if not typed or len(typed) > _PHONE_MAX:
            return False
        counter = self._doors.counter
        found = await self._speaking.ask("member", lambda: counter.member(phone=typed))
        return not isinstance(found, Refusal)

    async def _show(self, workstation: str) -> None:
        """Put who stands there now on every screen of the workstation."""
        counter = self._doors.counter
        session = await self._speaking.ask("session", lambda: counter.session(workstation))
        if not isinstance(session, Refusal):
            self._doors.bulletin.post("scan", session)

    async def _told(self, form: Mapping[str, str], said: Answer | Refusal) -> Response:
        """Answer nothing when it is done, for the screen shows it; else say why not."""
        if not isinstance(said, Refusal):
            return html("")
        tongue = await self._speaking.tongue(form.get("lang"))
        return html(render("told.html", words=refusal_words(tongue, said)), status=_REFUSED)

    async def _misread(self, form: Mapping[str, str], why: str) -> Response:
        """Say why what was typed is nothing the counter could be asked."""
        tongue = await self._speaking.tongue(form.get("lang"))
        return html(render("told.html", words=tongue.say(f"no.{why}")), status=_REFUSED)


def refusal_words(tongue: Tongue, refusal: Refusal) -> str:
    """Say a refusal in the page's language; one it has no words for, as the API does."""
    key, values = f"no.{refusal.code}", dict(refusal.values)
    if key in tongue.words:
        try:
            return tongue.say(key, **values)
        except KeyError:
            # Some refusals know more than others; the plain title is always there.
            return tongue.say("no.other", title=of_refusal(refusal).title)
    return tongue.say("no.other", title=of_refusal(refusal).title)
