"""Codes as dots: QR symbols by segno, barcodes by python-barcode."""

from typing import Final

import barcode
import segno
from barcode.errors import BarcodeError

from drivers.mouth.printers.document import Raster, SymbolKind

QR_MODULE_MAX: Final = 6
_MODULE_MIN: Final = 2
"""A quarter of a millimetre: below it no scanner of a shop reads."""

_BARCODE_MODULE: Final = 2
_QUIET_QR: Final = 4
_QUIET_BARCODE: Final = 10
_BARCODE_HEIGHT: Final = 72

Modules = tuple[str, ...]
"""Rows of a code: ``1`` is black. A barcode has one row."""


def modules_of(kind: SymbolKind, text: str) -> Modules:
    """Return a code's rows, without the white around it; ValueError if it cannot be one."""
    if kind == "qr":
        symbol = segno.make(text, error="l", micro=False, boost_error=False)
        return tuple("".join(map(str, map(int, row))) for row in symbol.matrix)
    try:
        written = barcode.get(kind, text).build()[0]
    except BarcodeError as error:
        raise ValueError(f"a {kind} does not hold this text") from error
    return (str(written).strip("0"),)


def module_dots(kind: SymbolKind, modules: Modules, width_dots: int) -> int:
    """Return how many dots wide a module is on this paper; 0 where the code is too wide."""
    quiet = _QUIET_QR if kind == "qr" else _QUIET_BARCODE
    fits = width_dots // (len(modules[0]) + 2 * quiet)
    most = QR_MODULE_MAX if kind == "qr" else _BARCODE_MODULE
    return min(most, fits) if fits >= _MODULE_MIN else 0


def raster_of(kind: SymbolKind, modules: Modules, dots: int) -> Raster:
    """Draw a code with modules ``dots`` wide, its white around it."""
    quiet = (_QUIET_QR if kind == "qr" else 0) * dots
    tall = dots if kind == "qr" else _BARCODE_HEIGHT
    width = len(modules[0]) * dots + 2 * quiet
    padded = -(-width // 8) * 8
    blank = bytes(padded // 8)
    rows = [_row(row, dots, quiet=quiet, padded=padded) for row in modules]
    body = b"".join(row * tall for row in rows)
    edge = blank * quiet
    return Raster(width_dots=padded, dots=edge + body + edge, align="center")


def _row(row: str, dots: int, *, quiet: int, padded: int) -> bytes:
    bits = "0" * quiet + "".join(module * dots for module in row)
    return int(bits.ljust(padded, "0"), 2).to_bytes(padded // 8)
