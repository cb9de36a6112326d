"""Newland's binary answers, between the codes that its engines send as lines.

After the NLS-EM3095 guide p. 19 and the HR125 guide p. 25: ``02 00 type length data… crc``,
CRC-16/XMODEM over type to data.
"""

import binascii
from collections.abc import Iterator

from drivers.codes.identifiers import declared
from drivers.codes.scans import ScanJudge
from drivers.events import ControlHeard, Heard, IdDocumentSeen
from drivers.framing.lines import FLOW_CONTROL, FRAME_BYTES_MAX
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait
from drivers.guard.control_data import answer
from drivers.guard.document_silence import DocumentSilence

_HEAD = b"\x02\x00"
_TYPE, _LENGTH, _DATA = 2, 3, 4
_NAMES = {
    0x00: "ok",
    0x01: "crc_failure",
    0x02: "eeprom_not_responding",
    0x03: "invalid_command",
}
_ALL_REGISTERS = 256
"""A length of nought means this many: every register was asked for."""

_ENDS = b"\r\n"


class Newland:
    """Answers to commands, and scans ended by CR or LF."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener) -> None:
        """Say for whom it reads."""
        self._listener = listener
        self._document = DocumentSilence()

    def cut(self, buffer: bytearray) -> Cut:
        """Find an answer, or a line of text that is a scan."""
        if buffer[0] == _HEAD[0]:
            return _cut_answer(buffer)
        if buffer[0] in _ENDS + FLOW_CONTROL:
            return Noise(1)
        ends = [at for end in _ENDS + _HEAD[:1] if (at := buffer.find(end)) != -1]
        if not ends:
            is_long = len(buffer) > FRAME_BYTES_MAX
            return Noise(len(buffer)) if is_long else Wait(has_begun=_begins_text(buffer))
        first = min(ends)
        if buffer[first] in _ENDS:
            return Packet(first + 1)
        if not _begins_text(buffer):
            return Noise(first)
        return Broken(first, "partial_discarded", dropped=first)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield what the engine answers, or the scan."""
        if packet.startswith(_HEAD):
            yield self._answer(_NAMES[packet[_TYPE]], packet[_DATA:-2])
        elif not self._document.swallows(at_ms):
            line = packet.rstrip(_ENDS).translate(None, FLOW_CONTROL)
            yield self._scanned(line, at_ms)

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Forget a document that was being sent."""
        self._document.end()
        yield from ()

    def _scanned(self, line: bytes, at_ms: int) -> Heard:
        device = self._listener.device
        if self._document.begins(line, at_ms):
            return IdDocumentSeen(device)
        judge = ScanJudge(device=device, recognition=self._listener.recognition())
        return judge.judge(declared(line, {}))

    def _answer(self, name: str, data: bytes) -> ControlHeard:
        device = self._listener.device
        if not data.strip(b"\x00"):
            # One register that is nought is how the engine says that all is well.
            return ControlHeard(device=device, name=name)
        return answer(device, name, data, recognition=self._listener.recognition())


def _begins_text(buffer: bytearray) -> bool:
    """Say whether a scan may begin so; what a line picked up before an answer does not."""
    return 0x20 <= buffer[0] < 0x7F or 0xC2 <= buffer[0] < 0xF5  # noqa: PLR2004  # UTF-8


def _cut_answer(buffer: bytearray) -> Cut:
    if not _HEAD.startswith(buffer[:2]) or any(b not in _NAMES for b in buffer[2:3]):
        return Noise(1)
    if len(buffer) <= _LENGTH:
        return Wait(has_begun=len(buffer) > 1)
    length = _DATA + (buffer[_LENGTH] or _ALL_REGISTERS) + 2
    if len(buffer) < length:
        return Wait(has_begun=True)
    crc = binascii.crc_hqx(buffer[_TYPE : length - 2], 0).to_bytes(2, "big")
    is_sound = crc == buffer[length - 2 : length]
    return Packet(length) if is_sound else Broken(length, "checksum")
