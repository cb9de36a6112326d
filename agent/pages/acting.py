"""What a cashier does on the page: type a card, set points aside, let them go."""

import json
from collections.abc import Awaitable, Mapping
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
from agent.pos.shapes import HOLD, SCAN
from agent.pos.telling import of_refusal
from agent.words.writing import read_number
from rules.refusal import Refusal, refuse

_REFUSED: Final = 422


class Acting:
    """Reads forms, asks the counter as a POS would; the screen shows what became of it."""

    def __init__(self, doors: PageDoors) -> None:
        self._speaking: Final = Speaking(doors)
        self._desk: Final = Desk(doors.doors)

    async def scan(self, request: Request) -> Response:
        """Take a card's number or a phone number as somebody typed it."""
        form = await read_form(request)
        asked = {
            "workstation": form.get("workstation"),
            "data": form.get("data", "").strip(),
        }
        try:
            wish = SCAN.validate_json(json.dumps(asked))
        except ValidationError:
            return await self._told(form, _nothing("typed_nothing"))
        return await self._told(form, self._desk.hear(wish))

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
            return await self._told(form, _nothing("no_number"))
        return await self._told(form, self._desk.set_aside(wish))

    async def release(self, request: Request) -> Response:
        """Let points go that were set aside."""
        form = await read_form(request)
        return await self._told(form, self._desk.let_go(form.get("hold", "")))

    async def _told(
        self, form: Mapping[str, str], asking: Awaitable[Answer | Refusal]
    ) -> Response:
        """Answer nothing when it is done, for the screen shows it; else say why not."""
        said = await asking
        if not isinstance(said, Refusal):
            return html("")
        tongue = await self._speaking.tongue(form.get("lang"))
        return html(render("told.html", words=refusal_words(tongue, said)), status=_REFUSED)


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


async def _nothing(code: str) -> Refusal:
    return refuse(code)
