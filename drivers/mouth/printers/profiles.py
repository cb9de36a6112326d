"""How each family of receipt printers prints: data, chosen by name in the till's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

USUAL = "escpos_80"
"""The profile of a printer whose file names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterProfile:
    """One family. A row of 203 dpi paper has ``width_dots`` dots, or ``columns`` letters.

    ``code_page`` is the one character set that every printer of the family has, as
    python-escpos and Python both call it. ``raster`` is the command for pictures, by
    python-escpos's name. What is not ``native`` is sent as a picture. ``answers`` says
    whether it tells its state (``DLE EOT``); ``cuts`` whether it has a knife.
    """

    width_dots: int
    columns: int
    code_page: str = "CP437"
    raster: Literal["bitImageRaster", "bitImageColumn", "graphics"] = "bitImageRaster"
    native_qr: bool = False
    native_barcodes: bool = True
    answers: bool = True
    cuts: bool = True

    def has(self, text: str) -> bool:
        """Say whether the printer has every letter of a text."""
        try:
            text.encode(self.code_page)
        except UnicodeEncodeError:
            return False
        return True


PRINTERS: Mapping[str, PrinterProfile] = {
    "escpos_80": PrinterProfile(width_dots=576, columns=48),
    "escpos_58": PrinterProfile(width_dots=384, columns=32, cuts=False),
    "epson_80": PrinterProfile(width_dots=576, columns=48, native_qr=True),
    "epson_58": PrinterProfile(width_dots=384, columns=32, native_qr=True),
    "epson_tm_t88_512": PrinterProfile(width_dots=512, columns=42, native_qr=True),
    "column_80": PrinterProfile(
        width_dots=576,
        columns=48,
        raster="bitImageColumn",
        native_barcodes=False,
        answers=False,
    ),
}
"""The register of printers: ``profile = "…"`` of a printer in the till's file.

``escpos_*`` asks of a printer what every clone does; ``epson_*`` also draws QR codes
itself; ``column_80`` is for printers that know no raster command.
"""
