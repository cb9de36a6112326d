"""All discounts of a programme, compiled: what each would like of a basket."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Final

from rules.basket import QUANTITY_UNIT, Line
from rules.campaigns import NO_CAMPAIGNS, Campaigns
from rules.combining.offer import Offer
from rules.counters import Count, counter, period_end
from rules.decisions import NotUsed
from rules.discounts import Discount
from rules.discounts.tier_percent import TierPercent
from rules.goods import Goods, Taken
from rules.ids import TierId
from rules.matching import LineIndex
from rules.occasion import Condition, Occasion
from rules.shares import share
from rules.when import When, same, unmet

_TOLD: Final[Mapping[Condition, str]] = {
    "below_basket": "refuse.below_basket",
    "too_few_pieces": "refuse.too_few_pieces",
    "not_this_tender": "refuse.not_this_tender",
}
"""The conditions a customer could still meet; that another holds not is nobody's news."""


class DiscountIndex:
    """Discounts by whom they are for and what they are about."""

    __slots__ = ("_asked", "_by_tier", "_campaigns", "_for_all", "_original", "_rules")

    def __init__(
        self,
        rules: Sequence[Discount],
        campaigns: Campaigns = NO_CAMPAIGNS,
        *,
        original_minimums: bool,
    ) -> None:
        self._rules: Final = tuple(rules)
        self._campaigns: Final = campaigns
        known: dict[When, When] = {}
        self._asked: Final = [
            same(campaigns.asked_of(rule.when, rule.campaign), known) for rule in rules
        ]
        self._original: Final = original_minimums
        numbered = [(at, rule) for at, rule in enumerate(rules) if rule.when.enabled]
        tiers = {tier for rule in rules for tier in _tiers(rule)}
        self._for_all: Final = LineIndex(
            (at, rule.scope) for at, rule in numbered if not _tiers(rule)
        )
        self._by_tier: Final = {
            tier: LineIndex(
                (at, rule.scope) for at, rule in numbered if tier in _tiers(rule)
            )
            for tier in tiers
        }

    def offers(self, occasion: Occasion, goods: Goods) -> tuple[list[Offer], list[NotUsed]]:
        """Return what the discounts would like, and which of them ask for a little more."""
        offers: list[Offer] = []
        not_used: list[NotUsed] = []
        if not self._rules:
            return offers, not_used
        for number, at in self._matched(occasion, goods.lines):
            rule = self._rules[number]
            reason = self._objection(rule, self._asked[number], occasion)
            if reason is None:
                offers.append(
                    self._offer(rule, number, tuple(at), occasion=occasion, goods=goods)
                )
            elif reason.words:
                not_used.append(reason)
        return offers, not_used

    def _objection(
        self, rule: Discount, asked: Sequence[When], occasion: Occasion
    ) -> NotUsed | None:
        """Return why a discount cannot be had; without words where nobody need be told."""
        for when in asked:
            missing = unmet(when, occasion)
            if missing is not None:
                return _told(rule, when, missing, occasion)
        budget = self._campaigns.budget_of(rule.campaign)
        if budget is not None and not occasion.left.get(rule.campaign):
            return NotUsed(rule=rule.rule, words="refuse.budget_spent")
        return _used_up(rule, occasion) if rule.uses else None

    def _most(self, rule: Discount, occasion: Occasion) -> int | None:
        """Return the most a campaign's budget leaves for a discount, None for any."""
        budget = self._campaigns.budget_of(rule.campaign)
        if budget is None or budget.counts != "discount_minor":
            return None
        return occasion.left.get(rule.campaign, 0)

    def _matched(
        self, occasion: Occasion, lines: Sequence[Line]
    ) -> Iterator[tuple[int, Sequence[int]]]:
        goods = [
            at
            for at, line in enumerate(lines)
            if line.kind == "item" and line.amount_minor > 0
        ]
        found = dict(self._for_all.match(lines, goods))
        tier = occasion.standing.tier if occasion.standing else ""
        index = self._by_tier.get(TierId(tier))
        if index is not None:
            found.update(index.match(lines, goods))
        return iter(sorted(found.items()))

    def _offer(
        self,
        rule: Discount,
        number: int,
        at: tuple[int, ...],
        *,
        occasion: Occasion,
        goods: Goods,
    ) -> Offer:
        before = goods.left if self._original else None
        most = self._most(rule, occasion)
        return Offer(
            name=rule.rule,
            rule=rule.rule,
            words=rule.words,
            at=at,
            take=partial(
                _take,
                rule=rule,
                occasion=occasion,
                before=before and tuple(before),
                most=most,
            ),
            priority=rule.priority,
            number=number,
            # Of a campaign with a budget a receipt takes one: what is left is counted once.
            group=rule.group or ("" if most is None else f"campaign {rule.campaign}"),
            stacking=rule.stacking,
            stack_class=rule.stack_class,
            stacks_with=rule.stacks_with,
            stands_alone=rule.stands_alone or self._original,
            shrinks=rule.shrinks,
        )


def _take(
    goods: Goods,
    at: Sequence[int],
    *,
    rule: Discount,
    occasion: Occasion,
    before: Sequence[int] | None,
    most: int | None,
) -> Taken | NotUsed:
    """Take what a rule gives, unless goods cost too little or are too few for it."""
    if rule.minimum_minor:
        costs = goods.left if before is None else before
        whole = (
            sum(costs)
            if rule.minimum_of == "basket"
            else sum([costs[here] for here in _counting(rule, goods, at)])
        )
        if whole < rule.minimum_minor:
            short = ("short_by_minor", rule.minimum_minor - whole)
            return NotUsed(rule=rule.rule, words="refuse.below_basket", values=(short,))
    if rule.minimum_pieces:
        pieces = _pieces(rule, goods, at)
        if pieces < rule.minimum_pieces:
            short = ("pieces", rule.minimum_pieces - pieces)
            return NotUsed(rule=rule.rule, words="refuse.too_few_pieces", values=(short,))
    taken = rule.take(goods, at, occasion)
    if most is None or isinstance(taken, NotUsed) or sum(taken.off) <= most:
        return taken
    return replace(taken, off=share(most, taken.off))


def _counting(rule: Discount, goods: Goods, at: Sequence[int]) -> Iterable[int]:
    """Return the positions of the lines, not all, whose cost must reach a minimum."""
    if rule.minimum_of == "these":
        return at
    return [
        here
        for here, line in enumerate(goods.lines)
        if line.category in rule.minimum_categories or line.sku in rule.minimum_skus
    ]


def _pieces(rule: Discount, goods: Goods, at: Sequence[int]) -> int:
    """Return how many pieces count for a rule's least number of them."""
    if rule.minimum_pieces_of == "line":
        return max((goods.count(here) for here in range(len(goods.lines))), default=0)
    return sum([goods.count(here) for here in at])


def uses_counted(
    rules: Iterable[Discount], names: AbstractSet[str], occasion: Occasion
) -> list[Count]:
    """Return by what the counters of discounts go up that a sale had (``names``)."""
    return [
        Count(
            unit=counter(rule.rule, each.per, occasion),
            amount=1,
            expires=period_end(each.per, occasion),
        )
        for rule in rules
        if rule.rule in names
        for each in rule.uses
    ]


def _tiers(rule: Discount) -> tuple[TierId, ...]:
    return rule.tiers if isinstance(rule, TierPercent) else rule.when.tiers


def _used_up(rule: Discount, occasion: Occasion) -> NotUsed | None:
    if occasion.standing is None:
        return NotUsed(rule=rule.rule, words="")
    used_up = any(
        occasion.standing.count(counter(rule.rule, each.per, occasion)) >= each.times
        for each in rule.uses
    )
    return NotUsed(rule=rule.rule, words="refuse.used_up") if used_up else None


def _told(rule: Discount, when: When, missing: Condition, occasion: Occasion) -> NotUsed:
    values: tuple[tuple[str, int | str], ...] = ()
    if missing == "below_basket":
        short = when.minimum_minor - occasion.basket_minor
        values = (("short_by_minor", short),)
    elif missing == "too_few_pieces":
        short = when.minimum_pieces * QUANTITY_UNIT - occasion.basket_milli
        values = (("pieces", -(-short // QUANTITY_UNIT)),)
    return NotUsed(rule=rule.rule, words=_TOLD.get(missing, ""), values=values)
