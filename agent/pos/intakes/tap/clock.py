"""How unknown receipts write days and times: the formats and the calendar that fit."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from agent.pos.intakes.tap.guesses import DATES, TIMES
from agent.pos.intakes.written.moments import MomentFormat
from agent.pos.intakes.written.month_names import Calendar

_CALENDARS: Final[tuple[Calendar, ...]] = ("gregorian", "jalali")
_YEARS: Final = range(2000, 2100)
"""A receipt is of our time: 1405 is no year of the Gregorian calendar's."""

_ETHIOPIC: Final = re.compile(r"[\u1200-\u137f]")

Sample = Sequence[str]


def dates_of(samples: Sequence[Sample]) -> list[MomentFormat]:
    """Return the formats of days that fit, likeliest first, all of one calendar."""
    for calendar in _CALENDARS:
        found = _fitting(samples, (MomentFormat(text, calendar) for text in DATES))
        if found:
            return found
    return []


def times_of(samples: Sequence[Sample]) -> list[MomentFormat]:
    """Return the formats of times of day that fit, likeliest first."""
    return _fitting(samples, map(MomentFormat, TIMES))


def doubts_of(samples: Sequence[Sample], dates: Sequence[MomentFormat]) -> Iterable[str]:
    """Yield what a person should look at."""
    if {"DD/MM/YYYY", "MM/DD/YYYY"} <= {date.text for date in dates}:
        yield "is it DD/MM/YYYY or MM/DD/YYYY? Both fit all receipts"
    if any(_ETHIOPIC.search(line) for sample in samples for line in sample):
        yield 'are the days Ethiopian? Then write `calendar = "ethiopian"`'


def moment_in(line: str, moment: MomentFormat) -> str:
    """Return the part of a line that is so written; empty when there is none."""
    for found in re.finditer(rf"(?<![\w/.:-]){moment.source()}(?![\w/:-])", line):
        made = moment.made(found.groupdict())
        if made is not None and (made.day is None or made.day.year in _YEARS):
            return found[0]
    return ""


def _fitting(
    samples: Sequence[Sample], formats: Iterable[MomentFormat]
) -> list[MomentFormat]:
    """Return the formats that fit a line of as many receipts as any does."""
    counted = [
        (moment, sum(any(moment_in(line, moment) for line in each) for each in samples))
        for moment in formats
    ]
    most = max((count for _, count in counted), default=0)
    return [moment for moment, count in counted if most and count == most]
