"""The coupons that tiers themselves give on entry, as rules like any other."""

from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GiveCoupon
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnTierEntry
from rules.ladder.terms import Ladder


def entry_rules(ladder: Ladder | None) -> tuple[IssueRule, ...]:
    """Return a rule for each coupon that tiers of a ladder give whenever they are entered.

    Tiers that give the same one, entered at once, give it once.
    """
    tiers: dict[tuple[RuleId, int], list[TierId]] = {}
    for tier in ladder.tiers if ladder else ():
        given = tier.entry_issue
        if given is not None:
            tiers.setdefault((given.rule, given.valid_days), []).append(tier.tier)
    return tuple(
        IssueRule(
            rule=rule,
            on=OnTierEntry(tiers=tuple(named)),
            gives=GiveCoupon(valid_days=days),
            times="each",
        )
        for (rule, days), named in tiers.items()
    )
