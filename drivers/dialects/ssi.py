"""Zebra's Simple Serial Interface: packets with a length, an opcode and a checksum.

After Zebra's SSI programmer's guide and the Symbol SE-923 integration guide, chapter 6:
``length opcode source status data… checksum``; the length leaves the checksum out, which is
the two's complement of the sum of all bytes before it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from drivers.codes.code_types import SSI_CODE_TYPES
from drivers.codes.identifiers import Declared, declared
from drivers.codes.scans import ScanJudge
from drivers.events import ControlHeard, GarbageReceived, Heard, Reply
from drivers.framing.lines import FRAME_BYTES_MAX
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait
from drivers.symbology import Symbology

_DECODE_DATA, _ACK, _NAK, _EVENT = 0xF3, 0xD0, 0xD1, 0xF6
_OPCODES = frozenset(
    {_DECODE_DATA, _ACK, _NAK, _EVENT, 0xA4, 0xA6, 0xB0, 0xB1, 0xB4, 0xC6, 0xD4, 0xD8, 0x80}
)
"""What a decoder sends; a host's own commands never come from it."""

_HOST = 0x04
_RETRANSMIT, _CONTINUED = 0x01, 0x02
_HEAD = 4
_START = re.compile(
    rb"[\x04-\xff](?:[" + re.escape(bytes(_OPCODES)) + rb"](?:\x00|\Z)|\Z)", re.DOTALL
)
"""A length, an opcode, and the decoder as its source; or the buffer ends before."""

_NAK_RESEND = 0x01
_ANSWERED = frozenset({_DECODE_DATA, _EVENT})
_REPEAT_MS = 10_000
"""A decoder sends again within this time, when it missed our answer."""


def _checksum(head: bytes) -> bytes:
    return (-sum(head) & 0xFFFF).to_bytes(2, "big")


def ssi_packet(opcode: int, data: bytes = b"", *, source: int = _HOST) -> bytes:
    """Build a packet, as the host sends it unless said otherwise."""
    head = bytes((_HEAD + len(data), opcode, source, 0)) + data
    return head + _checksum(head)


ACKNOWLEDGED = ssi_packet(_ACK)
"""The host's word that a packet came whole."""

SEND_AGAIN = ssi_packet(_NAK, bytes((_NAK_RESEND,)))
"""The host's word that a packet came broken."""


class Ssi:
    """Packets of a decoder; acknowledges a scan behind its event, never before."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener
        self._part = bytearray()
        # A code is known again by its hash, which is keyed anew in each process: a card's
        # bytes are not kept to be compared.
        self._last: int | None = None
        self._last_ms = 0

    def cut(self, buffer: bytearray) -> Cut:
        """Find a packet: a known opcode from a decoder, and the right checksum."""
        start = _START.search(buffer)
        if start is None:
            return Noise(len(buffer))
        if start.start():
            return Noise(start.start())
        length = buffer[0] + 2
        if len(buffer) < length:
            return Wait(has_begun=len(buffer) >= _HEAD)
        packet = bytes(buffer[:length])
        if _checksum(packet[:-2]) == packet[-2:]:
            return Packet(length)
        self._last = None
        return Broken(length, "checksum", SEND_AGAIN)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield a scan, or the decoder's word about itself."""
        opcode, status, data = packet[1], packet[3], packet[_HEAD:-2]
        if opcode == _ACK:
            yield ControlHeard(device=self._listener.device, name="ack")
        elif opcode == _NAK:
            cause = data[0] if data else None
            yield ControlHeard(device=self._listener.device, name="nak", cause=cause)
        elif opcode == _DECODE_DATA and not self._is_repeated(status, data, at_ms):
            is_continued = bool(status & _CONTINUED)
            yield from self._decoded(data, is_continued=is_continued)
        if opcode in _ANSWERED:
            yield Reply(ACKNOWLEDGED)

    def rested(self) -> Iterator[Heard]:
        """Forget the parts of a code whose rest did not come."""
        length, self._part = len(self._part), bytearray()
        if length:
            yield self._lost(length, "partial_discarded")

    def gone(self) -> Iterator[Heard]:
        """Forget everything that was said."""
        self._last = None
        yield from self.rested()

    def _is_repeated(self, status: int, data: bytes, at_ms: int) -> bool:
        seen, seen_ms = self._last, self._last_ms
        self._last, self._last_ms = hash(data), at_ms
        is_late = at_ms - seen_ms >= _REPEAT_MS
        return bool(status & _RETRANSMIT) and self._last == seen and not is_late

    def _decoded(self, data: bytes, *, is_continued: bool) -> Iterator[Heard]:
        if self._part[:1] != data[:1]:
            yield from self.rested()
        # Every part of a long code begins with the code's type again.
        self._part += data[bool(self._part) :]
        if len(self._part) > FRAME_BYTES_MAX:
            length, self._part = len(self._part), bytearray()
            yield self._lost(length, "too_long")
        elif self._part and not is_continued:
            code, self._part = bytes(self._part), bytearray()
            judge = ScanJudge(
                device=self._listener.device, recognition=self._listener.recognition()
            )
            yield judge.judge(_code(code[0], code[1:]))

    def _lost(self, length: int, reason: str) -> GarbageReceived:
        return GarbageReceived(device=self._listener.device, length=length, reason=reason)


def _code(code_type: int, payload: bytes) -> Declared:
    payload = payload.removesuffix(b"\n").removesuffix(b"\r")
    by_aim = declared(payload, {})
    if by_aim.aim is not None:
        return replace(by_aim, is_sound=True)
    symbology = SSI_CODE_TYPES.get(code_type, Symbology.UNKNOWN)
    return Declared(symbology=symbology, payload=payload, is_sound=True)
