"""Tells from what a device says which profile it speaks; nothing is asked of the device."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from drivers.events import (
    BarcodeScanned,
    CardSwiped,
    CheckFailed,
    ControlHeard,
    DeviceEvent,
    GarbageReceived,
    IdDocumentSeen,
    Ignored,
    NoRead,
    ParityMismatched,
    PaymentCardSeen,
    TagTouched,
)
from drivers.guard.recognition import Recognition
from drivers.kinds.profiles import (
    KEYBOARD_PROFILES,
    PACKET_PROFILES,
    PROFILES,
    SCANNER_PROFILES,
)
from drivers.recorded.scripted import Step, play
from drivers.register import driver_for
from drivers.symbology import Symbology

_MADE_SENSE = (
    BarcodeScanned,
    CardSwiped,
    TagTouched,
    PaymentCardSeen,
    IdDocumentSeen,
    Ignored,
    NoRead,
)
_SELF_CHECKED = ("ssi", "idtech_bin", "acr122s", "pn532", "rfid_em125", "msr_uic")
"""Packets with a check of their own: whoever passes it speaks so."""

_LETTERED = ("scan_honeywell_codeid", "scan_nixdorf", "scan_icl", "scan_zebra_codeid")
_SENTINELS = (b"%", b";")
_KEY_BYTES = 6 * 24
"""Pressing and letting go of a key is six events."""

_KEYS_MIN = 5
_KEY_MS_MAX = 40
"""Nobody types a key every so many milliseconds but a scanner."""

Sign = Literal[
    "ends with CR LF",
    "ends with CR",
    "ends with LF",
    "ends with TAB",
    "ends with ETX",
    "ends with silence alone",
    "begins with STX",
    "has AIM identifiers",
    "has no AIM identifiers: set the scanner to send them if it can",
    "types as a keyboard",
    "sends HID POS reports",
    "seven bits with even parity",
    "seven bits with odd parity",
]
"""What a device is known by: a words key."""

_ENDS: Final[Mapping[bytes, Sign]] = {
    b"\r\n": "ends with CR LF",
    b"\r": "ends with CR",
    b"\n": "ends with LF",
    b"\t": "ends with TAB",
    b"\x03": "ends with ETX",
}
_PARITIES: Final[Mapping[str, Sign]] = {
    "even": "seven bits with even parity",
    "odd": "seven bits with odd parity",
}
_LINE_ENDS: Final = (b"\r", b"\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a device is taken for. ``says`` are the signs, none of which is data."""

    driver: str
    profile: str
    says: tuple[Sign, ...]
    is_private: bool = False
    """Whether what it said may name somebody: a card, a document."""
    parity: str = "N"
    """Not ``N`` when the line must be set to seven bits with this parity first."""


def identify(script: Sequence[Step]) -> Guess | None:
    """Tell what speaks so, from reads and silences; None when nothing makes sense of it."""
    data = b"".join(step for step in script if isinstance(step, bytes))
    if not data:
        return None
    for profile in _candidates(data):
        if _fits(profile, script):
            return Guess(
                driver=driver_of(profile),
                profile=profile,
                says=tuple(_signs(data)),
                is_private=_is_private(profile, script),
            )
    return _seven_bits(script)


def identify_hid(kind: str, script: Sequence[Step]) -> Guess | None:
    """Tell a keyboard or raw HID device that is a scanner; None for a person who types."""
    presses = sum(len(step) for step in script if isinstance(step, bytes)) // _KEY_BYTES
    silence_ms = sum(step for step in script if isinstance(step, int))
    if kind == "input" and (presses < _KEYS_MIN or silence_ms > presses * _KEY_MS_MAX):
        return None
    profile = "wedge_us" if kind == "input" else "hidpos"
    if not _fits(profile, script):
        return None
    said: Sign = "types as a keyboard" if kind == "input" else "sends HID POS reports"
    return Guess(
        driver=driver_of(profile),
        profile=profile,
        says=(said,),
        is_private=_is_private(profile, script),
    )


def driver_of(profile: str) -> str:
    """Name the driver a profile belongs to."""
    if profile in KEYBOARD_PROFILES:
        return "keyboard"
    if profile in PACKET_PROFILES:
        return "packet_device"
    return "line_scanner" if profile in SCANNER_PROFILES else "stripe_reader"


def _candidates(data: bytes) -> Iterator[str]:
    """Yield profiles, those that prove themselves first."""
    yield from _SELF_CHECKED
    if data.lstrip(b"\x02\x1b\r\n").startswith(_SENTINELS):
        # A reader that ends each track sends several lines for one card.
        yield "msr_idtech" if data.count(b"?\r") > 1 else "msr_magtek"
    if data.startswith(b"\x01\x02"):
        yield "scan_datalogic"
    elif data.startswith(b"\x02"):
        yield "scan_stx_etx"
    ended = data.rstrip(b"\r\n") != data
    if ended:
        yield from _LETTERED
        yield "scan_line"
    elif data.endswith(b"\t"):
        yield "scan_tab"
    elif data.endswith(b"\x03"):
        yield "scan_etx"
    else:
        yield "scan_raw"


def _is_private(profile: str, script: Sequence[Step]) -> bool:
    named = (CardSwiped, PaymentCardSeen, IdDocumentSeen)
    return any(isinstance(event, named) for event in _heard(profile, script))


def _fits(profile: str, script: Sequence[Step]) -> bool:
    events = _heard(profile, script)
    if not events or any(not isinstance(event, _MADE_SENSE) for event in events):
        return profile == "scan_datalogic" and _is_answer(events)
    if profile in _LETTERED:
        return all(_is_proved(event) for event in events)
    return True


def _heard(profile: str, script: Sequence[Step]) -> tuple[DeviceEvent, ...]:
    nothing = Recognition()
    driver = driver_for(
        PROFILES[profile], device="setup", recognition=lambda: nothing, debounce_ms=0
    )
    return play(driver, script).events


def _is_answer(events: tuple[DeviceEvent, ...]) -> bool:
    return bool(events) and all(
        isinstance(event, (ControlHeard, *_MADE_SENSE)) for event in events
    )


def _is_proved(event: DeviceEvent) -> bool:
    """Believe a maker's letter when a check digit behind it holds."""
    return (
        isinstance(event, BarcodeScanned)
        and event.aim is None
        and event.gtin is not None
        and not event.inferred
        and event.symbology is not Symbology.UNKNOWN
    )


def _seven_bits(script: Sequence[Step]) -> Guess | None:
    events = _heard("scan_line", script)
    parity = next((e.parity for e in events if isinstance(e, ParityMismatched)), None)
    if parity is None or any(isinstance(e, GarbageReceived | CheckFailed) for e in events):
        return None
    return Guess(
        driver="line_scanner",
        profile="scan_line",
        says=(_PARITIES[parity],),
        parity=parity[0].upper(),
    )


def _signs(data: bytes) -> Iterator[Sign]:
    ends = (said for end, said in _ENDS.items() if data.endswith(end))
    yield next(ends, "ends with silence alone")
    if data.startswith(b"\x02"):
        yield "begins with STX"
    if data.lstrip(b"\x02").startswith(b"]"):
        yield "has AIM identifiers"
    elif data.endswith(_LINE_ENDS) and not data.startswith((b"\x02", b"\x01")):
        yield "has no AIM identifiers: set the scanner to send them if it can"
