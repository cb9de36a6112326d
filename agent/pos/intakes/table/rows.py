"""Rows of a table, bounded: a file of any size and shape is read a row at a time."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.table.mapping import Column, TableMap
from agent.pos.intakes.written.words import folded

LINE_CHARACTERS_MAX: Final = 1 << 16
CELLS_MAX: Final = 500
CELL_CHARACTERS_MAX: Final = 1000
HEADER_ROWS_MAX: Final = 20
"""The header is the first row of these that names all columns: a title may come before."""

_FORMULA: Final = ("=", "@", "+", "-")
_HINT: Final = "Look whether `delimiter`, `quote` and `encoding` are the POS's."


class FormulaFault(UnreadableFault):
    """A cell holds what a spreadsheet would work out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` counts the file's rows from 1, the header too."""

    number: int
    cells: Mapping[Column, str]

    def told(self, column: Column) -> str:
        """Return a cell, empty where there is none."""
        return self.cells.get(column, "")

    def under(self, first: "Row") -> "Row":
        """Return the row of a receipt whose first row says what it is."""
        kind = self.told("kind") or first.told("kind")
        return Row(self.number, {**self.cells, "kind": kind})

    def text(self, column: Column) -> str:
        """Return a cell that is kept as text; a formula's fault never quotes it."""
        cell = self.told(column)
        if cell.startswith(_FORMULA) and not cell[1:].replace(".", "").isdecimal():
            raise FormulaFault(
                f"the {column.replace('_', ' ')} in row {self.number} is a formula",
                hint="Have the POS export values.",
            )
        return cell


def read_rows(file: BinaryIO, plan: TableMap) -> Iterator[Row]:
    """Yield the rows of a table; a fault ends one that is broken."""
    text = io.TextIOWrapper(file, encoding=plan.encoding, errors="strict", newline="")
    table = csv.reader(
        _lines(text), delimiter=plan.delimiter, quotechar=plan.quote, strict=True
    )
    try:
        numbered = enumerate(table, start=1)
        places = _by_name(numbered, plan) if plan.header else _by_number(plan)
        for number, cells in numbered:
            if any(cells):
                yield Row(number, _named(cells, places, number))
    except UnicodeError:
        raise UnreadableFault(
            f"it is no text in {plan.encoding}",
            hint="Name the POS's `encoding` in the mapping, such as cp1252 or utf-16.",
        ) from None
    except csv.Error:
        raise UnreadableFault(
            f"line {table.line_num} is no row of a table", hint=_HINT
        ) from None
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LINE_CHARACTERS_MAX + 1):
        number += 1
        if len(line) > LINE_CHARACTERS_MAX:
            raise UnreadableFault(f"line {number} is too long", hint=_HINT)
        if "\0" in line:
            raise UnreadableFault(f"line {number} holds zeros and is no text", hint=_HINT)
        yield line


def _by_number(plan: TableMap) -> dict[Column, int]:
    return {
        name: place - 1 for name, place in plan.columns.items() if isinstance(place, int)
    }


def _by_name(
    rows: Iterator[tuple[int, Sequence[str]]], plan: TableMap
) -> dict[Column, int]:
    """Read rows up to the header; return where the mapping's columns stand."""
    wanted = {
        column: place for column, place in plan.columns.items() if isinstance(place, str)
    }
    missing: list[str] = []
    for _, header in islice(rows, HEADER_ROWS_MAX):
        names = [folded(name) for name in header]
        lacking = [place for place in wanted.values() if folded(place) not in names]
        if not lacking:
            places = {
                column: names.index(folded(place)) for column, place in wanted.items()
            }
            return _by_number(plan) | places
        # The row that lacks least is the one that was meant.
        missing = lacking if not missing else min(missing, lacking, key=len)
    raise UnreadableFault(
        f"the table has no column {(missing or list(wanted.values()))[0]!r}",
        hint="Mend [columns] in the mapping, or have the POS export that column.",
    )


def _named(
    cells: Sequence[str], places: Mapping[Column, int], number: int
) -> dict[Column, str]:
    if len(cells) > CELLS_MAX:
        raise UnreadableFault(f"row {number} has more than {CELLS_MAX} cells", hint=_HINT)
    return {
        column: _plain(cells[place])
        for column, place in places.items()
        if place < len(cells)
    }


def _plain(cell: str) -> str:
    """Take away what keeps a spreadsheet from reading digits as a number (``="007"``)."""
    told = cell[:CELL_CHARACTERS_MAX].strip()
    if told.startswith('="') and told.endswith('"'):
        return told[2:-1].strip()
    return told.removeprefix("'")
