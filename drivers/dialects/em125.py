"""125 kHz readers (RDM6300, ID-12): a tag's number in hex between STX and ETX.

``02``, ten hex digits, two of their bytes' XOR, CR LF on some, ``03``; sent again and again
while the tag lies in the field, so a presence is one event.
"""

import re
from collections.abc import Iterator
from functools import reduce
from operator import xor

from drivers.dialects.stx_etx import cut_stx_etx
from drivers.events import GarbageReceived, Heard, TagTouched
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Packet
from drivers.framing.presence import Presence

_FRAME_BYTES_MAX = 16
_NUMBER = re.compile(rb"[0-9A-Fa-f]{12}")


class Em125:
    """Tags of 125 kHz, one event a presence."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener, *, absent_ms: int) -> None:
        """Say for whom it reads, and after what silence a tag is gone."""
        self._listener = listener
        self._presence = Presence(absent_ms)

    def cut(self, buffer: bytearray) -> Cut:
        """Find a number whose check byte is right."""
        found = cut_stx_etx(buffer, most=_FRAME_BYTES_MAX)
        if not isinstance(found, Packet) or _number(buffer[: found.length]) is not None:
            return found
        return Broken(found.length, "checksum")

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the tag, when it was not there just before."""
        number = _number(packet)
        if number is None:
            yield GarbageReceived(
                device=self._listener.device, length=len(packet), reason="checksum"
            )
            return
        uid = number.hex().upper()
        if self._presence.begins(uid, at_ms):
            printed = f"{int.from_bytes(number[1:], 'big'):010d}"
            yield TagTouched(
                device=self._listener.device, tech="EM4100", uid=uid, printed=printed
            )

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets but who is there."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Whoever lay in the field is not there any more."""
        self._presence.end()
        yield from ()


def _number(packet: bytes | bytearray) -> bytes | None:
    inner = bytes(packet[1:-1]).rstrip(b"\r\n")
    if _NUMBER.fullmatch(inner) is None:
        return None
    tag = bytes.fromhex(inner.decode("ascii"))
    return tag[:-1] if reduce(xor, tag) == 0 else None
