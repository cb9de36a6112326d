"""All earn rules of a programme, compiled: from the money of each line to awards."""

from bisect import bisect_right
from collections.abc import Sequence

from rules.basket import Line
from rules.decisions import Award, NotUsed
from rules.earn import EarnRule
from rules.earn.receipt import Receipt
from rules.matching import LineIndex


class EarnIndex:
    """Earn rules by what they are about; asking costs by those that match."""

    __slots__ = ("_about_all", "_by_line", "_rules", "_starts")

    def __init__(self, rules: Sequence[EarnRule]) -> None:
        # Stable: inside a stage the programme's own order holds.
        self._rules = tuple(sorted(rules, key=lambda rule: rule.STAGE))
        numbered = list(enumerate(self._rules))
        # Rules about the whole receipt are found by how much money they ask for.
        about_all = [
            (rule.from_minor, at) for at, rule in numbered if rule.scope.is_everything
        ]
        about_all.sort()
        self._starts = [start for start, _ in about_all]
        self._about_all = [at for _, at in about_all]
        self._by_line = LineIndex(
            (at, rule.scope) for at, rule in numbered if not rule.scope.is_everything
        )

    def earn(
        self, lines: Sequence[Line], basis: Sequence[int]
    ) -> tuple[tuple[Award, ...], tuple[NotUsed, ...]]:
        """Return what lines earn on this much money each; which rules gave nothing and why.

        Of the rules that ask for a larger receipt only the nearest is told.
        """
        receipt = Receipt(lines, basis)
        earning = [at for at, money in enumerate(basis) if money > 0]
        if not earning:
            return (), ()
        matched = dict(self._by_line.match(lines, earning))
        reached = bisect_right(self._starts, receipt.total_minor)
        for number in self._about_all[: reached + 1]:
            matched[number] = earning
        awards: list[Award] = []
        not_used: list[NotUsed] = []
        for number in sorted(matched):
            given = self._rules[number].earn(matched[number], receipt)
            if isinstance(given, NotUsed):
                not_used.append(given)
            else:
                awards.extend(given)
        return tuple(awards), tuple(not_used)
