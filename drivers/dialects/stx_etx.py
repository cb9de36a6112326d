"""Scanners that put each code between STX and ETX (Olivetti, CUTE and NCR host types)."""

from collections.abc import Iterator, Mapping

from drivers.codes.identifiers import declared
from drivers.codes.scans import ScanJudge
from drivers.events import Heard
from drivers.framing.lines import FLOW_CONTROL, FRAME_BYTES_MAX
from drivers.framing.packets import IDLE_MS, Broken, Cut, Listener, Noise, Packet, Wait
from drivers.symbology import Symbology

STX, ETX = 0x02, 0x03


def cut_stx_etx(buffer: bytearray, *, most: int = FRAME_BYTES_MAX) -> Cut:
    """Find what stands between STX and ETX; a second STX ends what had no ETX."""
    if buffer[0] != STX:
        start = buffer.find(STX)
        return Noise(len(buffer) if start == -1 else start)
    end, again = buffer.find(ETX, 1), buffer.find(STX, 1)
    if again != -1 and (end == -1 or again < end):
        return Broken(again, "partial_discarded")
    if end > most or (end == -1 and len(buffer) > most):
        return Broken(len(buffer) if end == -1 else end + 1, "too_long")
    return Wait(has_begun=True) if end == -1 else Packet(end + 1)


class StxEtx:
    """Codes between STX and ETX, with the maker's code letters before the data."""

    idle_ms = IDLE_MS

    def __init__(self, listener: Listener, *, code_ids: Mapping[str, Symbology]) -> None:
        """Say for whom it reads, and what the letters mean."""
        self._listener = listener
        self._code_ids = code_ids

    def cut(self, buffer: bytearray) -> Cut:
        """Find a code."""
        return cut_stx_etx(buffer)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the scan. CUTE puts a CR before the ETX."""
        del at_ms  # a scan is complete in itself
        inner = packet[1:-1].translate(None, FLOW_CONTROL).rstrip(b"\r\n")
        judge = ScanJudge(
            device=self._listener.device, recognition=self._listener.recognition()
        )
        yield judge.judge(declared(inner, self._code_ids))

    def rested(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Nothing is kept between packets."""
        yield from ()
