"""A file of past sales (CSV, or Parquet) read into memory, with progress and its faults."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.programmes.simulating.columns import (
    Batch,
    Columns,
    Reading,
    SalesFault,
    places_of,
)
from agent.programmes.simulating.past import PastSales
from agent.programmes.simulating.sales_tables import Table, table_of

LINES_MAX: Final = 50_000_000
FAULTS_MAX: Final = 1_000
_FAULT_CHARACTERS: Final = 200
_FAULTS_USUAL: Final = 10

Progress = Callable[[int], None]
"""Hears how many lines were read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file held, and the lines that made no sense (the first few are told)."""

    past: PastSales
    faults: tuple[str, ...]
    fault_count: int


def read_sales(
    path: Path, reading: Reading, progress: Progress, *, past: PastSales | None = None
) -> Read:
    """Read a file; :class:`SalesFault` when it is none, or hardly any line makes sense.

    ``past`` holds what files before it had.
    """
    table = table_of(path)
    try:
        return _read(
            path, table, reading, progress, past=PastSales() if past is None else past
        )
    except table.faults as error:
        raise SalesFault(
            f"{path} cannot be read: {str(error)[:_FAULT_CHARACTERS]}.",
            hint="A CSV file in UTF-8 with a line of column names, or Parquet.",
        ) from error


def _read(
    path: Path, table: Table, reading: Reading, progress: Progress, *, past: PastSales
) -> Read:
    header = table.header()
    if not header:
        raise SalesFault(f"{path} is empty.", hint="Is it the right file?")
    columns = Columns(reading)
    faults: list[str] = []
    count = 0
    first = 2
    for batch in table.batches(places_of(header, reading.columns)):
        for number, fault in _add(past, columns, batch):
            count += 1
            if len(faults) < FAULTS_MAX:
                faults.append(f"line {first + number}: {fault}")
        first += len(batch["sale"])
        progress(past.line_count)
        if past.line_count > LINES_MAX:
            raise SalesFault(
                f"{path} holds more than {LINES_MAX} lines.", hint="Take a shorter time."
            )
    if count > max(_FAULTS_USUAL, past.line_count):
        raise SalesFault(
            f"{path}: {count} lines make no sense; the first: {faults[0]}.",
            hint="Name the columns with --column.",
        )
    return Read(past=past, faults=tuple(faults), fault_count=count)


def _add(past: PastSales, columns: Columns, batch: Batch) -> Iterator[tuple[int, str]]:
    """Keep the lines that make sense; yield the others' place in the batch, and why."""
    try:
        past.add(columns.lines(batch))
    except (ValueError, OverflowError):
        for number in range(len(batch["sale"])):
            line = {name: cells[number : number + 1] for name, cells in batch.items()}
            try:
                past.add(columns.lines(line))
            except (ValueError, OverflowError) as error:
                yield number, str(error)[:_FAULT_CHARACTERS]
