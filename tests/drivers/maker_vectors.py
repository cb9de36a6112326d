"""What scanners send in their maker's own ways: code letters, answers."""

from tests.drivers.vectors import Vector, coffee, control, error, member, product

_HONEYWELL_IDS = "Hand Held Products code id letters; constructed"
_POWERSCAN = "Datalogic PowerScan guide p. 397; constructed"
_ZEBRA_IDS = "Zebra LI2208 guide p. 59; constructed"

MAKERS = (
    Vector(
        says="a device's answer is no scan for a scanner said to give none",
        rx=(b"\x01\x02MGL-TEST\x03\x04]C0M-00012345\r",),
        events=(error("garbage"),),
        source=_POWERSCAN,
    ),
    Vector(
        says="a Datalogic scanner answers what it is",
        profile="scan_datalogic",
        rx=(b"\x01\x02MGL-TEST\x03\x04\r",),
        events=(control("device_info", data="MGL-TEST"),),
        source=_POWERSCAN,
    ),
    Vector(
        says="a Datalogic answer is over at its EOT, and a scan may follow late",
        profile="scan_datalogic",
        rx=(b"\x01\x02MGL-TEST\x03\x04", 5_000, b"]C0M-00012345\r"),
        events=(control("device_info", data="MGL-TEST"), member("CODE_128", aim="]C0")),
        source=_POWERSCAN,
    ),
    Vector(
        says="two Datalogic answers and a scan behind each other",
        profile="scan_datalogic",
        rx=(b"\x01\x02MGL\x03\x04\x01\x02TEST\x03\x04]C0M-00012345\r",),
        events=(
            control("device_info", data="MGL"),
            control("device_info", data="TEST"),
            member("CODE_128", aim="]C0"),
        ),
        source=_POWERSCAN,
    ),
    Vector(
        says="Honeywell's letter j is Code 128",
        profile="scan_honeywell_codeid",
        rx=(b"jM-00012345\r",),
        events=(member("CODE_128", aim=None),),
        source=_HONEYWELL_IDS,
    ),
    Vector(
        says="Honeywell's letter d is EAN-13",
        profile="scan_honeywell_codeid",
        rx=(b"d4006381333931\r",),
        events=(coffee(aim=None),),
        source=_HONEYWELL_IDS,
    ),
    Vector(
        says="ICL's letter F is EAN-13",
        profile="scan_icl",
        rx=(b"F4006381333931\r",),
        events=(coffee(aim=None),),
        source=_ZEBRA_IDS,
    ),
    Vector(
        says="ICL's letters FF are EAN-8",
        profile="scan_icl",
        rx=(b"FF96385074\r",),
        events=(product("EAN_8", "96385074", aim=None, gtin="00000096385074"),),
        source=_ZEBRA_IDS,
    ),
    Vector(
        says="Nixdorf's letter K is Code 128",
        profile="scan_nixdorf",
        rx=(b"KM-00012345\r",),
        events=(member("CODE_128", aim=None),),
        source=_ZEBRA_IDS,
    ),
    Vector(
        says="Nixdorf's letter A is EAN-13",
        profile="scan_nixdorf",
        rx=(b"A4006381333931\r",),
        events=(coffee(aim=None),),
        source=_ZEBRA_IDS,
    ),
    Vector(
        says="Nixdorf's letter C is UPC-E",
        profile="scan_nixdorf",
        rx=(b"C01234565\r",),
        events=(product("UPC_E", "01234565", aim=None, gtin="00012345000065"),),
        source=_ZEBRA_IDS,
    ),
)
