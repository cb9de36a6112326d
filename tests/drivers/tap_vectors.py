"""What a POS prints and shows, heard in between."""

from tests.drivers.vectors import Vector, display, receipt

_ESCPOS = "Epson ESC/POS command reference; constructed"
_QR = "python-escpos 3.1's own output"
_CD5220 = "CD5220 command list; constructed"

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
