"""The port worker on real ports: unplugged, noisy, silent, ending, taken."""

import os
import random
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from drivers.ports.backoff import Backoff
from drivers.ports.port import BlockingPort, PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault
from drivers.recorded.simulate import PtyScanner, SocketScanner, pretend_scanner
from drivers.worker import SilenceClock
from tests.drivers.listening import Ear, listening, pause, until
from tests.drivers.vectors import coffee, error, member

COFFEE = b"]E04006381333931"


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PtyScanner]:
    """Plug a pretended scanner into a pty."""
    device = PtyScanner(tmp_path / "scanner")
    yield device
    device.close()


@pytest.fixture
def far_scanner() -> Iterator[SocketScanner]:
    """Plug a pretended scanner into a socket."""
    device = SocketScanner()
    yield device
    device.close()


def test_a_scan_is_heard(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        scanner.scan(COFFEE)

        assert ear.next() == coffee()


def test_no_scan_read_whole_is_lost_by_twenty_unplugs(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        heard = []
        for turn in range(1, 21):
            ear.until_open(turn)
            for number in range(3):
                scanner.scan(b"]C0T%d-%d" % (turn, number))
            heard += [ear.next()["data"] for _ in range(3)]
            scanner.unplug()
            ear.until_shut()
            scanner.replug()

    assert heard == [f"T{turn}-{number}" for turn in range(1, 21) for number in range(3)]
    assert ear.rest() == []


def test_no_scan_read_whole_is_lost_by_a_thousand_unplugs(scanner: PtyScanner) -> None:
    turns = range(1, 1_001)
    expected = 0
    with listening(scanner.port, backoff=Backoff(random.Random(7), first_ms=1)) as ear:
        for turn in turns:
            ear.until_open(turn)
            code = b"]C0T%d" % turn
            scanner.scan(code)
            expected += len(code) + 1
            until(lambda: ear.state.bytes_read == expected)  # noqa: B023  # asked at once
            scanner.unplug()
            ear.until_shut()
            scanner.replug()
        heard = [ear.next()["data"] for _ in turns]

    assert heard == [f"T{turn}" for turn in turns]
    assert ear.rest() == []


def test_an_open_port_echoes_nothing_back_to_its_scanner() -> None:
    master, slave = os.openpty()
    # As the system leaves a port that nobody has set up yet: cooked, with echo.
    path = os.ttyname(slave)
    with listening(path) as ear:
        ear.until_open()
        os.write(master, COFFEE + b"\r")
        assert ear.next() == coffee()
        echoed = select.select([master], [], [], 0.05)[0]
    for end in (master, slave):
        os.close(end)

    assert echoed == []


def test_whoever_else_reads_the_port_is_named(scanner: PtyScanner) -> None:
    with (
        listening(scanner.port) as ear,
        Path(scanner.port).open("rb") as shared,
        subprocess.Popen(["sleep", "60"], stdin=shared) as other,
    ):
        ear.until_open()
        scanner.scan(COFFEE)
        until(lambda: bool(ear.state.shared_with))
        named = ear.state.shared_with
        other.kill()

    assert f"sleep (process {other.pid})" in named


def test_half_a_scan_before_an_unplug_is_said_and_not_glued_to_the_next(
    scanner: PtyScanner,
) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        scanner.send(b"]E040063")
        until(lambda: ear.state.bytes_read == 8)
        scanner.unplug()
        ear.until_shut()
        scanner.replug()
        ear.until_open(2)
        scanner.scan(COFFEE)

        assert [ear.next(), ear.next()] == [error("partial_discarded"), coffee()]


def test_a_device_plugged_in_later_is_found(scanner: PtyScanner) -> None:
    scanner.unplug()
    with listening(scanner.port) as ear:
        until(lambda: ear.state.hint == "port.absent")
        scanner.replug()
        ear.until_open()
        scanner.scan(COFFEE)

        assert ear.next() == coffee()
        assert (ear.state.fault, ear.state.hint) == (None, None)


def test_noise_and_endless_lines_do_not_stop_the_next_scan(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        scanner.send(bytes(range(0x80, 0x100)) * 10 + b"\r")
        scanner.send(b"7" * 100_000 + b"\r")
        scanner.scan(COFFEE)

        assert [ear.next() for _ in range(3)] == [
            error("garbage"),
            error("too_long"),
            coffee(),
        ]


def test_two_thousand_scans_at_once_are_all_heard_in_order(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        for number in range(2_000):
            scanner.scan(b"]C0N%d" % number)

        assert [ear.next()["data"] for _ in range(2_000)] == [
            f"N{number}" for number in range(2_000)
        ]


def test_nothing_wakes_an_idle_port(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        scanner.scan(COFFEE)
        ear.next()
        wakes = ear.state.wakes
        pause(0.7)

        assert ear.state.wakes == wakes


def test_silence_ends_a_scan_without_suffix_and_wakes_once(scanner: PtyScanner) -> None:
    with listening(scanner.port, profile="scan_raw") as ear:
        ear.until_open()
        scanner.send(b"]C0M-00012345")

        assert ear.next() == member("CODE_128", aim="]C0")
        # The bytes may come in a few reads; the silence then wakes once, or once more
        # where the kernel's clock and ours round differently.
        assert ear.state.wakes <= 13 + 2
        assert not ear.rest()


def test_a_stripe_of_one_track_is_heard_after_its_group_is_over(
    scanner: PtyScanner,
) -> None:
    with listening(scanner.port, kind="stripe_reader", profile="msr_idtech") as ear:
        ear.until_open()
        scanner.scan(b";9899001234567892=?")

        assert ear.next()["token"] == "9899001234567892"


def test_a_worker_stops_in_whatever_state_it_is(scanner: PtyScanner) -> None:
    idle, absent, never = (
        Ear(port, "line_scanner", "") for port in (scanner.port, "/dev/absent", "/dev/no")
    )
    idle.worker.start()
    absent.worker.start()
    idle.until_open()
    until(lambda: absent.state.hint is not None)

    assert [ear.worker.stop() for ear in (idle, absent, never)] == [True, True, True]
    assert not any(ear.state.is_running for ear in (idle, absent, never))


def test_a_worker_stops_amid_a_flood(scanner: PtyScanner) -> None:
    with listening(scanner.port) as ear:
        ear.until_open()
        scanner.send(b"7" * 50_000)
        until(lambda: ear.state.bytes_read > 0)


def test_a_port_that_ends_at_once_is_not_opened_over_and_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        with listening(f"socket://127.0.0.1:{server.getsockname()[1]}") as ear:
            for _ in range(30):
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue

            # Without waits between tries there would be thousands.
            assert 0 < ear.state.opens < 30
            assert ear.state.wakes == 0


def test_a_port_taken_by_another_is_a_fault_until_it_is_free(scanner: PtyScanner) -> None:
    with listening(scanner.port) as second:
        second.until_open()
        with listening(scanner.port) as ear:
            until(lambda: ear.state.hint == "port.busy")
            second.worker.stop()
            ear.until_open()
            scanner.scan(COFFEE)

            assert ear.next() == coffee()


def test_a_scanner_behind_a_socket_is_heard_and_found_again(
    far_scanner: SocketScanner,
) -> None:
    with listening(far_scanner.port) as ear:
        for turn in (1, 2, 3):
            ear.until_open(turn)
            far_scanner.scan(COFFEE)
            assert ear.next() == coffee()
            far_scanner.unplug()
            ear.until_shut()
            far_scanner.replug()


def test_a_port_without_descriptor_is_heard_too(scanner: PtyScanner) -> None:
    with listening(f"spy://{scanner.port}") as ear:
        ear.until_open()
        scanner.scan(COFFEE)
        assert ear.next() == coffee()
        scanner.unplug()
        ear.until_shut()
        scanner.replug()
        ear.until_open(2)
        scanner.scan(COFFEE)

        assert ear.next() == coffee()


def test_a_loop_without_bytes_wakes_ten_times_a_second_at_most() -> None:
    with listening("loop://") as ear:
        ear.until_open()
        pause(0.5)

        assert ear.state.wakes <= 6


def test_settings_that_cannot_be_are_a_fault_with_a_hint(scanner: PtyScanner) -> None:
    waker = Waker()

    with pytest.raises(PortFault) as fault:
        open_port(PortSettings(port=scanner.port, baud=-1), waker)

    assert fault.value.hint == "port.settings"
    waker.close()


def test_time_we_were_deaf_is_no_silence() -> None:
    clock = SilenceClock()
    pause(0.05)

    assert clock.advance(until_ms=10) == 10
    pause(0.05)
    assert clock.advance(until_ms=None) >= 50


def test_a_pretended_scanner_keeps_its_address_when_replugged(tmp_path: Path) -> None:
    device = pretend_scanner(tmp_path / "scanner")
    port = device.port

    device.unplug()
    was_plugged = device.is_plugged
    device.replug()

    assert (was_plugged, device.is_plugged, device.port) == (False, True, port)
    device.close()


def test_a_port_that_says_nothing_at_once_for_ever_keeps_no_core_busy(
    scanner: PtyScanner,
) -> None:
    waker = Waker()
    port = BlockingPort(serial.Serial(scanner.port, timeout=0), waker)
    end_s = time.monotonic() + 0.3
    reads = 0

    while time.monotonic() < end_s:
        assert port.read(50) == b""
        reads += 1

    assert reads <= 7
    port.close()
    waker.close()


def descriptors() -> int:
    """Count the lowest descriptors that are open, where no /proc tells."""
    return sum(1 for number in range(256) if _is_open(number))


def test_a_scanner_whose_path_is_taken_leaves_no_terminal_open(
    tmp_path: Path,
) -> None:
    path = tmp_path / "taken"
    path.touch()
    before = descriptors()

    for _ in range(3):
        with pytest.raises(FileExistsError):
            PtyScanner(path)

    assert descriptors() == before


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
