"""A till at which files are taken: the counter's shop behind a real loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from agent.counter.ground.recognition import recognition_of
from agent.loop.inbox import Inbox
from agent.loop.loop import Loop
from agent.pos.intakes.booking import Booking, Outcome
from agent.pos.intakes.found import Reader, ShopTerms, Wanted
from agent.pos.intakes.json_documents import read as read_json
from agent.pos.intakes.poslog.reading import read as read_poslog
from agent.pos.intakes.taking import Taken, take
from agent.pos.problems.telling import Problem
from tests.agent.counter.shop import CARD, SARA, STORE, Shop, programme

TERMS = ShopTerms(
    store=STORE,
    pos_store=STORE,
    zone=ZoneInfo("Asia/Kuala_Lumpur"),
    currency="MYR",
    recognition=recognition_of(programme().cards)[0],
)
PAYMENT_CARD = "4111111111111111"
"""The well-known Visa test number."""

Json = dict[str, Any]


class Table:
    """Where files are laid: what they come to, and what was handed in for booking."""

    def __init__(self, shop: Shop, inbox: Inbox) -> None:
        self.shop = shop
        self.wanted: list[Wanted] = []
        self._booking = Booking(inbox, shop.counter)

    def poslog(self, data: bytes, terms: ShopTerms = TERMS) -> Taken:
        """Take a POSLog."""
        return self.take(data, read_poslog, terms)

    def json(self, data: bytes, terms: ShopTerms = TERMS) -> Taken:
        """Take a JSON file."""
        return self.take(data, read_json, terms)

    def book(self, wanted: Wanted) -> Outcome | Problem:
        """Book one document."""
        self.wanted.append(wanted)
        return self._booking.book(wanted)

    @property
    def values(self) -> list[Json]:
        """Return what was handed in, in order."""
        # Formats make objects.
        return [cast("Json", wanted.value) for wanted in self.wanted]

    def value(self, at: int = -1) -> Json:
        """Return what was handed in, the newest unless told."""
        return self.values[at]

    def pending(self) -> int:
        """Return what Sara has pending."""
        return self.shop.balance(SARA)[1]

    def take(self, data: bytes, reader: Reader, terms: ShopTerms = TERMS) -> Taken:
        """Take a file of any format."""
        return take(BytesIO(data), reader, terms, self.book)


@contextmanager
def table(folder: Path) -> Iterator[Table]:
    """Open a till of one member, whose card is :data:`CARD`."""
    shop = Shop(folder)
    shop.member(card=CARD)
    inbox = Inbox()
    loop = Loop(inbox)
    loop.start()
    try:
        yield Table(shop, inbox)
    finally:
        assert loop.quarantined == ()
        loop.stop(5)
        shop.book.close()
