"""What an earn rule is asked about: each line's money, what rules before it gave."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from rules.earn.basis import full_basis
from rules.earn.earning_terms import USUAL, EarningTerms
from rules.earn.terms import EarnTerms
from rules.ground.ids import RuleId, Unit
from rules.ground.shares import share
from rules.sale.columns import Columns, at_least_zero


class Given:
    """What a rule gave: ``points``, to the lines ``at`` some positions by their weights.

    ``words`` say why. Lives no longer than one decision.
    """

    __slots__ = ("at", "points", "weights", "words")

    def __init__(
        self, words: str, at: Sequence[int], points: int, weights: Sequence[int]
    ) -> None:
        self.words: Final = words
        self.at: Final = at
        self.points: Final = points
        self.weights = weights

    def parts(self) -> Sequence[int]:
        """Return the points of each line; they are its weights from now on."""
        self.weights = share(self.points, self.weights)
        return self.weights


class Receipt:
    """One receipt while its points are worked out; lives no longer than one decision.

    ``basis`` is the money each line may earn on (minor units, 0 where it may not) and
    ``total_minor`` their sum. ``base`` holds what each rule gave that multipliers multiply;
    ``multipliers`` says how several of them meet, ``multiplied`` what each line was
    multiplied by so far.
    """

    __slots__ = (
        "_paid_milli",
        "_sums",
        "_terms",
        "base",
        "basis",
        "columns",
        "multiplied",
        "multipliers",
        "total_minor",
    )

    def __init__(
        self,
        columns: Columns,
        basis: Sequence[int],
        terms: EarningTerms = USUAL,
    ) -> None:
        self.columns: Final = columns
        self.basis: Final = basis
        self.total_minor: Final = sum(basis)
        self.base: Sequence[tuple[EarnTerms, Given]] = ()
        self.multipliers: Final = terms.multipliers
        self.multiplied: dict[tuple[Unit, int], Fraction] = {}
        self._terms: Final = terms
        self._paid_milli: Sequence[int] = ()
        self._sums: dict[tuple[tuple[RuleId, ...], Unit, str], Sequence[int]] = {}

    @property
    def paid_milli(self) -> Sequence[int]:
        """The quantity of each line that counts, in thousandths.

        A line that was partly free, or partly paid with what does not earn, counts for the
        rest: in proportion to what it would earn on were all of it paid with what earns.
        """
        if not self._paid_milli:
            sold = at_least_zero(self.columns.milli)
            full = full_basis(self.columns, self._terms)
            paid = zip(sold, self.basis, full, strict=True)
            self._paid_milli = (
                sold
                if self.basis == full
                else [
                    milli * min(money, most) // most if most > 0 else milli
                    for milli, money, most in paid
                ]
            )
        return self._paid_milli

    def money(self, at: Sequence[int]) -> Sequence[int]:
        """Return the money that each of these lines may earn on."""
        basis = self.basis
        return basis if len(at) == len(basis) else [basis[here] for here in at]

    def given_by(self, of: tuple[RuleId, ...], unit: Unit, words: str) -> Sequence[int]:
        """Sum what rules gave to each position; kept for the next who asks.

        Those named (none: all) that earn ``unit`` and say these ``words`` (empty: any).
        """
        key = (of, unit, words)
        if key not in self._sums:
            sums = [0] * len(self.columns)
            for rule, given in self.base:
                asked = rule.rule in of if of else True
                if asked and rule.unit == unit and words in ("", given.words):
                    for at, points in zip(given.at, given.parts(), strict=True):
                        sums[at] += points
            self._sums[key] = sums
        return self._sums[key]
