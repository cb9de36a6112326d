"""A scanner that a POS owns, with the till between: real ports, daemon, loops that hang."""

import os
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.devices.ears import Ears
from agent.devices.passages import Passages
from agent.loop.inbox import Inbox
from agent.loop.loop import Loop
from agent.settings.config import Device
from agent.settings.config_faults import ConfigFault
from drivers.events import BarcodeScanned, DeviceEvent
from drivers.guard.recognition import CardRange, Recognition
from drivers.recorded.simulate import PtyScanner
from tests.agent.counter.shop import CARD
from tests.agent.running import START_S, command, enrolled_folder, running

TAKE_S = 1.6
"""How long a bench's POS waits for our loop: a slow machine is no failure."""

MEMBER = f"]C0{CARD}\r\n".encode()
PRODUCT = b"]E04006381333931\r\n"
SETTINGS = """
[[devices]]
name = "scanner"
driver = "line_scanner"
port = "{port}"
workstation = "L2"
pass_to = "pos-scanner"
"""


class Pos:
    """A POS that reads the port it is told is its scanner's."""

    def __init__(self, path: Path) -> None:
        until = time.monotonic() + START_S
        while not path.exists():
            assert time.monotonic() < until
            threading.Event().wait(0.01)
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        self.got = b""

    def until(self, wanted: bytes) -> bytes:
        """Read until so much is there, and give what came."""
        end = time.monotonic() + START_S
        while len(self.got) < len(wanted) and time.monotonic() < end:
            self.got += self.now(0.2)
        return self.got

    def now(self, timeout_s: float = 0.0) -> bytes:
        """Read what comes within a moment."""
        ready, _, _ = select.select([self._fd], [], [], timeout_s)
        return os.read(self._fd, 4096) if ready else b""

    def write(self, data: bytes) -> None:
        """Say something to the scanner."""
        os.write(self._fd, data)

    def close(self) -> None:
        """Close the port."""
        os.close(self._fd)


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PtyScanner]:
    device = PtyScanner(tmp_path / "scanner")
    yield device
    device.close()


def test_a_running_till_takes_a_member_and_the_pos_has_all_the_rest(
    tmp_path: Path, scanner: PtyScanner
) -> None:
    config = enrolled_folder(tmp_path, extra=SETTINGS.format(port=scanner.port))
    with running(config) as till:
        pos = Pos(tmp_path / "pos-scanner")
        heard_s = time.monotonic() + START_S
        while not till.ask("GET", "/v1/health").json["devices"][0]["open"]:
            assert time.monotonic() < heard_s
        got = scanned_until_taken(scanner, pos)
        pos.write(b"\x16T\r")
        asked = b""
        while not asked:
            assert time.monotonic() < heard_s
            asked = scanner.heard()
        session = till.ask("GET", "/v1/session?workstation=L2").json
        till.stop()
        pos.close()

    assert got.replace(MEMBER, b"").replace(PRODUCT, b"") == b""
    assert got.endswith(PRODUCT * 2)
    assert session["member"]["name"] == "Sara A."
    assert asked == b"\x16T\r"


def test_a_till_that_cannot_open_passes_everything_on_until_it_can(
    tmp_path: Path, scanner: PtyScanner
) -> None:
    config = enrolled_folder(tmp_path, extra=SETTINGS.format(port=scanner.port))
    identity, away = tmp_path / "data" / "identity.json", tmp_path / "identity.away"
    shutil.move(identity, away)
    with background(config) as said:
        pos = Pos(tmp_path / "pos-scanner")
        until_said(said, "passing_only")
        got = scanned_until_heard(scanner, pos, MEMBER)
        shutil.move(away, identity)
        until_said(said, '"started"')
        pos.now()
        pos.got = b""
        scanner.send(MEMBER + PRODUCT)
        after = pos.until(PRODUCT)
        pos.close()

    assert got.startswith(MEMBER)
    assert after == PRODUCT


def test_a_payment_card_goes_to_the_pos_and_into_no_file(
    tmp_path: Path, scanner: PtyScanner
) -> None:
    swipe = b"%B4111111111111111^DOE/JOHN^30121010000?;4111111111111111=30121010000?\r\n"
    config = enrolled_folder(tmp_path, extra=SETTINGS.format(port=scanner.port))
    with running(config) as till:
        pos = Pos(tmp_path / "pos-scanner")
        got = scanned_until_heard(scanner, pos, swipe)
        till.stop()
        pos.close()

    assert got.startswith(swipe)
    for file in [file for file in tmp_path.rglob("*") if file.is_file()]:
        assert b"11111" not in file.read_bytes(), file.name


@contextmanager
def background(config: Path) -> Iterator[Path]:
    """Run the daemon, wherever it gets to; give the file of what it says."""
    said = config.parent / "said"
    with said.open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "sync.kit.cli", "run", "--config", str(config)],
            stderr=stderr,
        )
        try:
            yield said
        finally:
            process.kill()
            process.wait(START_S)


def until_said(said: Path, word: str) -> None:
    """Wait until the daemon has logged a word."""
    end = time.monotonic() + START_S
    while word not in said.read_text(encoding="utf-8"):
        assert time.monotonic() < end, said.read_text(encoding="utf-8")
        threading.Event().wait(0.02)


def scanned_until_taken(scanner: PtyScanner, pos: Pos) -> bytes:
    """Scan a member between two products until the POS gets the products alone.

    A till that is busy for a moment passes the member on: that is no failure.
    """
    end = time.monotonic() + START_S
    products = 0
    while not pos.got.endswith(PRODUCT * 2):
        for data in (PRODUCT, MEMBER, PRODUCT):
            scanner.send(data)
        products += 2
        while pos.got.count(PRODUCT) < products:
            assert time.monotonic() < end
            pos.got += pos.now(0.2)
    return pos.got


def scanned_until_heard(scanner: PtyScanner, pos: Pos, data: bytes) -> bytes:
    """Scan again and again until the POS has it: what comes before a port opens is lost."""
    for _ in range(100):
        scanner.send(data)
        if got := pos.now(0.3):
            return got + pos.now(0.3)
    return b""


class Bench:
    """Ears over a loop of our own, one scanner, and the POS that owns it."""

    def __init__(self, folder: Path, port: str) -> None:
        device = Device(
            name="s", driver="line_scanner", port=port, pass_to=folder / "pos-scanner"
        )
        self.heard: list[DeviceEvent] = []
        self.hold = threading.Event()
        self.hold.set()
        self.is_broken = False
        self.inbox = Inbox()
        self.loop = Loop(self.inbox)
        self.passages = Passages((device,))
        self.ears = Ears(
            (device,),
            workstation="L1",
            inbox=self.inbox,
            hear=self._hear,
            passages=self.passages.by_name,
            take_s=TAKE_S,
        )
        self.ears.recognition = Recognition(cards=(CardRange("639900", 16),))
        self.ears.start()
        self.pos = Pos(folder / "pos-scanner")
        until = time.monotonic() + START_S
        while not self.ears.states[0].is_open:
            assert time.monotonic() < until
            threading.Event().wait(0.01)

    def _hear(self, event: DeviceEvent, workstation: str) -> None:
        self.hold.wait(START_S)
        if self.is_broken:
            raise ZeroDivisionError(workstation)
        self.heard.append(event)

    @property
    def members(self) -> list[DeviceEvent]:
        """Those that the loop dealt with."""
        return [
            each
            for each in self.heard
            if isinstance(each, BarcodeScanned) and each.class_name == "member"
        ]

    def close(self) -> None:
        """Put everything away."""
        self.hold.set()
        self.ears.stop()
        self.inbox.close()
        self.pos.close()
        self.passages.close()


@pytest.fixture
def bench(tmp_path: Path, scanner: PtyScanner) -> Iterator[Bench]:
    there = Bench(tmp_path, scanner.port)
    yield there
    there.close()


def test_without_a_loop_every_byte_flows_soon(bench: Bench, scanner: PtyScanner) -> None:
    scanner.send(MEMBER + PRODUCT + MEMBER)

    assert bench.pos.until(MEMBER + PRODUCT + MEMBER) == MEMBER + PRODUCT + MEMBER
    assert bench.heard == []


def test_a_loop_that_hangs_costs_one_wait_and_then_none(
    bench: Bench, scanner: PtyScanner
) -> None:
    bench.loop.start()
    bench.hold.clear()
    cards = [f"6399001234567893\r{number}\r".encode() for number in range(20)]
    for data in cards:
        scanner.send(data)

    # A wait for each of them would take longer than the POS waits here for all.
    assert TAKE_S * len(cards) > START_S
    assert bench.pos.until(b"".join(cards)) == b"".join(cards)
    bench.hold.set()


def test_a_loop_that_hung_takes_again_when_it_is_back(
    bench: Bench, scanner: PtyScanner
) -> None:
    bench.loop.start()
    bench.hold.clear()
    scanner.send(MEMBER)
    passed = bench.pos.until(MEMBER)
    bench.hold.set()
    bench.inbox.ask("after_it", lambda: None).result(START_S)
    scanner.send(MEMBER + PRODUCT)

    assert passed == MEMBER
    assert bench.pos.until(MEMBER + PRODUCT) == MEMBER + PRODUCT
    assert len(bench.members) == 2


def test_a_code_that_breaks_the_loop_goes_to_the_pos(
    bench: Bench, scanner: PtyScanner
) -> None:
    bench.loop.start()
    bench.is_broken = True
    scanner.send(MEMBER)

    assert bench.pos.until(MEMBER) == MEMBER


def test_without_a_programme_the_pos_has_everything(
    bench: Bench, scanner: PtyScanner
) -> None:
    bench.loop.start()
    bench.ears.recognition = Recognition()
    scanner.send(MEMBER + PRODUCT)

    assert bench.pos.until(MEMBER + PRODUCT) == MEMBER + PRODUCT


def test_two_tills_do_not_take_one_virtual_port_from_each_other(tmp_path: Path) -> None:
    device = Device(
        name="s", driver="line_scanner", port="x", pass_to=tmp_path / "pos-scanner"
    )
    first = Passages((device,))

    with pytest.raises(ConfigFault, match="pos-scanner cannot be made"):
        Passages((device,))

    assert (tmp_path / "pos-scanner").exists()
    first.close()


def test_two_devices_with_one_virtual_port_are_one_sentence(tmp_path: Path) -> None:
    one = SETTINGS.format(port="x")
    config = enrolled_folder(tmp_path, extra=one + one.replace('"scanner"', '"other"'))

    done = command("run", "--config", str(config))

    assert "two [[devices]] have the same `pass_to`" in done.stderr
