"""ESC/POS: a document in, bytes out. The only file that knows python-escpos."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory
from typing import Final, Protocol, assert_never

from drivers.mouth.printers.document import (
    Block,
    Cut,
    Document,
    Gap,
    Raster,
    Symbol,
    Text,
)
from drivers.mouth.printers.profiles import PrinterProfile

_RASTER_ROWS: Final = 96
"""A picture goes in stripes: a printer with little memory prints while it reads."""

_BARCODE_HEIGHT: Final = 64
_BARCODE_MODULE_MIN: Final = 2
_CACHE: Final = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_EC_LOW: Final = 0
_FEED_LINES: Final = 4
"""So far is it from the head to where paper is torn off."""


class Encoder(Protocol):
    """What of python-escpos's printer is used: it fills ``output`` and writes nowhere."""

    output: bytes
    profile: "Described"

    def hw(self, hw: str) -> None:
        """Send a command to the printer itself."""
        ...

    def charcode(self, code: str) -> None:
        """Choose a code page."""
        ...

    def set(self, **style: object) -> None:
        """Choose how text looks."""
        ...

    def text(self, txt: str) -> None:
        """Print text."""
        ...

    def qr(self, content: str, **how: object) -> None:
        """Print a QR code."""
        ...

    def _hw_barcode(self, code: str, bc: str, **how: object) -> None:
        """Print a barcode."""
        ...

    def image(self, img_source: object, **how: object) -> None:
        """Print a picture."""
        ...

    def ln(self, count: int) -> None:
        """Feed lines."""
        ...

    def cut(self, mode: str, *, feed: bool) -> None:
        """Cut."""
        ...


class Described(Protocol):
    """python-escpos's own description of a printer."""

    profile_data: Mapping[str, object]


def encode(document: Document, profile: PrinterProfile) -> bytes:
    """Return the bytes that print a document on a printer of this family.

    A letter that the code page lacks is printed as ``?``. Loads python-escpos and
    Pillow when first called.
    """
    printer = _printers()()
    width = {"width": {"pixels": profile.width_dots}}
    printer.profile.profile_data = {**printer.profile.profile_data, "media": width}
    printer.hw("INIT")
    printer.charcode(profile.code_page)
    for block in document:
        _add(printer, block, profile)
    return printer.output


def _add(printer: Encoder, block: Block, profile: PrinterProfile) -> None:
    match block:
        case Text():
            _add_text(printer, block, profile)
        case Raster():
            printer.set(align=block.align)
            _add_raster(printer, block, profile)
        case Symbol():
            printer.set(align="center")
            _add_symbol(printer, block)
        case Gap():
            printer.ln(block.lines)
        case Cut():
            if profile.cuts:
                # This command feeds up to the knife by itself.
                printer.cut("PART", feed=False)
            else:
                printer.ln(_FEED_LINES)
        case _:
            assert_never(block)


def _add_text(printer: Encoder, line: Text, profile: PrinterProfile) -> None:
    size = {"double_width": True, "double_height": True}
    printer.set(align=line.align, **(size if line.is_large else {"normal_textsize": True}))
    known = line.text.encode(profile.code_page, "replace").decode(profile.code_page)
    printer.text("".join(letter for letter in known if letter.isprintable()) + "\n")


def _add_raster(printer: Encoder, raster: Raster, profile: PrinterProfile) -> None:
    from PIL import Image  # noqa: PLC0415  # loaded when something is printed

    row = raster.width_dots // 8
    for start in range(0, raster.height_dots, _RASTER_ROWS):
        dots = raster.dots[start * row : (start + _RASTER_ROWS) * row]
        # In a picture a set bit is light; on paper it is black.
        light = bytes(byte ^ 0xFF for byte in dots)
        stripe = Image.frombytes("1", (raster.width_dots, len(dots) // row), light)
        printer.image(stripe, center=False, impl=profile.raster)


def _add_symbol(printer: Encoder, symbol: Symbol) -> None:
    if symbol.kind == "qr":
        printer.qr(symbol.text, native=True, size=symbol.module_dots, ec=_EC_LOW)
        return
    text = symbol.text
    if symbol.kind == "code128":
        # Code set B; a brace that is meant is doubled.
        text = "{B" + text.replace("{", "{{")
    # The public way to the same bytes also prints a sentence on our standard output.
    printer._hw_barcode(  # noqa: SLF001  # see above
        text,
        "EAN13" if symbol.kind == "ean13" else "CODE128",
        function_type="B",
        height=_BARCODE_HEIGHT,
        width=max(_BARCODE_MODULE_MIN, symbol.module_dots),
        align_ct=False,
    )


@cache
def _printers() -> Callable[[], Encoder]:
    with _own_cache(), _own_log():
        from escpos.printer import Dummy  # noqa: PLC0415  # loaded when something is printed
    # The package ships no types: any attribute of it is taken for whatever is said here.
    kind: Callable[[], Encoder] = Dummy
    return kind


@contextmanager
def _own_log() -> Iterator[None]:
    """Keep the way our log goes: the package sets another one up where it finds none."""
    handlers = list(logging.getLogger().handlers)
    try:
        yield
    finally:
        logging.getLogger().handlers[:] = handlers


@contextmanager
def _own_cache() -> Iterator[None]:
    """Let python-escpos keep its pickled profiles where nobody else can put one.

    It reads pickles from a folder that the environment names, and leaves the folder behind.
    """
    before = os.environ.get(_CACHE)
    with TemporaryDirectory(prefix="vafa-escpos-") as folder:
        os.environ[_CACHE] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[_CACHE]
            else:
                os.environ[_CACHE] = before
