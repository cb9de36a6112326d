"""When and where it is sold, and to whom, as the conditions of rules ask for it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from rules.basket import Basket
from rules.calendars.day import CalendarDay
from rules.calendars.ethiopian import ethiopian
from rules.calendars.jalali import jalali
from rules.calendars.months import Calendar
from rules.standing import Standing

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOUR_MINUTES: Final = 60
_MONTH_DAY: Final = "%02d-%02d"


@dataclass(frozen=True, slots=True)
class Frame:
    """How a programme reads an instant and a store: its zone, calendar and regions."""

    zone: ZoneInfo
    calendar: Calendar = "gregorian"
    regions: tuple[tuple[str, frozenset[str]], ...] = ()

    def regions_of(self, store: str) -> frozenset[str]:
        """Return the regions that a store is in."""
        return frozenset(name for name, stores in self.regions if store in stores)

    def named(self, day: date) -> CalendarDay:
        """Return a day as the programme's calendar writes it."""
        match self.calendar:
            case "jalali":
                return jalali(day)
            case "ethiopian":
                return ethiopian(day)
            case _:
                return CalendarDay(day.year, day.month, day.day)


class Occasion:
    """One moment at one counter with one member; what is asked for is worked out once.

    ``minute`` counts from the local midnight; ``basket_minor`` and ``basket_milli`` are the
    goods before our discounts; ``codes`` the words and codes that were given.
    """

    __slots__ = (
        "_frame",
        "_local",
        "_month_day",
        "basket",
        "basket_milli",
        "basket_minor",
        "standing",
    )

    def __init__(self, frame: Frame, basket: Basket, standing: Standing | None) -> None:
        self._frame = frame
        self._local: datetime | None = None
        self._month_day = ""
        self.basket = basket
        self.standing = standing
        goods = [line for line in basket.lines if line.kind == "item"]
        self.basket_minor = sum([line.amount_minor for line in goods])
        self.basket_milli = sum([line.quantity_milli for line in goods])

    @property
    def local(self) -> datetime:
        """The moment on the programme's clock."""
        if self._local is None:
            self._local = self.basket.at.astimezone(self._frame.zone)
        return self._local

    @property
    def day(self) -> str:
        """The local day, like ``2026-11-21``."""
        return self.local.date().isoformat()

    @property
    def minute(self) -> int:
        """The minutes since the local midnight."""
        return self.local.hour * _HOUR_MINUTES + self.local.minute

    @property
    def weekday(self) -> Weekday:
        """The local day of the week."""
        return WEEKDAYS[self.local.weekday()]

    @property
    def month_day(self) -> str:
        """The local day in the programme's calendar without its year, like ``11-21``."""
        if not self._month_day:
            _, month, day = self._frame.named(self.local.date())
            self._month_day = _MONTH_DAY % (month, day)
        return self._month_day

    def named(self, ahead: int) -> CalendarDay:
        """Return the local day so many days ahead, in the programme's calendar."""
        return self._frame.named(self.local.date() + timedelta(days=ahead))

    def start_of_day(self, ahead: int) -> datetime:
        """Return the instant (UTC) at which the local day so many days ahead begins."""
        day = self.local.date() + timedelta(days=ahead)
        start = datetime(day.year, day.month, day.day, tzinfo=self._frame.zone)
        return start.astimezone(UTC)

    @property
    def regions(self) -> frozenset[str]:
        """The regions this store is in."""
        return self._frame.regions_of(self.basket.store)

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
        today = self.local.date()
        return any(
            self._is_anniversary(born, today + timedelta(days=ahead))
            for ahead in range(-within_days, within_days + 1)
        )

    def is_birth_month(self) -> bool:
        """Say whether it is the month of the member's birthday."""
        born = self.standing.birthday if self.standing else ""
        return bool(born) and born[:2] == self.month_day[:2]

    def _is_anniversary(self, born: str, day: date) -> bool:
        _, month, of_month = self._frame.named(day)
        this = _MONTH_DAY % (month, of_month)
        if this == born:
            return True
        last_of_month = self._frame.named(day + timedelta(days=1)).month != month
        return last_of_month and this[:2] == born[:2] and this < born
