"""What of a sale counts in its member's statistics, and how it is kept."""

import json
from collections.abc import Iterable

from rules.calendars.periods import Reckoning, local_day
from rules.sale.decisions import Returned, SaleGiven
from rules.segments.statistics import Bought, Days, Purchase, Statistics

_CATEGORY_MAX = 128


def purchase_of(
    sale: SaleGiven, returned: Iterable[Returned], reckoning: Reckoning
) -> Purchase:
    """Return what stands of a sale after its returns: goods, by category.

    A sale that everything came back of stands for nothing.
    """
    taken: dict[str, tuple[int, int]] = {}
    for one in returned:
        for back in one.lines:
            milli, minor = taken.get(back.of_line, (0, 0))
            so_far = (milli + back.quantity_milli, minor + back.amount_minor)
            taken[back.of_line] = so_far
    by_category: dict[str, int] = {}
    for line in sale.basket.lines:
        milli, minor = taken.get(line.line, (0, 0))
        if line.kind == "item" and line.quantity_milli > milli:
            name = line.category[:_CATEGORY_MAX]
            left = max(0, line.net_minor - minor)
            by_category[name] = by_category.get(name, 0) + left
    return Purchase(
        local_day(sale.basket.at, reckoning).toordinal(),
        int(bool(by_category)),
        sum(by_category.values()),
        tuple((name, 1, by_category[name]) for name in sorted(by_category)),
    )


def undone(purchase: Purchase) -> Purchase:
    """Return what takes a purchase back."""
    day, orders, minor, categories = purchase
    back = tuple((name, -times, -amount) for name, times, amount in categories)
    return Purchase(day, -orders, -minor, back)


def purchase_text(purchase: Purchase) -> str:
    """Write a purchase."""
    return json.dumps(purchase, separators=(",", ":"), ensure_ascii=False)


def purchase_in(body: str) -> Purchase:
    """Read a purchase back; it was written here."""
    day, orders, minor, categories = json.loads(body)
    return Purchase(day, orders, minor, tuple((n, t, m) for n, t, m in categories))


def statistics_text(statistics: Statistics) -> str:
    """Write statistics, a day as three figures in a row."""
    flat = {
        "categories": {name: _flat(days) for name, days in statistics.categories},
        "days": _flat(statistics.days),
    }
    return json.dumps(flat, separators=(",", ":"), ensure_ascii=False)


def statistics_in(body: str) -> Statistics:
    """Read statistics back; they were written here."""
    held = json.loads(body)
    categories = held["categories"]
    return Statistics(
        _days(held["days"]),
        tuple((name, _days(categories[name])) for name in sorted(categories)),
    )


def _flat(days: Days) -> list[int]:
    return [figure for day in days for figure in day]


def _days(flat: list[int]) -> Days:
    return tuple(map(Bought, flat[::3], flat[1::3], flat[2::3]))
