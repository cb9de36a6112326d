"""The PN532 chip on its serial line (HSU): frames with a length and two checks.

After the PN532 user manual, 6.2.1: ``00 00 FF length lcs data… dcs 00``, where length and
lcs, and data and dcs, add up to nought.
"""

from collections.abc import Iterator

from drivers.cards.tags import TagList, is_listing
from drivers.events import ControlHeard, GarbageReceived, Heard
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait
from drivers.guard.control_data import answer

_START = b"\x00\x00\xff"
_ACK, _NAK = b"\x00\x00\xff\x00\xff\x00", b"\x00\x00\xff\xff\x00\x00"
_SHORT = {_ACK: "ack", _NAK: "nak"}
_EXTENDED = b"\xff\xff"
_LENGTH, _DATA, _EXTENDED_DATA = 3, 5, 8
_DATA_BYTES_MAX = 265
_ERROR = b"\x7f"
_FROM_CHIP = 0xD5


class Pn532:
    """Frames of the chip; each tag is one event while it stays."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener
        self._tags = TagList(listener.device)

    def cut(self, buffer: bytearray) -> Cut:
        """Find a frame."""
        start = buffer.find(_START)
        if start > 0:
            return Noise(start)
        if start == -1:
            # No more than the two noughts that may begin a frame are worth keeping.
            kept = len(buffer) - len(buffer.rstrip(b"\x00"))
            noise = len(buffer) - min(kept, len(_START) - 1)
            return Noise(noise) if noise else Wait(has_begun=False)
        if len(buffer) < _DATA + 1:
            return Wait(has_begun=True)
        if bytes(buffer[: len(_ACK)]) in _SHORT:
            return Packet(len(_ACK))
        return _cut_data(buffer)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the tags that came, or the chip's word about itself."""
        device = self._listener.device
        name = _SHORT.get(packet)
        if name is not None:
            yield ControlHeard(device=device, name=name)
            return
        data = packet[_data_at(packet) : -1]
        if data == _ERROR:
            yield GarbageReceived(
                device=device, length=len(packet), reason="syntax", side="reader"
            )
        elif is_listing(data):
            yield from self._tags.came(data, at_ms)
        elif data[:1] == bytes((_FROM_CHIP,)):
            yield answer(device, "response", data, recognition=self._listener.recognition())

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets but who is there."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Whoever lay in the field is not there any more."""
        self._tags.end()
        yield from ()


def _data_at(buffer: bytes | bytearray) -> int:
    is_extended = buffer[_LENGTH:_DATA] == _EXTENDED
    return _EXTENDED_DATA if is_extended else _DATA


def _cut_data(buffer: bytearray) -> Cut:
    at = _data_at(buffer)
    if len(buffer) < at:
        return Wait(has_begun=True)
    count = buffer[_LENGTH] if at == _DATA else int.from_bytes(buffer[5:7], "big")
    if (sum(buffer[_LENGTH if at == _DATA else _DATA : at])) & 0xFF:
        return Broken(at, "checksum")
    if not 0 < count <= _DATA_BYTES_MAX:
        return Broken(at, "length")
    length = at + count + 1
    if len(buffer) < length:
        return Wait(has_begun=True)
    is_sound = sum(buffer[at:length]) & 0xFF == 0
    return Packet(length) if is_sound else Broken(length, "checksum")
