"""A line that plays a script of bytes and silences in virtual time, without any port."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drivers.conversation import Conversation
from drivers.events import DeviceEvent
from drivers.ports.port_fault import PortFault
from drivers.register import Driver

AFTERWARDS_MS = 60_000
"""Silence behind the last byte, long enough for anything that waits."""


@dataclass(frozen=True, slots=True)
class Unplugged:
    """The device goes away at this place of the script, and comes back behind it."""


Step = bytes | int | Unplugged
"""One read, or milliseconds of silence, or the plug being pulled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a driver made of a script, in order, and what it sent back."""

    events: tuple[DeviceEvent, ...]
    replies: tuple[bytes, ...]


class VirtualClock:
    """Time as the script tells it."""

    def __init__(self) -> None:
        """Start at nought."""
        self.now_ms = 0

    def advance(self, *, until_ms: int | None) -> int:
        """Give the moment: the script has moved it already."""
        del until_ms  # bytes of a script are never late
        return self.now_ms


class ScriptedLine:
    """Hands out a script as an open port would, read by read."""

    def __init__(self, script: Iterable[Step], clock: VirtualClock) -> None:
        """Take a script; silences move the clock."""
        self._steps: list[Step] = [*script, AFTERWARDS_MS]
        self._steps.reverse()
        self._clock = clock
        self.written: list[bytes] = []

    @property
    def is_over(self) -> bool:
        """Whether all has been played."""
        return not self._steps

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take the next read; nothing when time is up. PortFault when unplugged."""
        while self._steps:
            step = self._steps.pop()
            match step:
                case bytes():
                    return bytearray(step)
                case Unplugged():
                    raise PortFault("port is lost", hint="port.unplugged")
                case int() if timeout_ms is not None and timeout_ms <= step:
                    self._clock.now_ms += timeout_ms
                    if step > timeout_ms:
                        self._steps.append(step - timeout_ms)
                    return bytearray()
                case int():
                    self._clock.now_ms += step
                    timeout_ms = None if timeout_ms is None else timeout_ms - step
        return bytearray()

    def write(self, data: bytes) -> None:
        """Take a reply."""
        self.written.append(data)


def play(driver: Driver, script: Iterable[Step]) -> Played:
    """Let a driver hear a script, through the same rounds in which a port is heard."""
    events: list[DeviceEvent] = []

    def keep(event: DeviceEvent) -> bool:
        events.append(event)
        return True

    clock = VirtualClock()
    line = ScriptedLine(script, clock)
    conversation = Conversation(driver, clock=clock, sink=keep)
    while not line.is_over:
        try:
            conversation.hear(line)
        except PortFault:
            conversation.end()
    return Played(events=tuple(events), replies=tuple(line.written))


def cut_anywhere(script: Sequence[Step], chance: random.Random) -> Iterator[Step]:
    """Cut every read at random places."""
    for step in script:
        if not isinstance(step, bytes):
            yield step
            continue
        at = 0
        while at < len(step):
            length = chance.randint(1, len(step))
            yield step[at : at + length]
            at += length
