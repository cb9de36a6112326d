"""What an earn rule is asked about: each line's money, what rules before it gave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rules.basket import Line
from rules.decisions import Award
from rules.ids import RuleId, Unit

Multipliers = Literal["add", "multiply", "highest"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gave to lines: ``points`` by ``positions``; by spend or otherwise."""

    unit: Unit
    positions: Sequence[int]
    points: Sequence[int]
    by_spend: bool


class Receipt:
    """One receipt while its points are worked out; lives no longer than one decision.

    ``basis`` is the money each line may earn on (minor units, 0 where it may not) and
    ``total_minor`` their sum. ``base`` holds, by rule, what it gave: what a multiplier
    multiplies. ``whole`` is what each line would earn on were nothing off it and all paid
    with what earns; without it that is its price. ``multipliers`` says how several of them
    meet, ``multiplied`` what each line was multiplied by so far.
    """

    __slots__ = (
        "_places",
        "_sums",
        "base",
        "basis",
        "lines",
        "multiplied",
        "multipliers",
        "total_minor",
        "whole",
    )

    def __init__(
        self,
        lines: Sequence[Line],
        basis: Sequence[int],
        multipliers: Multipliers = "add",
        whole: Sequence[int] | None = None,
    ) -> None:
        self.lines: Final = lines
        self.basis: Final = basis
        self.whole: Final = whole or [line.amount_minor for line in lines]
        self.total_minor: Final = sum(basis)
        self.base: dict[RuleId, Given] = {}
        self.multipliers: Final = multipliers
        self.multiplied: dict[tuple[Unit, int], Fraction] = {}
        self._places: dict[str, int] | None = None
        self._sums: dict[tuple[tuple[RuleId, ...], Unit, bool], dict[int, int]] = {}

    @property
    def places(self) -> Mapping[str, int]:
        """The position of each line by its name."""
        if self._places is None:
            self._places = {line.line: at for at, line in enumerate(self.lines)}
        return self._places

    def given_by(
        self, of: Sequence[RuleId], unit: Unit, *, by_spend: bool
    ) -> Mapping[int, int]:
        """Sum what rules gave to each position so far; kept for the next who asks."""
        key = (tuple(of), unit, by_spend)
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = {}
            for rule, given in self.base.items():
                asked = rule in of if of else True
                if asked and given.unit == unit and (given.by_spend or not by_spend):
                    for at, points in zip(given.positions, given.points, strict=True):
                        sums[at] = sums.get(at, 0) + points
        return sums

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
