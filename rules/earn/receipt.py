"""What an earn rule is asked about: each line's money, what rules before it gave."""

from collections.abc import Iterable, Sequence

from rules.basket import Line
from rules.decisions import Award
from rules.ids import RuleId, Unit


class Receipt:
    """One receipt while its points are worked out; lives no longer than one decision.

    ``basis`` is the money each line may earn on (minor units, 0 where it may not) and
    ``total_minor`` their sum. ``base`` holds, by rule, the points it gave to positions:
    what a multiplier multiplies.
    """

    __slots__ = ("base", "basis", "lines", "total_minor")

    def __init__(self, lines: Sequence[Line], basis: Sequence[int]) -> None:
        self.lines = lines
        self.basis = basis
        self.total_minor = sum(basis)
        self.base: dict[RuleId, tuple[Unit, Sequence[int], Sequence[int]]] = {}

    def award(
        self, rule: RuleId, unit: Unit, words: str, parts: Iterable[tuple[int, int]]
    ) -> tuple[Award, ...]:
        """Write (position, points) down as awards; a line that got nothing has none."""
        lines = self.lines
        awards: list[Award] = []
        for at, points in parts:
            if points:
                # Filled slot by slot: a receipt has dozens, and how a frozen class fills
                # itself was the largest part of a sale's time in the law.
                award = _NEW(Award)
                _SET_UNIT(award, unit)
                _SET_POINTS(award, points)
                _SET_LINE(award, lines[at].line)
                _SET_RULE(award, rule)
                _SET_WORDS(award, words)
                awards.append(award)
        return tuple(awards)


_NEW = object.__new__
_SET_UNIT = vars(Award)["unit"].__set__
_SET_POINTS = vars(Award)["points"].__set__
_SET_LINE = vars(Award)["line"].__set__
_SET_RULE = vars(Award)["rule"].__set__
_SET_WORDS = vars(Award)["words"].__set__
