"""Listens on every port a device may be on, until one says something that makes sense."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, Self

from drivers.guard.masking import masked_hex
from drivers.ports.discover import found_ports
from drivers.ports.hid_devices import found_hids, is_hid
from drivers.ports.port import Port, PortSettings, Waker, listen_in, open_port
from drivers.ports.port_fault import PortFault
from drivers.recorded.identify import Guess, identify, identify_hid
from drivers.recorded.scripted import Step

RATES: Final = (9600, 115_200, 19_200, 38_400, 57_600, 4800)
"""The likeliest first; a scanner on USB speaks at any."""

SEVEN_BITS: Final = (9600, 7)
QUIET_S: Final = 0.4
"""After this silence what was heard is taken for whole."""

_HELD_BYTES_MAX: Final = 8192
_LOOK_MS: Final = 100
_SHOWN_BYTES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A device that spoke: where, at what rate, and what it is taken for."""

    settings: PortSettings
    guess: Guess
    shown: str
    """What it said, as hex with digits hidden."""


def candidates(ports: Sequence[str], used: Sequence[str]) -> list[str]:
    """Name the ports to listen on: those asked for, or all that no device has yet."""
    if ports:
        return list(ports)
    found = [port.usb or port.path for port in found_ports()]
    found += [hid.address for hid in found_hids()]
    return [address for address in found if address not in used]


def rounds(address: str) -> Iterator[PortSettings]:
    """Yield how a port may be set, again and again; what is no serial line has no rate."""
    while is_hid(address):
        yield PortSettings(port=address)
    while True:
        for baud in RATES:
            yield PortSettings(port=address, baud=baud)
        yield PortSettings(port=address, baud=SEVEN_BITS[0], data_bits=7, parity="E")
        yield PortSettings(port=address, baud=SEVEN_BITS[0], data_bits=7, parity="O")


class Listening:
    """One thread a port; each tries one setting after the other and never writes."""

    def __init__(self, addresses: Sequence[str], *, each_s: float) -> None:
        """Say where to listen, and how long at each rate."""
        self._each_s: Final = each_s
        self._found: Final[SimpleQueue[Found]] = SimpleQueue()
        self._waker: Final = Waker()
        self.faults: dict[str, PortFault] = {}
        self._threads: Final = [
            Thread(target=self._listen, args=(address,), daemon=True)
            for address in addresses
        ]

    def __enter__(self) -> Self:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End; every port is given back."""
        self._waker.wake()
        for thread in self._threads:
            thread.join()
        self._waker.close()

    def first(self, seconds: float) -> Found | None:
        """Wait for the first device that says something; None when none does in time."""
        with suppress(Empty):
            return self._found.get(timeout=seconds)
        return None

    def _listen(self, address: str) -> None:
        for settings in rounds(address):
            try:
                with closing(_opened(settings, self._waker)) as port:
                    self._hear(port, settings)
            except PortFault as fault:
                self.faults[address] = fault
                self._waker.pause(1.0)
            if self._waker.is_woken:
                return

    def _hear(self, port: Port, settings: PortSettings) -> None:
        """Listen for a while, or until what came makes sense, or makes none."""
        script: list[Step] = []
        heard_s = time.monotonic()
        until_s = heard_s + self._each_s
        while not self._waker.is_woken and time.monotonic() < until_s:
            data = bytes(port.read(_LOOK_MS))
            now_s = time.monotonic()
            if data:
                if script:
                    script.append(int((now_s - heard_s) * 1000))
                script.append(data)
                heard_s = now_s
                # Somebody scans here: this rate is listened to until it is quiet.
                until_s = max(until_s, now_s + 2 * QUIET_S)
            is_whole = script and now_s - heard_s >= QUIET_S
            if is_whole or _size(script) > _HELD_BYTES_MAX:
                # Either it makes sense, or it makes none at this rate: the next one.
                self._tell(script, settings)
                return

    def _tell(self, script: list[Step], settings: PortSettings) -> None:
        guess = _guessed(script, settings.port)
        if guess is None:
            return
        data = b"".join(step for step in script if isinstance(step, bytes))
        # A card's name, or a document's: its letters are not for a screen either.
        shown = "(not shown)" if guess.is_private else masked_hex(data[:_SHOWN_BYTES])
        heard_at = _as_guessed(settings, guess)
        self._found.put(Found(settings=heard_at, guess=guess, shown=shown))


def _opened(settings: PortSettings, waker: Waker) -> Port:
    # A keyboard is only listened in on: it may be the one whoever sits here types on.
    return (listen_in if is_hid(settings.port) else open_port)(settings, waker)


def _guessed(script: Sequence[Step], address: str) -> Guess | None:
    if is_hid(address):
        return identify_hid("hidraw" if "hidraw" in address else "input", script)
    return identify(script)


def _as_guessed(settings: PortSettings, guess: Guess) -> PortSettings:
    match guess.parity:
        case "E" | "O" as parity:
            return replace(settings, data_bits=7, parity=parity)
        case _:
            return settings


def _size(script: Sequence[Step]) -> int:
    return sum(len(step) for step in script if isinstance(step, bytes))
