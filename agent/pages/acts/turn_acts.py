"""What a cashier does with a turn: set it aside, go on with it, give a sale to a member."""

import asyncio
from collections.abc import Mapping

from fastapi import Request, Response

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import table, text
from agent.pages.acts.answering import Answering
from agent.pages.door.forms import read_form
from agent.pages.door.paper import html
from agent.pages.door.rendering import render
from agent.pages.screen.happenings import outcome_of
from agent.pos.requests.shapes import ATTACH, RESUME, SUSPEND
from drivers.guard.digits import ascii_digits
from rules.ground.refusal import Refusal


class TurnActs(Answering):
    """The sale itself is the POS's; here it is who stands there, and what is set aside."""

    async def suspend(self, request: Request) -> Response:
        """Set the turn at this workstation aside."""
        form = await read_form(request)
        wish = self.wish(SUSPEND, {"workstation": form.get("workstation")})
        if wish is None:
            return await self.misread(form, "typed_nothing")
        return await self.told(form, await self.desk.put_aside(wish))

    async def resume(self, request: Request) -> Response:
        """Go on with a turn that was set aside, here or at another workstation."""
        form = await read_form(request)
        asked = {
            "workstation": form.get("workstation"),
            "suspended": form.get("suspended"),
        }
        wish = self.wish(RESUME, asked)
        if wish is None:
            return await self.misread(form, "unknown_suspended")
        return await self.told(form, await self.desk.go_on(wish))

    async def attach(self, request: Request) -> Response:
        """Give a sale of nobody, by its receipt, to who stands there."""
        form = await read_form(request)
        objection = await self.elsewhere(form)
        receipt = objection or await self._receipt(form)
        if isinstance(receipt, Refusal):
            return await self.told(form, receipt)
        asked = {
            "document": dict(table(receipt.get("document"))),
            "workstation": form.get("workstation"),
            "training": self.practises(form),
        }
        wish = self.wish(ATTACH, asked)
        if wish is None:
            return await self.misread(form, "unknown_receipt")
        said = await self.desk.give_sale(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        tongue = await self.tongue(form)
        detail = outcome_of(tongue, said)
        title = tongue.say("practice.done" if wish.training else "attach.done")
        return html(render("sheet_done.html", say=tongue.say, title=title, detail=detail))

    async def print_slip(self, request: Request) -> Response:
        """Print the slip of a receipt, once more, on this workstation's printer."""
        form = await read_form(request)
        said = await asyncio.to_thread(
            self.doors.slips.print,
            _number(form),
            printer=None,
            workstation=form.get("workstation"),
        )
        return await self.told(form, said)

    async def train(self, request: Request) -> Response:
        """Begin or end practising at this workstation."""
        form = await read_form(request)
        self.screens.train(form.get("workstation", ""), on=form.get("on") == "1")
        return html("")

    async def _receipt(self, form: Mapping[str, str]) -> Answer | Refusal:
        number = _number(form)
        counter = self.doors.counter
        said = await self.speaking.ask("receipt", lambda: counter.receipt(number))
        return said if isinstance(said, Refusal) or text(said, "record") else {}


def _number(form: Mapping[str, str]) -> str:
    """Return a slip's number as it was scanned, or typed in any digits."""
    return ascii_digits("".join(form.get("receipt", "").split()))
