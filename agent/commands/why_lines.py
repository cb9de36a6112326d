"""A record explained, line by line for a terminal, in the reader's language."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, whole
from agent.speech.reasons import Reason, explain
from agent.speech.tongue import Setting, Tongue, setting_of
from agent.words.catalogue import Words
from agent.words.tables import table_lines
from agent.words.writing import in_digits
from rules.value.ledger import SPEND
from rules.vouchers.money import MONEY, WALLET
from sync.kit.clock import to_ms

_INDENT: Final = "  "
_MONEY: Final = frozenset({SPEND, WALLET, MONEY})
_COLUMNS: Final = ("entry", "rule", "unit", "amount", "lot", "place")


def told(answer: Answer, words: Words) -> Iterator[str]:
    """Yield what the till answered to ``why``, as sentences and a table of postings."""
    setting = table(answer.get("setting"))
    tongue = Tongue(words, setting_of(setting) if setting else Setting(rules={}))
    yield _head(tongue, "why.head", answer)
    yield from _member(tongue, table(answer.get("member")))
    version = str(whole(table(answer.get("programme")), "version"))
    yield tongue.say("why.programme", version=in_digits(version, tongue.language))
    yield ""
    yield from _reasons(tongue, answer)
    yield from _given(tongue, answer)
    yield from _postings(tongue, rows(answer.get("moved")))
    for row in rows(answer.get("since")):
        yield ""
        yield _head(tongue, "why.since", row)
        yield from _postings(tongue, rows(row.get("moved")))


def _head(tongue: Tongue, key: str, answer: Answer) -> str:
    kind = f"why.title.{text(answer, 'kind')}"
    at = _moment(answer, "at")
    return tongue.say(
        key,
        title=tongue.say(kind if kind in tongue.words else "why.title.other"),
        record=text(answer, "record"),
        day=tongue.day(at),
        time=tongue.time(to_ms(at)),
    )


def _member(tongue: Tongue, member: Answer) -> Iterator[str]:
    if not member:
        yield tongue.say("why.nobody")
        return
    tier = text(member, "tier")
    yield tongue.say(
        "why.member",
        member=text(member, "id"),
        tier=tongue.tier(tier) if tier else tongue.say("why.no_tier"),
        available=tongue.points(whole(member, "available")),
        pending=tongue.points(whole(member, "pending")),
        day=tongue.day(_moment(member, "as_of")),
    )


def _reasons(tongue: Tongue, answer: Answer) -> Iterator[str]:
    """Yield each reason with its rule, and what of it each line of the receipt got."""
    answered = {**answer, **table(answer.get("answered"))}
    for reason in explain(tongue, text(answer, "kind"), answered).reasons:
        rule = f" ({reason.rule})" if reason.rule else ""
        yield f"{_INDENT}{reason.words}{rule}"
        parts = _by_line(tongue, answer, reason)
        if len(parts) > 1:
            yield _INDENT * 3 + tongue.say("list.comma").join(parts)


def _by_line(tongue: Tongue, answer: Answer, reason: Reason) -> Sequence[str]:
    if not reason.rule:
        return ()
    earned = [
        (text(row, "line"), tongue.amount(text(row, "unit"), whole(row, "points")))
        for row in rows(answer.get("earned"))
        if text(row, "rule") == reason.rule
    ]
    off = [
        (text(row, "line"), tongue.money(whole(row, "amount_minor")))
        for row in rows(answer.get("discounts"))
        if text(row, "rule") == reason.rule
    ]
    return [
        tongue.say("why.line", line=in_digits(line, tongue.language), amount=amount)
        for line, amount in earned + off
    ]


def _given(tongue: Tongue, answer: Answer) -> Iterator[str]:
    """Yield what paid for it, what it issued, and when its points may be used."""
    for spent in rows(answer.get("spent")):
        points = tongue.points(whole(spent, "points"))
        money = tongue.money(whole(spent, "value_minor"))
        yield _INDENT + tongue.say("why.paid", points=points, money=money)
    for issued in rows(answer.get("issued")):
        kind = f"why.issued.{text(issued, 'kind')}"
        what = tongue.say(kind) if kind in tongue.words else text(issued, "kind")
        yield _INDENT + tongue.say("why.issued", what=what, code=text(issued, "code"))
    for lot in {text(row, "lot"): row for row in rows(answer.get("earned"))}.values():
        yield from _lot(tongue, lot)


def _lot(tongue: Tongue, row: Answer) -> Iterator[str]:
    if text(row, "active_from"):
        at = _moment(row, "active_from")
        day, time = tongue.day(at), tongue.time(to_ms(at))
        yield _INDENT + tongue.say("why.active_from", day=day, time=time)
    if text(row, "expires"):
        last = tongue.last_day(text(row, "expires"))
        yield _INDENT + tongue.say("why.until", day=last)


def _postings(tongue: Tongue, moved: Sequence[Answer]) -> Iterator[str]:
    if not moved:
        return
    yield ""
    yield tongue.say("why.postings")
    heads = [tongue.say(f"why.column.{name}") for name in _COLUMNS]
    rows_told = [heads, *(_posting(tongue, row) for row in moved)]
    for line in table_lines(rows_told, figures={_COLUMNS.index("amount")}):
        yield _INDENT + line


def _posting(tongue: Tongue, row: Answer) -> Sequence[str]:
    unit, amount = text(row, "unit"), whole(row, "amount")
    return (
        _named(tongue, row, "entry"),
        text(row, "rule"),
        _named(tongue, row, "unit"),
        tongue.money(amount) if unit in _MONEY else tongue.number(amount),
        text(row, "lot"),
        _named(tongue, row, "place"),
    )


def _named(tongue: Tongue, row: Answer, name: str) -> str:
    """Return the catalogue's word for a code of ours, else the code."""
    key = f"{name}.{text(row, name)}"
    return tongue.say(key) if key in tongue.words else text(row, name)


def _moment(answer: Answer, name: str) -> datetime:
    return datetime.fromisoformat(text(answer, name))
