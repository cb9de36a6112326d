"""Pass-through: what is ours is taken, every other byte reaches the POS."""

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.dialects.ssi import ACKNOWLEDGED, ssi_packet
from drivers.events import BarcodeScanned, CardSwiped, DeviceEvent, Heard
from drivers.kinds.profiles import PROFILES
from drivers.passthrough.passage import STALE_S, WAITING_BYTES_MAX, Passage
from drivers.passthrough.passing import HELD_MS, SILENCE_MS, PassedDriver, Passing
from drivers.ports.port import PortSettings
from drivers.ports.port_fault import PortFault
from drivers.recorded.scripted import (
    ScriptedLine,
    Step,
    Unplugged,
    VirtualClock,
    cut_anywhere,
)
from drivers.recorded.simulate import PtyScanner
from drivers.register import Driver, driver_for
from drivers.worker import PortWorker
from tests.drivers.hearing import PROGRAMME
from tests.drivers.listening import pause, until

OURS = (b"]C0M-00012345\r", b"M-000777\r\n", b"]C0GC7K2M9QX4TB\r", b";9899001234567892=?\r")
THEIRS = (
    b"]E04006381333931\r",
    b"4006381333931\r\n",
    b"]C0M-0001\r",
    b"%B4111111111111111^A/B^30121010000?;4111111111111111=30121010000?\r",
    b"\x01\x02MGL\x03\x04\r",
    b"\xf8\x00\x9e\x80\r",
    b"\x11\x13",
    b"\r\n\r",
    b"]L2@\n\x1e\rANSI 636014040002DL00410278ZC\rDCSX\r",
)


class Pos:
    """A POS that has our port open, and reads all there is."""

    def __init__(self, passage: Passage, path: Path) -> None:
        self._passage = passage
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.got = b""

    def read(self) -> bytes:
        """Read until nothing is left, also of what waits for room."""
        while True:
            self.look()
            if self._passage.flush():
                return self.look()

    def look(self) -> bytes:
        """Read what is there; whoever passes bytes on does so in a thread of its own."""
        with suppress(BlockingIOError):
            while piece := os.read(self._fd, 4096):
                self.got += piece
        return self.got

    def write(self, data: bytes) -> None:
        """Say something to the device."""
        os.write(self._fd, data)

    def close(self) -> None:
        """Close the port."""
        os.close(self._fd)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pos-scanner"


@pytest.fixture
def passage(path: Path) -> Iterator[Passage]:
    there = Passage(path)
    yield there
    there.close()


@pytest.fixture
def pos(passage: Passage, path: Path) -> Iterator[Pos]:
    there = Pos(passage, path)
    yield there
    there.close()


@dataclass
class Told:
    """What the till was asked to take, and what it was told went on."""

    is_well: bool = True
    taken: list[DeviceEvent] = field(default_factory=list)
    passed: list[DeviceEvent] = field(default_factory=list)

    def take(self, event: DeviceEvent) -> bool:
        """Take an event, if all is well."""
        if self.is_well:
            self.taken.append(event)
        return self.is_well

    def hear(self, event: DeviceEvent) -> bool:
        """Take note of what went on."""
        self.passed.append(event)
        return True


def undebounced(profile: str) -> Driver:
    """Build a profile's driver as pass-through needs it."""
    return driver_for(
        PROFILES[profile], device="d", recognition=lambda: PROGRAMME, debounce_ms=0
    )


def tokens(events: Iterable[DeviceEvent]) -> list[str | None]:
    """Name the codes of events."""
    return [
        each.token or each.data if isinstance(each, BarcodeScanned) else each.token
        for each in events
        if isinstance(each, BarcodeScanned | CardSwiped)
    ]


def played(
    passage: Passage,
    script: Iterable[Step],
    told: Told,
    *,
    driver: Driver | None = None,
) -> ScriptedLine:
    """Let a script go through, to the end."""
    clock = VirtualClock()
    line = ScriptedLine(script, clock)
    passed = PassedDriver(
        driver=driver or undebounced("scan_datalogic"), passage=passage, take=told.take
    )
    passing = Passing(passed, clock=clock, sink=told.hear)
    while not line.is_over:
        try:
            passing.hear(line)
        except PortFault:
            passing.end()
    passing.end()
    return line


@given(
    st.lists(st.sampled_from([*OURS, *THEIRS]), max_size=12),
    st.integers(0, 2**32),
)
def test_every_byte_that_is_not_ours_arrives_in_order_however_reads_are_cut(
    pieces: list[bytes], seed: int
) -> None:
    # One path for each example: a fixture would be shared by all of them.
    path = Path(f"/tmp/vafa-passing-{os.getpid()}")  # noqa: S108  # gone at once
    passage = Passage(path)
    pos = Pos(passage, path)
    # A card twice within 0.8 s is one event; the POS gets neither. A licence's lines end in
    # a silence, and what follows it at once would be swallowed by us, not by the POS.
    script: list[Step] = [step for piece in pieces for step in (piece, 1_000)]

    played(passage, cut_anywhere(script, random.Random(seed)), told := Told())
    got = pos.read()
    pos.close()
    passage.close()

    assert got == b"".join(piece for piece in pieces if piece not in OURS)
    assert len(told.taken) == sum(piece in OURS for piece in pieces)


@pytest.mark.parametrize("cut", range(1, 14))
def test_a_code_that_comes_in_two_reads_is_taken_whole(
    passage: Passage, pos: Pos, cut: int
) -> None:
    code = b"]C0M-00012345\r"

    played(passage, [code[:cut], SILENCE_MS // 2, code[cut:]], told := Told())

    assert (pos.read(), tokens(told.taken)) == (b"", ["M-00012345"])


def test_a_nervous_second_scan_is_taken_too_and_told_once(
    passage: Passage, pos: Pos
) -> None:
    code = b"]C0M-00012345\r\n"

    played(passage, [code, 300, code, 300, b"]E04006381333931\r\n"], told := Told())

    assert pos.read() == b"]E04006381333931\r\n"
    assert len(told.taken) == 1


def test_what_is_held_is_passed_on_after_a_short_silence_and_its_rest_too(
    passage: Passage, pos: Pos
) -> None:
    driver, told, clock = undebounced("scan_line"), Told(), VirtualClock()
    line = ScriptedLine([b"]C0M-000", SILENCE_MS, 100, b"12345\r"], clock)
    passed = PassedDriver(driver=driver, passage=passage, take=told.take)
    passing = Passing(passed, clock=clock, sink=told.hear)

    passing.hear(line)
    held = pos.read()
    passing.hear(line)
    after_silence, at_ms = pos.read(), clock.now_ms
    while not line.is_over:
        passing.hear(line)

    assert (held, after_silence, at_ms) == (b"", b"]C0M-000", SILENCE_MS)
    assert pos.read() == b"]C0M-00012345\r"
    # The POS has it now; the till is told of the member all the same.
    assert (told.taken, tokens(told.passed)) == ([], ["M-00012345"])


def test_a_code_that_never_ends_is_held_no_longer_than_its_time(
    passage: Passage, pos: Pos
) -> None:
    script: list[Step] = [step for _ in range(40) for step in (b"7", 30)]
    clock, told = VirtualClock(), Told()
    line = ScriptedLine(script, clock)
    passed = PassedDriver(driver=undebounced("scan_line"), passage=passage, take=told.take)
    passing = Passing(passed, clock=clock, sink=told.hear)
    while not pos.read():
        passing.hear(line)

    assert HELD_MS <= clock.now_ms <= HELD_MS + 30


def test_when_the_till_takes_nothing_the_pos_gets_everything(
    passage: Passage, pos: Pos
) -> None:
    pieces = [*OURS, *THEIRS[:4]]

    played(
        passage,
        [step for piece in pieces for step in (piece, 1_000)],
        told := Told(is_well=False),
    )

    assert pos.read() == b"".join(pieces)
    assert told.taken == []


class BrokenDriver:
    """A driver with a mistake in it."""

    kind = "line_scanner"

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Heard]:
        """Raise, as no driver should."""
        raise ZeroDivisionError(at_ms, len(data))

    idle = feed

    def due_ms(self) -> int | None:
        """Wait for nothing."""
        return None

    def close(self) -> Iterator[Heard]:
        """Say nothing."""
        return iter(())


def test_a_driver_that_breaks_blinds_us_and_not_the_pos(passage: Passage, pos: Pos) -> None:
    script: Sequence[Step] = (b"]E0400638", 5, b"1333931\r", 5, b"]C0M-00012345\r")

    played(passage, script, Told(), driver=BrokenDriver())  # type: ignore[arg-type]  # so meant

    assert pos.read() == b"]E04006381333931\r]C0M-00012345\r"


def test_an_unplug_in_the_middle_passes_on_what_came(passage: Passage, pos: Pos) -> None:
    played(passage, [b"]C0M-000", Unplugged(), b"]E04006381333931\r"], Told())

    assert pos.read() == b"]C0M-000]E04006381333931\r"


def test_a_decoder_hears_from_us_for_what_we_take_and_from_the_pos_for_the_rest(
    passage: Passage, pos: Pos
) -> None:
    ours = ssi_packet(0xF3, b"\x03M-00012345", source=0)
    theirs = ssi_packet(0xF3, b"\x0b4006381333931", source=0)

    line = played(passage, [ours, theirs], Told(), driver=undebounced("ssi"))

    assert pos.read() == theirs
    assert line.written == [ACKNOWLEDGED]


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_noise_goes_on_whatever_the_profile(
    passage: Passage, pos: Pos, profile: str
) -> None:
    chance = random.Random(profile)
    noise = [chance.randbytes(chance.randint(1, 60)) for _ in range(40)]
    told = Told(is_well=False)

    played(
        passage,
        [step for data in noise for step in (data, chance.choice((1, 90, 700)))],
        told,
        driver=undebounced(profile),
    )

    assert pos.read() == b"".join(noise)


def test_what_the_pos_says_goes_to_the_device_but_not_from_before_it_was_there(
    passage: Passage, pos: Pos
) -> None:
    clock, told = VirtualClock(), Told()
    line = ScriptedLine([b"\r", 5, b"\r"], clock)
    passed = PassedDriver(driver=undebounced("scan_line"), passage=passage, take=told.take)
    passing = Passing(passed, clock=clock, sink=told.hear)

    pos.write(b"old")
    passing.hear(line)
    pos.write(b"\x16T\r")
    passing.hear(line)

    assert line.written == [b"\x16T\r"]


def test_a_pos_that_reads_nothing_loses_old_codes_and_blocks_nobody(
    passage: Passage, path: Path
) -> None:
    for _ in range(2 * WAITING_BYTES_MAX // 4096 + 2):
        passage.pass_on(b"7" * 4096)
    pause(STALE_S + 0.1)
    passage.pass_on(b"new")
    pos = Pos(passage, path)

    assert pos.read() == b"new"
    assert passage.lost > WAITING_BYTES_MAX
    pos.close()


def test_a_path_that_is_a_file_is_left_alone(path: Path) -> None:
    path.write_text("mine")

    with pytest.raises(PortFault) as fault:
        Passage(path)

    assert (fault.value.hint, path.read_text()) == ("passage.path", "mine")


def test_the_path_of_a_till_that_was_killed_is_used_again(path: Path) -> None:
    path.symlink_to("/dev/pts/vafa-is-gone")

    passage = Passage(path)
    was_there = path.exists()
    passage.close()

    assert (was_there, path.is_symlink()) == (True, False)


def test_through_a_real_port_the_pos_keeps_its_own_while_the_scanner_is_replugged(
    tmp_path: Path, passage: Passage, pos: Pos
) -> None:
    scanner, told = PtyScanner(tmp_path / "scanner"), Told()
    passed = PassedDriver(driver=undebounced("scan_line"), passage=passage, take=told.take)
    worker = PortWorker(passed, PortSettings(port=scanner.port), device="d", sink=told.hear)
    worker.start()
    for turn in (1, 2):
        until(lambda: worker.state.is_open and worker.state.opens >= turn)  # noqa: B023  # asked at once
        scanner.scan(b"]C0M-0001234%d" % turn)
        scanner.scan(b"]E04006381333931")
        until(lambda: pos.look() == b"]E04006381333931\r" * turn)  # noqa: B023  # as above
        pos.write(b"\x16T\r")
        until(lambda: b"\x16T\r" in scanner.heard())
        scanner.unplug()
        until(lambda: not worker.state.is_open)
        scanner.replug()
    until(worker.stop)
    scanner.close()

    assert tokens(told.taken) == ["M-00012341", "M-00012342"]
