"""A day as a calendar names it."""

from typing import NamedTuple


class CalendarDay(NamedTuple):
    """A day of a calendar: its year, its month and its day, both counted from 1."""

    year: int
    month: int
    day: int
