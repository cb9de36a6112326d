"""Tables of a terminal, whose letters may take no column, one or two."""

from collections.abc import Container, Iterator, Sequence
from unicodedata import combining, east_asian_width

_NO_COLUMN = "\u2068\u2069\u200c"


def table_lines(
    rows: Sequence[Sequence[str]], *, figures: Container[int] = ()
) -> Iterator[str]:
    """Yield the lines of a table; columns of ``figures`` stand right, the others left."""
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (
            _filling(cell, width) + cell if at in figures else padded(cell, width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def padded(text: str, width: int) -> str:
    """Fill a text up with spaces to so many columns."""
    return text + _filling(text, width)


def _filling(text: str, width: int) -> str:
    return " " * (width - columns(text))


def columns(text: str) -> int:
    """Count the columns a text takes in a terminal."""
    return sum(
        0 if combining(sign) or sign in _NO_COLUMN else _of_sign(sign) for sign in text
    )


def _of_sign(sign: str) -> int:
    return 2 if east_asian_width(sign) in {"W", "F"} else 1
