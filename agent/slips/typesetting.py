"""A slip's lines set for one printer: as text where it has the letters, drawn where not.

Loads what draws; import it where a slip is drawn, not before.
"""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from agent.slips.composing import Code, Line, Part, Space
from agent.slips.drawing import LINE_DOTS, drawn, picture
from agent.slips.symbols import module_dots, modules_of, raster_of
from agent.words.languages import Language
from agent.words.writing import apart
from drivers.mouth.printers.document import (
    Align,
    Block,
    Cut,
    Document,
    Gap,
    Raster,
    Symbol,
    Text,
    can_hold,
)
from drivers.mouth.printers.profiles import PrinterProfile

SPACE_DOTS: Final = LINE_DOTS // 2
_PLAIN: Final = {
    **dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F))),
    **dict.fromkeys(range(0x2066, 0x206A)),
    0x2212: "-",
    ord("…"): "...",
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
}
_LARGE: Final = 2


def set_for(parts: Sequence[Part], profile: PrinterProfile, language: Language) -> Document:
    """Set a slip for a printer, with the cut at its end."""
    found = [block for part in parts for block in _blocks(part, profile, language)]
    return (*found, Cut())


def shown(parts: Sequence[Part], profile: PrinterProfile, language: Language) -> bytes:
    """Return the PNG of a slip as it would look on this paper, all of it drawn."""
    rasters = [each for part in parts for each in _rasters(part, profile, language)]
    return picture(rasters, profile.width_dots)


def written(parts: Sequence[Part], columns: int) -> tuple[str, ...]:
    """Return a slip as lines of text for a POS that prints it itself."""
    lines: list[str] = []
    for part in parts:
        match part:
            case Line():
                lines += textwrap.wrap(part.text, columns) or [""]
            case Code(is_read=True):
                lines.append(part.text)
            case Code():
                pass
            case Space():
                lines.append("")
            case _:
                assert_never(part)
    return tuple(lines)


def _blocks(part: Part, profile: PrinterProfile, language: Language) -> Iterator[Block]:
    match part:
        case Line():
            yield from _line(part, profile, language)
        case Code():
            yield from _code(part, profile, language)
        case Space():
            yield Gap()
        case _:
            assert_never(part)


def _line(line: Line, profile: PrinterProfile, language: Language) -> Iterator[Block]:
    plain = line.text.translate(_PLAIN)
    if not profile.has(plain):
        yield from _drawn(line, profile, language)
        return
    columns = profile.columns // (_LARGE if line.is_heading else 1)
    for piece in textwrap.wrap(plain, columns):
        yield Text(text=piece, align=_align(line, language), is_large=line.is_heading)


def _code(code: Code, profile: PrinterProfile, language: Language) -> Iterator[Block]:
    if not can_hold(code.kind, code.text):
        # Nothing to scan; what a person can type is better than no slip at all.
        yield from _line(Line(apart(code.text), is_centred=True), profile, language)
        return
    modules = modules_of(code.kind, code.text)
    dots = module_dots(code.kind, modules, profile.width_dots)
    is_native = profile.native_qr if code.kind == "qr" else profile.native_barcodes
    if dots and is_native:
        yield Symbol(kind=code.kind, text=code.text, module_dots=dots)
    elif dots:
        yield raster_of(code.kind, modules, dots)
    # A printer writes a barcode's text below it by itself.
    if code.is_read and not (dots and is_native and code.kind != "qr"):
        line = Line(apart(code.text), is_centred=True)
        yield from _line(line, profile, language)


def _rasters(part: Part, profile: PrinterProfile, language: Language) -> Iterator[Raster]:
    match part:
        case Line():
            yield from _drawn(part, profile, language)
        case Code():
            yield from _symbol(part, profile)
            if part.is_read:
                line = Line(apart(part.text), is_centred=True)
                yield from _drawn(line, profile, language)
        case Space():
            yield Raster(width_dots=8, dots=bytes(SPACE_DOTS))
        case _:
            assert_never(part)


def _symbol(code: Code, profile: PrinterProfile) -> Iterator[Raster]:
    if can_hold(code.kind, code.text):
        modules = modules_of(code.kind, code.text)
        dots = module_dots(code.kind, modules, profile.width_dots)
        if dots:
            yield raster_of(code.kind, modules, dots)


def _drawn(line: Line, profile: PrinterProfile, language: Language) -> tuple[Raster, ...]:
    return drawn(
        line.text,
        direction=language.direction,
        width_dots=profile.width_dots,
        align=_align(line, language),
        is_large=line.is_heading,
    )


def _align(line: Line, language: Language) -> Align:
    if line.is_heading or line.is_centred:
        return "center"
    return "right" if language.direction == "rtl" else "left"
