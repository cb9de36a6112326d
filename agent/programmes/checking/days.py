"""Rules whose days are over, as of a day that is asked about."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.calendars.day import CalendarDay
from rules.calendars.months import Calendar, day_of, named
from rules.ground.sentence import Sentence


def days(question: Question) -> Iterator[Finding]:
    """Ask which rules hold no more on a day, and which never hold."""
    for part in parts(question.programme):
        for holder in (part.item, getattr(part.item, "when", None)):
            yield from _days(part, holder, question)
        for holder in (getattr(part.item, "when", None), getattr(part.item, "on", None)):
            yield from _dates(part, holder, question.programme.calendar)
    ladder = question.programme.ladder
    if ladder is not None:
        part = Part(section="ladder", number=0, name="", item=ladder)
        yield from _days(part, ladder, question)


def _dates(part: Part, holder: object, calendar: Calendar) -> Iterator[Finding]:
    """Find days of the year that the programme's calendar does not have."""
    for text in getattr(holder, "dates", ()):
        month, day = map(int, text.split("-"))
        if not _is_day(month, day, calendar):
            yield Finding(
                weight="error",
                check="never_holds",
                place=f"{part.place}, dates",
                says=Sentence(
                    "{date} is no day of the {calendar} calendar",
                    date=text,
                    calendar=calendar,
                ),
                mend=Sentence("write month and day as that calendar has them"),
            )


def _is_day(month: int, day: int, calendar: Calendar) -> bool:
    """Say whether any of some years, a leap year among them, has such a day."""
    years = range(_A_YEAR[calendar], _A_YEAR[calendar] + _YEARS)
    if month > _MONTHS and calendar != "ethiopian":
        return False
    told = (CalendarDay(year, month, day) for year in years)
    return any(named(day_of(one, calendar), calendar) == one for one in told)


_A_YEAR: Final[Mapping[Calendar, int]] = {
    "gregorian": 2024,
    "jalali": 1403,
    "ethiopian": 2015,
}
_YEARS: Final = 5
_MONTHS: Final = 12


def _days(part: Part, holder: object, question: Question) -> Iterator[Finding]:
    first, last = getattr(holder, "first_day", ""), getattr(holder, "last_day", "")
    last = last or getattr(holder, "expires_on", "")
    if first and last and first > last:
        yield Finding(
            weight="error",
            check="never_holds",
            place=part.place,
            says=Sentence(
                "its first day {first} is after its last day {last}",
                first=date.fromisoformat(first),
                last=date.fromisoformat(last),
            ),
            mend=Sentence("exchange the two"),
        )
    elif last and question.on is not None and last < question.on.isoformat():
        yield Finding(
            weight="warning",
            check="expired_rule",
            place=part.place,
            says=Sentence("its last day was {last}", last=date.fromisoformat(last)),
            mend=Sentence("take it out, or give it a later last day"),
        )
