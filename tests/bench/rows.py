"""What a benchmark found, and the plain table that shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

Write = Callable[[float], str]
"""Writes a figure with its unit."""

_HEADINGS: Final = ("row", "work", "floor", "ours", "ratio", "goal", "met")
_COUNTS_FROM: Final = 100
_MICROSECOND: Final = 1_000
_MILLISECOND: Final = 1_000_000
_SECOND: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A figure measured several times: its median, the least and the most of the runs."""

    middle: float
    least: float
    most: float

    def text(self, write: Write) -> str:
        """Write the median and, where the runs differ, the least and the most."""
        if self.least == self.most:
            return write(self.middle)
        return f"{write(self.middle)} ({write(self.least)} to {write(self.most)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. ``met`` is None where nothing is gated or can be judged.

    ``notes`` say what the floor is and what a reader must know to believe the figures.
    """

    row: str
    work: str
    floor: str
    ours: str
    ratio: Spread
    goal: str
    met: bool | None
    notes: tuple[str, ...] = ()


def spread(values: Sequence[float]) -> Spread:
    """Sum up what several runs came to."""
    return Spread(middle=median(values), least=min(values), most=max(values))


def ratios(ours: Sequence[float], floor: Sequence[float]) -> Spread:
    """Compare run by run: what slowed the machine for a while slowed both."""
    return spread([own / least for own, least in zip(ours, floor, strict=True)])


def judged(ours: float, floor: float, *, most: float) -> bool | None:
    """Say whether a goal in seconds is met; None on a machine whose floor misses it too."""
    return ours <= most or (None if floor > most else False)


def quantile(values: Sequence[int], share: float) -> int:
    """Return the value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def write_time(nanoseconds: float) -> str:
    """Write nanoseconds in the unit a reader would choose."""
    if nanoseconds < _MILLISECOND:
        return f"{nanoseconds / _MICROSECOND:.0f} µs"
    if nanoseconds < _SECOND:
        return f"{nanoseconds / _MILLISECOND:.2f} ms"
    return f"{nanoseconds / _SECOND:.2f} s"


def write_bytes(count: float) -> str:
    """Write bytes as kilobytes."""
    return f"{count / 1000:.1f} KB"


def write_millions(count: float) -> str:
    """Write a large count in millions."""
    return f"{count / 1_000_000:.2f} M"


def write_megabytes(count: float) -> str:
    """Write bytes as megabytes."""
    return f"{count / 1_000_000:.0f} MB"


def write_count(count: float) -> str:
    """Write a count that may be a mean."""
    return f"{count:.2f}"


def write_ratio(value: float) -> str:
    """Write how many times."""
    return f"{value:.0f}x" if value >= _COUNTS_FROM else f"{value:.2f}x"


def table(rows: Sequence[Row], noise: Spread) -> str:
    """Lay the rows out under one another, the notes and the machine's noise below."""
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(_HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = dict.fromkeys(f"{row.row}: {note}" for row in rows for note in row.notes)
    lines += ["", *notes]
    lines += [
        "",
        f"noise: the same piece of plain Python took {noise.text(write_time)}.",
        "met is - where nothing is gated, or the floor itself misses a goal in seconds.",
    ]
    return "\n".join(line.rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    met = "-" if row.met is None else "met" if row.met else "NOT met"
    ratio = row.ratio.text(write_ratio)
    return (row.row, row.work, row.floor, row.ours, ratio, row.goal, met)
