"""Whether what is given by itself can be given: its terms, tiers, segments, units."""

from collections.abc import Iterator
from typing import assert_never

from rules.ground.ids import TierId
from rules.ground.sentence import Sentence
from rules.issues.gifts import (
    GiveCoupon,
    GiveGiftCard,
    GivePoints,
    GiveTickets,
    GiveTier,
    GiveWallet,
)
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase, OnSegmentEntry, OnTierEntry, OnTierRenewal
from rules.programme import Programme
from sync.wire.programme.checks.saying import absent, not_on_the_ladder
from sync.wire.programme.words import at


def issues(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each gift or trigger that names what is not there."""
    tiers = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    segments = {segment.segment for segment in programme.segments}
    for rule in programme.issues:
        place = f"issue {rule.rule}"
        match rule.on:
            case OnTierEntry(tiers=named) | OnTierRenewal(tiers=named):
                for tier in named:
                    if tier not in tiers:
                        yield not_on_the_ladder(place, tier)
            case OnSegmentEntry(segments=wanted):
                for segment in wanted:
                    if segment not in segments:
                        yield absent(place, "segment", segment, "segments")
            case _:
                pass
        yield from _gift(programme, rule)


def _gift(programme: Programme, rule: IssueRule) -> Iterator[Sentence]:
    place = f"issue {rule.rule}"
    match rule.gives:
        case GiveCoupon():
            there = programme.voucher(rule.rule) is not None
            lacks = at(place, Sentence("no [[vouchers]] of that name say what it is"))
        case GiveGiftCard():
            there = programme.gift_cards is not None
            lacks = at(place, Sentence("the programme has no [gift_cards]"))
        case GiveWallet():
            there = programme.wallet is not None
            lacks = at(place, Sentence("the programme has no [wallet]"))
        case GivePoints(unit=unit):
            there = unit in {terms.unit for terms in programme.units}
            lacks = absent(place, "unit", unit, "units")
        case GiveTickets(draw=draw):
            there = draw in {each.draw for each in programme.draws}
            lacks = absent(place, "draw", draw, "draws")
        case GiveTier(tier=tier):
            yield from _tier(programme, rule, tier)
            return
        case _:
            assert_never(rule.gives)
    if not there:
        yield lacks


def _tier(programme: Programme, rule: IssueRule, tier: TierId) -> Iterator[Sentence]:
    """Yield why a tier cannot be given so: its credit is a sum, and not of a sale."""
    place, ladder = f"issue {rule.rule}", programme.ladder
    if ladder is None or tier not in {each.tier for each in ladder.tiers}:
        yield not_on_the_ladder(place, tier)
    elif not ladder.is_summed:
        yield at(
            place,
            Sentence("no tier by {metric} can be given", metric=ladder.metric),
        )
    if isinstance(rule.on, OnPurchase | OnTierEntry):
        yield at(
            place,
            Sentence("a sale gives no tier by itself: the tier's bought_with does"),
        )
    if rule.lost != "keep":
        yield at(place, Sentence("a tier is not withdrawn: it ends as the ladder says"))
