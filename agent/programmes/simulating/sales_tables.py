"""The forms in which past sales come: a header, and batches of the columns asked for."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from agent.programmes.simulating.cells import Cell
from agent.programmes.simulating.columns import Batch, SalesFault
from rules.ground.sentence import Sentence

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

_BATCH_ROWS: Final = 4_096
_SAMPLE_CHARACTERS: Final = 65_536
_DELIMITERS: Final = ",;\t|"


class Table(Protocol):
    """A file of lines."""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What is raised when it cannot be read."""
        ...

    def header(self) -> Sequence[str]:
        """Return the names of all columns; none of an empty file."""
        ...

    def batches(self, places: Mapping[str, int]) -> Iterator[Batch]:
        """Yield the lines, some at a time: of each what the column at its place says."""
        ...


def table_of(path: Path) -> Table:
    """Return a file's table, by the end of its name."""
    return Parquet(path) if path.suffix == ".parquet" else Csv(path)


class Csv:
    """Text with a delimiter, whichever the header has most of; a short row ends early."""

    faults = (OSError, UnicodeDecodeError, csv.Error)

    def __init__(self, path: Path) -> None:
        self._path: Final = path

    def header(self) -> Sequence[str]:
        """Return the first row."""
        return next(self._rows(), ())

    def batches(self, places: Mapping[str, int]) -> Iterator[Batch]:
        """Yield what stands below the first row."""
        rows = islice(self._rows(), 1, None)
        while some := list(islice(rows, _BATCH_ROWS)):
            yield {name: _cells(some, place) for name, place in places.items()}

    def _rows(self) -> Iterator[Sequence[str]]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.read(_SAMPLE_CHARACTERS)
            file.seek(0)
            delimiter = max(_DELIMITERS, key=sample.partition("\n")[0].count)
            yield from csv.reader(file, delimiter=delimiter)


def _cells(rows: Sequence[Sequence[str]], place: int) -> Sequence[Cell]:
    try:
        return [row[place] for row in rows]
    except IndexError:
        return [row[place] if place < len(row) else None for row in rows]


class Parquet:
    """Apache Parquet, read by a package that is an extra and only for this."""

    def __init__(self, path: Path) -> None:
        try:
            from pyarrow import ArrowException  # noqa: PLC0415  # see above
        except ImportError as error:
            raise SalesFault(
                Sentence("Parquet files need a package that is not installed."),
                hint=Sentence("Install it with: pip install 'vafa[simulate]'"),
            ) from error
        self.faults: Final = (OSError, ArrowException)
        self._path: Final = path

    def header(self) -> Sequence[str]:
        """Return the names in the file's schema."""
        with _opened(self._path) as file:
            return tuple(file.schema_arrow.names)

    def batches(self, places: Mapping[str, int]) -> Iterator[Batch]:
        """Yield the lines of all row groups."""
        with _opened(self._path) as file:
            names = [file.schema_arrow.names[place] for place in places.values()]
            for batch in file.iter_batches(_BATCH_ROWS, columns=names):
                yield {
                    what: _values(batch.column(name))
                    for what, name in zip(places, names, strict=True)
                }


def _opened(path: Path) -> "parquet.ParquetFile":
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  # see above

    return ParquetFile(path)


def _values(column: "pa.Array") -> Sequence[Cell]:
    """Return a column's cells; moments, which Arrow is slow to make, only once each."""
    from pyarrow import timestamp, types  # noqa: PLC0415  # see above

    if types.is_nested(column.type):
        return [str(cell) for cell in column.to_pylist()]
    if not types.is_timestamp(column.type):
        return list(column.to_pylist())
    # What lies between two microseconds is nobody's news.
    whole = column.cast(timestamp("us", column.type.tz), safe=False)
    encoded = whole.dictionary_encode(null_encoding="encode")
    moments = encoded.dictionary.to_pylist()
    return [moments[at] for at in encoded.indices.to_pylist()]
