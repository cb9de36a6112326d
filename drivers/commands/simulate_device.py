"""``vafa simulate-device``: a pretended scanner for who has none, on a port or a socket."""

import argparse
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

from drivers.guard.masking import masked_hex
from drivers.recorded.pretending import Manner, pretend, steps_of
from drivers.recorded.scripted import Step
from drivers.recorded.simulate import PtyScanner, Scanner, SocketScanner
from drivers.recorded.vectors import VectorFault, read_row, read_vector

SUMMARY = "pretend to be a scanner: type codes, or play a file of vectors or captures"

_EXIT_USAGE = 2
_ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "none": b""}
_LISTEN_S = 0.05
_LAST_S = 0.5


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--at", metavar="PATH", default="vafa-scanner", help="the port")
    place.add_argument("--socket", action="store_true", help="listen on a socket instead")
    parser.add_argument(
        "--code", action="append", default=[], help="scan this; again for more"
    )
    parser.add_argument("--vectors", metavar="FILE", help="play the lines of a file")
    parser.add_argument("--end", choices=tuple(_ENDS), default="cr", help="behind a code")
    parser.add_argument("--after", type=float, default=1.0, help="seconds before the first")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two")
    parser.add_argument("--times", type=int, default=1, help="play it so many times")
    parser.add_argument("--baud", type=int, default=0, help="as slowly as such a line")
    parser.add_argument("--noise", metavar="SEED", type=int, help="noise before each code")
    parser.add_argument(
        "--unplug-every",
        metavar="N",
        type=int,
        default=0,
        help="unplug behind so many codes",
    )


def run(arguments: argparse.Namespace) -> int:
    """Say where it is plugged in, play, and end; without codes read them from stdin."""
    try:
        script = _script(arguments)
        scanner = _plugged(arguments)
    except (OSError, UnicodeDecodeError, VectorFault) as fault:
        print(f"vafa: {fault}", file=sys.stderr)
        return _EXIT_USAGE
    print(f"port {scanner.port}", flush=True)
    over = threading.Event()
    ear = threading.Thread(target=_tell_heard, args=(scanner, over), daemon=True)
    ear.start()

    def wait(seconds: float) -> None:
        over.wait(seconds)

    try:
        wait(arguments.after)
        sent = pretend(scanner, script, baud=arguments.baud, wait=wait)
        # What the till has not read when the plug is pulled is lost.
        wait(_LAST_S)
    except ConnectionError as fault:
        print(f"vafa: {fault}", file=sys.stderr)
        return 1
    finally:
        over.set()
        ear.join()
        scanner.close()
    print(f"sent {sent} bytes")
    return 0


def _plugged(arguments: argparse.Namespace) -> Scanner:
    if arguments.socket:
        return SocketScanner()
    return PtyScanner(Path(arguments.at).absolute())


def _script(arguments: argparse.Namespace) -> Iterable[Step]:
    every_ms = int(arguments.every * 1000)
    if arguments.vectors:
        lines = Path(arguments.vectors).read_text(encoding="utf-8").splitlines()
        played = [_steps(line, every_ms) for line in lines if line.strip()]
        return chain.from_iterable(chain.from_iterable(repeat(played, arguments.times)))
    manner = Manner(noise=arguments.noise, unplug_every=arguments.unplug_every)
    typed = (line.rstrip("\r\n") for line in sys.stdin)
    codes = arguments.code * arguments.times or typed
    end = _ENDS[arguments.end]
    return steps_of((code.encode() + end for code in codes), manner, every_ms=every_ms)


def _steps(line: str, every_ms: int) -> list[Step]:
    return [*read_vector(read_row(line)).script, every_ms]


def _tell_heard(scanner: Scanner, over: threading.Event) -> None:
    while not over.wait(_LISTEN_S):
        for data in _heard(scanner):
            print(f"  < {masked_hex(data)}", flush=True)


def _heard(scanner: Scanner) -> Iterator[bytes]:
    try:
        data = scanner.heard() if scanner.is_plugged else b""
    except (OSError, ValueError):
        # Unplugged just now.
        return
    if data:
        yield data
