"""The small programme of the tests, and drivers that hear bytes under it."""

from collections.abc import Iterable, Iterator

from drivers.events import DeviceEvent, Heard, Reply
from drivers.guard.recognition import CardRange, EanRule, Recognition, TextRule
from drivers.kinds.profiles import PROFILES
from drivers.register import DRIVERS, Driver, build_driver, driver_for
from drivers.shape import Shape, as_expected

PROGRAMME = Recognition(
    cards=(CardRange("989900", 16), CardRange("639900", 16)),
    texts=(
        TextRule(r"(M-\d{6,10})", "member"),
        TextRule(r"https://club\.example/m/([A-Z0-9]{8})", "member"),
        TextRule(r"GC[0-9A-Z]{10}", "gift_card"),
    ),
    eans=(
        EanRule(prefix="042", class_name="member"),
        EanRule(prefix="041", class_name="employee"),
        EanRule(prefix="21", class_name="weighed", measure="weight", whole_digits=2),
        EanRule(prefix="23", class_name="product_measure", measure="price"),
        EanRule(prefix="22", class_name="discount", measure="percent"),
        EanRule(prefix="980", class_name="refund_receipt"),
        EanRule(prefix="981", class_name="coupon"),
        EanRule(prefix="99", class_name="coupon"),
    ),
)
"""A club whose cards are 9899 00… and 6399 00…, the latter inside Maestro's range."""

AFTERWARDS_MS = 60_000
"""Silence after the last byte, long enough for anything that waits."""

KINDS = tuple(DRIVERS)


def scanner(profile: str = "scan_line", programme: Recognition = PROGRAMME) -> Driver:
    """Build a line scanner's driver."""
    return build_driver(
        "line_scanner", device="d", profile=profile, recognition=lambda: programme
    )


def reader(profile: str = "msr_magtek", programme: Recognition = PROGRAMME) -> Driver:
    """Build a stripe reader's driver."""
    return build_driver(
        "stripe_reader", device="d", profile=profile, recognition=lambda: programme
    )


def for_profile(profile: str) -> Driver:
    """Build the driver a profile is for."""
    return driver_for(PROFILES[profile], device="d", recognition=lambda: PROGRAMME)


def heard(driver: Driver, rx: Iterable[bytes | int]) -> list[DeviceEvent]:
    """Let a driver hear bytes and silences (milliseconds), then a long silence."""
    at_ms = 1_000
    events: list[Heard] = []
    for step in rx:
        if isinstance(step, int):
            at_ms += step
            events += driver.idle(at_ms)
        else:
            events += driver.feed(step, at_ms)
    events += driver.idle(at_ms + AFTERWARDS_MS)
    return events_of(events)


def events_of(said: Iterable[Heard]) -> list[DeviceEvent]:
    """Leave out what is sent back."""
    return [one for one in said if not isinstance(one, Reply)]


def shapes(driver: Driver, *rx: bytes | int) -> list[Shape]:
    """Let a driver hear bytes and silences, and give what it says in public shape."""
    return [as_expected(event) for event in heard(driver, rx)]


def byte_by_byte(rx: Iterable[bytes | int]) -> Iterator[bytes | int]:
    """Cut every read into single bytes."""
    for step in rx:
        if isinstance(step, int):
            yield step
        else:
            yield from (step[at : at + 1] for at in range(len(step)))
