"""Where one receipt ends and the next begins: by the cut, or by what the lines are like."""

from collections.abc import Iterable, Iterator
from typing import Final

from agent.pos.intakes.tap.likeness import Likeness
from agent.pos.intakes.tap.template import Is, Template
from drivers.events import ReceiptPrinted

LINES_MAX: Final = 1000


class Splitter:
    """Joins and splits what was printed between cuts.

    The paper's cut always ends a receipt. A template that says what a receipt begins or
    ends with does without the printer being told to begin anew: some POS say so in between.
    """

    def __init__(self, template: Template | None) -> None:
        self._begins = _likes(template, "begins")
        self._ends = _likes(template, "ends")
        self._lines: list[str] = []

    def feed(self, piece: ReceiptPrinted) -> Iterator[tuple[str, ...]]:
        """Yield the receipts that are whole with this piece."""
        for line in piece.lines:
            yield from self.add(line)
        if piece.ended in {"cut", "gone"} or not (self._begins or self._ends):
            yield from self.rest()

    def add(self, line: str) -> Iterator[tuple[str, ...]]:
        """Yield the receipts that are whole with this line, or before it."""
        if _is_like(line, self._begins) or len(self._lines) >= LINES_MAX:
            yield from self.rest()
        self._lines.append(line)
        if _is_like(line, self._ends):
            yield from self.rest()

    def rest(self) -> Iterator[tuple[str, ...]]:
        """Yield what is there as a receipt."""
        lines, self._lines = tuple(self._lines), []
        if lines:
            yield lines


def _likes(template: Template | None, kind: Is) -> list[Likeness]:
    rules = template.compiled if template else ()
    return [likes[-1] for rule, likes in rules if rule == kind]


def _is_like(line: str, likes: Iterable[Likeness]) -> bool:
    return any(like.match(line) is not None for like in likes)
