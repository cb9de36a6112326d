"""How much a member's wallet took in on a day, counted at all tills together."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from rules.calendars.periods import Reckoning, period, period_name
from rules.ground.ids import Unit
from rules.sale.basket import Line
from rules.value.counts import PREFIX, Count
from rules.vouchers.money import WalletTerms

TOP_UPS: Final = "wallet:top-ups"
"""What its counters are named after; they end with their day."""

_LINE: Final = "wallet_top_up"


def top_ups_of_day(at: datetime, reckoning: Reckoning) -> Unit:
    """Name the counter of the day of an instant."""
    return Unit(f"{PREFIX}{TOP_UPS}.{period_name('day', at, reckoning)}")


def top_up_counts(
    terms: WalletTerms | None, lines: Iterable[Line], *, at: datetime, reckoning: Reckoning
) -> tuple[Count, ...]:
    """Return what a sale's top-ups count for, where a day has a limit."""
    if terms is None or terms.max_day_minor is None:
        return ()
    amount = sum(line.amount_minor for line in lines if line.kind == _LINE)
    if amount <= 0:
        return ()
    unit = top_ups_of_day(at, reckoning)
    end = period("day", at, reckoning).end
    return (Count(unit=unit, amount=amount, expires=end),)
