"""What a cashier does with whoever stands there: find, enrol, set points aside, let go."""

from typing import Final

from fastapi import Request, Response

from agent.pages.acts.answering import Answering
from agent.pages.acts.birthdays import birthday_told
from agent.pages.door.forms import read_form
from agent.pos.requests.shapes import ENROL_MEMBER, HOLD, SCAN
from agent.words.writing import read_number
from rules.ground.refusal import Refusal

_PHONE_MAX: Final = 40


class Acting(Answering):
    """Reads forms, asks the counter as a POS would; the screen shows what became of it."""

    async def scan(self, request: Request) -> Response:
        """Take a card's number, a phone number or a voucher's code as somebody typed it."""
        form = await read_form(request)
        typed = form.get("data", "").strip()
        asked = {"workstation": form.get("workstation")}
        asked["phone" if await self._is_phone(typed) else "data"] = typed
        wish = self.wish(SCAN, asked) if typed else None
        if wish is None:
            return await self.misread(form, "typed_nothing")
        return await self.told(form, await self.desk.hear(wish))

    async def enrol(self, request: Request) -> Response:
        """Make a member of whoever stands there, and show the new card's code."""
        form = await read_form(request)
        tongue = await self.tongue(form)
        birthday = birthday_told(form, tongue, self.clock.now())
        if birthday is None:
            return await self.misread(form, "no_birthday")
        asked = {
            "workstation": form.get("workstation"),
            "card": form.get("card", "").strip() or None,
            "birthday": birthday or None,
            "phone": form.get("phone", "").strip() or None,
            "name": form.get("name", "").strip(),
            "key": form.get("key"),
            "training": self.practises(form),
        }
        wish = self.wish(ENROL_MEMBER, asked)
        if wish is None:
            return await self.misread(form, "enrol_shape")
        said = await self.desk.enrol(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        if not wish.training:
            await self.show(wish.workstation)
        return self.card_shown(form, tongue, said, title=tongue.say("enrol.done"))

    async def hold(self, request: Request) -> Response:
        """Set points aside; the amount may be typed in any digits."""
        form = await read_form(request)
        if self.practises(form):
            return await self.misread(form, "practice_holds")
        asked = {
            "workstation": form.get("workstation"),
            "reward": form.get("reward"),
            "points": read_number(form.get("points", "")),
            "quote": form.get("quote") or None,
            "proof": form.get("proof") or None,
        }
        wish = self.wish(HOLD, asked)
        if wish is None:
            return await self.misread(form, "no_number")
        return await self.told(form, await self.desk.set_aside(wish))

    async def release(self, request: Request) -> Response:
        """Let value go that was set aside."""
        form = await read_form(request)
        return await self.told(form, await self.desk.let_go(form.get("hold", "")))

    async def _is_phone(self, typed: str) -> bool:
        """Say whether what was typed is the phone number of somebody known here."""
        if not typed or len(typed) > _PHONE_MAX:
            return False
        counter = self.doors.counter
        found = await self.speaking.ask("member", lambda: counter.member(phone=typed))
        return not isinstance(found, Refusal)
