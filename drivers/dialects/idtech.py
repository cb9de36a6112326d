"""ID TECH's secure heads: a swipe as one binary packet, bank cards masked in it.

After the ID TECH SecureMag data output format (manual pp. 43-48): ``02 length data xor sum
03``, length low byte first; data is type, status, three lengths, in the enhanced format two
bytes that say what is there, and then the tracks, clear or masked. What is encrypted comes
behind them and is never looked at.
"""

from collections.abc import Iterator
from functools import reduce
from operator import xor

from drivers.cards.stripe import Swipe, pieces
from drivers.cards.swipes import judge
from drivers.events import Heard, PaymentCardSeen
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait

_STX, _ETX = 0x02, 0x03
_DATA = 3
_TAIL = 3
_DATA_BYTES = range(5, 1025)
_ENHANCED = 0x80
_TYPES = frozenset(range(8))
_TRACKS = range(3)
_SENTINELS = "%;+"
_HEAD_BYTES, _ENHANCED_HEAD_BYTES = 5, 7


class IdTech:
    """Packets of a secure head."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener

    def cut(self, buffer: bytearray) -> Cut:
        """Find a packet: length, both checks and the end must be right."""
        if buffer[0] != _STX:
            start = buffer.find(_STX)
            return Noise(len(buffer) if start == -1 else start)
        if len(buffer) <= _DATA:
            return Wait(has_begun=True)
        count = int.from_bytes(buffer[1:_DATA], "little")
        if count not in _DATA_BYTES or buffer[_DATA] & ~_ENHANCED not in _TYPES:
            return Noise(1)
        length = _DATA + count + _TAIL
        if len(buffer) < length:
            return Wait(has_begun=True)
        data = buffer[_DATA : _DATA + count]
        expected = bytes((reduce(xor, data), sum(data) & 0xFF, _ETX))
        is_sound = buffer[_DATA + count : length] == expected
        return Packet(length) if is_sound else Broken(length, "checksum")

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the swipe."""
        del at_ms  # a swipe is complete in itself
        data = packet[_DATA:-_TAIL]
        swipe = Swipe()
        for track, text in _clear_tracks(data):
            # Three tracks of a card at most: what the reader says is in them is one each.
            found = pieces(text or f"{_SENTINELS[track]}E?")
            for piece in found:
                if swipe.has_room_for(piece):
                    swipe.add(piece)
        if swipe.is_empty and any(data[2:_HEAD_BYTES]):
            # All there is was encrypted, as heads do with banks' cards only.
            yield PaymentCardSeen(
                device=self._listener.device, brand="masked", last4="", source="msr"
            )
        else:
            yield judge(self._listener.device, swipe, self._listener.recognition())

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()


def _clear_tracks(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each track that is there: clear or masked text, or nothing for a bad one."""
    is_enhanced = bool(data[0] & _ENHANCED)
    present = data[_HEAD_BYTES] if is_enhanced and len(data) > _HEAD_BYTES else 0b111
    at = _ENHANCED_HEAD_BYTES if is_enhanced else _HEAD_BYTES
    for track in _TRACKS:
        length = data[2 + track]
        was_seen = bool(data[1] >> (3 + track) & 1)
        was_read = bool(data[1] >> track & 1)
        if length and present >> track & 1:
            yield track, data[at : at + length].decode("ascii", "replace")
            at += length
        elif was_seen and not was_read:
            yield track, ""
