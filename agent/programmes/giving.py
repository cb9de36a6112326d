"""What head office gives by itself at the shop in memory: joining, a day, an activity."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from agent.programmes.book import LIFE
from agent.programmes.shop import Shop
from rules.basket import Basket
from rules.birth import counted
from rules.campaigns import Campaigns
from rules.evaluator import frame_of
from rules.giving import given_value
from rules.issues.amounts import valued
from rules.issues.deciding import counts, issues
from rules.issues.happening import Happening, asked_for, pulled_by
from rules.occasion import Occasion
from rules.periods import day_begins, local_day


def happen(shop: Shop, name: str, happening: Happening) -> tuple[str, ...]:
    """Give a member what some rules give for what happened; return their names."""
    programme = shop.programme
    if happening.kind not in asked_for(programme.issues):
        return ()
    kept = shop.members[name]
    if kept.status != "active":
        return ()
    occasion = Occasion(
        frame_of(programme),
        Basket(currency=programme.currency, at=shop.now, lines=()),
        shop.standing(name),
    )
    campaigns = Campaigns(programme.campaigns)
    rules = pulled_by(programme.issues, happening, occasion, campaigns=campaigns)
    if not rules:
        return ()
    record = shop.next_record()
    owner = (kept.account, record, LIFE)
    lots, entries = given_value(valued(rules), programme, owner=owner, at=shop.now)
    more, counters = counted(counts(rules, occasion), owner=owner, at=shop.now)
    shop.book.post((*entries, *counters), (*lots, *more))
    shop.issue(issues(rules, occasion), kept, record)
    return tuple(str(rule.rule) for rule in rules)


def live(shop: Shop, until: datetime) -> None:
    """Go on to a moment; where rules wait for days, each day begins on the way."""
    if "date" in asked_for(shop.programme.issues):
        for day, begins in _days(shop, until):
            shop.pass_time(begins)
            for name in shop.members:
                happen(shop, name, Happening(kind="date", day=day))
    shop.pass_time(until)


def _days(shop: Shop, until: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the local days that begin until a moment, and when each does."""
    reckoning = shop.programme.reckoning
    day = local_day(shop.now, reckoning) + timedelta(days=1)
    while day_begins(day, reckoning) <= until:
        yield day, day_begins(day, reckoning).astimezone(UTC)
        day += timedelta(days=1)
