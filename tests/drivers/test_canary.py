"""No digits of a payment card come out of any driver, whatever carries them."""

import gc
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from types import FunctionType, ModuleType

import pytest

from drivers.commands.decode import decoded
from drivers.dialects.ssi import ssi_packet
from drivers.kinds.keys import LAYOUTS
from drivers.kinds.profiles import KEYBOARD_PROFILES, PROFILES
from drivers.recorded.rule_files import Rules
from drivers.recorded.scripted import Step, Unplugged, play
from drivers.shape import as_expected
from tests.drivers.hearing import byte_by_byte, for_profile
from tests.drivers.key_strokes import typed
from tests.left_behind import PUBLISHED


def _id_tech(text: bytes) -> bytes:
    data = bytes((0x80, 0x02, 0, len(text), 0, 0x02, 0)) + text
    xor = 0
    for byte in data:
        xor ^= byte
    head = b"\x02" + len(data).to_bytes(2, "little")
    return head + data + bytes((xor, sum(data) & 0xFF, 3))


def _ccid(data: bytes) -> bytes:
    message = b"\x80" + len(data).to_bytes(4, "little") + bytes(5) + data
    xor = 0
    for byte in message:
        xor ^= byte
    return b"\x02" + message + bytes((xor, 3))


def carriers(pan: str) -> list[bytes]:
    """Put a number into everything that can carry one."""
    number = pan.encode()
    track = b";" + number + b"=30121010000000000?"
    spaced = b" ".join(number[at : at + 4] for at in range(0, len(number), 4))
    texts = [number, spaced, b"pay " + number, b"https://x.example/?c=" + number]
    lines = [
        aim + text + b"\r\n"
        for aim in (b"", b"]C0", b"]C1", b"]C110", b"]Q1", b"]d2", b"]A0", b"]I1")
        for text in texts
    ]
    stripes = [
        b"%B" + number + b"^CARD/TEST^3012101?" + track + b"\r",
        track + b"\r",
        b"\x02" + track + b"\x03",
        _id_tech(track),
        b"\x02\x1b" + track + b"\r\x03",
    ]
    packets = [
        *(ssi_packet(0xF3, bytes((code,)) + number, source=0) for code in (3, 0x0F, 0x1C)),
        b"\x02" + number + b"\x03",
        b"\x02" + len(number).to_bytes(1) + b"]C0" + number.ljust(59, b"\0"),
        _ccid(number + b"\x90\x00"),
        _ccid(
            b"\x70\x12\x57\x10" + bytes.fromhex(pan + "0" * (len(pan) % 2)) + b"\x90\x00"
        ),
        b"\x1b@CARD " + spaced + b"\nTOTAL 1.07\n\x1dV\x00",
        b"\x1bQA" + number.ljust(20) + b"\r",
        b"\x01\x02" + number + b"\x03\x04\r",
    ]
    return [*lines, *stripes, *packets]


def keyed(pan: str) -> list[bytes]:
    """Put a number into what a scanner or a stripe reader types, for each layout."""
    spaced = " ".join(pan[at : at + 4] for at in range(0, len(pan), 4))
    texts = (pan, spaced, f"%B{pan}^CARD/TEST^3012101?;{pan}=30121010000?", f";{pan}=3012?")
    return [typed(text, layout=layout) for text in texts for layout in LAYOUTS]


@pytest.mark.parametrize("profile", sorted(KEYBOARD_PROFILES))
@pytest.mark.parametrize("pan", PUBLISHED)
def test_no_keyboard_tells_a_payment_cards_digits(profile: str, pan: str) -> None:
    told = []
    for data in keyed(pan):
        scripts: tuple[Sequence[Step], ...] = (
            [data],
            [data[:480], 5_000, data],
            [data + data],
        )
        for script in scripts:
            for event in play(for_profile(profile), script).events:
                told += [repr(event), json.dumps(as_expected(event))]

    assert told
    assert [text for text in told if _shows(text, pan)] == []


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("pan", PUBLISHED)
def test_no_driver_tells_a_payment_cards_digits(profile: str, pan: str) -> None:
    told = []
    for data in carriers(pan):
        scripts: tuple[Sequence[Step], ...] = (
            [data],
            [*byte_by_byte([data])],
            [data[:9], 5_000, data],
        )
        for script in scripts:
            driver = for_profile(profile)
            for event in play(driver, script).events:
                told += [repr(event), json.dumps(as_expected(event))]
            told.append(repr(driver))

    assert [text for text in told if _shows(text, pan)] == []


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_no_driver_keeps_a_payment_card_in_memory_once_it_is_told(profile: str) -> None:
    pan = PUBLISHED[0]
    kept = []
    for data in [*carriers(pan), *keyed(pan)]:
        driver = for_profile(profile)
        # A receipt is kept line by line until it is cut, or until its printer is gone.
        play(driver, [data, Unplugged()] if profile == "escpos_tap" else [data])
        kept += [each for each in _reachable(driver) if pan.encode() in each]

    assert kept == []


@pytest.mark.parametrize("pan", PUBLISHED)
def test_what_is_no_exchange_is_answered_without_its_digits(pan: str) -> None:
    rows = (
        pan,
        f"{{{pan}",
        f'{{"id": null, "profile": "{pan}", "rx": []}}',
        f'{{"id": 1, "profile": "scan_line", "program": "{pan}", "rx": []}}',
        f'{{"id": 1, "profile": "scan_line", "rx": ["{pan}x"]}}',
        f'{{"id": 1, "profile": "scan_line", "rx": [{{"gap_ms": {pan}}}]}}',
    )
    output = io.StringIO()

    with redirect_stdout(output), redirect_stderr(output):
        answers = list(decoded(rows, Rules()))

    assert [answer for answer in answers if "error" not in answer] == []
    assert not _shows(json.dumps(answers) + output.getvalue(), pan)


def _reachable(driver: object) -> list[bytes]:
    """Give every text and buffer that an object still holds."""
    seen, waiting, found = {id(driver)}, [driver], []
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one.encode("utf-8", "replace"))
        elif isinstance(one, bytes | bytearray):
            found.append(bytes(one))
        elif not isinstance(one, type | ModuleType | FunctionType):
            fresh = [each for each in gc.get_referents(one) if id(each) not in seen]
            seen.update(map(id, fresh))
            waiting += fresh
    return found


def _shows(text: str, pan: str) -> bool:
    """Say whether more than a card's last four digits can be read off a text."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return pan[:-4] in digits or pan[4:] in digits
