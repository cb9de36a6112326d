"""What scanners answer to settings sent to them as text (Honeywell, Newland).

After the Honeywell Voyager 1250g guide 9-3 and the Newland NLS-HR42 guide p. 30: each
setting is echoed with a status behind it, and a mark ends it.
"""

import re
from collections.abc import Iterator

from drivers.dialects.stx_etx import STX, cut_stx_etx
from drivers.events import ControlHeard, Heard
from drivers.framing.packets import IDLE_MS, Cut, Listener, Noise, Packet, Wait

_STATUSES = {0x06: "ack", 0x05: "enq", 0x15: "nak"}
"""Done; no such setting; the setting cannot have this value."""

_STX = bytes((STX,))

_END = re.compile(rb"[\x05\x06\x15][.!]|\x02")
"""How Honeywell ends, kept for good or until switched off; or the next answer begins."""

_REPLY_BYTES_MAX = 512


class MenuReply:
    """Answers to settings, a word for each setting."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener

    def cut(self, buffer: bytearray) -> Cut:
        """Find an answer: from STX to ETX, or up to an end behind a status."""
        if buffer[0] == STX:
            return cut_stx_etx(buffer, most=_REPLY_BYTES_MAX)
        if not (0x20 <= buffer[0] < 0x7F or buffer[0] in _STATUSES):  # noqa: PLR2004  # text
            return Noise(1)
        end = _END.search(buffer)
        if end is None:
            is_long = len(buffer) > _REPLY_BYTES_MAX
            return Noise(len(buffer)) if is_long else Wait(has_begun=True)
        is_reply = end[0] != _STX
        return Packet(end.end()) if is_reply else Noise(end.start())

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the statuses, in the order of the settings; the settings are not kept."""
        del at_ms  # an answer is complete in itself
        statuses = tuple(_STATUSES[byte] for byte in packet if byte in _STATUSES)
        yield ControlHeard(
            device=self._listener.device, name="config_reply", statuses=statuses
        )

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()
