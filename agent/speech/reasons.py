"""Why: the last decision explained rule by rule, in sentences of the reader's language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, whole
from agent.speech.tongue import Tongue
from agent.words.writing import in_digits

_MONEY: Final = "_minor"
_NAMES: Final = frozenset({"rule", "instead"})
"""Figures that are names: their digits stay as their author wrote them."""
_AMOUNTS: Final = frozenset({"points", "cap", "less", "left"})
"""What a rule gives or may give at most, in its own unit."""

_EXACT: Final = re.compile(r"[0-9]{1,15}(/[0-9]{1,15})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence; ``gave`` tells what gave something from what did not."""

    words: str
    rule: str
    gave: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is explained, and why it came so."""

    title: str
    reasons: tuple[Reason, ...]


def explain(tongue: Tongue, kind: str, answer: Answer) -> Explanation:
    """Explain a quote, a sale (as ``why`` tells it) or a refund, also one that is asked."""
    kind = "refund" if "to_tenders" in answer else kind
    found = [
        *_earned(tongue, answer),
        *_discounts(tongue, answer),
        *_moved(tongue, answer),
        *_not_used(tongue, answer),
        *_notices(tongue, answer),
    ]
    if not found:
        found = [Reason(words=tongue.say("why.nothing"), rule="", gave=False)]
    return Explanation(title=tongue.say(f"why.title.{kind}"), reasons=tuple(found))


def explain_scan(tongue: Tongue, shown: Answer) -> Explanation:
    """Explain what a scan said a member may redeem here, and what is not here."""
    balance = next(iter(rows(table(shown.get("member")).get("balances"))), {})
    available, here = whole(balance, "available"), whole(balance, "spendable_here")
    said = [tongue.say("why.here", points=tongue.points(here))]
    if available > here:
        elsewhere = tongue.points(available - here)
        said.append(tongue.say("why.elsewhere", points=elsewhere))
    if whole(balance, "pending") > 0:
        pending = tongue.points(whole(balance, "pending"))
        said.append(tongue.say("why.pending", points=pending))
    if not rows(shown.get("redeemable")):
        said.append(tongue.say("why.too_few"))
    return Explanation(
        title=tongue.say("why.title.scan"),
        reasons=tuple(Reason(words=words, rule="") for words in said),
    )


def _earned(tongue: Tongue, answer: Answer) -> list[Reason]:
    """Sum awards by rule: a receipt-wide rule is one decision, however many its lines."""
    sums: dict[tuple[str, str, str], int] = {}
    figures: dict[str, Answer] = dict(tongue.setting.rules)
    for award in rows(answer.get("earned")):
        rule = text(award, "rule")
        key = (rule, text(award, "words"), text(award, "unit"))
        sums[key] = sums.get(key, 0) + whole(award, "points")
        # A booked sale is explained by the rules of its own day.
        figures[rule] = table(award.get("numbers")) or figures.get(rule, {})
    return [
        Reason(
            words=_said(
                tongue, words, figures.get(rule, {}), points=tongue.amount(unit, points)
            ),
            rule=rule,
        )
        for (rule, words, unit), points in sums.items()
    ]


def _discounts(tongue: Tongue, answer: Answer) -> list[Reason]:
    sums: dict[tuple[str, str], int] = {}
    decided: dict[str, Answer] = {}
    for given in rows(answer.get("discounts")):
        key = (text(given, "rule"), text(given, "words") or "discount.other")
        sums[key] = sums.get(key, 0) + whole(given, "amount_minor")
        decided[key[0]] = table(given.get("values"))
    return [
        Reason(
            words=_said(
                tongue,
                _told_by(words, decided[rule]),
                {**tongue.setting.rules.get(rule, {}), **decided[rule]},
                money=tongue.money(off),
            ),
            rule=rule,
        )
        for (rule, words), off in sums.items()
    ]


def _told_by(words: str, decided: Answer) -> str:
    """Name the words that tell figures which the basket or the member decided."""
    return ".".join((words, *sorted(decided)))


def _not_used(tongue: Tongue, answer: Answer) -> list[Reason]:
    found: list[Reason] = []
    for unused in rows(answer.get("not_used")):
        rule = text(unused, "rule")
        values = table(unused.get("values"))
        key = text(unused, "words")
        if f"{key}.instead" in tongue.words and "instead" in values:
            # What was better is named where it is known.
            key = f"{key}.instead"
        figures = {**tongue.setting.rules.get(rule, {}), **values}
        words = _said(tongue, key, figures, rule=rule)
        found.append(Reason(words=words, rule=rule, gave=False))
    return found


def _moved(tongue: Tongue, answer: Answer) -> list[Reason]:
    """Tell what a refund took back, gave back and is short of."""
    found: list[Reason] = []
    for name in ("reversed", "given_back"):
        amounts = tongue.amounts(rows(answer.get(name)))
        if amounts:
            words = tongue.say(f"why.{name}", points=amounts)
            found.append(Reason(words=words, rule=""))
    if "to_tenders" in answer:
        if not found:
            is_claim = text(answer, "state") == "claim"
            words = tongue.say("why.claimed" if is_claim else "why.nothing_taken")
            found.append(Reason(words=words, rule="", gave=False))
        found += _money_back(tongue, answer)
    short = whole(table(answer.get("shortfall")), "points")
    if short:
        words = tongue.say("why.shortfall", points=tongue.points(short))
        found.append(Reason(words=words, rule="", gave=False))
    return found


def _money_back(tongue: Tongue, answer: Answer) -> Iterator[Reason]:
    """Tell the money that goes back, tender by tender, and what is kept of it."""
    for row in rows(answer.get("to_tenders")):
        if not whole(row, "points"):
            money = tongue.money(whole(row, "amount_minor"))
            tender = tongue.tender(text(row, "tender"))
            words = tongue.say("why.money_back", money=money, tender=tender)
            yield Reason(words=words, rule="")
    kept = whole(table(answer.get("shortfall")), "from_refund_minor")
    if kept:
        words = tongue.say("why.kept", money=tongue.money(kept))
        yield Reason(words=words, rule="", gave=False)


def _notices(tongue: Tongue, answer: Answer) -> list[Reason]:
    notices = answer.get("notices")
    if not isinstance(notices, Sequence) or isinstance(notices, str):
        return []
    keys = [
        text(notice, "words") if isinstance(notice, Mapping) else f"notice.{notice}"
        for notice in notices
    ]
    return [
        Reason(words=tongue.say(key), rule="", gave=False)
        for key in keys
        if key in tongue.words
    ]


def _said(tongue: Tongue, key: str, figures: Answer, **values: str) -> str:
    """Say a rule's key with its figures: money as money, fractions as they are."""
    filled: dict[str, int | str] = {**values}
    unit, per = text(figures, "unit"), figures.get("points")
    if isinstance(per, int):
        filled["per"] = tongue.amount(unit, per)
    for name, figure in figures.items():
        if name in _AMOUNTS and isinstance(figure, int):
            filled.setdefault(name, tongue.amount(unit, figure))
        filled.setdefault(name.removesuffix(_MONEY), _figure(tongue, name, figure))
    try:
        return tongue.say(key if key in tongue.words else "why.other", **filled)
    except KeyError:
        # A rule newer than our words: what it gave is said all the same.
        return tongue.say("why.other", **{"rule": "", **values})


def _figure(tongue: Tongue, name: str, figure: object) -> int | str:
    if isinstance(figure, (list, tuple)):
        parts = [str(part) for part in figure]
        named = [tongue.tier(part) for part in parts] if name == "tiers" else parts
        return tongue.say("list.comma").join(named)
    is_money = name.endswith(_MONEY)
    if isinstance(figure, int):
        return tongue.money(figure) if is_money else figure
    if name in _NAMES:
        return str(figure)
    if isinstance(figure, str) and _EXACT.fullmatch(figure):
        return tongue.exact_money(figure) if is_money else tongue.exact(figure)
    return in_digits(str(figure), tongue.language)
