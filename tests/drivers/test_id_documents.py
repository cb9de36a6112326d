"""Identity documents: known by their structure, whatever carries them; kept nowhere."""

from collections.abc import Sequence

import pytest

from drivers.dialects.ssi import ssi_packet
from drivers.events import BarcodeScanned
from drivers.guard.id_documents import holds_id_document, is_national_number
from drivers.kinds.profiles import PROFILES
from drivers.recorded.capture import CapturedLine
from drivers.recorded.scripted import ScriptedLine, Step, VirtualClock, play
from drivers.shape import as_expected
from drivers.symbology import Symbology
from tests.drivers.hearing import byte_by_byte, for_profile

# ICAO 9303's own specimens, and an AAMVA licence of nobody.
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
BOOKLET = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
LICENCE = "@\n\x1e\rANSI 636014040002DL00410278ZC\nDCSERIKSSON\nDAQD1234567"

TAPS = {"escpos_tap", "pole_tap"}
"""What a POS prints or shows is no scan."""


def carriers(document: str) -> list[bytes]:
    """Put a document into everything a scanner may send it in."""
    text = document.encode()
    return [
        *(aim + text + b"\r\n" for aim in (b"", b"]L2", b"]O0", b"]Q1", b"r", b"A")),
        *(ssi_packet(0xF3, bytes((code,)) + text, source=0) for code in (0x11, 0x1C, 0)),
        b"\x02" + text + b"\x03",
        b"\x02" + len(text[:56]).to_bytes(1) + b"]L2" + text[:56].ljust(59, b"\0"),
        b"%CALOS ANGELES^ERIKSSON$ANNA$M^123 MAIN ST^?\r",
    ]


@pytest.mark.parametrize("profile", sorted(set(PROFILES) - TAPS))
@pytest.mark.parametrize(
    "document",
    [LICENCE, *("\r".join(zone) for zone in (PASSPORT, CARD, BOOKLET)), "".join(CARD)],
)
def test_no_driver_tells_who_a_document_names(profile: str, document: str) -> None:
    told = []
    for data in carriers(document):
        scripts: tuple[Sequence[Step], ...] = ([data], [*byte_by_byte([data])])
        for script in scripts:
            events = play(for_profile(profile), script).events
            told += [f"{event!r} {as_expected(event)}" for event in events]

    assert [text for text in told if "ERIKSSON" in text or "D231458907" in text] == []


@pytest.mark.parametrize("line", [*PASSPORT, *CARD, *BOOKLET])
def test_every_line_of_a_zone_is_known_by_itself(line: str) -> None:
    assert holds_id_document(line)


@pytest.mark.parametrize("zone", [PASSPORT, CARD, BOOKLET])
def test_a_zone_that_came_as_one_line_is_known(zone: tuple[str, ...]) -> None:
    assert holds_id_document("".join(zone))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "M-00012345",
        "01095011015300031725010110AB",
        "https://club.example/m/A1B2C3D4?a=1<2",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
        "395011015300000004395011015300",
        "PETROL ANSI approved",
        "x" * 4_000,
    ],
)
def test_what_names_nobody_is_let_through(text: str) -> None:
    assert not holds_id_document(text)


@pytest.mark.parametrize(
    ("number", "is_persons"),
    [
        # Constructed after the rule of Iran's national code, and MyKad's layout.
        ("0499370899", True),
        ("۰۴۹۹۳۷۰۸۹۹", True),
        ("0499370898", False),
        ("1111111111", False),
        ("900131-14-5678", True),
        ("900131145678", True),
        ("901331145678", False),
        ("900131005678", False),
        ("M-00012345", False),
        ("4006381333931", False),
    ],
)
def test_a_number_that_may_be_a_persons_is_known(number: str, *, is_persons: bool) -> None:
    assert is_national_number(number) is is_persons


@pytest.mark.parametrize(
    ("class_name", "is_kept"), [("unknown", False), ("member", True), ("product", True)]
)
def test_a_persons_number_is_left_out_of_a_capture_unless_a_rule_names_it(
    class_name: str, *, is_kept: bool
) -> None:
    line = CapturedLine(ScriptedLine([b"0499370899\r"], VirtualClock()), now_ms=lambda: 0)

    line.read(None)
    line.tell(
        BarcodeScanned(
            device="d",
            symbology=Symbology.CODE_128,
            data="0499370899",
            class_name=class_name,
        )
    )
    line.settle()

    assert bool(line.steps) is is_kept
