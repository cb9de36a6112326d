"""What of the past counts towards a tier at an instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from rules.calendars.months import YEAR_MONTHS
from rules.calendars.periods import (
    Reckoning,
    Span,
    anniversary,
    fixed,
    period,
    rolling_months,
)
from rules.ladder.terms import Ladder

FOR_EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
_ONE_MS: Final = timedelta(milliseconds=1)


def window(
    ladder: Ladder, at: datetime, reckoning: Reckoning, *, joined: date | None
) -> Span:
    """Return when something must have happened to count at ``at``.

    Of the last so many days or months, what is dated later counts too: a till's clock may
    be ahead. The first instant of the last days has left them. Years of membership of
    whoever's joining is unknown are the last twelve months.
    """
    if ladder.window_days is not None:
        return Span(at - timedelta(days=ladder.window_days) + _ONE_MS, FOR_EVER)
    months = ladder.window_months
    if ladder.window == "anniversary" and joined is None:
        months = YEAR_MONTHS
    if months is not None:
        return Span(rolling_months(at, months, reckoning).begin, FOR_EVER)
    match ladder.window:
        case "fixed":
            first = date.fromisoformat(ladder.first_day)
            return fixed(first, date.fromisoformat(ladder.last_day), reckoning)
        case "month" | "quarter" | "half_year" | "year":
            return period(ladder.window, at, reckoning)
        case _:
            return anniversary(joined or at.date(), at, reckoning)


def window_ended(
    ladder: Ladder, at: datetime, reckoning: Reckoning, *, joined: date | None
) -> Span:
    """Return what counts for a tier that ends at ``at``.

    A tier that ends with its period begins the new one from nothing; one that lasted longer
    is renewed by the period that ends with it.
    """
    if ladder.ends == "end_of_period" and not ladder.extend_days:
        return window(ladder, at, reckoning, joined=joined)
    end = at if ladder.window is None else at - _ONE_MS
    return window(ladder, end, reckoning, joined=joined)
