"""Cuts a stream of bytes into lines: bounded, however it arrives, and wiped after use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRAME_BYTES_MAX = 4096
"""Longest line kept; the longest 2D code holds under 3 KiB of text."""

FLOW_CONTROL = b"\x11\x13"
"""XON and XOFF, which scanners with software handshake leave in the stream."""

_PARITY_ENDS = b"\x8d\x8a"
"""CR with even and LF with odd parity, on a port that is set to eight bits."""

_BETWEEN_LINES = b"\r\n" + _PARITY_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRules:
    """How lines end on this port.

    Any of ``ends`` closes a line, and empty lines do not exist, so CR LF is one end. After
    ``idle_ms`` of silence an open line is a line too (``idle_is_end``) or is given up.
    ``ignored`` bytes are dropped wherever they stand. What ``whole`` matches is a line
    without any end behind it: a device's answers carry their own.
    """

    ends: bytes = b"\r\n"
    ignored: bytes = FLOW_CONTROL
    idle_ms: int = 500
    idle_is_end: bool = False
    frame_bytes_max: int = FRAME_BYTES_MAX
    whole: re.Pattern[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes that became no frame: how many, and why."""

    length: int
    reason: str


Frame = bytearray | Lost
"""A line without its end, zeroed once the next is asked for; or what was lost."""


def wipe(buffer: bytearray) -> None:
    """Overwrite a buffer with zeros and empty it."""
    buffer[:] = bytes(len(buffer))
    buffer.clear()


def _once(line: bytearray) -> Iterator[Frame]:
    """Lend a line; zero it when the next is asked for, or nobody asks any more."""
    try:
        yield line
    finally:
        wipe(line)


def _without(data: bytes | bytearray, ignored: bytes) -> bytearray:
    """Give a copy that is ours to wipe."""
    kept = data.translate(None, ignored)
    return kept if isinstance(kept, bytearray) else bytearray(kept)


class LineFramer:
    """Lines out of bytes. Holds at most ``frame_bytes_max`` bytes; never raises on any."""

    def __init__(self, rules: LineRules) -> None:
        self._rules = rules
        self._end = re.compile(b"[" + re.escape(rules.ends) + b"]")
        self._open = bytearray()
        self._overlong = 0
        self._heard_ms = 0

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Frame]:
        """Yield the lines these bytes complete; ``at_ms`` never goes back."""
        if self._open or self._overlong:
            yield from self.idle(at_ms)
        self._heard_ms = at_ms
        chunk = _without(data, self._rules.ignored)
        try:
            if (length := self._alone(chunk)) is not None:
                yield from _once(chunk[:length])
                return
            start = 0
            for end in self._end.finditer(chunk):
                self._take(chunk, start, end.start())
                yield from self._finish()
                start = end.end()
            self._take(chunk, start, len(chunk))
            if self._rules.whole is not None and self._rules.whole.fullmatch(self._open):
                yield from self._finish()
        finally:
            chunk[:] = bytes(len(chunk))

    def idle(self, at_ms: int) -> Iterator[Frame]:
        """Yield what silence up to ``at_ms`` ends: a line, or a half one given up."""
        due_ms = self.due_ms()
        if due_ms is None or at_ms < due_ms:
            return
        if self._rules.idle_is_end or self._is_of_seven_bits():
            yield from self._finish()
        else:
            yield from self.close()

    def due_ms(self) -> int | None:
        """When silence will mean something; None while no line is open."""
        if not self._open and not self._overlong:
            return None
        return self._heard_ms + self._rules.idle_ms

    def close(self) -> Iterator[Frame]:
        """Give up the open line: the device is gone."""
        if self._overlong:
            yield from self._finish()
        elif self._open:
            # The CR LF behind another end is no line that broke off.
            length = len(self._open.strip(_BETWEEN_LINES))
            wipe(self._open)
            if length:
                yield Lost(length, "partial_discarded")

    def _alone(self, chunk: bytearray) -> int | None:
        """Give the length of the one line that came whole, as nearly every scan does."""
        if self._open or self._overlong:
            return None
        end = self._end.search(chunk)
        if end is None or end.end() != len(chunk):
            return None
        length = end.start()
        return length if 0 < length <= self._rules.frame_bytes_max else None

    def _is_of_seven_bits(self) -> bool:
        """Say whether the open line did end, for a port set to seven bits and parity."""
        line = self._open
        if not line.strip(_BETWEEN_LINES) or line[-1] not in _PARITY_ENDS:
            return False
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return len({byte.bit_count() % 2 for byte in line}) == 1
        return False

    def _take(self, chunk: bytearray, start: int, stop: int) -> None:
        length = len(self._open) + stop - start
        if self._overlong:
            self._overlong += stop - start
        elif length > self._rules.frame_bytes_max:
            self._overlong = length
            wipe(self._open)
        else:
            self._open += memoryview(chunk)[start:stop]

    def _finish(self) -> Iterator[Frame]:
        if self._overlong:
            length, self._overlong = self._overlong, 0
            yield Lost(length, "too_long")
        elif self._open:
            line, self._open = self._open, bytearray()
            yield from _once(line)
