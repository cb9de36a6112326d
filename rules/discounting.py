"""All discounts of a programme, compiled: the best for the member on each line."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.basket import Line
from rules.decisions import DiscountGiven, NotUsed
from rules.discounts import Discount
from rules.ids import TierId
from rules.matching import LineIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Discounted:
    """What is ``given``, the same as ``off`` each line, and what is not and why."""

    given: tuple[DiscountGiven, ...]
    off: tuple[int, ...]
    not_used: tuple[NotUsed, ...]


class DiscountIndex:
    """Discounts by tier and by what they are about.

    A line takes one discount. Where several could have it, the one worth most over its
    lines goes first, the earlier in the programme when two are equal.
    """

    __slots__ = ("_by_tier", "_rules")

    def __init__(self, rules: Sequence[Discount]) -> None:
        self._rules = tuple(rules)
        tiers = {tier for rule in rules for tier in rule.tiers}
        self._by_tier = {
            tier: LineIndex(
                (at, rule.scope) for at, rule in enumerate(rules) if tier in rule.tiers
            )
            for tier in tiers
        }

    def open_to(self, lines: Sequence[Line], tier: TierId) -> Discounted:
        """Return what may still come off these lines for a member of ``tier``."""
        room = [line.amount_minor - line.discount_minor for line in lines]
        return self._worked_out(
            lines, tier, room=room, lost="refuse.nothing_left_to_discount"
        )

    def applied_to(self, lines: Sequence[Line], tier: TierId) -> Discounted:
        """Return what did come off by our rules: never more than the POS took off."""
        room = [line.discount_minor for line in lines]
        return self._worked_out(lines, tier, room=room, lost="refuse.not_applied")

    def _worked_out(
        self, lines: Sequence[Line], tier: TierId, *, room: Sequence[int], lost: str
    ) -> Discounted:
        off = [0] * len(lines)
        given: list[DiscountGiven] = []
        not_used: list[NotUsed] = []
        taken: set[int] = set()
        for rule, positions in self._best_first(lines, tier):
            free = [at for at in positions if at not in taken]
            if not free:
                better = sum(off[at] for at in positions)
                not_used.append(_unused(rule, "refuse.not_best", "better_minor", better))
                continue
            taken.update(free)
            parts = rule.off([lines[at].amount_minor for at in free])
            fit = [min(part, room[at]) for at, part in zip(free, parts, strict=True)]
            for at, part in zip(free, fit, strict=True):
                if part > 0:
                    off[at] = part
                    given.append(_given(rule, lines[at], part))
            if max(fit) <= 0:
                not_used.append(_unused(rule, lost, "offered_minor", sum(parts)))
        return Discounted(given=tuple(given), off=tuple(off), not_used=tuple(not_used))

    def _best_first(
        self, lines: Sequence[Line], tier: TierId
    ) -> list[tuple[Discount, Sequence[int]]]:
        """Return the discounts these lines could have, the one worth most first."""
        index = self._by_tier.get(tier)
        if index is None:
            return []
        goods = [
            at
            for at, line in enumerate(lines)
            if line.kind == "item" and line.amount_minor > 0
        ]
        matched = sorted(index.match(lines, goods).items())
        found = [(self._rules[number], positions) for number, positions in matched]
        if len(found) > 1:
            found.sort(key=lambda each: -_worth(each[0], lines, each[1]))
        return found


def _worth(rule: Discount, lines: Sequence[Line], positions: Sequence[int]) -> int:
    return sum(rule.off([lines[at].amount_minor for at in positions]))


def _given(rule: Discount, line: Line, amount_minor: int) -> DiscountGiven:
    return DiscountGiven(
        line=line.line, amount_minor=amount_minor, rule=rule.rule, words=rule.words
    )


def _unused(rule: Discount, words: str, figure: str, amount_minor: int) -> NotUsed:
    return NotUsed(rule=rule.rule, words=words, values=((figure, amount_minor),))
