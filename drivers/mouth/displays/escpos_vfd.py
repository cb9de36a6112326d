"""Displays that speak ESC/POS, as Epson's DM-D do: cleared, then written place by place.

After Epson's command reference for customer displays: ``CLR``, and ``US $`` which moves to
a column and a row, both counted from one.
"""

from typing import Final

from drivers.mouth.displays.lines import Lines, cells

_START: Final = b"\x1b@\x1bt\x00\x0c"
_MOVE: Final = b"\x1f$"


class EscposVfd:
    """Writes as an ESC/POS display reads."""

    kind = "escpos_vfd"

    def encode(self, lines: Lines) -> bytes:
        """Return the bytes that show two lines."""
        upper, lower = (cells(line) for line in lines)
        return _START + _MOVE + b"\x01\x01" + upper + _MOVE + b"\x01\x02" + lower
