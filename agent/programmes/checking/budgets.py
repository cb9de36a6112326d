"""Campaigns' budgets: which of them never bite, and what they do not bound."""

from collections.abc import Iterator

from agent.programmes.checking.finding import Finding, Question
from rules.campaigns.campaign import Campaign
from rules.ground.sentence import Sentence


def budgets(question: Question) -> Iterator[Finding]:
    """Ask whether budgets do what they seem to."""
    for number, campaign in enumerate(question.programme.campaigns, start=1):
        place = f"campaigns {number} ({campaign.campaign})"
        yield from _never_bite(campaign, place)
        gifts = [
            str(rule.rule)
            for rule in question.programme.issues
            if campaign.budgets and rule.campaign == campaign.campaign
        ]
        if gifts:
            yield Finding(
                weight="warning",
                check="budget_without_gifts",
                place=place,
                says=Sentence("gifts draw on no budget: {rules}", rules=tuple(gifts)),
                mend=Sentence("bound them by times, or let an earn rule give it"),
            )


def _never_bite(campaign: Campaign, place: str) -> Iterator[Finding]:
    """Tell of parts that are as large as the whole they are parts of."""
    whole = {
        budget.counts: budget.amount
        for budget in campaign.budgets
        if (budget.of, budget.per) == ("campaign", "ever")
    }
    for budget in campaign.budgets:
        is_whole = (budget.of, budget.per) == ("campaign", "ever")
        most = whole.get(budget.counts)
        if most is not None and not is_whole and budget.amount >= most:
            yield Finding(
                weight="warning",
                check="budget_never_bites",
                place=place,
                says=Sentence(
                    "{amount} {counts} of the {of} per {per} are no less than the {most} "
                    "of the whole campaign",
                    amount=budget.amount,
                    counts=budget.counts,
                    of=budget.of,
                    per=budget.per,
                    most=most,
                ),
                mend=Sentence("make it smaller, or leave it out"),
            )
