"""P6: from a scanner's bytes on a pseudo terminal to an event; and a till at rest."""

import os
import select
import tempfile
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter_ns
from typing import Final

from agent.counter.ground.recognition import recognition_of
from drivers.ports.port import READ_BYTES_MAX, PortSettings
from drivers.recorded.simulate import PtyScanner
from drivers.register import build_driver
from drivers.worker import PortWorker
from tests.bench.measuring import Block, as_a_daemon, duel
from tests.bench.rows import Row, Spread, ratios, spread, write_time
from tests.bench.running import enrol, running
from tests.bench.shop import card_of, programme
from tests.bench.size import Size

NAME: Final = "P6"
SUMMARY: Final = "scan to event over a serial line, and a till at rest"
RATIO_MAX: Final = 1.5
REST_SHARE_MAX: Final = 0.001
END: Final = b"\r"
_PATIENCE_S: Final = 20
_POLL_S: Final = 0.001
_REST_PART_S: Final = 0.2
_PROCESS_CLOCK: Final = 2
_SECOND: Final = 1_000_000_000

Heard = SimpleQueue[int]
"""When each scan was heard, in nanoseconds."""


def run(size: Size) -> Sequence[Row]:
    """Scan by turns with a bare reader of the same kind of line; then let a till rest."""
    return [_heard_row(size), _rest_row(size)]


def _heard_row(size: Size) -> Row:
    with (
        tempfile.TemporaryDirectory(prefix="vafa-bench-") as name,
        _bare() as floor,
        _ours(Path(name) / "scanner", size) as ours,
        as_a_daemon(),
    ):
        found = duel(floor, ours, blocks=size.blocks, runs=size.runs)
    return Row(
        row=NAME,
        work="scan to event, a member's card",
        floor=f"poll and os.read: {found.floor_spread.text(write_time)}",
        ours=found.ours_spread.text(write_time),
        ratio=found.ratio,
        goal=f"≤ {RATIO_MAX}x",
        met=found.ratio.middle <= RATIO_MAX,
        notes=(
            "the floor is a thread that polls, reads and looks for the line's end.",
            "ours also frames, guards against payment cards, recognises, and wipes.",
        ),
    )


def _rest_row(size: Size) -> Row:
    shares: list[float] = []
    sleeps: list[float] = []
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as name:
        directory = Path(name)
        scanner = PtyScanner(directory / "scanner")
        port = enrol(directory, size)
        with (directory / "till.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                '[[devices]]\nname = "s"\ndriver = "line_scanner"\n'
                f'port = "{scanner.port}"\n'
            )
        with running(directory, port) as till:
            _settle(till.pid)
            for _ in range(size.blocks):
                used, passed = _used(till.pid, size.starts * _REST_PART_S)
                shares.append(used / passed)
                sleeps.append(REST_SHARE_MAX)
        scanner.close()
    share = spread(shares)
    return Row(
        row=NAME,
        work="processor of a till at rest",
        floor=f"the goal: {_write_share(REST_SHARE_MAX)}",
        ours=share.text(_write_share),
        ratio=_above_nothing(ratios(shares, sleeps)),
        goal=f"≤ {_write_share(REST_SHARE_MAX)}",
        met=share.middle <= REST_SHARE_MAX,
        notes=("at rest: serving, one scanner open, nobody asks, no head office.",),
    )


@contextmanager
def _bare() -> Iterator[Block]:
    """Yield the floor: a thread that does nothing but read lines."""
    master, slave = os.openpty()
    tty.setraw(slave)
    heard: Heard = SimpleQueue()
    over_r, over_w = os.pipe()

    def listen() -> None:
        poll = select.poll()
        poll.register(slave, select.POLLIN)
        poll.register(over_r, select.POLLIN)
        line = b""
        while True:
            ready = dict(poll.poll())
            if over_r in ready:
                return
            line += os.read(slave, READ_BYTES_MAX)
            if line.endswith(END):
                heard.put(perf_counter_ns())
                line = b""

    def send(data: bytes) -> int:
        return os.write(master, data)

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield lambda runs: [_one(send, heard, number) for number in range(runs)]
    finally:
        os.write(over_w, END)
        thread.join()
        for end in (master, slave, over_r, over_w):
            os.close(end)


@contextmanager
def _ours(path: Path, size: Size) -> Iterator[Block]:
    """Yield ours: the till's own worker and driver on a line of its own."""
    scanner = PtyScanner(path)
    heard: Heard = SimpleQueue()
    rules, _ = recognition_of(programme(size.rules).cards)
    numbers = cycle(range(1000))
    driver = build_driver("line_scanner", device="scanner", recognition=lambda: rules)

    def take(_: object) -> bool:
        heard.put(perf_counter_ns())
        return True

    worker = PortWorker(
        driver,
        PortSettings(port=scanner.port),
        device="scanner",
        sink=take,
    )
    worker.start()
    _until_open(worker)
    try:
        yield lambda runs: [_one(scanner.send, heard, next(numbers)) for _ in range(runs)]
    finally:
        worker.stop()
        scanner.close()


def _one(send: Callable[[bytes], object], heard: Heard, number: int) -> int:
    """Scan a card; return how long it took. No scan repeats the one before."""
    code = card_of(number).encode()
    began = perf_counter_ns()
    send(code + END)
    return heard.get(timeout=_PATIENCE_S) - began


def _until_open(worker: PortWorker) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not worker.state.is_open and time.monotonic() < until:
        time.sleep(_POLL_S)


def _settle(pid: int) -> None:
    """Wait until a till has done what it does once after its start."""
    until = time.monotonic() + _PATIENCE_S
    while _used(pid, _REST_PART_S)[0] > _SECOND * _REST_PART_S / 20:
        if time.monotonic() > until:
            return


def _used(pid: int, seconds: float) -> tuple[int, int]:
    """Return the processor's nanoseconds that a process takes in a while, and the while."""
    # POSIX names a process's own clock by its id, as clock_getcpuclockid(3) does.
    clock = (~pid << 3) | _PROCESS_CLOCK
    began, used = perf_counter_ns(), time.clock_gettime_ns(clock)
    time.sleep(seconds)
    return time.clock_gettime_ns(clock) - used, perf_counter_ns() - began


def _above_nothing(found: Spread) -> Spread:
    """Return a ratio that a till which took nothing at all still has."""
    least = 1e-6
    return Spread(
        middle=max(found.middle, least),
        least=max(found.least, least),
        most=max(found.most, least),
    )


def _write_share(share: float) -> str:
    return f"{share:.3%}"
