"""What head office gives and takes back by itself at the shop in memory."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from agent.programmes.book import HERE, LIFE
from agent.programmes.shop import Kept, Shop
from agent.programmes.vouchers import issue, lots_of, take_back
from rules.calendars.periods import day_begins, local_day
from rules.campaigns.campaign import Campaigns
from rules.conditions.occasion import Occasion
from rules.evaluator import frame_of
from rules.ground.ids import LotId, TierId
from rules.issues.happening import EXITS, Happening, asked_for, lost_by, pulled_by
from rules.issues.rule import IssueRule
from rules.ladder.places import entered
from rules.sale.basket import Basket
from rules.settling.giving import gifts_of
from rules.value.ledger import HOUSE, HOUSE_EARNED, PENDING, Entry, Posting

_DAILY = frozenset({"date", "segment_entry", "segment_exit"})
"""What may happen because a day begins."""

_BELONGING = frozenset({"segment_entry", "segment_exit"})


def happen(shop: Shop, name: str, happening: Happening) -> None:
    """Give a member what some rules give for what happened, or take it back."""
    programme = shop.programme
    kept = shop.members[name]
    if happening.kind not in asked_for(programme.gifts):
        return
    if happening.kind in EXITS:
        _withdraw(shop, kept, happening, name)
    elif kept.status == "active":
        _give(shop, kept, happening, name)


def tell_changes(shop: Shop) -> None:
    """Have rules hear of tiers and segments that members entered, left or held on."""
    for name, kept in shop.members.items():
        for happening in _changes(shop, kept):
            happen(shop, name, happening)


def told_already(shop: Shop, name: str) -> None:
    """Take a member's tier and segments as what they came with."""
    kept = shop.members[name]
    kept.told_tier = kept.tier
    kept.told_segments = _segments(shop, kept)


def live(shop: Shop, until: datetime) -> None:
    """Go on to a moment; where rules wait for days, each day begins on the way."""

    def then() -> None:
        tell_changes(shop)

    if not _DAILY.isdisjoint(asked_for(shop.programme.gifts)):
        for day, begins in _days(shop, until):
            shop.pass_time(begins, then)
            then()
            for name in shop.members:
                happen(shop, name, Happening(kind="date", day=day))
    shop.pass_time(until, then)


def _give(shop: Shop, kept: Kept, happening: Happening, name: str) -> None:
    programme = shop.programme
    occasion = Occasion(
        frame_of(programme),
        Basket(currency=programme.currency, at=shop.now, lines=()),
        shop.standing(name),
    )
    campaigns = Campaigns(programme.campaigns)
    rules = pulled_by(programme.gifts, happening, occasion, campaigns=campaigns)
    if not rules:
        return
    record = shop.next_record()
    owner = (kept.account, record, LIFE)
    given = gifts_of(rules, occasion, programme, owner=owner)
    shop.book.post(given.entries, given.lots)
    issue(shop, given.issues, kept, record)
    shop.climb(kept)


def _withdraw(shop: Shop, kept: Kept, happening: Happening, name: str) -> None:
    """Take back what is left of gifts that go with what a member left."""
    standing = shop.standing(name)
    for rule in lost_by(shop.programme.gifts, happening, standing, shop.ladder):
        take_back(shop, lots_of(shop, kept.codes.get(rule.rule, ())))
        shop.book.post(_value_of(shop, kept, rule))


def _value_of(shop: Shop, kept: Kept, rule: IssueRule) -> Iterator[Entry]:
    for (lot, place), amount in shop.book.balances(kept.account).items():
        known = shop.book.lots[lot]
        if known.rule == rule.rule and amount > 0 and place in {HERE, PENDING}:
            gone = Posting(kept.account, known.unit, -amount, lot, place)
            house = Posting(HOUSE_EARNED, known.unit, amount, LotId(""), HOUSE)
            yield Entry("reverse", rule.rule, (gone, house))


def _changes(shop: Shop, kept: Kept) -> Iterator[Happening]:
    before, now = kept.told_tier, kept.tier
    kept.told_tier = now
    if up := _names(shop, before, now):
        yield Happening(kind="tier_entry", names=up)
    if down := _names(shop, now, before):
        yield Happening(kind="tier_exit", names=down)
    if kept.climber is not None and kept.climber.held_on:
        kept.climber.held_on = False
        today = local_day(shop.now, shop.programme.reckoning)
        yield Happening(kind="tier_renewal", names=(now,), day=today)
    was, kept.told_segments = kept.told_segments, _segments(shop, kept)
    if came := tuple(sorted(kept.told_segments - was)):
        yield Happening(kind="segment_entry", names=came)
    if left := tuple(sorted(was - kept.told_segments)):
        yield Happening(kind="segment_exit", names=left)


def _names(shop: Shop, before: TierId, now: TierId) -> tuple[TierId, ...]:
    return tuple(tier.tier for tier in entered(shop.ladder, before, now))


def _segments(shop: Shop, kept: Kept) -> frozenset[str]:
    """Return the segments a member is in, where a rule asks for such."""
    if _BELONGING.isdisjoint(asked_for(shop.programme.gifts)):
        return frozenset()
    return frozenset(shop.segments(kept))


def _days(shop: Shop, until: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the local days that begin until a moment, and when each does."""
    reckoning = shop.programme.reckoning
    day = local_day(shop.now, reckoning) + timedelta(days=1)
    while day_begins(day, reckoning) <= until:
        yield day, day_begins(day, reckoning).astimezone(UTC)
        day += timedelta(days=1)
