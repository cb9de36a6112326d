"""Tiers nobody reaches, rewards nobody can afford, names that lead nowhere."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from agent.programmes.checking.finding import Finding, Question, parts
from agent.programmes.checking.rates import best_rates
from rules.ground.sentence import Amount, Sentence, Value
from rules.ladder.terms import Ladder
from rules.programme import Programme

_TOP_TIERS_MAX = 10
_STEP_TIMES_MAX = 100
_WINDOW_DAYS = {"month": 31, "quarter": 92, "half_year": 184, "year": 366}


def reach(question: Question) -> Iterator[Finding]:
    """Ask whether what is promised can be had."""
    programme = question.programme
    yield from _tiers(programme)
    yield from _rewards(programme)


def _tiers(programme: Programme) -> Iterator[Finding]:
    ladder = programme.ladder
    if ladder is None:
        return
    starts = [tier.starts for tier in ladder.tiers]
    for number, (below, above) in enumerate(pairwise(starts[1:]), start=3):
        if above > _STEP_TIMES_MAX * below:
            yield Finding(
                weight="warning",
                check="unreachable_tier",
                place=f"ladder, tiers {number} ({ladder.tiers[number - 1].tier})",
                says=Sentence(
                    "it starts from {above}, more than {times} times the step below "
                    "({below}): hardly anybody reaches it",
                    above=_start(programme, ladder, above),
                    times=_STEP_TIMES_MAX,
                    below=_start(programme, ladder, below),
                ),
                mend=Sentence("is there a zero too many in it?"),
            )
    yield from _impossible(programme, ladder)
    named = _named_tiers(programme)
    for number, tier in enumerate(ladder.tiers[1:], start=2):
        if tier.entry_issue is None and tier.tier not in named:
            yield Finding(
                weight="warning",
                check="empty_tier",
                place=f"ladder, tiers {number} ({tier.tier})",
                says=Sentence("whoever reaches it gets nothing for it: no rule names it"),
                mend=Sentence("name it in a rule's tiers, or give it an entry_issue"),
            )


def _start(programme: Programme, ladder: Ladder, starts: int) -> Value:
    return Amount(starts, programme.currency) if ladder.metric == "spend" else starts


def _impossible(programme: Programme, ladder: Ladder) -> Iterator[Finding]:
    """Find tiers that no member can reach, whatever they do."""
    days = _WINDOW_DAYS.get(ladder.window or "", ladder.window_days)
    for number, tier in enumerate(ladder.tiers[1:], start=2):
        says: Sentence | None = None
        if ladder.metric == "visits" and days is not None and tier.starts > days:
            says = Sentence(
                "{visits} visits, one a day, do not fit into {days} days",
                visits=tier.starts,
                days=days,
            )
        elif ladder.metric in {"points", "balance"} and not programme.earn:
            says = Sentence("it counts points, and no rule earns any")
        if says:
            yield Finding(
                weight="error",
                check="unreachable_tier",
                place=f"ladder, tiers {number} ({tier.tier})",
                says=says,
                mend=Sentence("lower where it starts, or count something else"),
            )


def _named_tiers(programme: Programme) -> set[str]:
    named: set[str] = set()
    for part in parts(programme):
        named.update(getattr(part.item, "tiers", ()))
        when = getattr(part.item, "when", None)
        named.update(getattr(when, "tiers", ()))
        named.update(getattr(getattr(part.item, "on", None), "tiers", ()))
        named.update(str(tier) for tier, *_ in getattr(part.item, "by_tier", ()))
    for tier in programme.ladder.tiers if programme.ladder else ():
        benefits = getattr(tier, "benefits", ())
        if benefits:
            named.add(tier.tier)
    return named


def _rewards(programme: Programme) -> Iterator[Finding]:
    rates = best_rates(programme)
    for number, reward in enumerate(programme.rewards, start=1):
        place = f"rewards {number} ({reward.rule})"
        rate = rates.get(reward.unit, Fraction(0))
        if not any(rule.unit == reward.unit for rule in programme.earn):
            yield Finding(
                weight="error",
                check="reward_nobody_affords",
                place=place,
                says=Sentence(
                    "no rule earns {unit}, so nobody ever has any", unit=reward.unit
                ),
                mend=Sentence(
                    "add an earn rule for {unit}, or take the reward out", unit=reward.unit
                ),
            )
        elif reward.minimum > 1 and reward.minimum % reward.step:
            yield Finding(
                weight="warning",
                check="uneven_minimum",
                place=place,
                says=Sentence(
                    "its minimum of {minimum} is not whole steps of {step}: the least is "
                    "{least}",
                    minimum=reward.minimum,
                    step=reward.step,
                    least=-(-reward.minimum // reward.step) * reward.step,
                ),
                mend=Sentence("write the least there is"),
            )
        elif rate and _is_far(programme, reward.minimum / rate):
            yield Finding(
                weight="warning",
                check="reward_nobody_affords",
                place=place,
                says=Sentence(
                    "its minimum of {minimum} takes a spend of {spend}, more than {times} "
                    "times what the highest tier takes",
                    minimum=reward.minimum,
                    spend=Amount(int(reward.minimum / rate), programme.currency),
                    times=_TOP_TIERS_MAX,
                ),
                mend=Sentence("lower the minimum, or let the base rule give more"),
            )


def _is_far(programme: Programme, spend: Fraction) -> bool:
    ladder = programme.ladder
    top = ladder.tiers[-1].starts if ladder and ladder.metric == "spend" else 0
    return bool(top) and spend > _TOP_TIERS_MAX * top
