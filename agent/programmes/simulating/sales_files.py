"""A file of past sales (CSV, or Parquet) read into memory, with progress and its faults."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from agent.programmes.simulating.columns import Cell, Columns, SalesFault, columns_of
from agent.programmes.simulating.past import PastSales

LINES_MAX: Final = 50_000_000
FAULTS_MAX: Final = 1_000
_BATCH_ROWS: Final = 65_536
_TELL_EVERY: Final = 20_000

Progress = Callable[[int], None]
"""Hears how many lines were read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is to be read: its money, its clock, and names of its columns."""

    currency: str
    zone: ZoneInfo
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file held, and the lines that made no sense (the first few are told)."""

    past: PastSales
    faults: tuple[str, ...]
    fault_count: int


class _Column(Protocol):
    """A column of a batch, as Arrow has it."""

    def to_pylist(self) -> list[Cell]: ...


def read_sales(
    path: Path, reading: Reading, progress: Progress, *, past: PastSales | None = None
) -> Read:
    """Read a file; :class:`SalesFault` when it is none, or hardly any line makes sense.

    ``past`` holds what files before it had.
    """
    rows = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    try:
        return _read(
            path, rows, reading, progress, past=PastSales() if past is None else past
        )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SalesFault(
            f"{path} cannot be read: {str(error)[:200]}.",
            hint="A CSV file in UTF-8 with a line of column names, or Parquet.",
        ) from error


def _read(
    path: Path,
    rows: Iterator[tuple[Cell, ...]],
    reading: Reading,
    progress: Progress,
    *,
    past: PastSales,
) -> Read:
    header = next(rows, None)
    if header is None:
        raise SalesFault(f"{path} is empty.", hint="Is it the right file?")
    columns = columns_of(
        (str(name) for name in header),
        reading.columns,
        currency=reading.currency,
        zone=reading.zone,
    )
    faults: list[str] = []
    count = 0
    for number, row in enumerate(rows, start=2):
        fault = _add(past, columns, row)
        if fault:
            count += 1
            if len(faults) < FAULTS_MAX:
                faults.append(f"line {number}: {fault}")
        if number % _TELL_EVERY == 0:
            progress(past.line_count)
        if past.line_count > LINES_MAX:
            raise SalesFault(
                f"{path} holds more than {LINES_MAX} lines.", hint="Take a shorter time."
            )
    if count > max(10, past.line_count):
        raise SalesFault(
            f"{path}: {count} lines make no sense; the first: {faults[0]}.",
            hint="Name the columns with --column.",
        )
    progress(past.line_count)
    return Read(past=past, faults=tuple(faults), fault_count=count)


def _add(past: PastSales, columns: Columns, row: tuple[Cell, ...]) -> str:
    try:
        past.add(columns.sale(row), columns.line(row))
    except (ValueError, OverflowError) as error:
        return str(error)[:200]
    return ""


def _csv(path: Path) -> Iterator[tuple[Cell, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(_BATCH_ROWS)
        file.seek(0)
        delimiter = max(",;\t|", key=sample.partition("\n")[0].count)
        for row in csv.reader(file, delimiter=delimiter):
            yield tuple(row)


def _parquet(path: Path) -> Iterator[tuple[Cell, ...]]:
    try:
        from pyarrow import parquet  # noqa: PLC0415  # an extra, and only for this
    except ImportError as error:
        raise SalesFault(
            "Parquet files need a package that is not installed.",
            hint="Install it with: pip install 'vafa[simulate]'",
        ) from error
    file = parquet.ParquetFile(path)
    yield tuple(file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        yield from _rows(batch.columns)


def _rows(columns: Iterable[_Column]) -> Iterator[tuple[Cell, ...]]:
    return zip(*(column.to_pylist() for column in columns), strict=True)
