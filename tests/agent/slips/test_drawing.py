"""Drawn slips, dot by dot: golden pictures, letters joined and in order, every line fits.

``python -m tests.agent.slips.test_drawing`` draws the golden pictures anew. Look at them.
"""

import io
from pathlib import Path
from typing import Final

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis.strategies import sampled_from, text
from PIL import Image, ImageOps

from agent.counter.ground.answers import Value
from agent.counter.records.receipts import PROOF_TEXT_MAX
from agent.slips.drawing import LINE_DOTS, drawn, visual
from agent.slips.typesetting import set_for, shown, written
from agent.words.languages import LANGUAGES
from drivers.mouth.printers.document import Cut, Raster, Symbol, Text
from drivers.mouth.printers.escpos import encode
from drivers.mouth.printers.profiles import PRINTERS
from tests.agent.slips.told import PROOF, composed

GOLDEN: Final = Path(__file__).parent / "golden"
PAPERS: Final = ("escpos_80", "escpos_58")
DRAWN: Final = ("fa", "am")
TEXT: Final = ("en", "ms")
NATIVE: Final = "epson_80"
DIFFERS_MAX: Final = 100
"""One dot in so many may differ: another FreeType may round an edge another way."""


def golden(language: str, paper: str) -> Path:
    """Return where a golden picture lies."""
    return GOLDEN / f"{language}_{paper}.png"


def golden_bytes(language: str) -> Path:
    """Return where a printer's golden bytes lie."""
    return GOLDEN / f"{language}_{NATIVE}.bin"


def dots(path_or_bytes: bytes) -> tuple[tuple[int, int], list[bytes]]:
    """Return a picture's size and its lines of text height."""
    with Image.open(io.BytesIO(path_or_bytes)) as picture:
        row = -(-picture.width // 8) * LINE_DOTS // 2
        data = picture.convert("1").tobytes()
        return picture.size, [data[at : at + row] for at in range(0, len(data), row)]


def differing(one: bytes, other: bytes) -> int:
    """Count the dots in which two strips differ."""
    return sum((left ^ right).bit_count() for left, right in zip(one, other, strict=True))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", DRAWN)
def test_a_slip_looks_as_it_was_looked_at(language: str, paper: str) -> None:
    drawn_now = shown(composed(language), PRINTERS[paper], LANGUAGES[language])
    size, strips = dots(drawn_now)
    golden_size, golden_strips = dots(golden(language, paper).read_bytes())

    assert size == golden_size
    for now, before in zip(strips, golden_strips, strict=True):
        ink = len(before) * 8 - sum(byte.bit_count() for byte in before)
        assert differing(now, before) <= ink // DIFFERS_MAX


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", DRAWN)
def test_every_code_of_a_drawn_slip_can_be_scanned(language: str, paper: str) -> None:
    drawn_now = shown(composed(language), PRINTERS[paper], LANGUAGES[language])
    with Image.open(io.BytesIO(drawn_now)) as picture:
        # Paper is white beyond what is printed.
        framed = ImageOps.expand(picture.convert("L"), border=32, fill=255)
    scanned = zxingcpp.read_barcodes(framed)

    assert sorted(code.text for code in scanned) == ["980t1.3-1842", "GOLD-8H2P-4M", PROOF]


@pytest.mark.parametrize("language", TEXT)
def test_a_slip_of_text_is_the_same_bytes_as_ever(language: str) -> None:
    document = set_for(composed(language), PRINTERS[NATIVE], LANGUAGES[language])

    assert encode(document, PRINTERS[NATIVE]) == golden_bytes(language).read_bytes()


def test_letters_are_joined_and_stand_from_right_to_left() -> None:
    assert visual("سلام", "rtl") == "\ufee1\ufefc\ufeb3"
    assert "\u200c" not in visual("می‌رود", "rtl")


def test_numbers_keep_their_order_and_stand_where_persian_has_them() -> None:
    assert visual("موجودی ۱٬۲۴۰", "rtl").startswith("۱٬۲۴۰ ")


def test_latin_among_persian_keeps_its_own_order() -> None:
    assert visual("کد GOLD-8H2P", "rtl").startswith("GOLD-8H2P ")


def test_a_letter_no_font_has_is_a_question_mark() -> None:
    assert visual("李 Sara 🙂", "ltr") == "? Sara ?"


@given(
    said=text(max_size=60),
    language=sampled_from(tuple(LANGUAGES)),
    paper=sampled_from(PAPERS),
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_drawn_within_the_paper(said: str, language: str, paper: str) -> None:
    width = PRINTERS[paper].width_dots

    rasters = drawn(
        said,
        direction=LANGUAGES[language].direction,
        width_dots=width,
        align="right",
        is_large=False,
    )

    assert all(raster.width_dots <= width for raster in rasters)
    assert all(raster.height_dots == LINE_DOTS for raster in rasters)


def test_a_long_text_is_broken_between_words() -> None:
    said = "۲۰۰ امتیاز پس از ۱۰ دی ۱۴۰۵ از بین می‌رود و دیگر نیست " * 2

    rasters = drawn(said, direction="rtl", width_dots=384, align="right", is_large=False)

    assert len(rasters) > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_is_text_where_the_printer_has_the_letters(language: str) -> None:
    document = set_for(composed(language), PRINTERS["epson_80"], LANGUAGES[language])
    rasters = [block for block in document if isinstance(block, Raster)]
    texts = [block.text for block in document if isinstance(block, Text)]
    symbols = [block for block in document if isinstance(block, Symbol)]

    assert document[-1] == Cut()
    assert [symbol.kind for symbol in symbols] == ["qr", "qr", "code128"]
    if language in DRAWN:
        assert len(rasters) >= 14
        assert texts == ["GOLD-8H2P-4M"]
    else:
        assert rasters == []
        assert "Kedai Sudut" in texts or "Corner Shop" in texts


@pytest.mark.parametrize("language", DRAWN)
def test_a_drawn_line_is_cropped_to_its_ink(language: str) -> None:
    document = set_for(composed(language), PRINTERS["epson_80"], LANGUAGES[language])
    sizes = [len(block.dots) for block in document if isinstance(block, Raster)]

    assert sum(sizes) // len(sizes) < 576 // 8 * LINE_DOTS // 2
    assert len(encode(document, PRINTERS["epson_80"])) < 24_000


def test_the_longest_proof_fits_on_the_narrowest_paper() -> None:
    parts = composed("en", proof="VP1." + "a" * (PROOF_TEXT_MAX - 4))
    document = set_for(parts, PRINTERS["escpos_58"], LANGUAGES["en"])

    assert [block.kind for block in document if isinstance(block, Symbol)] == ["code128"]
    assert [block.width_dots <= 384 for block in document if isinstance(block, Raster)] == [
        True,
        True,
    ]


def test_a_code_that_no_symbol_holds_is_written_for_people() -> None:
    coupon: Value = {"kind": "coupon", "code": "GRÜN-1", "symbology": "EAN13"}
    parts = composed("en", issued=[coupon])
    document = set_for(parts, PRINTERS["epson_80"], LANGUAGES["en"])

    texts = [block.text for block in document if isinstance(block, Text)]
    assert "GRÜN-1" in texts
    assert shown(parts, PRINTERS["escpos_58"], LANGUAGES["en"])


def test_an_ean_is_printed_as_one() -> None:
    coupon: Value = {"kind": "coupon", "code": "4006381333931", "symbology": "EAN13"}
    parts = composed("en", issued=[coupon])

    document = set_for(parts, PRINTERS["epson_80"], LANGUAGES["en"])
    with Image.open(
        io.BytesIO(shown(parts, PRINTERS["escpos_80"], LANGUAGES["en"]))
    ) as picture:
        framed = ImageOps.expand(picture.convert("L"), border=32, fill=255)
    scanned = zxingcpp.read_barcodes(framed)

    kinds = [block.kind for block in document if isinstance(block, Symbol)]
    assert kinds == ["ean13", "qr", "code128"]
    assert "4006381333931" in [code.text for code in scanned]


def test_a_pos_gets_lines_as_wide_as_its_paper() -> None:
    lines = written(composed("ms"), 32)

    assert max(map(len, lines)) <= 32
    assert "GOLD-8H2P-4M" in lines


if __name__ == "__main__":
    for each in DRAWN:
        for width in PAPERS:
            drawn_anew = shown(composed(each), PRINTERS[width], LANGUAGES[each])
            golden(each, width).write_bytes(drawn_anew)
    for each in TEXT:
        document = set_for(composed(each), PRINTERS[NATIVE], LANGUAGES[each])
        golden_bytes(each).write_bytes(encode(document, PRINTERS[NATIVE]))
