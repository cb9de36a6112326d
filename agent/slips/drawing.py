"""Lines of any script as dots: letters joined, ordered and drawn in fonts we bring along.

The only file that knows Pillow's fonts. Letters are joined and put in order by our own
choice of packages and not by a library of the machine, so that every till draws alike.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Final, Literal

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from PIL import Image, ImageDraw, ImageFont

from drivers.mouth.printers.document import Align, Raster

Direction = Literal["ltr", "rtl"]
LINE_DOTS: Final = 36
LARGE_LINE_DOTS: Final = 56
LINES_KEPT: Final = 256
"""Drawn lines that are remembered: what a shop says is mostly the same."""

_SIZE: Final = 27
_LARGE: Final = 42
_DARK: Final = 128
_WHITE: Final = 255
_ETHIOPIC: Final = "noto-sans-ethiopic-400.woff2"
_REST: Final = "vazirmatn-medium.woff2"
_UNSEEN: Final = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x00AD)
)
_DRAWN: Final = (
    range(0x20, 0x250),
    range(0x2010, 0x2045),
    range(0x20A0, 0x20C0),
    range(0x2212, 0x2213),
    range(0x600, 0x700),
    range(0xFB50, 0xFF00),
)


def drawn(
    text: str, *, direction: Direction, width_dots: int, align: Align, is_large: bool
) -> tuple[Raster, ...]:
    """Draw a text in as many lines as it needs on paper so wide."""
    return tuple(
        _drawn(line, direction, width_dots, is_large=is_large, align=align)
        for line in _wrapped(text, direction, width_dots, is_large=is_large)
    )


def picture(rasters: Sequence[Raster], width_dots: int) -> bytes:
    """Return the PNG of a slip as it comes out of a printer: rasters one below another."""
    height = sum(raster.height_dots for raster in rasters)
    paper = Image.new("1", (width_dots, max(1, height)), 1)
    top = 0
    for raster in rasters:
        light = bytes(byte ^ 0xFF for byte in raster.dots)
        ink = Image.frombytes("1", (raster.width_dots, raster.height_dots), light)
        room = width_dots - raster.width_dots
        left = {"left": 0, "center": room // 2, "right": room}[raster.align]
        paper.paste(ink, (left, top))
        top += raster.height_dots
    written = io.BytesIO()
    paper.save(written, "PNG", optimize=True)
    return written.getvalue()


def visual(text: str, direction: Direction) -> str:
    """Return a text as its letters stand on paper from left to right, joined."""
    known = "".join(letter if _can_draw(letter) else "?" for letter in text)
    joined = _reshaper().reshape(known)
    ordered = str(get_display(joined, base_dir="R" if direction == "rtl" else "L"))
    return ordered.translate(_UNSEEN)


@lru_cache(LINES_KEPT)
def _drawn(
    text: str, direction: Direction, width_dots: int, *, is_large: bool, align: Align
) -> Raster:
    size = _LARGE if is_large else _SIZE
    height = LARGE_LINE_DOTS if is_large else LINE_DOTS
    # A letter may reach over its own room: a dot is only lost at the paper's edge.
    margin = size // 2
    paper = Image.new("L", (width_dots + 2 * margin, height), _WHITE)
    pen = ImageDraw.Draw(paper)
    left = margin
    for font, run in _runs(visual(text, direction), size):
        pen.text((left, height * 7 // 10), run, fill=0, font=font, anchor="ls")
        left += round(font.getlength(run))
    return _cropped(paper, width_dots, align=align)


def _wrapped(
    text: str, direction: Direction, width_dots: int, *, is_large: bool
) -> Iterator[str]:
    """Break a text between words; a word too long for a line is cut."""
    size = _LARGE if is_large else _SIZE

    def fits(line: str) -> bool:
        runs = _runs(visual(line, direction), size)
        return sum(round(font.getlength(run)) for font, run in runs) <= width_dots

    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if fits(longer):
            line = longer
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and not fits(line):
            cut = len(line) - 1
            while cut > 1 and not fits(line[:cut]):
                cut -= 1
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line


def _cropped(paper: Image.Image, width_dots: int, *, align: Align) -> Raster:
    """Keep what holds ink, from edge to edge; whole bytes wide."""
    ink = paper.point(lambda shade: _WHITE if shade < _DARK else 0).convert("1")
    box = ink.getbbox() or (0, 0, 8, 0)
    left, right = box[0], min(box[2], box[0] + width_dots)
    width = -(-(right - left) // 8) * 8
    cut = Image.new("1", (width, paper.height))
    # What pads it to whole bytes stands on the side that is not at the paper's edge.
    offset = width - (right - left) if align == "right" else 0
    cut.paste(ink.crop((left, 0, right, paper.height)), (offset, 0))
    return Raster(width_dots=width, dots=cut.tobytes(), align=align)


def _runs(shown: str, size: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
    """Split what is shown where the font changes."""
    for is_ethiopic, letters in groupby(shown, _is_ethiopic):
        yield _font(_ETHIOPIC if is_ethiopic else _REST, size), "".join(letters)


def _is_ethiopic(letter: str) -> bool:
    return 0x1200 <= ord(letter) < 0x13A0  # noqa: PLR2004  # Unicode's Ethiopic blocks


def _can_draw(letter: str) -> bool:
    number = ord(letter)
    return (
        _is_ethiopic(letter)
        or number in _UNSEEN
        or any(number in letters for letters in _DRAWN)
    )


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    folder = files("agent.pages").joinpath("static", "fonts")
    if name == _REST:
        folder = files("agent.slips").joinpath("fonts")
    data = io.BytesIO(folder.joinpath(name).read_bytes())
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
