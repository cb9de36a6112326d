"""The printing calls: a slip on one of our printers, or for the POS to print by itself."""

import asyncio
from base64 import b64encode
from typing import Annotated, Final, Literal

from fastapi import Query, Request, Response

from agent.counter.asked.requests import Name
from agent.loop.doors import Doors
from agent.pos.door.reading import read_request
from agent.pos.door.replies import reply
from agent.pos.requests.print_requests import PRINT
from rules.ground.refusal import Refusal, refuse


class Prints:
    """Slips; what takes its time is done on a thread, beside the loop and the server."""

    def __init__(self, doors: Doors) -> None:
        self._doors: Final = doors

    async def print_slip(self, request: Request) -> Response:
        """Print a slip once more, or for the first time, or a new member's card."""
        asked = await read_request(request, PRINT)
        slips, card, receipt = self._doors.slips, asked.card, asked.receipt
        where = {"printer": asked.printer, "workstation": asked.workstation}
        if card is not None and receipt is None:
            return reply(await asyncio.to_thread(slips.print_card, card, **where))
        if receipt is not None and card is None:
            return reply(await asyncio.to_thread(slips.print, receipt, **where))
        return reply(refuse("receipt_or_card"))

    async def slip(
        self,
        receipt: Annotated[Name, Query()],
        language: Annotated[Literal["en", "fa", "am", "ms"] | None, Query()] = None,
        profile: Annotated[Name | None, Query()] = None,
    ) -> Response:
        """Write a slip as text, as a picture and as a printer's bytes, for this paper."""
        slip = await asyncio.to_thread(
            self._doors.slips.slip, receipt, profile=profile, language=language
        )
        if isinstance(slip, Refusal):
            return reply(slip)
        return reply(
            {
                "number": slip.number,
                "language": slip.language,
                "lines": list(slip.lines),
                "width_dots": slip.width_dots,
                "png": b64encode(slip.png).decode(),
                "escpos": b64encode(slip.escpos).decode(),
            }
        )
