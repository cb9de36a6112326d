"""When, where and for whom a rule holds: conditions, all of which must hold."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal

from rules.conditions.occasion import Condition, Occasion, Weekday
from rules.ground import bounds
from rules.ground.ids import TierId
from rules.value.counts import PURCHASES

_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-3])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_BIRTHDAY_DAYS_MAX: Final = 31
_DAY_LETTERS: Final = len("2026-12-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Conditions; one that is left out holds always.

    ``from_moment`` to ``until_moment`` (``2026-01-10T12:00``, both minutes included, or
    with seconds, both included), ``first_day`` to ``last_day``, both included,
    ``weekdays``, ``dates`` (``MM-DD`` of the programme's calendar) and ``from_time`` to
    before ``until_time`` (``17:00``; over midnight when the second is earlier) are the
    programme's zone's. ``birthday`` is the member's ``day``, give or take
    ``birthday_days``, or ``month``. ``members`` holds for
    known members (true) or only for others (false). Lists hold when one of them does:
    ``tiers``, ``segments``, ``groups``, ``stores``, ``regions``, ``channels``,
    ``tenders``, ``codes`` (words the customer gives); ``not_segments`` when none does.
    ``experiment`` holds for members of one of its ``arms`` (none named: of any).
    ``first_purchase`` holds for members who never bought before. ``minimum_minor`` and
    ``minimum_pieces`` are about all goods before our discounts.
    """

    enabled: bool = True
    from_moment: str = ""
    until_moment: str = ""
    first_day: str = ""
    last_day: str = ""
    weekdays: tuple[Weekday, ...] = ()
    dates: tuple[str, ...] = ()
    from_time: str = ""
    until_time: str = ""
    birthday: Literal["", "day", "month"] = ""
    birthday_days: int = 0
    members: bool | None = None
    tiers: tuple[TierId, ...] = ()
    segments: tuple[str, ...] = ()
    not_segments: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    first_purchase: bool = False
    stores: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    tenders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    experiment: str = ""
    arms: tuple[str, ...] = ()
    minimum_minor: int = 0
    minimum_pieces: int = 0

    def __post_init__(self) -> None:
        """Refuse conditions that make no sense in themselves."""
        for name in ("first_day", "last_day"):
            _day(name, getattr(self, name))
        for name in ("from_moment", "until_moment"):
            text = getattr(self, name)
            if text and not _is_moment(text):
                raise bounds.OutOfBoundsError(
                    "{what} must be a moment like 2026-12-31T17:30", what=name
                )
        for name in ("from_time", "until_time"):
            text = getattr(self, name)
            if text and not _CLOCK.fullmatch(text):
                raise bounds.OutOfBoundsError("{what} must be a time like 17:30", what=name)
        if any(not _MONTH_DAY.fullmatch(text) for text in self.dates):
            raise bounds.OutOfBoundsError("dates must be days like 11-22")
        bounds.within("birthday_days", self.birthday_days, least=0, most=_BIRTHDAY_DAYS_MAX)
        for name in _LISTS:
            bounds.names(name, getattr(self, name))
        most = bounds.MONEY_MINOR_MAX
        bounds.within("minimum_minor", self.minimum_minor, least=0, most=most)
        bounds.within(
            "minimum_pieces", self.minimum_pieces, least=0, most=bounds.POINTS_MAX
        )

    @property
    def is_always(self) -> bool:
        """Whether nothing is asked."""
        return self == ALWAYS

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last local day it may hold on; empty where there is none."""
        ends = (each for each in (self.last_day, self.until_moment[:_DAY_LETTERS]) if each)
        return max(self.first_day, self.from_moment[:_DAY_LETTERS]), min(ends, default="")

    @property
    def asks_for_member(self) -> bool:
        """Whether it can only hold for a member who is known."""
        return bool(
            self.members
            or self.birthday
            or self.tiers
            or self.segments
            or self.groups
            or self.experiment
            or self.first_purchase
        )


Check = Callable[[When, Occasion], bool]
"""Says whether one of the conditions holds."""


def may_hold_on(when: When, day: str) -> bool:
    """Say whether conditions may hold on a local day, by their first and last one."""
    first, last = when.days
    return when.enabled and first <= day and not (last and day > last)


def checks_of(when: When) -> list[tuple[Condition, Check]]:
    """Return how to ask for what ``when`` names, in the order in which it is told."""
    if when.is_always:
        return []
    return [
        (condition, holds)
        for condition, holds, names in _CHECKS
        if not names or any(getattr(when, each) != getattr(ALWAYS, each) for each in names)
    ]


def _days(when: When, occasion: Occasion) -> bool:
    if not when.enabled:
        return False
    if (when.from_moment or when.until_moment) and not _between(when, occasion):
        return False
    if when.first_day or when.last_day:
        day = occasion.day
        if day < when.first_day or (when.last_day and day > when.last_day):
            return False
    if when.weekdays and occasion.weekday not in when.weekdays:
        return False
    return not when.dates or occasion.month_day in when.dates


def _between(when: When, occasion: Occasion) -> bool:
    now = f"{occasion.local:%Y-%m-%dT%H:%M:%S}"
    first, last = when.from_moment, when.until_moment
    return first <= now[: len(first)] and now[: len(last)] <= last


def _hours(when: When, occasion: Occasion) -> bool:
    if not (when.from_time or when.until_time):
        return True
    start = _minutes(when.from_time or "00:00")
    end = _minutes(when.until_time or "24:00")
    now = occasion.minute
    return start <= now < end if start < end else now >= start or now < end


def _place(when: When, occasion: Occasion) -> bool:
    basket = occasion.basket
    if when.stores and basket.store not in when.stores:
        return False
    if when.channels and basket.channel not in when.channels:
        return False
    return not when.regions or not occasion.regions.isdisjoint(when.regions)


def _birthday(when: When, occasion: Occasion) -> bool:
    match when.birthday:
        case "day":
            return occasion.is_birthday(within_days=when.birthday_days)
        case "month":
            return occasion.is_birth_month()
        case _:
            return True


def _member(when: When, occasion: Occasion) -> bool:
    standing = occasion.standing
    if standing is None:
        return not when.asks_for_member
    return (
        when.members is not False
        and (not when.tiers or standing.tier in when.tiers)
        and _one_of(when.segments, standing.segments)
        and set(when.not_segments).isdisjoint(standing.segments)
        and _one_of(when.groups, standing.groups)
        and (not when.experiment or _takes_part(when, occasion))
        and not (when.first_purchase and standing.count(PURCHASES))
    )


def _takes_part(when: When, occasion: Occasion) -> bool:
    arm = occasion.arm_of(when.experiment)
    return arm in when.arms if when.arms else bool(arm)


def _one_of(asked: Sequence[str], have: Sequence[str]) -> bool:
    return not asked or not set(asked).isdisjoint(have)


def _basket(when: When, occasion: Occasion) -> bool:
    return occasion.basket_minor >= when.minimum_minor


def _pieces(when: When, occasion: Occasion) -> bool:
    if not when.minimum_pieces:
        return True
    return occasion.basket_milli >= when.minimum_pieces * 1000


def _tender(when: When, occasion: Occasion) -> bool:
    return not when.tenders or not occasion.tenders.isdisjoint(when.tenders)


def _code(when: When, occasion: Occasion) -> bool:
    return not when.codes or bool(set(when.codes) & set(occasion.basket.coupons))


# A programme names few hours, and asks for them at every receipt.
@lru_cache(maxsize=1024)
def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return text in {f"{moment:%Y-%m-%dT%H:%M}", f"{moment:%Y-%m-%dT%H:%M:%S}"}


def _day(name: str, text: str) -> None:
    try:
        sensible = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        sensible = False
    if not sensible:
        raise bounds.OutOfBoundsError("{what} must be a day like 2026-12-31", what=name)


_DAYS: Final = (
    *("enabled", "from_moment", "until_moment", "first_day", "last_day"),
    *("weekdays", "dates"),
)
_MEMBER: Final = (
    *("members", "tiers", "segments", "not_segments", "groups", "experiment"),
    "first_purchase",
)
_CHECKS: Final[Sequence[tuple[Condition, Check, tuple[str, ...]]]] = (
    ("not_these_days", _days, _DAYS),
    ("not_this_hour", _hours, ("from_time", "until_time")),
    ("not_here", _place, ("stores", "regions", "channels")),
    ("not_birthday", _birthday, ("birthday",)),
    ("not_this_member", _member, _MEMBER),
    ("below_basket", _basket, ()),
    ("too_few_pieces", _pieces, ("minimum_pieces",)),
    ("not_this_tender", _tender, ("tenders",)),
    ("code_not_given", _code, ("codes",)),
)
"""Each condition, how it is asked for, and the fields of which one must ask for it.

Whatever is asked, goods must cost at least ``minimum_minor``, which is never below 0.
"""

_LISTS: Final = tuple(
    field.name for field in fields(When) if field.default == () and field.name != "dates"
)

ALWAYS: Final = When()
"""No condition at all."""
