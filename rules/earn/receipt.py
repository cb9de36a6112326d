"""What an earn rule is asked about: each line's money, what rules before it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rules.basket import Line
from rules.earn.terms import EarnTerms
from rules.ids import RuleId, Unit

Multipliers = Literal["add", "multiply", "highest"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gave: ``points`` to the lines ``at`` some places; ``words`` say why."""

    words: str
    at: Sequence[int]
    points: Sequence[int]


class Receipt:
    """One receipt while its points are worked out; lives no longer than one decision.

    ``basis`` is the money each line may earn on (minor units, 0 where it may not) and
    ``total_minor`` their sum. ``base`` holds what each rule gave that multipliers multiply.
    ``whole`` is what each line would earn on were nothing off it and all paid with what
    earns; without it that is its price. ``multipliers`` says how several of them meet,
    ``multiplied`` what each line was multiplied by so far.
    """

    __slots__ = (
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
        self.base: Sequence[tuple[EarnTerms, Given]] = ()
        self.multipliers: Final = multipliers
        self.multiplied: dict[tuple[Unit, int], Fraction] = {}
        self._sums: dict[tuple[tuple[RuleId, ...], Unit, str], Sequence[int]] = {}

    def given_by(self, of: tuple[RuleId, ...], unit: Unit, words: str) -> Sequence[int]:
        """Sum what rules gave to each position; kept for the next who asks.

        Those named (none: all) that earn ``unit`` and say these ``words`` (empty: any).
        """
        key = (of, unit, words)
        if key not in self._sums:
            sums = [0] * len(self.lines)
            for rule, given in self.base:
                asked = rule.rule in of if of else True
                if asked and rule.unit == unit and words in ("", given.words):
                    for at, points in zip(given.at, given.points, strict=True):
                        sums[at] += points
            self._sums[key] = sums
        return self._sums[key]
