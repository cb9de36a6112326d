"""A printer or display is told without anybody waiting, whatever it does."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from drivers.mouth.speaker import GLASS, PAPER, Speaker
from drivers.ports.port import Flow, PortSettings
from tests.drivers.listening import until
from tests.drivers.printing import (
    COVER_OPEN,
    PAPER_LOW,
    PAPER_OUT,
    READY,
    NetworkPrinter,
    PtyPrinter,
    job,
    speaking,
    until_done,
)

SLIP = b"\x1b@Corner shop\n\n\n\x1dVB\x00"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PtyPrinter]:
    """Plug a pretended printer into a pty."""
    device = PtyPrinter(tmp_path / "printer")
    yield device
    device.close()


def test_a_slip_is_printed_on_a_serial_printer(printer: PtyPrinter) -> None:
    with speaking(printer.port) as speaker:
        assert speaker.say(job(SLIP))
        until(lambda: bytes(printer.printed) == SLIP)
        until_done(speaker, 1)

        assert speaker.state.condition == "ready"
        assert speaker.state.is_well


@pytest.mark.parametrize("flow", get_args(Flow))
def test_a_printer_may_ask_for_pauses_in_any_way(printer: PtyPrinter, flow: Flow) -> None:
    speaker = Speaker(PortSettings(port=printer.port, flow=flow), device="p", policy=PAPER)
    speaker.start()
    speaker.say(job(SLIP))
    until(lambda: bytes(printer.printed) == SLIP)

    assert speaker.stop()


def test_slips_come_out_in_the_order_in_which_they_were_asked_for(
    printer: PtyPrinter,
) -> None:
    with speaking(printer.port) as speaker:
        for number in range(20):
            speaker.say(job(b"slip %d\n" % number))
        until_done(speaker, 20)

    assert printer.printed.decode().split("\n")[:-1] == [f"slip {n}" for n in range(20)]


@pytest.mark.parametrize(
    ("answers", "condition"), [(COVER_OPEN, "cover_open"), (PAPER_OUT, "paper_out")]
)
def test_a_slip_waits_for_paper_and_a_closed_cover(
    printer: PtyPrinter, answers: dict[int, int], condition: str
) -> None:
    printer.answers = answers
    with speaking(printer.port) as speaker:
        speaker.say(job(SLIP))
        until(lambda: speaker.state.condition == condition)
        assert not speaker.state.is_well
        assert bytes(printer.printed) == b""
        printer.answers = READY
        until_done(speaker, 1)

    until(lambda: bytes(printer.printed) == SLIP)


def test_a_printer_low_on_paper_prints(printer: PtyPrinter) -> None:
    printer.answers = PAPER_LOW
    with speaking(printer.port) as speaker:
        speaker.say(job(SLIP))
        until_done(speaker, 1)

        assert speaker.state.condition == "paper_low"


def test_a_printer_that_never_answers_prints(printer: PtyPrinter) -> None:
    printer.answers = {}
    with speaking(printer.port) as speaker:
        speaker.say(job(SLIP))
        until_done(speaker, 1)

        assert speaker.state.condition == "unknown"


def test_a_printer_that_answered_and_falls_silent_is_in_trouble(
    printer: PtyPrinter,
) -> None:
    with speaking(printer.port) as speaker:
        until(lambda: speaker.state.condition == "ready")
        printer.answers = {}
        speaker.say(job(SLIP))
        until(lambda: speaker.state.condition == "trouble")

        assert bytes(printer.printed) == b""


def test_a_printer_unplugged_and_plugged_in_again_prints_what_waited(
    printer: PtyPrinter,
) -> None:
    with speaking(printer.port) as speaker:
        until(lambda: speaker.state.condition == "ready")
        printer.unplug()
        speaker.say(job(SLIP))
        until(lambda: speaker.state.hint is not None)
        printer.replug()
        until_done(speaker, 1)

    until(lambda: bytes(printer.printed) == SLIP)


def test_a_slip_nobody_waits_for_any_more_is_dropped_by_name(tmp_path: Path) -> None:
    with speaking(str(tmp_path / "nowhere")) as speaker:
        speaker.say(job(SLIP, "t1.3-7", good_s=0))
        until(lambda: speaker.state.dropped == 1)

        assert speaker.state.last_dropped == "t1.3-7"
        assert speaker.state.hint == "port.absent"


def test_a_full_queue_says_no_at_once(tmp_path: Path) -> None:
    with speaking(str(tmp_path / "nowhere")) as speaker:
        taken = [speaker.say(job(SLIP)) for _ in range(40)]

        assert taken == [True] * 32 + [False] * 8
        assert (speaker.state.dropped, speaker.state.why_dropped) == (8, "no room")


def test_a_job_that_cannot_be_made_is_dropped_and_the_next_one_printed(
    printer: PtyPrinter,
) -> None:
    def make() -> bytes:
        raise KeyError("a mistake of ours")

    with speaking(printer.port) as speaker:
        broken = job(b"")
        speaker.say(type(broken)(name="broken", make=make, good_s=60))
        speaker.say(job(SLIP))
        until_done(speaker, 1)

        assert (speaker.state.dropped, speaker.state.last_dropped) == (1, "broken")
        assert speaker.state.why_dropped == "KeyError"


def test_a_network_printer_is_let_go_after_each_queue() -> None:
    printer = NetworkPrinter()
    with speaking(printer.port) as speaker:
        until(lambda: speaker.state.condition == "ready")
        speaker.say(job(SLIP))
        until(lambda: printer.jobs == [SLIP])
        speaker.say(job(SLIP * 2))
        until(lambda: printer.jobs == [SLIP, SLIP * 2])
    printer.close()


def test_a_network_printer_that_stalls_holds_up_nobody() -> None:
    printer = NetworkPrinter(stalls=True)
    with speaking(printer.port) as speaker:
        until(lambda: printer.connections > 0)
        taken = [speaker.say(job(bytes(4_000_000))) for _ in range(32)]

        assert taken == [True] * 32
        assert speaker.stop()
    printer.close()


def test_a_network_printer_that_is_off_is_told_as_absent() -> None:
    printer = NetworkPrinter()
    printer.close()
    with speaking(printer.port) as speaker:
        until(lambda: speaker.state.hint == "port.absent")

        assert not speaker.state.is_well


def test_a_file_takes_every_job_at_its_end(tmp_path: Path) -> None:
    spool = tmp_path / "slips.bin"
    spool.touch()
    with speaking(f"file:{spool}", look=None) as speaker:
        speaker.say(job(b"one"))
        speaker.say(job(b"two"))
        until_done(speaker, 2)

    assert spool.read_bytes() == b"onetwo"


def test_a_display_shows_the_newest_only(printer: PtyPrinter) -> None:
    printer.unplug()
    with speaking(printer.port, policy=GLASS, look=None) as speaker:
        assert [speaker.say(job(b"%d" % n)) for n in range(5)] == [True] * 5
        printer.replug()
        until_done(speaker, 1)

    until(lambda: bytes(printer.printed) == b"4")


def test_an_idle_speaker_is_stopped_at_once(printer: PtyPrinter) -> None:
    with speaking(printer.port) as speaker:
        until(lambda: speaker.state.condition == "ready")

        assert speaker.stop()
        assert not speaker.say(job(SLIP))
