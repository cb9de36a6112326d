"""Whether the parts of a programme fit together: what no single part can see of itself."""

import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.programme import Programme

PATTERN_CHARACTERS_MAX = 200
CARD_RULES_MAX = 200
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,\}|.", re.DOTALL)
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")


def contradictions(programme: Programme) -> Iterator[str]:
    """Yield a sentence for everything that does not fit together."""
    yield from _zone(programme.zone)
    yield from _repeated("rule", _rule_names(programme))
    yield from _repeated("unit", [terms.unit for terms in programme.units])
    yield from _units(programme)
    yield from _multipliers(programme)
    yield from _tiers(programme)
    yield from _cards(programme)


def _zone(zone: str) -> Iterator[str]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield f"zone: {zone[:64]!r} is no time zone; write one like Asia/Kuala_Lumpur."


def _rule_names(programme: Programme) -> Iterator[str]:
    for rule in (*programme.earn, *programme.discounts, *programme.rewards):
        yield rule.rule
    for terms in programme.vouchers:
        yield terms.rule
    for tier in programme.ladder.tiers if programme.ladder else ():
        # What a tier gives may have its terms among the vouchers, under the same name.
        if tier.entry_issue and not programme.voucher(tier.entry_issue.rule):
            yield tier.entry_issue.rule


def _repeated(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name}: the name is used twice."
        seen.add(name)


def _units(programme: Programme) -> Iterator[str]:
    known = {terms.unit for terms in programme.units}
    for rule in (*programme.earn, *programme.rewards):
        if rule.unit not in known:
            yield f"rule {rule.rule}: unit {rule.unit} is not among the programme's units."


def _multipliers(programme: Programme) -> Iterator[str]:
    bases = {rule.rule: rule.unit for rule in programme.earn if isinstance(rule, PerSpend)}
    units = set(bases.values())
    for rule in programme.earn:
        if not isinstance(rule, CategoryMultiplier):
            continue
        if rule.unit not in units:
            yield f"rule {rule.rule}: no per_spend rule earns {rule.unit} to be multiplied."
        for base in rule.of:
            if bases.get(base) != rule.unit:
                yield f"rule {rule.rule}: {base} is no per_spend rule for {rule.unit}."


def _tiers(programme: Programme) -> Iterator[str]:
    known = {tier.tier for tier in programme.ladder.tiers} if programme.ladder else set()
    for rule in programme.discounts:
        for tier in rule.tiers:
            if tier not in known:
                yield f"rule {rule.rule}: tier {tier} is not on the ladder."


def _cards(programme: Programme) -> Iterator[str]:
    cards = programme.cards
    if (
        len(cards.member_iins) + len(cards.text_rules) + len(cards.ean_rules)
        > CARD_RULES_MAX
    ):
        yield f"cards: {CARD_RULES_MAX} ways to tell a card are the most."
        return
    for number, rule in enumerate(cards.text_rules, start=1):
        place = f"cards, text_rules {number}, pattern"
        if not 0 < len(rule.pattern) <= PATTERN_CHARACTERS_MAX:
            yield f"{place}: must have 1 to {PATTERN_CHARACTERS_MAX} characters."
            continue
        try:
            re.compile(rule.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            why = str(error)[:PATTERN_CHARACTERS_MAX]
            yield f"{place}: is no regular expression: {why}."
            continue
        if _repeats_a_repeat(rule.pattern):
            yield f"{place}: repeats what is repeated already; no till would take it."


def _repeats_a_repeat(pattern: str) -> bool:
    """Say whether a group without end holds another: some text keeps such a one busy.

    Tills count all the ways a pattern can be tried; this is what is never few.
    """
    inside, closed = [False], False
    for token in _TOKEN.finditer(pattern):
        sign = token[0]
        if _ENDLESS.fullmatch(sign):
            if closed:
                return True
            inside[-1] = True
        closed = False
        if sign == "(":
            inside.append(False)
        elif sign == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] |= closed
    return False
