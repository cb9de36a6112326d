"""Which rules concern which lines, found by category and article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rules.sale.basket import Line


@dataclass(frozen=True, slots=True)
class Scope:
    """The lines a rule is about: these categories or articles; empty is every line.

    Those of ``not_categories`` or ``not_skus`` are none of them.
    """

    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_skus: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether no line is left out."""
        return not (self.categories or self.skus or self.leaves_out)

    @property
    def leaves_out(self) -> bool:
        """Whether it names lines that it is not about."""
        return bool(self.not_categories or self.not_skus)

    def is_about(self, line: Line) -> bool:
        """Say whether a line is one of them."""
        if line.category in self.not_categories or line.sku in self.not_skus:
            return False
        if not (self.categories or self.skus):
            return True
        return line.category in self.categories or line.sku in self.skus


class LineIndex:
    """Rules by what they are about; asking costs by what matches, not by all."""

    __slots__ = ("_by_category", "_by_sku", "_everywhere", "_leaving_out")

    def __init__(self, scopes: Iterable[tuple[int, Scope]]) -> None:
        by_category: dict[str, list[int]] = {}
        by_sku: dict[str, list[int]] = {}
        everywhere: list[int] = []
        self._leaving_out: Final[dict[int, Scope]] = {}
        for number, scope in scopes:
            if not (scope.categories or scope.skus):
                everywhere.append(number)
            if scope.leaves_out:
                self._leaving_out[number] = scope
            for category in scope.categories:
                by_category.setdefault(category, []).append(number)
            for sku in scope.skus:
                by_sku.setdefault(sku, []).append(number)
        self._everywhere: Final = tuple(everywhere)
        self._by_category: Final = by_category
        self._by_sku: Final = by_sku

    def match(self, lines: Sequence[Line], chosen: Sequence[int]) -> dict[int, list[int]]:
        """Return, by rule number, the positions (out of ``chosen``) the rule is about."""
        found: dict[int, list[int]] = {}
        by_category, by_sku = self._by_category, self._by_sku
        for at in chosen:
            line = lines[at]
            for number in by_category.get(line.category, ()):
                found.setdefault(number, []).append(at)
            for number in by_sku.get(line.sku, ()):
                positions = found.setdefault(number, [])
                # A line that is found by its category too counts once.
                if not positions or positions[-1] != at:
                    positions.append(at)
        if chosen:
            found.update((number, [*chosen]) for number in self._everywhere)
        self._leave_out(found, lines)
        return found

    def _leave_out(self, found: dict[int, list[int]], lines: Sequence[Line]) -> None:
        for number in self._leaving_out.keys() & found.keys():
            scope = self._leaving_out[number]
            found[number] = [at for at in found[number] if scope.is_about(lines[at])]
            if not found[number]:
                del found[number]
