"""All discounts of a programme, compiled: what each would like of a basket."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final

from rules.campaigns.campaign import Campaigns
from rules.combining.offer import Offer, OfferTerms, Trial
from rules.conditions.asked import TOLD
from rules.conditions.counters import counter, period_end
from rules.conditions.occasion import Occasion
from rules.discounts import Discount
from rules.discounts.tier_percent import TierPercent
from rules.ground.ids import TierId
from rules.ground.shares import share
from rules.sale.decisions import NotUsed
from rules.sale.goods import Goods, Taken
from rules.sale.matching import LineIndex
from rules.value.counts import Count
from rules.value.left import Left


class DiscountIndex:
    """Discounts by what they are about; asking costs by those that match."""

    __slots__ = (
        "_asked",
        "_by_line",
        "_campaigns",
        "_is_bounded",
        "_original",
        "_rules",
        "_terms",
        "_tiers",
    )

    def __init__(
        self,
        rules: Sequence[Discount],
        campaigns: Campaigns,
        *,
        original_minimums: bool,
    ) -> None:
        self._rules: Final = tuple(rules)
        self._campaigns: Final = campaigns
        self._asked: Final = [
            campaigns.asked_of(rule.when, rule.campaign) for rule in rules
        ]
        self._tiers: Final = {
            at: _tiers(rule) for at, rule in enumerate(rules) if _tiers(rule)
        }
        self._original: Final = original_minimums
        self._is_bounded: Final = [
            bool(rule.minimum_minor or rule.minimum_pieces or self._is_budgeted(rule))
            for rule in rules
        ]
        self._terms: Final = [self._terms_of(rule, at) for at, rule in enumerate(rules)]
        self._by_line: Final = LineIndex(
            (at, rule.scope) for at, rule in enumerate(rules) if rule.when.enabled
        )

    def offers(self, occasion: Occasion, goods: Goods) -> tuple[list[Offer], list[NotUsed]]:
        """Return what the discounts would like, and which of them ask for a little more."""
        offers: list[Offer] = []
        not_used: list[NotUsed] = []
        if not self._rules:
            return offers, not_used
        before = tuple(goods.left) if self._original else None
        for number, at in self._matched(occasion):
            rule, asked = self._rules[number], self._asked[number]
            missing = asked.missing(occasion)
            if missing is not None:
                if missing in TOLD:
                    not_used.append(asked.told(rule.rule, missing, occasion))
                continue
            reason = self._objection(rule, occasion)
            if reason is None:
                trial = self._trial(number, occasion, before)
                offers.append(Offer(self._terms[number], tuple(at), trial))
            elif reason.words:
                not_used.append(reason)
        return offers, not_used

    def _objection(self, rule: Discount, occasion: Occasion) -> NotUsed | None:
        """Return why a discount whose conditions hold cannot be had all the same."""
        if rule.campaign and self._campaigns.is_spent(rule.campaign, occasion):
            return NotUsed(rule=rule.rule, words="refuse.budget_spent")
        return _used_up(rule, occasion) if rule.uses else None

    def _is_budgeted(self, rule: Discount) -> bool:
        return self._campaigns.limits(rule.campaign, "discount_minor")

    def _left(self, rule: Discount, occasion: Occasion) -> Left | None:
        """Return the budgets that count what a discount takes off, None for none."""
        if not self._is_budgeted(rule):
            return None
        return self._campaigns.left_of(rule.campaign, occasion)

    def _trial(
        self, number: int, occasion: Occasion, before: Sequence[int] | None
    ) -> Trial:
        """Return how an offer takes: as its rule does, where nothing else bounds it."""
        rule = self._rules[number]
        if not self._is_bounded[number]:
            return partial(rule.take, occasion=occasion)
        return partial(
            _take,
            rule=rule,
            occasion=occasion,
            before=before,
            left=self._left(rule, occasion),
        )

    def _matched(self, occasion: Occasion) -> list[tuple[int, Sequence[int]]]:
        """Return the discounts for this tier by number, and the lines each is about."""
        columns = occasion.columns
        found = self._by_line.match(columns.lines, columns.goods())
        tier = occasion.tier
        others = [at for at in self._tiers.keys() & found if tier not in self._tiers[at]]
        for number in others:
            del found[number]
        return sorted(found.items())

    def _terms_of(self, rule: Discount, number: int) -> OfferTerms:
        # Of a budget of money a receipt takes one: it would else be counted twice.
        budget = f"campaign {rule.campaign}" if self._is_budgeted(rule) else ""
        return OfferTerms(
            name=rule.rule,
            rule=rule.rule,
            words=rule.words,
            priority=rule.priority,
            number=number,
            groups=tuple(filter(None, (rule.group, budget))),
            stacking=rule.stacking,
            stack_class=rule.stack_class,
            stacks_with=rule.stacks_with,
            stands_alone=rule.stands_alone or self._original,
            steady=rule.steady,
            shrinks=rule.shrinks,
        )


def _take(
    goods: Goods,
    at: Sequence[int],
    *,
    rule: Discount,
    occasion: Occasion,
    before: Sequence[int] | None,
    left: Left | None,
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
    if left is None or isinstance(taken, NotUsed):
        return taken
    return _within(rule, taken, left)


def _within(rule: Discount, taken: Taken, left: Left) -> Taken | NotUsed:
    """Keep what a discount takes within its campaign's budgets; what is cut is told."""
    asked = sum(taken.off)
    most = left.granted("discount_minor", asked)
    if most == asked:
        return taken
    here = left.least("discount_minor")
    short = (("less_minor", asked - most), ("left_minor", here))
    told = NotUsed(rule=rule.rule, words="refuse.budget_short", values=short)
    return taken._replace(off=share(most, taken.off), short=told) if most else told


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
