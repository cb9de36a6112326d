"""What contactless readers and binary stripe readers send."""

from drivers.dialects.acr122s import SEND_AGAIN as NAK_MESSAGE
from tests.drivers.vectors import Vector, card, control, error, payment, tag

_RDM6300 = "RDM6300, as posted at forum.hobbycomponents.com p. 7544"
_PN532 = "PN532 user manual 6.2.1 and 7.3.5; constructed"
_ACR122S = "ACR122S serial protocol v2.01 pp. 9-13; constructed"
_ACR122L = "ACR122L guide p. 10"
_UIC = "ID TECH MiniMag RS-232 guide p. 9; constructed"
_SECUREMAG = "ID TECH SecureMag guide pp. 43-48; constructed"

TAGS = (
    Vector(
        says="a tag of 125 kHz",
        profile="rfid_em125",
        rx=(bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),),
        events=(tag(tech="EM4100", uid="100086F444", printed="0008844356"),),
        source=_RDM6300,
    ),
    Vector(
        says="a tag that comes back is another touch",
        profile="rfid_em125",
        rx=(
            bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),
            1500,
            bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),
        ),
        events=(
            tag(tech="EM4100", uid="100086F444", printed="0008844356"),
            tag(tech="EM4100", uid="100086F444", printed="0008844356"),
        ),
        source=_RDM6300,
    ),
    Vector(
        says="a tag whose check is wrong",
        profile="rfid_em125",
        rx=(bytes.fromhex("02 31 30 30 30 32 36 46 34 34 34 32 36 03"),),
        events=(error("checksum"),),
        source=_RDM6300,
    ),
    Vector(
        says="a tag that stays is one touch",
        profile="rfid_em125",
        rx=(
            bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),
            50,
            bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),
            50,
            bytes.fromhex("02 31 30 30 30 38 36 46 34 34 34 32 36 03"),
        ),
        events=(tag(tech="EM4100", uid="100086F444", printed="0008844356"),),
        source=_RDM6300,
    ),
    Vector(
        says="a PN532 frame whose check is wrong",
        profile="pn532",
        rx=(bytes.fromhex("00 00 ff 0c f4 d5 4b 01 01 00 04 08 04 fb 0e e2 0b d9 00"),),
        events=(error("checksum"),),
        source=_PN532,
    ),
    Vector(
        says="a phone makes up its number",
        profile="pn532",
        rx=(bytes.fromhex("00 00 ff 0c f4 d5 4b 01 01 00 04 20 04 08 a1 b2 c3 98 00"),),
        events=(
            tag(tech="ISO14443A", uid="08A1B2C3", atqa="0004", sak="20", random_uid=True),
        ),
        source=_PN532,
    ),
    Vector(
        says="a FeliCa card is listed otherwise, and is nobody's number",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 16 ea d5 4b 01 01 12 01 00 01 02 03 04 "
                "05 06 07 08 09 0a 0b 0c 0d 0e 0f 53 00"
            ),
        ),
        events=(),
        source=_PN532,
    ),
    Vector(
        says="a PN532 frame in two reads",
        profile="pn532",
        rx=(
            bytes.fromhex("00 00 ff 0c f4 d5 4b 01 01"),
            3,
            bytes.fromhex("00 04 08 04 fb 0e e2 0b d8 00"),
        ),
        events=(tag(tech="ISO14443A", uid="FB0EE20B", atqa="0004", sak="08"),),
        source=_PN532,
    ),
    Vector(
        says="a tag with seven bytes",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 0f f1 d5 4b 01 01 00 44 00 07 04 a1 b2 c3 d4 e5 80 40 00"
            ),
        ),
        events=(tag(tech="ISO14443A", uid="04A1B2C3D4E580", atqa="0044", sak="00"),),
        source=_PN532,
    ),
    Vector(
        says="a broken ACR122S message is asked for again",
        profile="acr122s",
        rx=(
            bytes.fromhex(
                "02 80 0e 00 00 00 00 01 00 00 00 d5 4b 01 01 00 04 08 04 fb "
                "0e e2 0b 90 00 94 03"
            ),
        ),
        events=(error("checksum"),),
        replies=(NAK_MESSAGE,),
        source=_ACR122S,
    ),
    Vector(
        says="an ACR122S answer that lists no tag",
        profile="acr122s",
        rx=(
            bytes.fromhex(
                "02 80 0d 00 00 00 00 01 00 00 00 3b 2a 00 80 65 24 b0 00 02 "
                "00 82 90 00 fc 03"
            ),
        ),
        events=(control("apdu", data="3B2A00806524B0000200829000"),),
        source=_ACR122S,
    ),
    Vector(
        says="an ACR122S status and then a tag",
        profile="acr122s",
        rx=(
            bytes.fromhex("02 00 00 03"),
            bytes.fromhex(
                "02 80 0e 00 00 00 00 01 00 00 00 d5 4b 01 01 00 04 08 04 fb "
                "0e e2 0b 90 00 95 03"
            ),
        ),
        events=(
            control("status_ok"),
            tag(tech="ISO14443A", uid="FB0EE20B", atqa="0004", sak="08"),
        ),
        source=_ACR122S,
    ),
    Vector(
        says="an ACR122 complains of a time-out",
        profile="acr122s",
        rx=(bytes.fromhex("02 fc fc 03"),),
        events=(error("timeout", side="reader"),),
        source=_ACR122L,
    ),
    Vector(
        says="a Uniform track whose check is wrong",
        profile="msr_uic",
        rx=(
            bytes.fromhex(
                "02 3b 39 38 39 39 30 30 31 32 33 34 35 36 37 38 39 32 3d 3f 30 03"
            ),
        ),
        events=(error("lrc"),),
        source=_UIC,
    ),
    Vector(
        says="two Uniform tracks, one with a check like a sentinel",
        profile="msr_uic",
        rx=(
            bytes.fromhex(
                "02 25 4e 39 38 39 39 30 30 31 32 33 34 35 36 37 38 39 32 5e "
                "4d 45 4d 42 45 52 2f 54 45 53 54 5e 3f 5f 10 02 3b 39 38 39 "
                "39 30 30 31 32 33 34 35 36 37 38 39 32 3d 3f 3b 03"
            ),
        ),
        events=(card([1, 2], "member", token="9899001234567892"),),
        source=_UIC,
    ),
    Vector(
        says="a SecureMag packet whose check is wrong",
        profile="idtech_bin",
        rx=(
            bytes.fromhex(
                "02 1a 00 80 02 00 13 00 02 00 3b 39 38 39 39 30 30 31 32 33 "
                "34 35 36 37 38 39 32 3d 3f a9 a0 03"
            ),
        ),
        events=(error("checksum"),),
        source=_SECUREMAG,
    ),
    Vector(
        says="a loyalty card comes clear from a SecureMag",
        profile="idtech_bin",
        rx=(
            bytes.fromhex(
                "02 1a 00 80 02 00 13 00 02 00 3b 39 38 39 39 30 30 31 32 33 "
                "34 35 36 37 38 39 32 3d 3f a8 a0 03"
            ),
        ),
        events=(card([2], "member", token="9899001234567892"),),
        source=_SECUREMAG,
    ),
    Vector(
        says="a bank card comes masked from a SecureMag",
        profile="idtech_bin",
        rx=(
            bytes.fromhex(
                "02 56 00 80 03 2f 20 00 03 00 25 2a 34 31 31 31 2a 2a 2a 2a "
                "2a 2a 2a 2a 31 31 31 31 5e 43 41 52 44 2f 54 45 53 54 5e 2a "
                "2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a 3f 2a 3b 34 31 "
                "31 31 2a 2a 2a 2a 2a 2a 2a 2a 31 31 31 31 3d 2a 2a 2a 2a 2a "
                "2a 2a 2a 2a 2a 2a 2a 3f 2a ab 01 03"
            ),
        ),
        events=(payment("masked", "1111", "msr"),),
        source=_SECUREMAG,
    ),
)
