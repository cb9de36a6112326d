"""Cuts a stream of bytes into packets as a dialect says: bounded, self-healing, wiped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from drivers.events import GarbageReceived, Heard, Reply
from drivers.framing.debounce import DEBOUNCE_MS, Debounce
from drivers.framing.lines import wipe
from drivers.guard.recognition import Recognition

IDLE_MS = 500
"""A packet whose rest does not come within this silence is given up."""

_NOISE_MAX = 64
"""More noise than this without one packet is told: the line is set wrongly."""


@dataclass(frozen=True, slots=True)
class Packet:
    """The next ``length`` bytes are a whole, sound packet."""

    length: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The next ``length`` bytes are a packet that does not hold; ``reply`` tells it so.

    Only ``dropped`` of them are given up: a packet that lost a byte has taken the beginning
    of the next one in its place.
    """

    length: int
    reason: str
    reply: bytes = b""
    dropped: int = 1


@dataclass(frozen=True, slots=True)
class Noise:
    """The next ``length`` bytes begin no packet."""

    length: int


@dataclass(frozen=True, slots=True)
class Wait:
    """More bytes are needed; ``has_begun`` when a packet surely began."""

    has_begun: bool


Cut = Packet | Broken | Noise | Wait
"""What the front of the buffer is. Lengths are at least 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Whose bytes these are, and the rules that count now."""

    device: str
    recognition: Callable[[], Recognition] = field(repr=False)


class Dialect(Protocol):
    """How one kind of device packs what it says. Knows no time but what it is told."""

    idle_ms: int

    def cut(self, buffer: bytearray) -> Cut:
        """Say what the front of a buffer (never empty) is; leaves it alone."""
        ...

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield what a sound packet means."""
        ...

    def rested(self) -> Iterator[Heard]:
        """Yield what is left of a packet's earlier parts after ``idle_ms`` of silence."""
        ...

    def gone(self) -> Iterator[Heard]:
        """Yield what is left when the device is gone, and forget all of it."""
        ...


class PacketDevice:
    """Bytes of a device that speaks in packets to events and replies."""

    kind: Literal["packet_device"] = "packet_device"

    def __init__(
        self, device: str, dialect: Dialect, *, debounce_ms: int = DEBOUNCE_MS
    ) -> None:
        """Name the device, which speaks this dialect."""
        self._device = device
        self._dialect = dialect
        self._debounce = Debounce(debounce_ms)
        self._buffer = bytearray()
        self._heard_ms = 0
        self._noise = 0
        self._blamed = 0
        """Bytes at the front that belong to a packet already said to be broken."""
        self._has_begun = False

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Heard]:
        """Yield what the packets these bytes complete mean. Never raises on bytes."""
        yield from self.idle(at_ms)
        if at_ms - self._heard_ms >= self._dialect.idle_ms:
            yield from self._dialect.rested()
        self._heard_ms = at_ms
        self._buffer += data
        yield from self._debounce.sift(self._cut(at_ms), at_ms)

    def idle(self, at_ms: int) -> Iterator[Heard]:
        """Yield what silence up to ``at_ms`` means."""
        due_ms = self.due_ms()
        if due_ms is not None and at_ms >= due_ms:
            yield from self._debounce.sift(self._give_up(at_ms), at_ms)

    def due_ms(self) -> int | None:
        """When ``idle`` will have something to say; None while nothing is open."""
        return self._heard_ms + self._dialect.idle_ms if self._buffer else None

    def close(self) -> Iterator[Heard]:
        """Yield what became of the open packet: the device is gone."""
        yield from self._give_up(self._heard_ms)
        yield from self._dialect.gone()
        self._noise = 0

    def _give_up(self, at_ms: int) -> Iterator[Heard]:
        """Drop a packet that never ended, but not a whole one that it swallowed."""
        while self._buffer:
            if self._has_begun and self._blamed == 0:
                self._blamed = len(self._buffer)
                yield self._lost(len(self._buffer), "partial_discarded")
            self._drop(1)
            yield from self._cut(at_ms)

    def _cut(self, at_ms: int) -> Iterator[Heard]:
        self._has_begun = False
        while self._buffer:
            match self._dialect.cut(self._buffer):
                case Packet(length):
                    yield from self._packet(length, at_ms)
                case Noise(length):
                    yield from self._add_noise(length)
                case Broken() as broken:
                    yield from self._broken(broken)
                case Wait(has_begun):
                    self._has_begun = has_begun
                    return

    def _packet(self, length: int, at_ms: int) -> Iterator[Heard]:
        packet = self._buffer[:length]
        self._drop(length)
        self._noise = 0
        try:
            yield from self._dialect.read(bytes(packet), at_ms)
        finally:
            wipe(packet)

    def _add_noise(self, length: int) -> Iterator[Heard]:
        self._noise += 0 if self._blamed else length
        self._drop(length)
        if self._noise > _NOISE_MAX:
            yield self._lost(self._noise, "garbage")
            self._noise = 0

    def _broken(self, broken: Broken) -> Iterator[Heard]:
        # What else is broken inside a broken packet was told with it.
        is_told = self._blamed > 0
        if not is_told:
            self._blamed = broken.length
        self._drop(broken.dropped)
        if not is_told:
            yield self._lost(broken.length, broken.reason)
            if broken.reply:
                yield Reply(broken.reply)

    def _drop(self, length: int) -> None:
        self._blamed = max(self._blamed - length, 0)
        self._buffer[:length] = bytes(min(length, len(self._buffer)))
        del self._buffer[:length]

    def _lost(self, length: int, reason: str) -> GarbageReceived:
        return GarbageReceived(device=self._device, length=length, reason=reason)
