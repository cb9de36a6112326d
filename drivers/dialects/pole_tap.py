"""What a POS shows its customer, heard between it and a CD5220 display.

After the CD5220 command list: ``ESC Q A`` and ``ESC Q B`` write the upper and the lower
line, up to CR.
"""

from collections.abc import Iterator

from drivers.events import Heard, LineDisplayed
from drivers.framing.packets import IDLE_MS, Cut, Listener, Noise, Packet, Wait
from drivers.guard.cardguard import starred

_ESC, _CR = 0x1B, 0x0D
_LINES = {ord("A"): 1, ord("B"): 2}
_WRITE = b"\x1bQ"
_TEXT = 3
_BYTES_MAX = 64


class PoleTap:
    """Lines of a customer's display."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener

    def cut(self, buffer: bytearray) -> Cut:
        """Find a line that is written; commands that write none are stepped over."""
        if buffer[0] != _ESC:
            # Text written without these commands cannot be told from their parameters.
            start = buffer.find(_ESC)
            return Packet(len(buffer) if start == -1 else start)
        if not _WRITE.startswith(buffer[:2]) or any(b not in _LINES for b in buffer[2:3]):
            return Noise(1)
        end = buffer.find(_CR, 0, _BYTES_MAX)
        if end == -1:
            return Noise(1) if len(buffer) >= _BYTES_MAX else Wait(has_begun=True)
        return Packet(end + 1)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the line."""
        del at_ms  # a line stands until it is written anew
        if packet[0] != _ESC:
            return
        text = packet[_TEXT:-1].decode("cp437").rstrip()
        yield LineDisplayed(
            device=self._listener.device,
            line=_LINES[packet[2]],
            text=starred(text, self._listener.recognition()),
        )

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()
