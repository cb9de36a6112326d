"""What a cashier does with cards: a new one for who lost theirs, none for a thief."""

import asyncio
from collections.abc import Mapping

from fastapi import Request, Response

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import table, text, whole
from agent.pages.acts.answering import Answering, member_of
from agent.pages.door.forms import read_form
from agent.pages.door.paper import html
from agent.pages.door.rendering import render
from agent.pos.requests.shapes import BLOCK_CARD, REPLACE_CARD
from agent.words.writing import apart
from rules.ground.refusal import Refusal

SHOWN_MAX = 64
"""Characters of a card or phone number that somebody types."""


class CardActs(Answering):
    """Whose cards is told by a number typed, else by who stands there."""

    async def replace(self, request: Request) -> Response:
        """Give a member another card and show its code; the old ones stop."""
        form = await read_form(request)
        named = await self._named(form)
        if isinstance(named, Refusal):
            return await self.told(form, named)
        asked = {
            "workstation": form.get("workstation"),
            "new_card": form.get("new_card", "").strip() or None,
            "key": form.get("key"),
            "training": self.practises(form),
            **named,
        }
        wish = self.wish(REPLACE_CARD, asked)
        if wish is None:
            return await self.misread(form, "typed_nothing")
        said = await self.desk.give_card(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        if not named:
            await self.show(wish.workstation)
        tongue = await self.tongue(form)
        shown: Answer = {} if wish.training else said
        return self.card_shown(form, tongue, shown, title=tongue.say("replace.done"))

    async def print_card(self, request: Request) -> Response:
        """Print a member's new card on the workstation's own printer."""
        form = await read_form(request)
        said = await asyncio.to_thread(
            self.doors.slips.print_card,
            form.get("card", ""),
            printer=None,
            workstation=form.get("workstation"),
        )
        return await self.told(form, said)

    async def block(self, request: Request) -> Response:
        """Stop cards: asked once more first, by name, when only a number was typed."""
        form = await read_form(request)
        named = await self._named(form)
        if isinstance(named, Refusal):
            return await self.told(form, named)
        if named and not form.get("sure"):
            return await self._ask_again(form, named)
        asked = {
            "workstation": form.get("workstation"),
            "reason": form.get("reason"),
            "training": self.practises(form),
            **named,
        }
        wish = self.wish(BLOCK_CARD, asked)
        if wish is None:
            return await self.misread(form, "typed_nothing")
        said = await self.desk.stop_card(wish)
        if isinstance(said, Refusal):
            return await self.told(form, said)
        tongue = await self.tongue(form)
        words = tongue.words.count("block.done", whole(said, "stopped"))
        if wish.training:
            words = tongue.say("practice.done")
        return html(render("sheet_done.html", say=tongue.say, title=words, detail=""))

    async def _named(self, form: Mapping[str, str]) -> Mapping[str, str] | Refusal:
        """Return the card or phone number that was typed; nothing for who stands there."""
        typed = form.get("shown", "").strip()[:SHOWN_MAX]
        if not typed:
            return await self.elsewhere(form) or {}
        found = await self._lookup(phone=typed)
        return {"card": typed} if isinstance(found, Refusal) else {"phone": typed}

    async def _lookup(
        self, card: str | None = None, *, phone: str | None = None
    ) -> Answer | Refusal:
        counter = self.doors.counter
        return await self.speaking.ask("member", lambda: counter.member(card, phone=phone))

    async def _ask_again(
        self, form: Mapping[str, str], named: Mapping[str, str]
    ) -> Response:
        found = await self._lookup(named.get("card"), phone=named.get("phone"))
        if isinstance(found, Refusal):
            return await self.told(form, found)
        tongue = await self.tongue(form)
        name = text(table(found.get("member")), "name")
        return html(
            render(
                "sheet_block.html",
                say=tongue.say,
                lang=tongue.language.code,
                workstation=form.get("workstation", ""),
                member=member_of(found),
                who=apart(name) if name else tongue.say("member.unnamed"),
                shown=form.get("shown", ""),
            )
        )
