"""P2: the same scan and sale as a POS asks for them, over the local API."""

import json
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, cast

from tests.bench.bodies import sale_body, scan_body
from tests.bench.framed import FramedTill, framed_till
from tests.bench.measuring import Duel, duel
from tests.bench.rows import Row, Spread, judged, quantile, spread, write_time
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
_OK: Final = b"HTTP/1.1 200"


class HttpTill:
    """The asking side of the local API: one connection, requests by hand."""

    def __init__(self, till: Running) -> None:
        self._socket: Final = socket.create_connection((HOST, till.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers: Final = self._socket.makefile("rb")
        self._head: Final = (
            f"HTTP/1.1\r\nHost: {HOST}:{till.port}\r\n"
            f"Authorization: Bearer {till.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def scan(self, body: bytes) -> bytes:
        """Ask about a scan."""
        return self._ask(b"POST /v1/scans ", body)

    def sale(self, body: bytes) -> bytes:
        """Have a sale booked."""
        return self._ask(b"POST /v1/sales ", body)

    def sync(self) -> Mapping[str, object]:
        """Have till and head office brought together; return what that did."""
        # Ours is a JSON object by its public shape.
        return cast("Mapping[str, object]", json.loads(self._ask(b"POST /v1/sync ", b"")))

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
    sales: list[int] = field(default_factory=list)

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
        self.sales.append(sold - scanned)
        return sold - began


def run(size: Size) -> Sequence[Row]:
    """Ask the framed floor and ``vafa run`` by turns; then while a snapshot comes."""
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
                return _measured(size, floor, till, office)


def _measured(
    size: Size, floor: FramedTill, till: Running, office: OfficeProcess
) -> Sequence[Row]:
    bare = Customers(floor, visits(size))
    asked = Customers(HttpTill(till), visits(size))
    found = duel(bare, asked, blocks=size.blocks, runs=size.runs)
    calm, least = tuple(asked.sales), tuple(bare.sales)
    at = len(calm)
    _sell_while_a_snapshot_comes(bare, asked, till, office)
    asked.till.close()
    members = f"{size.snapshot_members:,} members"
    return [
        _ratio_row(size, found),
        _peer_row(calm, least),
        _p99_row("a sale's p99", calm, least),
        _p99_row(
            f"a sale's p99 while {members} come down", asked.sales[at:], bare.sales[at:]
        ),
    ]


def _sell_while_a_snapshot_comes(
    bare: Customers, asked: Customers, till: Running, office: OfficeProcess
) -> None:
    """Sell by turns until the snapshot has come down to the till."""
    office.send_snapshot()
    caller = HttpTill(till)
    with ThreadPoolExecutor(1) as other:
        synced = other.submit(caller.sync)
        while not synced.done():
            bare(1)
            asked(1)
        report = synced.result()
    caller.close()
    if not report["complete"] or not report["buckets"]:
        raise NoSaleError(f"no snapshot came down: {report}")


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
                "the framed socket serves the same JSON with the same counter and book in a"
                " process of its own; ours is `vafa run`, which also pushes what is sold."
            ),
        ),
    )


def _peer_row(calm: Sequence[int], least: Sequence[int]) -> Row:
    middle = quantile(calm, 0.5)
    return Row(
        row=NAME,
        work="a sale's p50 beside the best peer's",
        floor=f"published by Antavo: {write_time(PEER_NS)}",
        ours=write_time(middle),
        ratio=spread([middle / PEER_NS]),
        goal=f"≥ {BELOW_PEER_MIN}x below",
        met=judged(middle, quantile(least, 0.5), most=PEER_NS // BELOW_PEER_MIN),
    )


def _p99_row(work: str, taken: Sequence[int], least: Sequence[int]) -> Row:
    own, floor = quantile(taken, 0.99), quantile(least, 0.99)
    return Row(
        row=NAME,
        work=work,
        floor=f"framed socket: {write_time(floor)}",
        ours=Spread(middle=own, least=own, most=max(taken)).text(write_time),
        ratio=spread([own / floor]),
        goal=f"≤ {write_time(P99_NS_MAX)}",
        met=judged(own, floor, most=P99_NS_MAX),
        notes=(f"{work}: of {len(taken):,} sales; in brackets the slowest.",),
    )
