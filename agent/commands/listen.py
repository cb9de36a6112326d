"""``vafa listen PORT``: what a device says, decoded, with its digits hidden in the hex."""

import argparse
import json
import os
import sys
from contextlib import closing
from pathlib import Path
from threading import Timer

from agent.words.terminal import words_here
from drivers.conversation import Conversation, Line
from drivers.dialects.host_commands import HOST_COMMANDS
from drivers.events import DeviceEvent
from drivers.guard.masking import masked_hex
from drivers.guard.recognition import Recognition
from drivers.ports.port import PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault
from drivers.recorded.capture import CapturedLine, capture_row
from drivers.recorded.rule_files import RuleFault, Rules, read_rules
from drivers.register import Driver, driver_for
from drivers.shape import as_expected
from drivers.worker import SilenceClock
from sync.kit.faults import Fault

SUMMARY = "show what a device says, decoded; stop with Ctrl-C"

_EXIT_USAGE = 2


class DeviceFault(Fault):
    """The device cannot be heard."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("port", metavar="PORT", help="as `vafa devices` lists it")
    parser.add_argument(
        "--profile", default="scan_line", help="one that `vafa devices` lists"
    )
    parser.add_argument("--baud", type=int, default=9600, help="its rate, usually 9600")
    parser.add_argument(
        "--parity",
        choices=("N", "E", "O"),
        default="N",
        help="E or O: seven bits with even or odd parity",
    )
    parser.add_argument("--rules", metavar="FILE", help="profiles and programs, as JSON")
    parser.add_argument("--program", default="default", help="which program's rules count")
    parser.add_argument("--capture", metavar="FILE", help="add what was said to a file")
    parser.add_argument(
        "--send",
        choices=tuple(HOST_COMMANDS),
        metavar="COMMAND",
        help="tell the device first: %(choices)s",
    )
    parser.add_argument("--seconds", type=float, help="stop by itself after so many")


def run(arguments: argparse.Namespace) -> int:
    """Open the port and print until stopped or unplugged."""
    try:
        driver = _driver(arguments)
    except (OSError, UnicodeDecodeError, RuleFault) as fault:
        print(f"vafa: {fault}", file=sys.stderr)
        return _EXIT_USAGE
    waker = Waker()
    timer = Timer(arguments.seconds or 0, waker.wake)
    if arguments.seconds:
        timer.start()
    try:
        _listen(arguments, driver, waker)
    except PortFault as fault:
        hint = words_here(os.environ).say(fault.hint)
        raise DeviceFault(f"{fault}.", hint=hint) from fault
    finally:
        timer.cancel()
    return 0


def _listen(arguments: argparse.Namespace, driver: Driver, waker: Waker) -> None:
    settings = PortSettings(
        port=arguments.port,
        baud=arguments.baud,
        data_bits=8 if arguments.parity == "N" else 7,
        parity=arguments.parity,
    )
    clock = SilenceClock()
    with closing(open_port(settings, waker)) as port:
        print(f"listening to {arguments.port} as {arguments.profile}", flush=True)
        line = CapturedLine(_ShownLine(port), now_ms=lambda: clock.now_ms)
        if arguments.send:
            line.write(HOST_COMMANDS[arguments.send])

        def show(event: DeviceEvent) -> bool:
            line.tell(event)
            print(json.dumps(as_expected(event), ensure_ascii=False), flush=True)
            return True

        conversation = Conversation(driver, clock=clock, sink=show)
        try:
            while not waker.is_woken:
                conversation.hear(line)
                if driver.due_ms() is None:
                    line.settle()
        finally:
            _add(arguments, line)


def _driver(arguments: argparse.Namespace) -> Driver:
    """Build the driver; RuleFault for a profile that is not there."""
    rules = _rules(arguments.rules)
    profile = rules.profiles.get(arguments.profile)
    if profile is None:
        raise RuleFault(
            f"no profile is called {arguments.profile}: vafa devices lists them"
        )
    recognition = rules.programmes.get(arguments.program, Recognition())
    return driver_for(profile, device=arguments.port, recognition=lambda: recognition)


class _ShownLine:
    """A line whose bytes are shown as they come, digits hidden."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def read(self, timeout_ms: int | None) -> bytearray:
        data = self._line.read(timeout_ms)
        if data:
            print(f"  < {masked_hex(data)}", flush=True)
        return data

    def write(self, data: bytes) -> None:
        print(f"  > {masked_hex(data)}", flush=True)
        self._line.write(data)


def _add(arguments: argparse.Namespace, line: CapturedLine) -> None:
    if arguments.capture and line.steps:
        row = capture_row(arguments.port, arguments.profile, line.steps)
        with Path(arguments.capture).open("a", encoding="utf-8") as opened:
            opened.write(row + "\n")


def _rules(file: str | None) -> Rules:
    return Rules() if file is None else read_rules(Path(file).read_text(encoding="utf-8"))
