"""A reader's tongue: one language's words, with the programme's money, zone and tiers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import table, text, whole
from agent.words.catalogue import Words
from agent.words.languages import Language
from agent.words.writing import (
    apart,
    money_key,
    write_day,
    write_exact,
    write_number,
    write_time,
)
from rules.calendars.months import CALENDARS, Calendar
from rules.ground.currencies import decimals
from rules.vouchers.money import WALLET
from sync.kit.clock import from_ms

_INSTANT: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the programme counts in; ``rules`` are each rule's figures by its id.

    ``gift_cards`` and ``wallet`` say whether it has them at all, ``proof`` whether it asks
    members for one-time codes.
    """

    store: str = ""
    gift_cards: bool = False
    wallet: bool = False
    proof: bool = False
    currency: str = ""
    zone: tzinfo = UTC
    calendar: Calendar = "gregorian"
    rules: Mapping[str, Answer]


def setting_of(answer: Answer) -> Setting:
    """Read the counter's answer; an unknown zone is UTC."""
    try:
        zone: tzinfo = ZoneInfo(str(answer["zone"]))
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    rules = {name: table(figures) for name, figures in table(answer["rules"]).items()}
    return Setting(
        store=text(answer, "store"),
        gift_cards=answer.get("gift_cards") is True,
        wallet=answer.get("wallet") is True,
        proof=answer.get("proof") is True,
        currency=str(answer["currency"]),
        zone=zone,
        calendar=_calendar(answer),
        rules=rules,
    )


def _calendar(answer: Answer) -> Calendar:
    told = answer.get("calendar")
    return next((each for each in CALENDARS if each == told), "gregorian")


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says and writes everything that one reader is told."""

    words: Words
    setting: Setting

    @property
    def language(self) -> Language:
        """The language."""
        return self.words.language

    def say(self, key: str, **values: int | str) -> str:
        """Say a key of the catalogue."""
        return self.words.say(key, **values)

    def points(self, number: int) -> str:
        """Say a number of points with the word for them."""
        return self.words.count("points", number)

    def amount(self, unit: str, number: int) -> str:
        """Say so much of what a rule gives: money for the wallet, else points."""
        return self.money(number) if unit == WALLET else self.points(number)

    def amounts(self, given: Iterable[Answer]) -> str:
        """Sum what was given or taken (``unit``, ``points``) by unit; empty for nothing."""
        sums: dict[str, int] = {}
        for row in given:
            unit = text(row, "unit")
            sums[unit] = sums.get(unit, 0) + whole(row, "points")
        said = [self.amount(unit, number) for unit, number in sums.items() if number]
        return self.say("list.comma").join(said)

    def measured(self, metric: str, amount: int) -> str:
        """Write so much of what a ladder counts: money, points, visits or purchases."""
        match metric:
            case "points" | "balance":
                return self.points(amount)
            case "visits" | "orders":
                return self.words.count(metric, amount)
            case _:
                return self.money(amount)

    def number(self, number: int) -> str:
        """Write a whole number."""
        return write_number(number, self.language)

    def money(self, minor: int) -> str:
        """Write an amount with its currency."""
        return self.words.money(minor, self.setting.currency)

    def exact(self, written: str) -> str:
        """Write an exact figure of a rule, told as ``15/2`` or ``8``, as people do."""
        return write_exact(Fraction(written), self.language)

    def exact_money(self, written: str) -> str:
        """Write an exact number of minor units with its currency: ``RM 0.085``."""
        currency = self.setting.currency
        places = decimals(currency)
        major = Fraction(written) / 10**places
        amount = write_exact(major, self.language, places=places)
        return self.say(money_key(currency), amount=amount, currency=currency)

    def tier(self, tier: str) -> str:
        """Name a tier: the catalogue's word, else the programme's own name."""
        key = f"tier.{tier}"
        return self.say(key) if key in self.words else tier

    def tender(self, tender: str) -> str:
        """Name a tender: the catalogue's word, else the POS's own."""
        key = f"tender.{tender}"
        return self.say(key) if key in self.words else apart(tender)

    def last_day(self, before: str) -> str:
        """Write the last day before an instant, which is exclusive."""
        last = datetime.fromisoformat(before) - _INSTANT
        return write_day(last.astimezone(self.setting.zone).date(), self.language)

    def day(self, at: datetime) -> str:
        """Write the day of an instant."""
        return write_day(at.astimezone(self.setting.zone).date(), self.language)

    def time(self, at_ms: int) -> str:
        """Write the time of day of an instant."""
        return write_time(from_ms(at_ms), self.setting.zone, self.language)
