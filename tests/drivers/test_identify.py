"""What a device is taken for, from what it says alone."""

import pytest

from drivers.kinds.profiles import PROFILES
from drivers.recorded.identify import driver_of, identify, identify_hid
from drivers.recorded.scripted import Step
from tests.drivers.key_strokes import key, typed
from tests.drivers.test_vectors import VECTORS
from tests.drivers.vectors import Vector

ERRORS = {"error", "control", "receipt", "display"}
"""What says little about who speaks, or is no scan."""


@pytest.mark.parametrize(
    ("script", "profile", "sign"),
    [
        ([b"]E04006381333931\r"], "scan_line", "ends with CR"),
        ([b"]E04006381333931\r\n"], "scan_line", "has AIM identifiers"),
        ([b"4006381333931\n"], "scan_line", "has no AIM identifiers"),
        ([b"4006381333931\t"], "scan_tab", "ends with TAB"),
        ([b"4006381333931\x03"], "scan_etx", "ends with ETX"),
        ([b"40063", 5, b"81333931", 400], "scan_raw", "ends with silence alone"),
        ([b"\x02A4006381333931\x03"], "scan_stx_etx", "begins with STX"),
        ([b"d4006381333931\r"], "scan_honeywell_codeid", "ends with CR"),
        ([b"A4006381333931\r"], "scan_nixdorf", "ends with CR"),
        ([b"FF96385074\r"], "scan_icl", "ends with CR"),
        ([b"P01hello\r"], "scan_line", "ends with CR"),
        ([b"\x01\x02MGL-TEST\x03\x04\r"], "scan_datalogic", "ends with CR"),
        ([b"%N9899001234567892^M^?\r", 15, b";9899001234567892=?\r"], "msr_idtech", "CR"),
        ([b";4111111111111111=30121010000?\r"], "msr_magtek", "CR"),
        ([b"\x02\x1b;9899001234567892=?1\r\x03"], "msr_magtek", "begins with STX"),
    ],
)
def test_a_device_is_known_by_how_it_speaks(
    script: list[Step], profile: str, sign: str
) -> None:
    guess = identify(script)

    assert guess is not None
    assert (guess.profile, guess.driver) == (profile, driver_of(profile))
    assert sign in "; ".join(guess.says)


@pytest.mark.parametrize(
    "profile", ["ssi", "idtech_bin", "acr122s", "pn532", "rfid_em125", "msr_uic"]
)
def test_packets_that_check_themselves_are_known_for_certain(profile: str) -> None:
    for vector in _good(profile):
        guess = identify(vector.rx)

        assert guess is not None
        assert guess.profile == profile, vector.says


def test_bytes_at_the_wrong_rate_are_nobodys() -> None:
    assert identify([b"\xf8\x00\x9e\x80\xe6\x06\xfe\x0d"]) is None
    assert identify([]) is None


def test_seven_bits_are_told_with_their_parity() -> None:
    even = bytes(byte | (byte.bit_count() % 2) << 7 for byte in b"4006381333931") + b"\r"

    guess = identify([even])

    assert guess is not None
    assert (guess.parity, guess.profile) == ("E", "scan_line")


def test_a_card_or_a_document_is_private() -> None:
    swiped, scanned = identify([b";12345678?\r"]), identify([b"M-1\r"])

    assert swiped is not None
    assert scanned is not None
    assert (swiped.is_private, scanned.is_private) == (True, False)


def test_a_scanner_that_types_is_told_from_a_person_who_does() -> None:
    code = typed("M-00012345")
    slow: list[Step] = [step for _ in range(12) for step in (key(30, 1) + key(30, 0), 150)]
    scanner = identify_hid("input", [code])

    assert scanner is not None
    assert (scanner.driver, scanner.profile) == ("keyboard", "wedge_us")
    assert identify_hid("input", [*slow, typed("")]) is None
    assert identify_hid("input", [typed("ls")]) is None


def test_a_raw_hid_scanner_is_known() -> None:
    report = b"\x02\x0d]E0" + b"4006381333931".ljust(59, b"\0")
    guess = identify_hid("hidraw", [report])

    assert guess is not None
    assert guess.profile == "hidpos"


def test_every_profile_has_a_driver() -> None:
    assert {driver_of(name) for name in PROFILES} == {
        "keyboard",
        "line_scanner",
        "packet_device",
        "stripe_reader",
    }


def _good(profile: str) -> list[Vector]:
    return [
        vector
        for vector in VECTORS
        if vector.profile == profile
        and vector.events
        and not any(shape["kind"] in ERRORS for shape in vector.events)
    ]
