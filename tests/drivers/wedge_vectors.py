"""What scanners type that pretend to be keyboards: constructed after linux/input.h."""

from tests.drivers.key_strokes import ENTER, TAB, by_number, key, stroke, typed
from tests.drivers.vectors import (
    ID_DOCUMENT,
    Vector,
    card,
    code,
    coffee,
    error,
    member,
    payment,
    product,
)

_HEADER = "linux/input.h and input-event-codes.h; constructed, from no device"

WEDGES = (
    Vector(
        says="a typed member's card",
        profile="wedge_us",
        rx=(typed("M-00012345"),),
        events=(member("UNKNOWN", aim=None),),
        source=_HEADER,
    ),
    Vector(
        says="a typed identifier, with the keys that need Shift",
        profile="wedge_us",
        rx=(typed("]E04006381333931"), typed("https://club.example/m/A1B2C3D4")),
        events=(
            coffee(),
            code(
                "UNKNOWN",
                "https://club.example/m/A1B2C3D4",
                "member",
                aim=None,
                token="A1B2C3D4",
            ),
        ),
        source=_HEADER,
    ),
    Vector(
        says="FNC1 typed as Ctrl and ], and as its number with Alt",
        profile="wedge_us",
        rx=(
            typed("]d20109501101530003" + "10AB\x1d21X1"),
            typed("]d20109501101530003" + "10AB")[: -len(stroke(ENTER))],
            by_number("\x1d"),
            typed("21X1"),
        ),
        events=(
            product(
                "GS1_DATAMATRIX",
                "010950110153000310AB\x1d21X1",
                aim="]d2",
                gtin="09501101530003",
                ai={"01": "09501101530003", "10": "AB", "21": "X1"},
            ),
        )
        * 2,
        source=_HEADER,
    ),
    Vector(
        says="a payment card typed by a stripe reader",
        profile="wedge_us",
        rx=(typed("%B4111111111111111^CARD/TEST^3012101?;4111111111111111=3012101?"),),
        events=(payment("visa", "1111", "msr"),),
        source=_HEADER,
    ),
    Vector(
        says="a member's card typed by a stripe reader",
        profile="wedge_us",
        rx=(typed(";9899001234567892=?"),),
        events=(card([2], "member", token="9899001234567892"),),
        source=_HEADER,
    ),
    Vector(
        says="a licence, line by line",
        profile="wedge_us",
        rx=(typed("@") + typed("ANSI 636014040002DL00410278") + typed("DCSERIKSSON"),),
        events=(ID_DOCUMENT,),
        source=_HEADER,
    ),
    Vector(
        says="a key that repeats while it is held is one sign",
        profile="wedge_us",
        rx=(
            typed("M-0001234")[: -len(stroke(ENTER))],
            key(6, 1) + key(6, 2) + key(6, 2) + key(6, 0),
            typed(""),
        ),
        events=(member("UNKNOWN", aim=None),),
        source=_HEADER,
    ),
    Vector(
        says="half a code before a silence is no part of the next",
        profile="wedge_us",
        rx=(typed("M-000")[: -len(stroke(ENTER))], key(42, 1), 2_000, typed("M-00012345")),
        events=(error("partial_discarded"), member("UNKNOWN", aim=None)),
        source=_HEADER,
    ),
    Vector(
        says="a German keyboard's layout",
        profile="wedge_de",
        rx=(typed("https://club.example/m/A1B2C3D4", layout="de"),),
        events=(
            code(
                "UNKNOWN",
                "https://club.example/m/A1B2C3D4",
                "member",
                aim=None,
                token="A1B2C3D4",
            ),
        ),
        source=_HEADER,
    ),
    Vector(
        says="a French keyboard's layout, whose digits need Shift",
        profile="wedge_fr",
        rx=(typed("M-00012345", layout="fr"),),
        events=(member("UNKNOWN", aim=None),),
        source=_HEADER,
    ),
    *(
        Vector(
            says=f"a {name} keyboard's layout",
            profile=f"wedge_{layout}",
            rx=(typed("https://club.example/m/A1B2C3D4", layout=layout),),
            events=(
                code(
                    "UNKNOWN",
                    "https://club.example/m/A1B2C3D4",
                    "member",
                    aim=None,
                    token="A1B2C3D4",
                ),
            ),
            source=_HEADER,
        )
        for name, layout in (("British", "uk"), ("Spanish", "es"), ("Italian", "it"))
    ),
    Vector(
        says="a swipe typed on a British keyboard",
        profile="wedge_uk",
        rx=(typed(";9899001234567892=?", layout="uk"),),
        events=(card([2], "member", token="9899001234567892"),),
        source=_HEADER,
    ),
    Vector(
        says="a scanner that ends with the key of TAB",
        profile="wedge_us_tab",
        rx=(typed("M-00012345", end=TAB),),
        events=(member("UNKNOWN", aim=None),),
        source=_HEADER,
    ),
)
