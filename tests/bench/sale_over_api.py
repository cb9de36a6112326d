"""P2: the same scan and sale as a POS asks for them, over the local API and its loopback."""

import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Final

from tests.bench.bodies import sale_body, scan_body
from tests.bench.framed import FramedTill, framed_till
from tests.bench.measuring import Duel, duel
from tests.bench.rows import Row, Spread, quantile, spread, write_time
from tests.bench.running import HOST, Running, enrol, running
from tests.bench.size import Size
from tests.bench.snapshot_office import OfficeProcess, snapshot_office
from tests.bench.till import NoSaleError, Visit, visits

NAME: Final = "P2"
SUMMARY: Final = "scan and sale over the local API"
RATIO_MAX: Final = 2.5
P99_NS_MAX: Final = 5_000_000
PEER_NS: Final = 30_000_000
"""The best answer any peer publishes: Antavo, 30 ms (its own documentation)."""

BELOW_PEER_MIN: Final = 40
_SNAPSHOT_S_MAX: Final = 120
_OK: Final = b"HTTP/1.1 200"


class HttpTill:
    """The asking side of the local API: one connection, requests written by hand."""

    def __init__(self, till: Running) -> None:
        self._socket: Final = socket.create_connection((HOST, till.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers: Final = self._socket.makefile("rb")
        self._head: Final = (
            f"HTTP/1.1\r\nHost: {HOST}:{till.port}\r\nAuthorization: Bearer {till.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def scan(self, body: bytes) -> bytes:
        """Ask about a scan."""
        return self._ask(b"POST /v1/scans ", body)

    def sale(self, body: bytes) -> bytes:
        """Have a sale booked."""
        return self._ask(b"POST /v1/sales ", body)

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._socket.close()

    def _ask(self, what: bytes, body: bytes) -> bytes:
        self._socket.sendall(what + self._head + b"%d\r\n\r\n" % len(body) + body)
        status = self._answers.readline()
        length = 0
        while (line := self._answers.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        answer = self._answers.read(length)
        if not status.startswith(_OK):
            raise NoSaleError(f"{status!r} {answer!r}")
        return answer


@dataclass(slots=True)
class Customers:
    """Serves the same customers through either door and notes how long their sales took."""

    till: HttpTill | FramedTill
    visits: Iterator[Visit]
    sales: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, runs: int) -> Sequence[int]:
        """Serve ``runs`` of them; return the nanoseconds of scan and sale together."""
        waiting = [
            (scan_body(visit), sale_body(visit)) for visit in islice(self.visits, runs)
        ]
        return [self._serve(scan, sale) for scan, sale in waiting]

    def _serve(self, scan: bytes, sale: bytes) -> int:
        began = time.perf_counter_ns()
        self.till.scan(scan)
        scanned = time.perf_counter_ns()
        self.till.sale(sale)
        sold = time.perf_counter_ns()
        self.sales.append((scanned, sold - scanned))
        return sold - began


def run(size: Size) -> Sequence[Row]:
    """Ask by turns the framed floor and ``vafa run``; then again while a snapshot comes down."""
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        own, bare = Path(name) / "own", Path(name) / "bare"
        # The office needs the till's file and the till the office's address: two of them.
        enrol(own / "first", size)
        members_file = own / "first" / "data" / "members.db"
        with (
            snapshot_office(members_file, size.snapshot_members) as office,
            framed_till(bare, size) as floor,
        ):
            port = enrol(own / "till", size, office_url=office.url)
            with running(own / "till", port) as till:
                return _measured(size, floor, HttpTill(till), office)


def _measured(
    size: Size, floor: FramedTill, own: HttpTill, office: OfficeProcess
) -> Sequence[Row]:
    bare = Customers(floor, visits(size))
    asked = Customers(own, visits(size))
    found = duel(bare, asked, blocks=size.blocks, runs=size.runs)
    calm, least = _sales(asked.sales), _sales(bare.sales)
    hurried = _while_a_snapshot_comes(asked, office)
    own.close()
    return [
        _ratio_row(size, found),
        _peer_row(calm),
        _p99_row("a sale's p99", calm, least),
        _p99_row(
            f"a sale's p99 while {size.snapshot_members:,} members come down",
            hurried,
            least,
        ),
    ]


def _sales(noted: Sequence[tuple[int, int]]) -> list[int]:
    return [taken for _, taken in noted]


def _while_a_snapshot_comes(asked: Customers, office: OfficeProcess) -> list[int]:
    """Sell until the snapshot has come; return the sales that began meanwhile."""
    times: dict[str, int] = {}
    over = Event()

    def listen() -> None:
        while word := office.next_word():
            times[word] = time.perf_counter_ns()
            if word == "ended":
                break
        over.set()

    Thread(target=listen, daemon=True).start()
    office.send_snapshot()
    until = time.monotonic() + _SNAPSHOT_S_MAX
    while not over.is_set() and time.monotonic() < until:
        asked(1)
    began, ended = times["began"], times["ended"]
    return [taken for at, taken in asked.sales if began <= at <= ended] or [ended - began]


def _ratio_row(size: Size, found: Duel) -> Row:
    return Row(
        row=NAME,
        work=f"scan and sale over loopback, {size.members:,} members",
        floor=f"framed socket: {found.floor_spread.text(write_time)}",
        ours=f"{found.ours_spread.text(write_time)}, p99 {write_time(found.ours_at(0.99))}",
        ratio=found.ratio,
        goal=f"≤ {RATIO_MAX}x",
        met=found.ratio.middle <= RATIO_MAX,
        notes=(
            (
                "the framed socket serves the same JSON with the same counter and book, in a"
                " process of its own; ours is `vafa run`, which also pushes what is sold."
            ),
        ),
    )


def _peer_row(calm: Sequence[int]) -> Row:
    middle = quantile(calm, 0.5)
    below = PEER_NS / middle
    return Row(
        row=NAME,
        work="a sale's p50 beside the best peer's published answer",
        floor=f"Antavo: {write_time(PEER_NS)}",
        ours=write_time(middle),
        ratio=spread([middle / PEER_NS]),
        goal=f"≥ {BELOW_PEER_MIN}x below",
        met=below >= BELOW_PEER_MIN,
    )


def _p99_row(work: str, taken: Sequence[int], least: Sequence[int]) -> Row:
    own, floor = quantile(taken, 0.99), quantile(least, 0.99)
    return Row(
        row=NAME,
        work=work,
        floor=f"framed socket, calm: {write_time(floor)}",
        ours=Spread(middle=own, least=own, most=max(taken)).text(write_time),
        ratio=spread([own / floor]),
        goal=f"≤ {write_time(P99_NS_MAX)}",
        met=own <= P99_NS_MAX,
        notes=(f"{work}: of {len(taken):,} sales, the slowest in brackets.",),
    )
