"""All earn rules of a programme, compiled: from the money of each line to awards."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from rules.campaigns.campaign import Campaigns
from rules.conditions.asked import TOLD
from rules.conditions.occasion import Occasion
from rules.earn import EarnRule
from rules.earn.earning_terms import USUAL, EarningTerms
from rules.earn.per_visit import PerVisit
from rules.earn.receipt import Given, Receipt
from rules.earn.times import Times
from rules.sale.columns import Columns, above_zero
from rules.sale.decisions import NotUsed
from rules.sale.matching import LineIndex
from rules.settling.earning_caps import Capped, Earned, capped


class EarnIndex:
    """Earn rules by what they are about; asking costs by those that match."""

    __slots__ = (
        "_about_all",
        "_asked",
        "_by_line",
        "_campaigns",
        "_excluding",
        "_multipliers_from",
        "_rules",
        "_some_bounded",
        "_starts",
        "_terms",
    )

    def __init__(
        self,
        rules: Sequence[EarnRule],
        terms: EarningTerms = USUAL,
        campaigns: Campaigns | None = None,
    ) -> None:
        self._terms: Final = terms
        self._campaigns: Final = campaigns or Campaigns()
        # Stable: inside a stage the programme's own order holds.
        self._rules = tuple(
            sorted(
                (rule for rule in rules if rule.when.enabled),
                key=lambda rule: _turn(rule, terms),
            )
        )
        self._some_bounded: Final = any(rule.caps or rule.campaign for rule in self._rules)
        self._excluding: Final = {
            at for at, rule in enumerate(self._rules) if rule.alone or rule.group
        }
        self._asked: Final = [
            self._campaigns.asked_of(rule.when, rule.campaign) for rule in self._rules
        ]
        self._multipliers_from = sum([rule.STAGE == 1 for rule in self._rules])
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
        self, columns: Columns, basis: Sequence[int], occasion: Occasion | None
    ) -> Capped:
        """Return what lines earn on this much money each; which rules gave nothing and why.

        Of the rules that ask for a larger receipt only the nearest is told. Without an
        occasion all conditions hold and nothing is capped.
        """
        receipt = Receipt(columns, basis, self._terms)
        earning = [*above_zero(basis)]
        matched = self._by_line.match(columns.lines, earning)
        reached = bisect_right(self._starts, receipt.total_minor)
        for number in self._about_all[: reached + 1]:
            matched[number] = earning
        not_used: list[NotUsed] = []
        open_ = self._open(sorted(matched), occasion, not_used)
        # Rules are numbered stage by stage.
        then = bisect_left(open_, self._multipliers_from)
        base = receipt.base = self._given(receipt, matched, open_[:then], not_used)
        stand = self._standing(receipt, matched, open_[then:], not_used)
        more = self._given(receipt, matched, stand, not_used)
        return capped(
            columns.names,
            [*base, *more],
            not_used,
            occasion=occasion if self._some_bounded else None,
            campaigns=self._campaigns,
        )

    def _open(
        self, numbers: Iterable[int], occasion: Occasion | None, not_used: list[NotUsed]
    ) -> list[int]:
        """Return the rules that hold; which do not is noted where somebody cares."""
        if occasion is None:
            return list(numbers)
        found: list[int] = []
        for number in numbers:
            missing = self._asked[number].missing(occasion)
            rule = self._rules[number]
            if missing is not None:
                if missing in TOLD:
                    not_used.append(NotUsed(rule=rule.rule, words=TOLD[missing]))
            elif rule.campaign and self._campaigns.is_spent(rule.campaign, occasion):
                not_used.append(NotUsed(rule=rule.rule, words="refuse.budget_spent"))
            else:
                found.append(number)
        return found

    def _standing(
        self,
        receipt: Receipt,
        matched: Mapping[int, Sequence[int]],
        numbers: Sequence[int],
        not_used: list[NotUsed],
    ) -> Sequence[int]:
        """Return the multipliers that may stand together, where they mind one another.

        What one multiplies by minds those before it; so those that exclude each other are
        compared each by itself, and a loser multiplies nothing.
        """
        if receipt.multipliers == "add" or self._excluding.isdisjoint(numbers):
            return numbers
        found: Earned = []
        for number in numbers:
            receipt.multiplied.clear()
            found += self._given(receipt, matched, [number], not_used)
        receipt.multiplied.clear()
        kept = {rule.rule for rule, _ in _chosen(found, not_used)}
        return [number for number in numbers if self._rules[number].rule in kept]

    def _given(
        self,
        receipt: Receipt,
        matched: Mapping[int, Sequence[int]],
        numbers: Iterable[int],
        not_used: list[NotUsed],
    ) -> Earned:
        """Ask the rules of one stage, in their order; of those kept apart one gives."""
        found: Earned = []
        for number in numbers:
            rule = self._rules[number]
            at = matched[number]
            if at or isinstance(rule, PerVisit):
                given = rule.earn(at, receipt)
                if isinstance(given, NotUsed):
                    not_used.append(given)
                else:
                    found.append((rule, given))
        return _chosen(found, not_used) if self._excluding else found


def _turn(rule: EarnRule, terms: EarningTerms) -> tuple[int, Fraction]:
    """Sort rules by stage; where only the highest multiplier holds, it goes first."""
    highest = terms.multipliers == "highest"
    if highest and isinstance(rule, Times):
        return rule.STAGE, -rule.factor
    return rule.STAGE, Fraction(0)


def _chosen(earned: Earned, not_used: list[NotUsed]) -> Earned:
    """Keep what may stand together: one that stands alone, of a group the largest."""
    alone = [each for each in earned if each[0].alone]
    if alone:
        winner = max(alone, key=lambda each: each[0].priority)
        _lose(earned, [winner], not_used)
        return [winner]
    if not any(rule.group for rule, _ in earned):
        return earned
    best: dict[tuple[str, str], tuple[EarnRule, Given]] = {}
    for rule, given in earned:
        held = best.get((rule.group, rule.unit))
        if rule.group and (held is None or given.points > held[1].points):
            best[rule.group, rule.unit] = (rule, given)
    kept = [each for each in earned if not each[0].group or each in list(best.values())]
    _lose(earned, kept, not_used)
    return kept


def _lose(earned: Earned, kept: Earned, not_used: list[NotUsed]) -> None:
    names = [rule.rule for rule, _ in kept]
    for rule, given in earned:
        if rule.rule not in names:
            values = (("points", given.points), ("instead", "+".join(names)))
            not_used.append(
                NotUsed(rule=rule.rule, words="refuse.others_instead", values=values)
            )
