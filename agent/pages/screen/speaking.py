"""How pages come by their words and figures: asked of the loop and kept a while."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import text
from agent.loop.loop import QuarantinedError
from agent.pages.door.page_doors import PageDoors
from agent.pages.screen.screens import Screen
from agent.speech.reasons import Explanation, explain, explain_scan
from agent.speech.tongue import Setting, Tongue, setting_of
from agent.words.catalogue import words_of
from rules.ground.refusal import Refusal
from sync.kit.faults import Fault

KEPT_MS: Final = 30_000

T = TypeVar("T")


class Speaking:
    """Makes the tongue of a page; the programme's setting is asked again now and then."""

    def __init__(self, doors: PageDoors) -> None:
        self._doors: Final = doors
        self._setting = Setting(rules={})
        self._asked_ms = -KEPT_MS

    async def tongue(self, lang: str | None) -> Tongue:
        """Return a language's tongue; the till's own where none is asked for."""
        now_ms = self._doors.clock.monotonic_ms()
        if now_ms - self._asked_ms >= KEPT_MS or not self._setting.currency:
            self._asked_ms = now_ms
            try:
                self._setting = setting_of(
                    await self.ask("setting", self._doors.doors.counter.setting)
                )
            except (Fault, QuarantinedError):
                # Before the first programme: pages open all the same, without money.
                self._setting = Setting(rules={})
        return Tongue(words_of(lang or self._doors.language), self._setting)

    async def explain(self, tongue: Tongue, screen: Screen) -> Explanation:
        """Explain the last decision, else what the last member may redeem."""
        decision = screen.decision
        if decision is not None:
            answer = decision.answer
            if screen.booked:
                answer = await self._by_the_book(answer)
            return explain(tongue, decision.kind, answer)
        if screen.face is not None:
            return explain_scan(tongue, screen.face)
        return Explanation(title=tongue.say("why.none"), reasons=())

    async def ask(self, name: str, work: Callable[[], T]) -> T:
        """Have something done on the loop's thread."""
        return await asyncio.wrap_future(self._doors.doors.inbox.ask(name, work))

    async def _by_the_book(self, answer: Answer) -> Answer:
        """Lay what the book says of a record over what its POS was answered."""
        record, counter = text(answer, "record"), self._doors.doors.counter
        told = await self.ask("why", lambda: counter.why(record))
        if isinstance(told, Refusal):
            return answer
        rows = {name: told[name] for name in ("earned", "discounts") if told.get(name)}
        return {**answer, **rows}
