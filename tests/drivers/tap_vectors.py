"""What a POS prints and shows, heard in between."""

from tests.drivers.vectors import Vector, display, receipt

_ESCPOS = "Epson ESC/POS command reference; constructed"
_QR = "python-escpos 3.1's own output"
_CD5220 = "CD5220 command list; constructed"
_BEGIN, _CUT = b"\x1b@", b"\x1dV\x00"


def _printed(says: str, line: bytes, *lines: str, source: str = _ESCPOS) -> Vector:
    """Print some bytes between a beginning and a cut: the lines that are read."""
    rx = (_BEGIN + line + b"\n" + _CUT,)
    return Vector(
        says=says, profile="escpos_tap", rx=rx, events=(receipt(*lines),), source=source
    )


TAPS = (
    Vector(
        says="a receipt with a picture",
        profile="escpos_tap",
        rx=(
            bytes.fromhex(
                "1b 40 1b 61 01 53 48 4f 50 20 39 0a 1b 61 00 52 65 63 65 69 "
                "70 74 20 33 34 2d 31 36 31 0a 1b 21 10 54 4f 54 41 4c 20 20 "
                "20 20 20 20 20 20 31 2e 30 37 0a 1b 21 00 1d 76 30 00 02 00 "
                "02 00 ff 0a 0d 1d 1b 64 03 1d 56 42 00"
            ),
        ),
        events=(receipt("SHOP 9", "Receipt 34-161", "TOTAL        1.07"),),
        source=_ESCPOS,
    ),
    Vector(
        says="a refund with a QR code",
        profile="escpos_tap",
        rx=(
            bytes.fromhex(
                "1b 40 52 45 46 55 4e 44 20 6f 66 20 33 34 2d 31 36 31 0a 1d "
                "28 6b 04 00 31 41 32 00 1d 28 6b 03 00 31 43 03 1d 28 6b 0c "
                "00 31 50 30 52 45 46 2d 33 34 31 36 31 1d 28 6b 03 00 31 51 "
                "30 54 4f 54 41 4c 20 20 20 20 20 20 20 2d 31 2e 30 37 0a 1d "
                "56 00"
            ),
        ),
        events=(receipt("REFUND of 34-161", "TOTAL       -1.07"),),
        source=_QR,
    ),
    _printed(
        "one line in three code pages, as python-escpos chooses them sign by sign",
        b"\x1bt\x00Prix \x1bt\x13\xd5\x1bt\x00 \x82",
        "Prix € é",
    ),
    _printed(
        "the first half of a line in UTF-8, the second in a code page",
        b"\x1bt\x10caf\xc3\xa9 \x1bt\x11" + "да".encode("cp866"),
        "café да",
    ),
    _printed(
        "Chinese between the commands for two-byte characters",
        b"\x1c&" + "合计 12.00".encode("gb18030") + b"\x1c. \x82",
        "合计 12.00 é",
    ),
    _printed(
        "Japanese, once Shift JIS was chosen",
        b"\x1cC\x01\x1c&" + "合計".encode("cp932"),
        "合計",
    ),
    _printed(
        "two-byte characters end with the next beginning",
        b"\x1c&" + _BEGIN + b"\x82t\x82",
        "été",
    ),
    _printed(
        "a line of three-byte letters as wide as the paper",
        ("ጠቅላላ ሂሳብ በብር " * 4).encode(),
        ("ጠቅላላ ሂሳብ በብር " * 4).rstrip(),
    ),
    _printed("a line longer than any paper", b"x" * 500, "x" * 96),
    _printed(
        "a character that the POS draws itself, its dots no text",
        b"\x1b&\x03AA\x0c" + b"AB\n" * 12 + b"TOTAL",
        "TOTAL",
    ),
    _printed(
        "a picture that the printer shall keep, its dots no text",
        b"\x1cq\x01\x01\x00\x01\x00ABCD\nFGHTOTAL",
        "TOTAL",
    ),
    Vector(
        says="two lines of a customer display",
        profile="pole_tap",
        rx=(
            bytes.fromhex(
                "1b 51 41 54 4f 54 41 4c 20 20 20 20 20 20 20 20 20 20 20 31 "
                "2e 30 37 0d 1b 51 42 54 48 41 4e 4b 20 59 4f 55 20 20 20 20 "
                "20 20 20 20 20 20 20 0d"
            ),
        ),
        events=(
            display(1, "TOTAL           1.07"),
            display(2, "THANK YOU"),
        ),
        source=_CD5220,
    ),
)
