"""What a sale gives by itself: which rules it sets off, which may give (again)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from rules.calendars.local_days import end_of_day
from rules.campaigns.draws import ticket_counter
from rules.conditions.asked import Asked
from rules.conditions.counters import counter, period_end
from rules.conditions.occasion import Occasion
from rules.ground.ids import TierId
from rules.issues.amounts import voucher_amount
from rules.issues.gifts import GiveTickets, GiveVoucher
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase, OnTierEntry
from rules.ladder.terms import Tier
from rules.sale.decisions import Issue
from rules.value.counts import Count


def set_off(
    rules: Iterable[tuple[IssueRule, Asked]],
    occasion: Occasion,
    earning_minor: int,
    entered: Sequence[Tier],
) -> list[IssueRule]:
    """Return the rules that a sale sets off and that may give this member something.

    Each comes with what must hold for it: its own conditions and its campaign's.
    ``earning_minor`` is the money it earned on, ``entered`` the tiers it led into.
    """
    names = [tier.tier for tier in entered]
    return [
        rule
        for rule, asked in rules
        if _pulls(rule, earning_minor, names)
        and asked.missing(occasion) is None
        and may_give(rule, occasion)
    ]


def may_give(rule: IssueRule, occasion: Occasion) -> bool:
    """Say whether a member may be given something (again) by a rule."""
    standing = occasion.standing
    if standing is None:
        return False
    match rule.times:
        case "each":
            return True
        case "once":
            return not dict(standing.issued).get(rule.rule) and not _counted(rule, occasion)
        case _:
            return not _counted(rule, occasion)


def given_with(rules: Iterable[IssueRule], lost: Collection[str]) -> list[IssueRule]:
    """Return the rules that gave vouchers on entering one of some tiers."""
    return [
        rule
        for rule in rules
        if isinstance(rule.on, OnTierEntry)
        and isinstance(rule.gives, GiveVoucher)
        and not set(rule.on.tiers).isdisjoint(lost)
    ]


def issues(rules: Iterable[IssueRule], occasion: Occasion) -> tuple[Issue, ...]:
    """Return the vouchers that rules give; each is numbered by how many there were."""
    standing = occasion.standing
    if standing is None:
        return ()
    given = dict(standing.issued)
    return tuple(
        Issue(
            kind=rule.gives.kind,
            rule=rule.rule,
            account=standing.account,
            occurrence=given.get(rule.rule, 0) + 1,
            expires=_ends(rule.gives, occasion),
            amount=voucher_amount(rule.gives),
        )
        for rule in rules
        if isinstance(rule.gives, GiveVoucher)
    )


def counts(rules: Iterable[IssueRule], occasion: Occasion) -> list[Count]:
    """Return the counters that what is given moves: that it was, and tickets of draws."""
    found: list[Count] = []
    for rule in rules:
        if rule.times not in {"each", "once"} or not isinstance(rule.gives, GiveVoucher):
            found.append(
                Count(
                    unit=counter(rule.rule, rule.per, occasion),
                    amount=1,
                    expires=period_end(rule.per, occasion),
                )
            )
        if isinstance(rule.gives, GiveTickets):
            found.append(
                Count(
                    unit=ticket_counter(rule.gives.draw),
                    amount=rule.gives.tickets,
                    expires=None,
                )
            )
    return found


def _ends(gives: GiveVoucher, occasion: Occasion) -> datetime | None:
    if gives.valid_days is None:
        return None
    zone = occasion.frame.reckoning.zone
    return end_of_day(occasion.basket.at, zone, days=gives.valid_days)


def _counted(rule: IssueRule, occasion: Occasion) -> int:
    standing = occasion.standing
    return standing.count(counter(rule.rule, rule.per, occasion)) if standing else 0


def _pulls(rule: IssueRule, earning_minor: int, entered: Sequence[TierId]) -> bool:
    match rule.on:
        case OnPurchase(minimum_minor=least):
            return earning_minor >= least
        case OnTierEntry(tiers=tiers):
            return any(tier in tiers for tier in entered)
        case _:
            return False
