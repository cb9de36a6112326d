"""What a member bought, day by day: kept up event by event, the same as counted anew.

A day is its ordinal in the programme's zone (``date.toordinal``). Sums by day can be added
in any order, taken back exactly, and asked about any window; so a sale and its full return
leave nothing, whichever came first. Of categories only those are kept that a segment asks
about.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple


class Bought(NamedTuple):
    """What was bought on one day: how many sales, for how much. Below zero: taken back."""

    day: int
    orders: int
    minor: int


Days = tuple[Bought, ...]
"""In order of day, each day once, none that comes to nothing."""


class Purchase(NamedTuple):
    """One sale, or with negative figures what came back of one of that day.

    ``orders`` is 1 for a sale, -1 when nothing of it is left, 0 for a part that came back.
    ``categories`` says the same of each: its name, such a count of its own, and its money.
    """

    day: int
    orders: int
    minor: int
    categories: tuple[tuple[str, int, int], ...] = ()


class Statistics(NamedTuple):
    """All that is kept of a member's purchases; ``categories`` in order of name."""

    days: Days = ()
    categories: tuple[tuple[str, Days], ...] = ()

    @property
    def first_day(self) -> int | None:
        """The day of the first visit."""
        return next((day for day, orders, _ in self.days if orders > 0), None)

    @property
    def last_day(self) -> int | None:
        """The day of the last visit."""
        return next((day for day, orders, _ in reversed(self.days) if orders > 0), None)

    def window(self, as_of: int, within_days: int | None) -> Days:
        """Return the days that count: the last so many, that of ``as_of`` included."""
        return _within(self.days, as_of, within_days)

    def category(self, name: str, as_of: int, within_days: int | None) -> Days:
        """Return the days on which a category was bought, of those that count."""
        for known, days in self.categories:
            if known == name:
                return _within(days, as_of, within_days)
        return ()


NOTHING: Final = Statistics()


def added(
    statistics: Statistics, purchase: Purchase, interests: frozenset[str]
) -> Statistics:
    """Return the statistics after a purchase; of categories only ``interests`` are kept."""
    day, orders, minor, categories = purchase
    days = _added(statistics.days, Bought(day, orders, minor))
    if not interests or not categories:
        return Statistics(days, statistics.categories)
    kept = dict(statistics.categories)
    for name, times, amount in categories:
        if name in interests:
            kept[name] = _added(kept.get(name, ()), Bought(day, times, amount))
    return Statistics(
        days, tuple(sorted((name, kept[name]) for name in kept if kept[name]))
    )


def counted(purchases: Iterable[Purchase], interests: frozenset[str]) -> Statistics:
    """Return the statistics of purchases in any order, from scratch."""
    by_day: dict[int, tuple[int, int]] = {}
    by_category: dict[str, dict[int, tuple[int, int]]] = {}
    for day, orders, minor, categories in purchases:
        had = by_day.get(day, (0, 0))
        by_day[day] = (had[0] + orders, had[1] + minor)
        for name, times, amount in categories:
            if name in interests:
                of_name = by_category.setdefault(name, {})
                had = of_name.get(day, (0, 0))
                of_name[day] = (had[0] + times, had[1] + amount)
    found = ((name, _sorted(by_category[name])) for name in sorted(by_category))
    return Statistics(_sorted(by_day), tuple((name, days) for name, days in found if days))


def _added(days: Days, more: Bought) -> Days:
    if not days or days[-1].day < more.day:
        return (*days, more) if more.orders or more.minor else days
    at = len(days) - 1
    if days[at].day != more.day:
        at = bisect_left(days, (more.day,))
        if days[at].day != more.day:
            return (*days[:at], more, *days[at:]) if more.orders or more.minor else days
    orders, minor = days[at].orders + more.orders, days[at].minor + more.minor
    if orders or minor:
        return (*days[:at], Bought(more.day, orders, minor), *days[at + 1 :])
    return days[:at] + days[at + 1 :]


def _sorted(by_day: dict[int, tuple[int, int]]) -> Days:
    return tuple(Bought(day, *by_day[day]) for day in sorted(by_day) if any(by_day[day]))


def _within(days: Days, as_of: int, within_days: int | None) -> Days:
    if within_days is None:
        return days
    return days[bisect_left(days, (as_of - within_days + 1,)) :]
