"""The day's calls: what was booked at a workstation, beside what the POS says."""

import asyncio
from typing import Annotated, Final

from fastapi import Query, Request, Response

from agent.counter.asked.requests import BusinessDay, KeyPart
from agent.loop.doors import Doors
from agent.pos.door.reading import read_request
from agent.pos.door.replies import reply
from agent.pos.requests.shapes import DAY_TOTALS
from rules.ground.refusal import Refusal


class Days:
    """Answers about business days; sums them beside the loop, one at a time."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors
        self._one: Final = asyncio.Lock()

    async def totals(
        self,
        business_day: Annotated[BusinessDay, Query()],
        workstation: Annotated[KeyPart | None, Query()] = None,
    ) -> Response:
        """Sum what this till booked on a day, beside the POS's own totals if told."""
        async with self._one:
            return reply(
                await asyncio.to_thread(self._doors.day_totals, business_day, workstation)
            )

    async def tell(self, request: Request) -> Response:
        """Take a POS's own totals of a day; a later report takes this one's place."""
        asked = await read_request(request, DAY_TOTALS)
        counter = self._doors.counter
        told = self._doors.inbox.ask("day_totals", lambda: counter.tell_day(asked))
        said = await asyncio.wrap_future(told)
        if not isinstance(said, Refusal):
            self._doors.sold()
        return reply(said)
