"""What a sale draws from campaigns' budgets, and which of them it comes back to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from rules.calendars.periods import Reckoning
from rules.campaigns.campaign import Campaign
from rules.conditions.counters import member_counter
from rules.conditions.occasion import Occasion
from rules.ground.ids import LotId, RuleId
from rules.sale.decisions import NOTHING_DRAWN, Award, DiscountGiven, Drawn
from rules.value.allotments import Allotment
from rules.value.budgets import Budget, BudgetLot, Counts, budget_lots
from rules.value.counts import Count
from rules.value.ledger import AVAILABLE

_NO_LOT = LotId("")


class OfCampaign(Protocol):
    """A rule that may belong to a campaign."""

    @property
    def rule(self) -> RuleId:
        """Its name."""
        ...

    @property
    def campaign(self) -> str:
        """Its campaign's name, empty for none."""
        ...


class Drawing:
    """The budgets of a programme's campaigns, and the rules that draw on them."""

    __slots__ = ("_budgeted", "_campaign_of", "_reckoning")

    def __init__(
        self,
        campaigns: Iterable[Campaign],
        rules: Iterable[OfCampaign],
        reckoning: Reckoning,
    ) -> None:
        self._reckoning: Final = reckoning
        self._budgeted: Final = [each for each in campaigns if each.budgets]
        names = {each.campaign for each in self._budgeted}
        self._campaign_of: Final = {
            rule.rule: rule.campaign for rule in rules if rule.campaign in names
        }

    def lots(
        self, store: str, at: datetime, rule: str | None = None
    ) -> tuple[BudgetLot, ...]:
        """Return the lots that a sale in a store, or one rule of it, draws on.

        None of members' own.
        """
        if not self._budgeted:
            return ()
        only = None if rule is None else self._campaign_of.get(RuleId(rule), "")
        return tuple(
            lot
            for each in self._budgeted
            if only in {None, each.campaign}
            for lot in self._lots(each, each.budgets, store, at)
        )

    def drawn(
        self,
        discounts: Iterable[DiscountGiven],
        awards: Iterable[Award],
        occasion: Occasion,
    ) -> Drawn:
        """Return what a sale takes for all that its campaigns gave."""
        if not self._campaign_of:
            return NOTHING_DRAWN
        at = occasion.basket.at
        taken = [
            (budget, one)
            for campaign, budget, amount in self._used(discounts, awards)
            for one in self._taken(campaign, budget, amount, occasion)
        ]
        return Drawn(
            allotments=tuple(one for budget, one in taken if budget.of != "member"),
            counts=tuple(
                Count(
                    unit=one.unit,
                    amount=one.amount,
                    expires=budget.period_end(at, self._reckoning),
                )
                for budget, one in taken
                if budget.of == "member"
            ),
            restorable=tuple(one for budget, one in taken if budget.returned == "restored"),
        )

    def _used(
        self, discounts: Iterable[DiscountGiven], awards: Iterable[Award]
    ) -> Iterator[tuple[Campaign, Budget, int]]:
        """Yield how much of each budget a sale uses, in what it counts."""
        given: dict[tuple[str, Counts], int] = {}
        for rule, counts, amount in _gifts(discounts, awards):
            name = self._campaign_of.get(rule)
            if name is not None:
                given[name, counts] = given.get((name, counts), 0) + amount
                given[name, "uses"] = 1
        for campaign in self._budgeted:
            for budget in campaign.budgets:
                amount = given.get((campaign.campaign, budget.counts), 0)
                if amount:
                    yield campaign, budget, amount

    def _taken(
        self, campaign: Campaign, budget: Budget, amount: int, occasion: Occasion
    ) -> Iterator[Allotment]:
        """Yield what a use takes, and from where: a member's counter goes up by it."""
        basket, standing = occasion.basket, occasion.standing
        if budget.of != "member":
            (lot,) = self._lots(campaign, (budget,), basket.store, basket.at)
            for one in basket.budgets:
                if one.period == lot.period and one.amount:
                    yield replace(one, amount=min(one.amount, amount))
        elif standing is not None:
            yield Allotment(
                account=standing.account,
                unit=member_counter(campaign.campaign, budget, occasion),
                lot=_NO_LOT,
                place=AVAILABLE,
                amount=amount,
            )

    def _lots(
        self, campaign: Campaign, budgets: Iterable[Budget], store: str, at: datetime
    ) -> Iterator[BudgetLot]:
        return budget_lots(
            campaign.campaign, budgets, store=store, at=at, reckoning=self._reckoning
        )


def _gifts(
    discounts: Iterable[DiscountGiven], awards: Iterable[Award]
) -> Iterator[tuple[RuleId, Counts, int]]:
    for off in discounts:
        yield off.rule, "discount_minor", off.amount_minor
    for award in awards:
        yield award.rule, "points", award.points
