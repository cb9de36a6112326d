"""The register of drivers: one kind of device, one file, one line here."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from drivers.line_scanner import LineScanner
from drivers.msr import StripeReader
from drivers.profiles import SCANNER_PROFILES, STRIPE_PROFILES
from drivers.recognition import Recognition

Driver = LineScanner | StripeReader
"""Every driver there is: ``feed``, ``idle``, ``due_ms``, ``close``; a worker feeds it."""

Chosen = TypeVar("Chosen")

Recognise = Callable[[], Recognition]
"""Gives the rules that count now."""


def _line_scanner(device: str, profile: str, recognition: Recognise) -> Driver:
    chosen = _choose(SCANNER_PROFILES, profile or "scan_line")
    return LineScanner(device, chosen, recognition=recognition)


def _stripe_reader(device: str, profile: str, recognition: Recognise) -> Driver:
    chosen = _choose(STRIPE_PROFILES, profile or "msr_magtek")
    return StripeReader(device, chosen, recognition=recognition)


DRIVERS: Mapping[str, Callable[[str, str, Recognise], Driver]] = {
    LineScanner.kind: _line_scanner,
    StripeReader.kind: _stripe_reader,
}
"""``driver = "…"`` of a device in the till's file, and how to build it."""


def build_driver(
    kind: str, *, device: str, profile: str = "", recognition: Recognise
) -> Driver:
    """Build the driver a configuration names; ValueError for a name that is not here.

    ``profile`` may be empty: each kind has a usual one.
    """
    return _choose(DRIVERS, kind)(device, profile, recognition)


def _choose(register: Mapping[str, Chosen], name: str) -> Chosen:
    try:
        return register[name]
    except KeyError:
        known = ", ".join(sorted(register))
        raise ValueError(f"{name!r} is not one of {known}") from None
