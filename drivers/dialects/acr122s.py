"""ACS readers on a serial line (ACR122S, ACR122L): CCID messages between STX and ETX.

After the ACR122S serial protocol, v2.01 pp. 9-13: ``02``, a header of ten bytes, data, the
XOR of both, ``03``; and status frames ``02 status status 03``. A message that came broken
is asked for again.
"""

from collections.abc import Iterator
from functools import reduce
from operator import xor

from drivers.cards.tags import TagList, is_listing
from drivers.events import ControlHeard, GarbageReceived, Heard
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait
from drivers.guard.control_data import answer

_STX, _ETX = 0x02, 0x03
_HEADER_BYTES = 10
_DATA = 1 + _HEADER_BYTES
_DATA_BYTES_MAX = 512
_MESSAGES = frozenset({0x80, 0x81, 0x82, 0x83, 0x84})
"""What a reader sends: data block, slot status, parameters, escape, data rate."""

_OK = 0x00
_COMPLAINTS = {0xFF: "checksum", 0xFE: "length", 0xFD: "etx", 0xFC: "timeout"}
_STATUS_BYTES = 4

SEND_AGAIN = bytes((_STX, *bytes(11), _ETX))
"""The host's word that a message came broken."""


class Acr122s:
    """Messages of the reader; each tag is one event while it stays."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener
        self._tags = TagList(listener.device)

    def cut(self, buffer: bytearray) -> Cut:
        """Find a status or a message."""
        if buffer[0] != _STX:
            start = buffer.find(_STX)
            return Noise(len(buffer) if start == -1 else start)
        if len(buffer) == 1:
            return Wait(has_begun=True)
        if buffer[1] == _OK or buffer[1] in _COMPLAINTS:
            return _cut_status(buffer)
        return _cut_message(buffer) if buffer[1] in _MESSAGES else Noise(1)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the tags that came, an answer, or what the reader complains of."""
        device = self._listener.device
        data = packet[_DATA:-2]
        if len(packet) == _STATUS_BYTES:
            complaint = _COMPLAINTS.get(packet[1])
            if complaint is None:
                yield ControlHeard(device=device, name="status_ok")
            else:
                yield GarbageReceived(
                    device=device, length=_STATUS_BYTES, reason=complaint, side="reader"
                )
        elif is_listing(data):
            yield from self._tags.came(data, at_ms)
        else:
            yield answer(device, "apdu", data, recognition=self._listener.recognition())

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets but who is there."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Whoever lay in the field is not there any more."""
        self._tags.end()
        yield from ()


def _cut_status(buffer: bytearray) -> Cut:
    if len(buffer) < _STATUS_BYTES:
        return Wait(has_begun=True)
    is_status = buffer[2] == buffer[1] and buffer[3] == _ETX
    return Packet(_STATUS_BYTES) if is_status else Noise(1)


def _cut_message(buffer: bytearray) -> Cut:
    if len(buffer) < _DATA:
        return Wait(has_begun=True)
    count = int.from_bytes(buffer[2:6], "little")
    if count > _DATA_BYTES_MAX:
        return Noise(1)
    length = _DATA + count + 2
    if len(buffer) < length:
        return Wait(has_begun=True)
    is_sound = reduce(xor, buffer[1 : length - 1]) == 0 and buffer[length - 1] == _ETX
    return Packet(length) if is_sound else Broken(length, "checksum", SEND_AGAIN)
