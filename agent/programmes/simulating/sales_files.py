"""A file of past sales (CSV, or Parquet) read into memory, with progress and its faults."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.programmes.programme_files import IS_THE_NAME_RIGHT
from agent.programmes.simulating.collecting import uncollected
from agent.programmes.simulating.columns import (
    Batch,
    Columns,
    Reading,
    SalesFault,
    places_of,
)
from agent.programmes.simulating.past import PastSales
from agent.programmes.simulating.sales_tables import Table, table_of
from rules.ground.sentence import Sentence

LINES_MAX: Final = 50_000_000
FAULTS_MAX: Final = 1_000
_NO_SENSE: Final = Sentence("a figure or a day in it makes no sense")
IS_IT_THE_RIGHT_FILE: Final = Sentence("Is it the right file?")
_FAULTS_USUAL: Final = 10

Progress = Callable[[int], None]
"""Hears how many lines were read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file held, and the lines that made no sense (the first few are told)."""

    past: PastSales
    faults: tuple[Sentence, ...]
    fault_count: int


@uncollected()
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
    except FileNotFoundError as error:
        raise SalesFault(
            Sentence("{file} cannot be read.", file=str(path)), hint=IS_THE_NAME_RIGHT
        ) from error
    except table.faults as error:
        raise SalesFault(
            Sentence("{file} cannot be read as past sales.", file=str(path)),
            hint=Sentence(
                "It must be CSV in UTF-8 that begins with its columns' names, or Parquet."
            ),
        ) from error


def _read(
    path: Path, table: Table, reading: Reading, progress: Progress, *, past: PastSales
) -> Read:
    header = table.header()
    if not header:
        raise SalesFault(
            Sentence("{file} is empty.", file=str(path)), hint=IS_IT_THE_RIGHT_FILE
        )
    columns = Columns(reading)
    faults: list[Sentence] = []
    count = 0
    first = 2
    for batch in table.batches(places_of(header, reading.columns)):
        for number, fault in _add(past, columns, batch):
            count += 1
            if len(faults) < FAULTS_MAX:
                faults.append(
                    Sentence("line {line}: {what}", line=first + number, what=fault)
                )
        first += len(batch["sale"])
        progress(past.line_count)
        if past.line_count > LINES_MAX:
            raise SalesFault(
                Sentence(
                    "{file} holds more than {most} lines.", file=str(path), most=LINES_MAX
                ),
                hint=Sentence("Take a shorter time."),
            )
    if count > max(_FAULTS_USUAL, past.line_count):
        raise SalesFault(
            Sentence(
                "{file}: {count} lines make no sense. The first: {fault}.",
                file=str(path),
                count=count,
                fault=faults[0],
            ),
            hint=Sentence(
                "Name the columns with --column, and how days are written with --days."
            ),
        )
    return Read(past=past, faults=tuple(faults), fault_count=count)


def _add(past: PastSales, columns: Columns, batch: Batch) -> Iterator[tuple[int, Sentence]]:
    """Keep the lines that make sense; yield the others' place in the batch, and why."""
    try:
        past.add(columns.lines(batch))
    except (ValueError, OverflowError):
        for number in range(len(batch["sale"])):
            line = {name: cells[number : number + 1] for name, cells in batch.items()}
            try:
                past.add(columns.lines(line))
            except (ValueError, OverflowError) as error:
                yield number, getattr(error, "sentence", _NO_SENSE)
