"""What scanners send in packets: STX and ETX, SSI, Newland, HID POS."""

from drivers.dialects.ssi import ACKNOWLEDGED as ACK
from drivers.dialects.ssi import ssi_packet
from tests.drivers.vectors import Vector, code, coffee, control, member

_OLIVETTI = "NCR 7895 guide, terminal specific RS-232; constructed"
_SSI = "Zebra SSI guide, Symbol SE-923 guide ch. 6; constructed"
_EM3095 = "Newland NLS-EM3095 guide p. 19"
_HR42 = "Newland NLS-HR42 guide p. 30"
_VOYAGER = "Honeywell Voyager 1250g guide 9-3; constructed"
_HID = "Access-IS LSR118 guide, appendix B; constructed"

PACKETS = (
    Vector(
        says="a code between STX and ETX",
        profile="scan_stx_etx",
        rx=(bytes.fromhex("02 41 34 30 30 36 33 38 31 33 33 33 39 33 31 03"),),
        events=(coffee(aim=None),),
        source=_OLIVETTI,
    ),
    Vector(
        says="SSI byte by byte",
        profile="ssi",
        rx=(
            bytes.fromhex("0f"),
            bytes.fromhex("f3"),
            bytes.fromhex("00"),
            bytes.fromhex("00"),
            bytes.fromhex("03"),
            bytes.fromhex("4d"),
            bytes.fromhex("2d"),
            bytes.fromhex("30"),
            bytes.fromhex("30"),
            bytes.fromhex("30"),
            bytes.fromhex("31"),
            bytes.fromhex("32"),
            bytes.fromhex("33"),
            bytes.fromhex("34"),
            bytes.fromhex("35"),
            bytes.fromhex("fc"),
            bytes.fromhex("f2"),
        ),
        events=(member("CODE_128", aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="an SSI packet is acknowledged behind its event",
        profile="ssi",
        rx=(bytes.fromhex("0f f3 00 00 03 4d 2d 30 30 30 31 32 33 34 35 fc f2"),),
        events=(member("CODE_128", aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="what XON and XOFF look like is the code's own behind a checksum",
        profile="ssi",
        rx=(ssi_packet(0xF3, b"\x1cA\x11\x13B", source=0),),
        events=(code("QR", "A\x11\x13B", "unknown", aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="ISO 8859-1 behind a checksum is no parity",
        profile="ssi",
        rx=(ssi_packet(0xF3, b"\x1c\xe9\xe8", source=0),),
        events=(code("QR", "éè", "unknown", aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="a long code in two SSI packets",
        profile="ssi",
        rx=(
            bytes.fromhex(
                "15 f3 00 02 1c 68 74 74 70 73 3a 2f 2f 63 6c 75 62 2e 65 78 61 f8 fd"
            ),
            5,
            bytes.fromhex(
                "14 f3 00 00 1c 6d 70 6c 65 2f 6d 2f 41 31 42 32 43 33 44 34 fa 90"
            ),
        ),
        events=(
            code(
                "QR",
                "https://club.example/m/A1B2C3D4",
                "member",
                aim=None,
                token="A1B2C3D4",
            ),
        ),
        replies=(
            ACK,
            ACK,
        ),
        source=_SSI,
    ),
    Vector(
        says="the decoder acknowledges",
        profile="ssi",
        rx=(bytes.fromhex("04 d0 00 00 ff 2c"),),
        events=(control("ack"),),
        source=_SSI,
    ),
    Vector(
        says="the decoder wants a packet again",
        profile="ssi",
        rx=(bytes.fromhex("05 d1 00 00 01 ff 29"),),
        events=(control("nak", cause=1),),
        source=_SSI,
    ),
    Vector(
        says="an article in SSI",
        profile="ssi",
        rx=(bytes.fromhex("12 f3 00 00 0b 34 30 30 36 33 38 31 33 33 33 39 33 31 fc 54"),),
        events=(coffee(aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="garbage before an SSI packet",
        profile="ssi",
        rx=(bytes.fromhex("00 ff 3f 0f f3 00 00 03 4d 2d 30 30 30 31 32 33 34 35 fc f2"),),
        events=(member("CODE_128", aim=None),),
        replies=(ACK,),
        source=_SSI,
    ),
    Vector(
        says="two SSI packets in one read",
        profile="ssi",
        rx=(
            bytes.fromhex(
                "0f f3 00 00 03 4d 2d 30 30 30 31 32 33 34 35 fc f2 12 f3 00 "
                "00 0b 34 30 30 36 33 38 31 33 33 33 39 33 31 fc 54"
            ),
        ),
        events=(
            member("CODE_128", aim=None),
            coffee(aim=None),
        ),
        replies=(
            ACK,
            ACK,
        ),
        source=_SSI,
    ),
    Vector(
        says="Newland heard a wrong check",
        profile="newland_bin",
        rx=(bytes.fromhex("02 00 01 01 00 04 01"),),
        events=(control("crc_failure"),),
        source=_EM3095,
    ),
    Vector(
        says="Newland does not know the command",
        profile="newland_bin",
        rx=(bytes.fromhex("02 00 03 01 00 6a 61"),),
        events=(control("invalid_command"),),
        source=_EM3095,
    ),
    Vector(
        says="what the line picked up before Newland's answer is no scan",
        profile="newland_bin",
        rx=(bytes.fromhex("ff 02 00 00 01 00 33 31"),),
        events=(control("ok"),),
        source=_EM3095,
    ),
    Vector(
        says="Newland did it",
        profile="newland_bin",
        rx=(bytes.fromhex("02 00 00 01 00 33 31"),),
        events=(control("ok"),),
        source=_EM3095,
    ),
    Vector(
        says="Newland answers to three settings",
        profile="menu_reply",
        rx=(
            bytes.fromhex(
                "02 01 30 30 30 30 40 43 31 31 45 4e 41 31 06 2c 4d 49 4e 31 "
                "32 06 2c 4d 41 58 32 32 06 3b 03"
            ),
        ),
        events=(control("config_reply", status=["ack", "ack", "ack"]),),
        source=_HR42,
    ),
    Vector(
        says="Honeywell answers to a setting",
        profile="menu_reply",
        rx=(bytes.fromhex("43 42 52 45 4e 41 31 06 2e"),),
        events=(control("config_reply", status=["ack"]),),
        source=_VOYAGER,
    ),
    Vector(
        says="a HID report",
        profile="hidpos",
        rx=(
            bytes.fromhex(
                "02 0a 5d 43 30 4d 2d 30 30 30 31 32 33 34 35 00 00 00 00 00 "
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                "00 00 00 00"
            ),
        ),
        events=(member("CODE_128", aim="]C0"),),
        source=_HID,
    ),
    Vector(
        says="a HID report that ends with a suffix meant for keyboards",
        profile="hidpos",
        rx=(b"\x02\x0b]C0M-00012345\r".ljust(64, b"\x00"),),
        events=(member("CODE_128", aim="]C0"),),
        source=_HID,
    ),
    Vector(
        says="a long code in two HID reports",
        profile="hidpos",
        rx=(
            bytes.fromhex(
                "02 38 5d 51 31 68 74 74 70 73 3a 2f 2f 63 6c 75 62 2e 65 78 "
                "61 6d 70 6c 65 2f 6d 2f 41 31 42 32 43 33 44 34 3f 75 74 6d "
                "5f 73 6f 75 72 63 65 3d 77 61 6c 6c 65 74 26 6c 61 6e 67 3d "
                "66 00 00 01"
            ),
            bytes.fromhex(
                "02 08 5d 51 31 61 2d 49 52 26 76 3d 32 00 00 00 00 00 00 00 "
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                "00 00 00 00"
            ),
        ),
        events=(
            code(
                "QR",
                "https://club.example/m/A1B2C3D4?utm_source=wallet&lang=fa-IR&v=2",
                "url",
                aim="]Q1",
            ),
        ),
        source=_HID,
    ),
)
