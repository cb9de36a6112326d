"""All discounts of a programme, compiled: the best for the member on each line."""

from collections.abc import Mapping, Sequence
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
        room = [max(0, line.amount_minor - line.discount_minor) for line in lines]
        return self._worked_out(
            lines, tier, room=room, lost="refuse.nothing_left_to_discount"
        )

    def applied_to(self, lines: Sequence[Line], tier: TierId) -> Discounted:
        """Return what did come off by our rules: never more than the POS took off."""
        room = [max(0, line.discount_minor) for line in lines]
        return self._worked_out(lines, tier, room=room, lost="refuse.not_applied")

    def _worked_out(
        self, lines: Sequence[Line], tier: TierId, *, room: Sequence[int], lost: str
    ) -> Discounted:
        index = self._by_tier.get(tier)
        off = [0] * len(lines)
        given: list[DiscountGiven] = []
        not_used: list[NotUsed] = []
        if index is None:
            return Discounted(given=(), off=tuple(off), not_used=())
        goods = [
            at
            for at, line in enumerate(lines)
            if line.kind == "item" and line.amount_minor > 0
        ]
        free = set(goods)
        for number, positions in self._best_first(lines, index.match(lines, goods)):
            rule = self._rules[number]
            taken = [at for at in positions if at in free]
            if not taken:
                better = sum(off[at] for at in positions)
                not_used.append(
                    NotUsed(
                        rule=rule.rule,
                        words="refuse.not_best",
                        values=(("better_minor", better),),
                    )
                )
                continue
            parts = rule.off([lines[at].amount_minor for at in taken])
            for at, part in zip(taken, parts, strict=True):
                off[at] = min(part, room[at])
            free.difference_update(taken)
            named = _named(rule, lines, {at: off[at] for at in taken})
            given.extend(named)
            if not named:
                not_used.append(_lost(rule, lost, sum(parts)))
        return Discounted(given=tuple(given), off=tuple(off), not_used=tuple(not_used))

    def _best_first(
        self, lines: Sequence[Line], matched: Mapping[int, Sequence[int]]
    ) -> list[tuple[int, Sequence[int]]]:
        if len(matched) == 1:
            return list(matched.items())
        worth = {
            number: sum(
                self._rules[number].off([lines[at].amount_minor for at in positions])
            )
            for number, positions in matched.items()
        }
        return sorted(matched.items(), key=lambda found: (-worth[found[0]], found[0]))


def _named(
    rule: Discount, lines: Sequence[Line], parts: Mapping[int, int]
) -> list[DiscountGiven]:
    return [
        DiscountGiven(
            line=lines[at].line, amount_minor=part, rule=rule.rule, words=rule.words
        )
        for at, part in parts.items()
        if part
    ]


def _lost(rule: Discount, words: str, offered_minor: int) -> NotUsed:
    return NotUsed(rule=rule.rule, words=words, values=(("offered_minor", offered_minor),))
