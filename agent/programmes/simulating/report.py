"""The report: one HTML file with tables and charts, nothing to fetch, right to left too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from agent.pages.rendering import render
from agent.pages.tongue import Tongue
from agent.programmes.simulating.outcome import Difference, Outcome
from agent.programmes.simulating.telling import tables
from agent.programmes.simulating.totals import Month
from agent.words.writing import in_digits

WIDTH: Final = 640
HEIGHT: Final = 180
_GAP_SHARE: Final = 4
_SHADES: Final = ("#0f766e", "#b45309")


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
    """Bars by month, a colour a programme."""

    title: str
    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def report(tongue: Tongue, outcomes: Sequence[Outcome], found: Difference | None) -> str:
    """Return the whole report as HTML."""
    months: Sequence[tuple[str, Callable[[Month], int], Callable[[int], str]]] = (
        ("earned", lambda month: month.earned, tongue.number),
        ("off", lambda month: month.off_minor, tongue.money),
        ("net", lambda month: month.net_minor, tongue.money),
    )
    charts = [
        _chart(tongue, outcomes, key, figure=figure, write=write)
        for key, figure, write in months
    ]
    return render(
        "simulation.html",
        title=tongue.say("simulate.title"),
        direction=tongue.language.direction,
        code=tongue.language.code,
        names=tuple(zip((one.name for one in outcomes), _SHADES, strict=False)),
        tables=tables(tongue, outcomes, found),
        charts=tuple(chart for chart in charts if chart.bars),
    )


def _chart(
    tongue: Tongue,
    outcomes: Sequence[Outcome],
    key: str,
    *,
    figure: Callable[[Month], int],
    write: Callable[[int], str],
) -> Chart:
    months = sorted({name for one in outcomes for name in one.totals.months})
    figures = [
        [figure(one.totals.months.get(name, Month())) for name in months]
        for one in outcomes
    ]
    most = max((value for row in figures for value in row), default=0)
    bars: list[Bar] = []
    slot = WIDTH // max(1, len(months))
    each = max(1, (slot - slot // _GAP_SHARE) // max(1, len(outcomes)))
    for which, (row, shade) in enumerate(zip(figures, _SHADES, strict=False)):
        for at, (name, value) in enumerate(zip(months, row, strict=True)):
            height = max(0, value) * HEIGHT // most if most > 0 else 0
            said = f"{in_digits(name, tongue.language)}: {write(value)}"
            if height:
                x = at * slot + which * each
                bars.append(
                    Bar(
                        x=x,
                        y=HEIGHT - height,
                        width=each,
                        height=height,
                        shade=shade,
                        said=said,
                    )
                )
    every = max(1, len(months) // 12)
    labels = tuple(
        (at * slot, in_digits(name, tongue.language))
        for at, name in enumerate(months)
        if at % every == 0
    )
    return Chart(title=tongue.say(f"simulate.{key}"), bars=tuple(bars), labels=labels)
