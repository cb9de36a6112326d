"""The report: one HTML file with tables and charts, nothing to fetch, right to left too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.pages.door.rendering import render
from agent.programmes.simulating.outcome import Difference, Outcome
from agent.programmes.simulating.telling import given_as, tables
from agent.programmes.simulating.totals import Period
from agent.speech.tongue import Tongue
from agent.words.languages import Language
from agent.words.writing import in_digits
from rules.calendars.months import named

WIDTH: Final = 640
HEIGHT: Final = 160
_TOP: Final = 16
"""Room above the tallest bar for what it stands for."""
_GAP_SHARE: Final = 4
_LABELS_MAX: Final = 12
_SHADES: Final = ("#0f766e", "#b45309")

MonthKey = tuple[int, int]
"""A year and a month of the reader's calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: where it stands, in whole pixels, and what it says."""

    x: int
    y: int
    width: int
    height: int
    shade: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars by month, a colour a programme; ``most`` is what the tallest stands for.

    A label is where it stands, its month, and its year where that is another.
    """

    title: str
    most: str
    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT + _TOP
    top: int = _TOP


@dataclass(frozen=True, slots=True)
class _Figure:
    """What a chart shows of each month, and how it is written."""

    key: str
    of: Callable[[Period], int]
    write: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Months:
    """Each outcome's months, in the reader's calendar and in its direction."""

    names: tuple[MonthKey, ...]
    of: tuple[Mapping[MonthKey, Period], ...]
    language: Language
    empty: Period = field(default_factory=Period)

    def row(self, which: int, figure: _Figure) -> list[int]:
        """Return one outcome's figures, month by month."""
        months = self.of[which]
        return [figure.of(months.get(name, self.empty)) for name in self.names]

    def said(self, at: int) -> str:
        """Name a month."""
        year, month = self.names[at]
        named = f"{self.language.months[month - 1]} {year}"
        return in_digits(named, self.language)

    def label(self, at: int, every: int) -> tuple[str, str]:
        """Name a month below its bars, and its year unless that was just said."""
        year, month = self.names[at]
        is_new = at < every or self.names[at - every][0] != year
        told = in_digits(str(year), self.language) if is_new else ""
        return self.language.months[month - 1], told

    def left(self, x: int, width: int) -> int:
        """Return where something stands: right to left, time begins at the right."""
        return x if self.language.direction == "ltr" else WIDTH - x - width


def report(
    tongue: Tongue,
    sentences: Sequence[str],
    outcomes: Sequence[Outcome],
    found: Difference | None,
) -> str:
    """Return the whole report as HTML; ``sentences`` say what it is about."""
    kind, given = given_as(tongue, outcomes[0])
    figures = (
        _Figure(f"{kind}earned", lambda period: period.earned, given),
        _Figure("off", lambda period: period.off_minor, tongue.money),
        _Figure("net", lambda period: period.net_minor, tongue.money),
    )
    months = _months(tongue.language, outcomes)
    charts = (_chart(tongue, months, figure) for figure in figures)
    return render(
        "simulation.html",
        title=tongue.say("simulate.title"),
        direction=tongue.language.direction,
        code=tongue.language.code,
        names=tuple(zip((one.name for one in outcomes), _SHADES, strict=False)),
        sentences=sentences,
        tables=tables(tongue, outcomes, found),
        charts=tuple(chart for chart in charts if chart.bars),
    )


def _months(language: Language, outcomes: Sequence[Outcome]) -> _Months:
    found: list[dict[MonthKey, Period]] = []
    for one in outcomes:
        months: dict[MonthKey, Period] = {}
        for day, period in one.totals.days.items():
            told = named(day, language.calendar)
            months.setdefault((told.year, told.month), Period()).add(period)
        found.append(months)
    names = sorted({name for months in found for name in months})
    return _Months(tuple(names), tuple(found), language)


def _chart(tongue: Tongue, months: _Months, figure: _Figure) -> Chart:
    rows = [months.row(which, figure) for which in range(len(months.of))]
    most = max((value for row in rows for value in row), default=0)
    slot = WIDTH // max(1, len(months.names))
    every = -(-len(months.names) // _LABELS_MAX) or 1
    return Chart(
        title=tongue.say(f"simulate.{figure.key}"),
        most=figure.write(most),
        bars=tuple(_bars(months, figure, rows, most=most, slot=slot)) if most > 0 else (),
        labels=tuple(
            (months.left(at * slot, slot) + slot // 2, *months.label(at, every))
            for at in range(0, len(months.names), every)
        ),
    )


def _bars(
    months: _Months, figure: _Figure, rows: Sequence[Sequence[int]], *, most: int, slot: int
) -> list[Bar]:
    each = max(1, (slot - slot // _GAP_SHARE) // max(1, len(rows)))
    bars: list[Bar] = []
    for which, (row, shade) in enumerate(zip(rows, _SHADES, strict=False)):
        for at, value in enumerate(row):
            height = max(0, value) * HEIGHT // most
            if height:
                bars.append(
                    Bar(
                        x=months.left(at * slot + which * each, each),
                        y=_TOP + HEIGHT - height,
                        width=each,
                        height=height,
                        shade=shade,
                        said=f"{months.said(at)}: {figure.write(value)}",
                    )
                )
    return bars
