"""When and where it is sold, and to whom, as the conditions of rules ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

from rules.calendars.months import Calendar, named
from rules.calendars.periods import Reckoning, local_day
from rules.conditions.experiments import Experiment, arm_of
from rules.members.standing import Standing
from rules.sale.basket import Basket
from rules.sale.columns import Columns
from rules.value.left import Left

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Condition = Literal[
    "not_these_days", "not_this_hour", "not_here", "not_birthday", "not_this_member",
    "below_basket", "too_few_pieces", "not_this_tender", "code_not_given",
]  # fmt: skip
"""Which of its conditions a rule fails, the first in this order."""

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOUR_MINUTES: Final = 60
_MONTH_DAY: Final = "%02d-%02d"
_MONTH_DAYS: Final = 31
_ONE_DAY: Final = timedelta(days=1)
_DAYS_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Frame:
    """How a programme reads an instant and a store: its reckoning and its regions."""

    reckoning: Reckoning
    regions: tuple[tuple[str, frozenset[str]], ...] = ()
    experiments: tuple[Experiment, ...] = ()

    def regions_of(self, store: str) -> frozenset[str]:
        """Return the regions that a store is in."""
        return frozenset(name for name, stores in self.regions if store in stores)

    def month_day(self, day: date) -> str:
        """Return a day in the programme's calendar without its year, like ``11-21``."""
        return _month_day(day, self.reckoning.calendar)


@lru_cache(maxsize=_DAYS_KEPT)
def _month_day(day: date, calendar: Calendar) -> str:
    told = named(day, calendar)
    return _MONTH_DAY % (told.month, told.day)


class Occasion:
    """One moment at one counter with one member; what is asked for is worked out once.

    ``minute`` counts from the local midnight; ``basket_minor`` and ``basket_milli`` are the
    goods before our discounts, ``columns`` what the basket's lines say; ``left`` keeps what
    campaigns may still give, by name. ``answers`` keeps what was asked for and which of its
    conditions does not hold.
    """

    __slots__ = (
        "_basket_minor",
        "_local",
        "_month_day",
        "_today",
        "answers",
        "basket",
        "columns",
        "frame",
        "left",
        "standing",
    )

    def __init__(self, frame: Frame, basket: Basket, standing: Standing | None) -> None:
        self.frame: Final = frame
        self._basket_minor: int | None = None
        self._local: datetime | None = None
        self._today: date | None = None
        self._month_day = ""
        self.answers: Final[dict[object, Condition | None]] = {}
        self.basket = basket
        self.columns: Final = Columns(basket.lines)
        self.standing = standing
        self.left: Final[dict[str, Left]] = {}

    @property
    def tier(self) -> str | None:
        """The member's tier; None when nobody is known."""
        return self.standing.tier if self.standing else None

    @property
    def basket_minor(self) -> int:
        """What the goods cost before our discounts."""
        if self._basket_minor is None:
            self._basket_minor = sum(self.columns.of_goods(self.columns.amounts))
        return self._basket_minor

    @property
    def basket_milli(self) -> int:
        """How many goods there are, in thousandths."""
        return sum(self.columns.of_goods(self.columns.milli))

    @property
    def local(self) -> datetime:
        """The moment on the programme's clock."""
        if self._local is None:
            self._local = self.basket.at.astimezone(self.frame.reckoning.zone)
        return self._local

    @property
    def today(self) -> date:
        """The local day."""
        if self._today is None:
            self._today = local_day(self.basket.at, self.frame.reckoning)
        return self._today

    @property
    def day(self) -> str:
        """The local day, like ``2026-11-21``."""
        return self.today.isoformat()

    @property
    def minute(self) -> int:
        """The minutes since the local midnight."""
        return self.local.hour * _HOUR_MINUTES + self.local.minute

    @property
    def weekday(self) -> Weekday:
        """The local day of the week."""
        return WEEKDAYS[self.today.weekday()]

    @property
    def month_day(self) -> str:
        """The local day in the programme's calendar without its year, like ``11-21``."""
        if not self._month_day:
            self._month_day = self.frame.month_day(self.today)
        return self._month_day

    @property
    def regions(self) -> frozenset[str]:
        """The regions this store is in."""
        return self.frame.regions_of(self.basket.store)

    def arm_of(self, experiment: str) -> str:
        """Return the member's arm of an experiment; empty when there is none."""
        if self.standing is None:
            return ""
        found = [each for each in self.frame.experiments if each.experiment == experiment]
        return arm_of(found[0], self.standing.account) if found else ""

    @property
    def tenders(self) -> frozenset[str]:
        """How it is paid, as far as that is known already."""
        return frozenset(tender.tender for tender in self.basket.tenders)

    def is_birthday(self, *, within_days: int) -> bool:
        """Say whether the member's birthday is at most so many days before or after.

        One on a day that this year's month does not have is that month's last.
        """
        born = self.standing.birthday if self.standing else ""
        if not born:
            return False
        return born in _birthdays(self.today, within_days, self.frame.reckoning.calendar)

    def is_birth_month(self) -> bool:
        """Say whether it is the month of the member's birthday."""
        born = self.standing.birthday if self.standing else ""
        return bool(born) and born[:2] == self.month_day[:2]


def is_anniversary(frame: Frame, month_day: str, day: date) -> bool:
    """Say whether a local day is the year's ``month_day`` of the programme's calendar.

    One that this year's month does not have is that month's last.
    """
    return month_day in _birthdays(day, 0, frame.reckoning.calendar)


# A till asks for the same few days all day long.
@lru_cache(maxsize=_DAYS_KEPT)
def _birthdays(day: date, within_days: int, calendar: Calendar) -> frozenset[str]:
    """Return the days of a year that have their day at most so many days from ``day``."""
    days = (day + timedelta(days=ahead) for ahead in range(-within_days, within_days + 1))
    return frozenset(name for each in days for name in _days_kept(each, calendar))


def _days_kept(day: date, calendar: Calendar) -> Iterator[str]:
    """Yield the days of a year kept on ``day``; a month's last stands for all after it."""
    this = _month_day(day, calendar)
    yield this
    month, last = this.split("-")
    if _month_day(day + _ONE_DAY, calendar)[:2] != month:
        yield from (
            f"{month}-{later:02d}" for later in range(int(last) + 1, _MONTH_DAYS + 1)
        )
