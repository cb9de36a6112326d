"""The banner and the last events: what just happened, in a few words and a mood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from agent.counter.answers import Answer
from agent.pages.screens import Happening, Screen
from agent.pages.tongue import Tongue, rows, table, text, whole
from agent.words.writing import apart
from drivers.digits import is_digits

Mood = Literal["idle", "known", "unknown", "expired", "blocked", "done"]

_CARDS: Final[Mapping[str, Mood]] = {
    "payment_card": "blocked",
    "id_document": "blocked",
    "unknown": "unknown",
}
_STATUSES: Final[Mapping[str, tuple[str, Mood]]] = {
    "active": ("event.member", "known"),
    "expired": ("event.expired", "expired"),
}
"""How a member's scan is told; any other status is a blocked one."""

_REASONS: Final = frozenset({"card_unknown", "card_class", "no_read"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What just happened; told by colour and icon (``mood``) and by words."""

    mood: Mood
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the last events."""

    time: str
    words: str
    mood: Mood


def banner(tongue: Tongue, screen: Screen) -> Banner:
    """Say where the workstation stands."""
    if screen.decision is not None and screen.booked:
        kind = screen.decision.kind
        detail = outcome(tongue, screen.decision)
        return Banner(mood="done", title=tongue.say(f"banner.{kind}"), detail=detail)
    if screen.heard is None:
        return Banner(
            mood="idle", title=tongue.say("banner.idle"), detail=tongue.say("banner.how")
        )
    return _heard(tongue, screen.heard)


def _heard(tongue: Tongue, heard: Answer) -> Banner:
    kind = text(heard, "kind")
    if kind == "member":
        member = table(heard.get("member"))
        status = text(member, "status")
        if status == "active":
            return Banner(mood="known", title=tongue.say("banner.known"))
        if status == "expired":
            return _expired(tongue, table(member.get("card")))
        return Banner(
            mood="blocked",
            title=tongue.say("banner.blocked"),
            detail=tongue.say("banner.blocked.how"),
        )
    kind = kind if kind in _CARDS else "unknown"
    reason = text(heard, "reason")
    key = f"{kind}.{reason}" if reason in _REASONS else kind
    return Banner(
        mood=_CARDS[kind],
        title=tongue.say(f"banner.{kind}"),
        detail=tongue.say(f"banner.{key}.how", **_card(tongue, heard)),
    )


def _expired(tongue: Tongue, card: Answer) -> Banner:
    day, counts = tongue.last_day(text(card, "until")), text(card, "counts_for")
    return Banner(
        mood="expired",
        title=tongue.say("banner.expired"),
        detail=tongue.say(f"banner.expired.{counts}", day=day),
    )


def outcome(tongue: Tongue, happening: Happening) -> str:
    """Say in one line what a booked document did to the member's points."""
    answer = happening.answer
    earned = sum(whole(award, "points") for award in rows(answer.get("earned")))
    taken = sum(whole(row, "points") for row in rows(answer.get("reversed")))
    back = sum(whole(row, "points") for row in rows(answer.get("given_back")))
    if not isinstance(answer.get("member"), Mapping):
        return tongue.say("outcome.nobody")
    balance = next(iter(rows(table(answer.get("member")).get("balances"))), {})
    parts = [
        tongue.say(f"outcome.{name}", points=tongue.points(points))
        for name, points in (("earned", earned), ("taken", taken), ("back", back))
        if points
    ]
    points = tongue.points(whole(balance, "available"))
    parts.append(tongue.say("outcome.balance", points=points))
    return tongue.say("list.dot").join(parts)


def lines(tongue: Tongue, screen: Screen) -> tuple[Line, ...]:
    """Write the last events, the newest first."""
    return tuple(_line(tongue, happening) for happening in screen.log)


def _line(tongue: Tongue, happening: Happening) -> Line:
    answer, time = happening.answer, tongue.time(happening.at_ms)
    match happening.kind:
        case "scan":
            return _scan_line(tongue, answer, time)
        case "hold":
            words = tongue.say(
                "event.hold",
                points=tongue.points(whole(answer, "points")),
                money=tongue.money(whole(answer, "value_minor")),
            )
            return Line(time=time, words=words, mood="known")
        case kind:
            words = tongue.say(f"event.{kind}", outcome=outcome(tongue, happening))
            return Line(time=time, words=words, mood="done")


def _scan_line(tongue: Tongue, answer: Answer, time: str) -> Line:
    kind = text(answer, "kind")
    if kind == "member":
        member = table(answer.get("member"))
        name = text(member, "name") or tongue.say("member.unnamed")
        key, mood = _STATUSES.get(text(member, "status"), ("event.blocked", "blocked"))
        return Line(time=time, words=tongue.say(key, name=apart(name)), mood=mood)
    key = f"event.{kind}"
    words = tongue.say(
        key if key in tongue.words else "event.unknown", **_card(tongue, answer)
    )
    return Line(time=time, words=words, mood=_CARDS.get(kind, "idle"))


def _card(tongue: Tongue, answer: Answer) -> dict[str, int | str]:
    """Return the two things of a payment card that may be seen."""
    last4 = text(answer, "last4")
    shown = last4 if is_digits(last4) else "····"
    return {
        "brand": apart(text(answer, "brand") or tongue.say("card.some")),
        "last4": shown,
    }
