"""Documents as ESC/POS bytes: golden, and read back by the tap of a POS's receipts."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis.strategies import binary, lists

from drivers.dialects.escpos_commands import read_command
from drivers.mouth.printers.document import Cut, Document, Gap, Raster, Symbol, Text
from drivers.mouth.printers.escpos import encode
from drivers.mouth.printers.profiles import PRINTERS
from drivers.mouth.printers.status import Condition, ask_status, read_status
from tests.drivers.hearing import for_profile, shapes
from tests.drivers.printing import COVER_OPEN, PAPER_LOW, PAPER_OUT, READY
from tests.drivers.vectors import receipt

SLIP: Document = (
    Text(text="Corner shop", align="center", is_large=True),
    Text(text="Zoë: 22 points"),
    Raster(width_dots=16, dots=b"\x80\x01\xff\x00", align="right"),
    Symbol(kind="qr", text="VF:1", module_dots=4),
    Symbol(kind="code128", text="980t1.3-1842", module_dots=2),
    Symbol(kind="ean13", text="4006381333931", module_dots=2),
    Gap(2),
    Cut(),
)

GOLDEN = bytes.fromhex(
    "1b40 1b7400"  # as new, code page 437
    "1b2100 1b2100 1b2130 1b6101 436f726e65722073686f700a"  # large, centred
    "1b2100 1b2100 1b2100 1b6100 5a6f893a20323220706f696e74730a"  # ë is 89 in 437
    "1b6102 1d763000 0200 0200 8001ff00"  # two rows of two bytes, to the right
    "1b6101 1d286b0400 314132 00 1d286b0300 314304 1d286b0300 314530"
    "1d286b0700 315030 56463a31 1d286b0300 315130"
    "1b6101 1d6840 1d7702 1d6600 1d4802 1d6b490e 7b42393830 74312e33 2d31383432"
    "1b6101 1d6840 1d7702 1d6600 1d4802 1d6b430d 34303036333831333333393331"
    "0a0a 1d564200".replace(" ", "")
)


def test_a_slip_is_the_bytes_of_the_manual() -> None:
    assert encode(SLIP, PRINTERS["epson_80"]).hex(" ") == GOLDEN.hex(" ")


def test_what_we_print_is_read_back_by_the_tap() -> None:
    data = encode(SLIP, PRINTERS["epson_80"])

    assert shapes(for_profile("escpos_tap"), data) == [
        receipt("Corner shop", "Zoë: 22 points")
    ]


@pytest.mark.parametrize("name", PRINTERS)
def test_every_command_of_every_printer_is_one_of_the_manual(name: str) -> None:
    data = encode(SLIP, PRINTERS[name])

    assert data.startswith(b"\x1b@")
    while data:
        command = read_command(data) if data[0] in {0x1B, 0x1D} else None
        data = data[command.head + command.data if command else 1 :]


def test_a_high_picture_goes_in_stripes() -> None:
    picture = Raster(width_dots=8, dots=bytes(range(200)))

    data = encode((picture,), PRINTERS["escpos_80"])

    assert data.count(b"\x1dv0\x00") == 3
    assert bytes(range(96)) in data


def test_a_printer_without_a_knife_only_feeds() -> None:
    assert b"\x1dV" not in encode((Cut(),), PRINTERS["escpos_58"])


def test_what_a_printer_lacks_is_a_question_mark_and_never_a_command() -> None:
    data = encode((Text(text="سارا \x1b@\x1dV"),), PRINTERS["escpos_80"])

    assert data.endswith(b"???? @V\n")


@pytest.mark.parametrize("text", ["", "123", "400638133393x", "4006381333930"])
def test_a_code_is_only_made_of_what_its_kind_holds(text: str) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Symbol(kind="ean13", text=text)


def test_a_picture_is_whole_rows_of_whole_bytes() -> None:
    with pytest.raises(ValueError, match="whole rows"):
        Raster(width_dots=12, dots=b"\x00")
    with pytest.raises(ValueError, match="whole rows"):
        Raster(width_dots=16, dots=b"\x00")


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ({}, "unknown"),
        (READY, "ready"),
        (PAPER_LOW, "paper_low"),
        (PAPER_OUT, "paper_out"),
        (COVER_OPEN, "cover_open"),
        ({1: 0x1E, 2: 0x12, 4: 0x12}, "trouble"),
        ({1: 0x16, 2: 0x52}, "trouble"),
    ],
)
def test_a_printers_answers_are_understood(answers: dict[int, int], condition: str) -> None:
    assert read_status(answers) == condition


@given(said=lists(binary(max_size=8), max_size=6))
def test_whatever_a_printer_answers_is_a_condition(said: list[bytes]) -> None:
    class Port:
        """Says what it was told to, once."""

        def write(self, data: bytes) -> None:
            """Hear the question."""

        def read(self, timeout_ms: int | None) -> bytearray:
            """Say the next thing."""
            del timeout_ms
            return bytearray(said.pop(0)) if said else bytearray()

    assert ask_status(Port()) in get_args(Condition)
