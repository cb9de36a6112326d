"""Scanners as USB HID POS devices (usage page 8C): input reports of 64 bytes.

After the Access-IS LSR118 guide, appendix B: ``02``, how many bytes of data, the AIM
identifier, 56 bytes of room, two spare, and 1 in the last byte when the code goes on.
"""

from collections.abc import Iterator
from dataclasses import replace

from drivers.codes.identifiers import declared
from drivers.codes.scans import ScanJudge
from drivers.events import GarbageReceived, Heard
from drivers.framing.lines import FRAME_BYTES_MAX
from drivers.framing.packets import IDLE_MS, Cut, Listener, Noise, Packet, Wait

_REPORT_BYTES = 64
_REPORT_ID = 0x02
_AIM, _DATA, _ROOM = 2, 5, 56
_AIM_FLAG = ord("]")
_MORE = 63


class HidPos:
    """Reports of a scanner; a long code comes in several."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener
        self._part = bytearray()

    def cut(self, buffer: bytearray) -> Cut:
        """Find a report: its number, a length that fits, an identifier or none."""
        if buffer[0] != _REPORT_ID:
            start = buffer.find(_REPORT_ID)
            return Noise(len(buffer) if start == -1 else start)
        is_report = (
            all(0 < length <= _ROOM for length in buffer[1:2])
            and all(flag in {0, _AIM_FLAG} for flag in buffer[_AIM : _AIM + 1])
            and all(more in {0, 1} for more in buffer[_MORE:_REPORT_BYTES])
        )
        if not is_report:
            return Noise(1)
        if len(buffer) < _REPORT_BYTES:
            return Wait(has_begun=len(buffer) > _AIM)
        return Packet(_REPORT_BYTES)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the scan, once its last report is there."""
        aim = packet[_AIM:_DATA].rstrip(b"\x00")
        del at_ms  # reports follow each other at once, or rested() has been called
        if self._part and not self._part.startswith(aim):
            yield from self.gone()
        if not self._part:
            self._part += aim
        self._part += packet[_DATA : _DATA + packet[1]]
        if len(self._part) > FRAME_BYTES_MAX:
            yield self._lost("too_long")
        elif packet[_MORE] == 0:
            # A suffix meant for keyboards is no part of the code.
            told = bytes(self._part).removesuffix(b"\n").removesuffix(b"\r")
            code, self._part = replace(declared(told, {}), is_sound=True), bytearray()
            judge = ScanJudge(
                device=self._listener.device, recognition=self._listener.recognition()
            )
            yield judge.judge(code)

    def rested(self) -> Iterator[Heard]:
        """Forget the parts of a code whose rest did not come."""
        yield from self.gone()

    def gone(self) -> Iterator[Heard]:
        """Forget the parts of a code whose rest will not come."""
        if self._part:
            yield self._lost("partial_discarded")

    def _lost(self, reason: str) -> GarbageReceived:
        length, self._part = len(self._part), bytearray()
        return GarbageReceived(device=self._listener.device, length=length, reason=reason)
