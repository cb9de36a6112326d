"""Whether what is given by itself can be given: its terms, tiers, segments, units."""

from collections.abc import Iterator

from rules.issues.gifts import GiveCoupon, GivePoints, GiveTickets
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnSegmentEntry, OnTierEntry
from rules.programme import Programme


def issues(programme: Programme) -> Iterator[str]:
    """Yield a sentence for each gift or trigger that names what is not there."""
    tiers = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    segments = {segment.segment for segment in programme.segments}
    for rule in programme.issues:
        match rule.on:
            case OnTierEntry(tiers=named):
                for tier in named:
                    if tier not in tiers:
                        yield f"issue {rule.rule}: tier {tier} is not on the ladder."
            case OnSegmentEntry(segments=wanted):
                for segment in wanted:
                    if segment not in segments:
                        yield f"issue {rule.rule}: segment {segment} is not among them."
            case _:
                pass
        yield from _gift(programme, rule)


def _gift(programme: Programme, rule: IssueRule) -> Iterator[str]:
    match rule.gives:
        case GiveCoupon():
            if programme.voucher(rule.rule) is None:
                yield f"issue {rule.rule}: no [[vouchers]] of that name say what it is."
        case GivePoints(unit=unit):
            if unit not in {terms.unit for terms in programme.units}:
                yield f"issue {rule.rule}: unit {unit} is not among the programme's units."
        case GiveTickets(draw=draw):
            if draw not in {each.draw for each in programme.draws}:
                yield f"issue {rule.rule}: draw {draw} is not among the draws."
        case _:
            if programme.wallet is None:
                yield f"issue {rule.rule}: the programme has no [wallet]."
