"""Stripe readers that send each track in a packet with its LRC (UIC, "Uniform").

After the ID TECH MiniMag RS-232 guide p. 9: ``STX ss data es [LRC]`` for each track, DLE
between tracks and ETX behind the last. The LRC is that of ISO/IEC 7811-6, over the bits the
characters have on the stripe, and may itself look like a sentinel.
"""

from collections.abc import Iterator
from functools import reduce
from operator import xor

from drivers.cards.stripe import Swipe, pieces
from drivers.cards.swipes import judge
from drivers.dialects.stx_etx import ETX, STX
from drivers.events import GarbageReceived, Heard
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait

_DLE = 0x10
_SWIPE_BYTES_MAX = 512
_END = ord("?")
_SIX_BITS, _FOUR_BITS = 0x3F, 0x0F
_SIX_BIT_SENTINELS = frozenset(b"%&!#+@")


class Uniform:
    """A swipe is all packets up to ETX."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener

    def cut(self, buffer: bytearray) -> Cut:
        """Find a swipe: STX, tracks parted by DLE STX, ETX."""
        if buffer[0] != STX:
            start = buffer.find(STX)
            return Noise(len(buffer) if start == -1 else start)
        end = buffer.find(ETX)
        again = buffer.find(STX, 1)
        while again != -1 and buffer[again - 1] == _DLE:
            again = buffer.find(STX, again + 1)
        if again != -1 and (end == -1 or again < end):
            return Broken(again, "partial_discarded")
        if len(buffer if end == -1 else buffer[:end]) > _SWIPE_BYTES_MAX:
            return Broken(len(buffer) if end == -1 else end + 1, "too_long")
        return Wait(has_begun=True) if end == -1 else Packet(end + 1)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the swipe; a track whose LRC is wrong is in error, the others count."""
        del at_ms  # a swipe is complete in itself
        swipe, has_bad_lrc = Swipe(), False
        for part in packet[1:-1].split(bytes((_DLE,))):
            track = part.strip(b"\x02\x00\r\n\x11\x13")
            is_good = _passes_lrc(track)
            has_bad_lrc = has_bad_lrc or not is_good
            # A track that does not hold is taken as the one its reader could not read.
            text = track.decode("ascii", "replace") if is_good else f"{chr(track[0])}E?"
            for piece in pieces(text):
                if swipe.has_room_for(piece):
                    swipe.add(piece)
        if has_bad_lrc and not swipe.tracks:
            yield GarbageReceived(
                device=self._listener.device, length=len(packet), reason="lrc"
            )
        else:
            yield judge(self._listener.device, swipe, self._listener.recognition())

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()


def _passes_lrc(track: bytes) -> bool:
    """Check the one character behind the end sentinel; without one there is no check."""
    end = track.find(_END)
    if end == -1 or len(track) != end + 2:
        return end in {-1, len(track) - 1}
    bits = _SIX_BITS if track[0] in _SIX_BIT_SENTINELS else _FOUR_BITS
    offset = 0x20 if bits == _SIX_BITS else 0x30
    total = reduce(xor, ((character - offset) & bits for character in track[: end + 1]))
    return total == (track[end + 1] - offset) & bits
