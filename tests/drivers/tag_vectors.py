"""What contactless readers and binary stripe readers send."""

from drivers.dialects.acr122s import SEND_AGAIN as NAK_MESSAGE
from tests.drivers.vectors import Vector, card, control, error, payment, tag

_RDM6300 = "RDM6300, as posted at forum.hobbycomponents.com p. 7544"
_PN532 = "PN532 user manual 6.2.1 and 7.3.5; constructed"
_PN532_TARGETS = "PN532 user manual (UM0701-02) 7.3.5 and 7.3.13; constructed"
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
        says="a FeliCa card, with a system code",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 18 e8 d5 4b 01 01 14 01 01 2e 48 a1 b2 c3 d4 e5 0f "
                "0d 23 04 2f 77 83 ff 12 fc 0a 00"
            ),
        ),
        events=(tag(tech="FELICA", uid="012E48A1B2C3D4E5"),),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="a phone that plays a FeliCa card has a made-up number",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 16 ea d5 4b 01 01 12 01 02 fe 00 01 02 03 04 05 0f "
                "0d 23 04 2f 77 83 ff 51 00"
            ),
        ),
        events=(tag(tech="FELICA", uid="02FE000102030405", random_uid=True),),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="a tag of type B, whose number may be made up",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 12 ee d5 4b 01 01 50 a1 b2 c3 d4 11 22 33 44 b3 81 71 01 00 54 00"
            ),
        ),
        events=(tag(tech="ISO14443B", uid="A1B2C3D4", random_uid=True),),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="two tags of type B, one of which answered ATTRIB with nothing",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 20 e0 d5 4b 02 01 50 a1 b2 c3 d4 11 22 33 44 b3 81 "
                "71 01 00 02 50 0b ad ca fe 00 00 00 00 70 81 71 00 1f 00"
            ),
        ),
        events=(
            tag(tech="ISO14443B", uid="A1B2C3D4", random_uid=True),
            tag(tech="ISO14443B", uid="0BADCAFE", random_uid=True),
        ),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="two tags of type A, one with an answer to select",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 1d e3 d5 4b 02 01 00 04 20 04 fb 0e e2 0b 05 78 80 "
                "71 02 02 00 44 00 07 04 a1 b2 c3 d4 e5 80 af 00"
            ),
        ),
        events=(
            tag(tech="ISO14443A", uid="FB0EE20B", atqa="0004", sak="20"),
            tag(tech="ISO14443A", uid="04A1B2C3D4E580", atqa="0044", sak="00"),
        ),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="a tag of type A and a FeliCa card, found by InAutoPoll",
        profile="pn532",
        rx=(
            bytes.fromhex(
                "00 00 ff 23 dd d5 61 02 10 09 01 00 04 08 04 fb 0e e2 0b 11 "
                "13 02 12 01 01 2e 48 a1 b2 c3 d4 e5 0f 0d 23 04 2f 77 83 ff "
                "be 00"
            ),
        ),
        events=(
            tag(tech="ISO14443A", uid="FB0EE20B", atqa="0004", sak="08"),
            tag(tech="FELICA", uid="012E48A1B2C3D4E5"),
        ),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="nobody in the field",
        profile="pn532",
        rx=(bytes.fromhex("00 00 ff 03 fd d5 4b 00 e0 00"),),
        events=(),
        source=_PN532_TARGETS,
    ),
    Vector(
        says="a tag of type B whose answer is too short names nobody",
        profile="pn532",
        rx=(bytes.fromhex("00 00 ff 08 f8 d5 4b 01 01 50 a1 b2 c3 78 00"),),
        events=(),
        source=_PN532_TARGETS,
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
