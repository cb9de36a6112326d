"""A till to be measured: its files, its book, its counter, its customers."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import Final

from agent.counter.asked.requests import SaleRequest, ScanRequest
from agent.counter.counter import Counter
from agent.counter.ground.desk import Desk
from rules.ground.refusal import Refusal
from sync.kit.clock import SystemClock
from sync.till.book.book import TillBook
from sync.till.book.identity import TillKeys
from sync.wire.keys.signing import SigningKey
from sync.wire.records.identity import Life
from tests.bench.member_file import member_file
from tests.bench.shop import STORE, TOKEN_KEY, WORKSTATION, card_of, sale_request
from tests.bench.size import Size

LIFE: Final = Life("t1", 1)
_SEED: Final = 20261121


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A customer: who, the card shown and what is bought."""

    member: int
    scan: ScanRequest
    sale: SaleRequest


class NoSaleError(Exception):
    """A sale that should have been booked was refused: the benchmark is wrong."""


def visits(size: Size) -> Iterator[Visit]:
    """Yield customers without end; chance picks them, the same every time."""
    chance = Random(_SEED)
    number = 0
    while True:
        number += 1
        member = chance.randrange(size.members)
        card = card_of(member)
        yield Visit(
            member=member,
            scan=ScanRequest(workstation=WORKSTATION, data=card),
            sale=sale_request(number, card, lines=size.lines, chance=chance),
        )


@contextmanager
def open_book(directory: Path, size: Size) -> Iterator[TillBook]:
    """Open the book of an enrolled till that knows its members and one programme."""
    directory.mkdir(parents=True, exist_ok=True)
    if not (directory / "members.db").exists():
        member_file(directory / "members.db", members=size.members, rules=size.rules)
    signing = SigningKey(bytes(32))
    keys = TillKeys(
        signing=signing, office=signing.public, token=TOKEN_KEY, voucher=TOKEN_KEY
    )
    with closing(
        TillBook.open(
            directory, keys=keys, store=STORE, clock=SystemClock(), entropy=os.urandom
        )
    ) as book:
        book.begin_life(LIFE, 1)
        yield book


class Selling:
    """Customers served by the counter, in process: a scan and a sale each."""

    def __init__(self, book: TillBook, size: Size) -> None:
        self._counter: Final = Counter(Desk(book, store=STORE, clock=book.clock))
        self._visits: Final = visits(size)

    def __call__(self, runs: int) -> Sequence[int]:
        """Serve ``runs`` customers; return nanoseconds from scan to booked sale."""
        return [self.serve(visit) for visit in self.customers(runs)]

    def customers(self, count: int) -> Sequence[Visit]:
        """Let the next customers come, everything they want already known."""
        return list(islice(self._visits, count))

    def serve(self, visit: Visit) -> int:
        """Serve one customer; return how many nanoseconds it took."""
        began = perf_counter_ns()
        self._counter.scan(visit.scan)
        answer = self._counter.sale(visit.sale)
        taken = perf_counter_ns() - began
        if isinstance(answer, Refusal):
            raise NoSaleError(answer.code)
        return taken
