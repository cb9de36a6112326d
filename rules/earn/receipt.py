"""What an earn rule is asked about: the money of each line, and what rules before it gave."""

from collections.abc import Sequence

from rules.basket import Line
from rules.decisions import Award
from rules.ids import RuleId, Unit


class Receipt:
    """One receipt while its points are worked out; lives no longer than one decision.

    ``basis`` is the money each line may earn on (minor units, 0 where it may not) and
    ``total_minor`` their sum. ``base`` holds, by rule, the points it gave to positions: what a
    multiplier multiplies.
    """

    __slots__ = ("base", "basis", "lines", "total_minor")

    def __init__(self, lines: Sequence[Line], basis: Sequence[int]) -> None:
        self.lines = lines
        self.basis = basis
        self.total_minor = sum(basis)
        self.base: dict[RuleId, tuple[Unit, Sequence[int], Sequence[int]]] = {}

    def award(
        self, rule: RuleId, unit: Unit, words: str, parts: Sequence[tuple[int, int]]
    ) -> tuple[Award, ...]:
        """Write (position, points) down as awards; a line that got nothing has none."""
        lines = self.lines
        return tuple(
            Award(unit=unit, points=points, line=lines[at].line, rule=rule, words=words)
            for at, points in parts
            if points
        )
