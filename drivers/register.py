"""The register of drivers: one kind of device, one file, one line here."""

from collections.abc import Callable, Mapping
from typing import TypeVar, assert_never

from drivers.framing.debounce import DEBOUNCE_MS
from drivers.framing.packets import Listener, PacketDevice
from drivers.guard.recognition import Recognition
from drivers.kinds.keyboard import KeyboardWedge
from drivers.kinds.line_scanner import LineScanner
from drivers.kinds.msr import StripeReader
from drivers.kinds.profiles import (
    KEYBOARD_PROFILES,
    PACKET_PROFILES,
    SCANNER_PROFILES,
    STRIPE_PROFILES,
    KeyboardProfile,
    PacketProfile,
    Profile,
    ScannerProfile,
    StripeProfile,
)

Driver = LineScanner | StripeReader | PacketDevice | KeyboardWedge
"""Every driver there is: ``feed``, ``idle``, ``due_ms``, ``close``; a worker feeds it."""

Chosen = TypeVar("Chosen")

Recognise = Callable[[], Recognition]
"""Gives the rules that count now."""

_USUAL: Mapping[str, tuple[Mapping[str, Profile], str]] = {
    LineScanner.kind: (SCANNER_PROFILES, "scan_line"),
    StripeReader.kind: (STRIPE_PROFILES, "msr_magtek"),
    PacketDevice.kind: (PACKET_PROFILES, "ssi"),
    KeyboardWedge.kind: (KEYBOARD_PROFILES, "wedge_us"),
}

DRIVERS = tuple(_USUAL)
"""``driver = "…"`` of a device in the till's file."""


def build_driver(
    kind: str,
    *,
    device: str,
    profile: str = "",
    recognition: Recognise,
    debounce_ms: int = DEBOUNCE_MS,
) -> Driver:
    """Build the driver a configuration names; ValueError for a name that is not here.

    ``profile`` may be empty: each kind has a usual one.
    """
    profiles, usual = _choose(_USUAL, kind)
    return driver_for(
        _choose(profiles, profile or usual),
        device=device,
        recognition=recognition,
        debounce_ms=debounce_ms,
    )


def driver_for(
    profile: Profile,
    *,
    device: str,
    recognition: Recognise,
    debounce_ms: int = DEBOUNCE_MS,
) -> Driver:
    """Build the driver of a device that speaks as the profile says."""
    match profile:
        case ScannerProfile():
            return LineScanner(
                device, profile, recognition=recognition, debounce_ms=debounce_ms
            )
        case StripeProfile():
            return StripeReader(
                device, profile, recognition=recognition, debounce_ms=debounce_ms
            )
        case PacketProfile():
            listener = Listener(device=device, recognition=recognition)
            dialect = profile.dialect(listener)
            return PacketDevice(device, dialect, debounce_ms=debounce_ms)
        case KeyboardProfile():
            return KeyboardWedge(
                device, profile, recognition=recognition, debounce_ms=debounce_ms
            )
        case _:
            assert_never(profile)


def _choose(register: Mapping[str, Chosen], name: str) -> Chosen:
    try:
        return register[name]
    except KeyError:
        known = ", ".join(sorted(register))
        raise ValueError(f"{name!r} is not one of {known}") from None
