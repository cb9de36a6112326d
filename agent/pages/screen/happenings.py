"""The banner and the last events: what just happened, in a few words and a mood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, whole
from agent.pages.screen.purses import coupon_worth, held_words, wallet_minor, wallet_money
from agent.pages.screen.screens import TRAINING, Happening, Screen
from agent.speech.tongue import Tongue
from agent.words.writing import apart
from drivers.guard.digits import is_digits

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

_BRANDS: Final[Mapping[str, str]] = {
    "amex": "American Express",
    "gpn": "GPN",
    "jcb": "JCB",
    "lankapay": "LankaPay",
    "masked": "",
    "rupay": "RuPay",
    "unionpay": "UnionPay",
    "unknown": "",
}
"""How brands write their names where that is more than a capital; nothing for none."""

_REASONS: Final = frozenset({"card_unknown", "card_class", "no_read"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What just happened; told by colour and icon (``mood``) and by words.

    ``sheet`` names the sheet that goes on with it, under the key's words ``go``.
    """

    mood: Mood
    title: str
    detail: str = ""
    sheet: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the last events."""

    time: str
    words: str
    mood: Mood


def banner(tongue: Tongue, screen: Screen) -> Banner:
    """Say where the workstation stands."""
    if screen.beside is not None:
        return _beside(tongue, screen.beside)
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
        sheet="replace",
        go=tongue.say("banner.expired.go"),
    )


def _beside(tongue: Tongue, shown: Answer) -> Banner:
    """Say what a voucher, gift card or receipt is that was scanned for this sale."""
    if text(shown, "kind") == "receipt":
        return Banner(
            mood="known",
            title=tongue.say("banner.receipt"),
            detail=tongue.say("banner.receipt.how", number=apart(text(shown, "number"))),
            sheet="attach",
            go=tongue.say("tile.attach"),
        )
    voucher = table(shown.get("voucher"))
    state = text(voucher, "state") or "unknown"
    is_card = text(voucher, "kind") == "gift_card"
    mood: Mood = "known" if state == "active" else "unknown"
    if is_card:
        money = tongue.money(whole(voucher, "balance_minor"))
        title, how = tongue.say("gift_card.title", money=money), "gift_card.how"
    else:
        worth = coupon_worth(tongue, voucher)
        title, how = tongue.say("coupon.title", worth=worth), "coupon.how"
    if not voucher:
        title = tongue.say(f"event.{text(shown, 'kind')}")
    return Banner(
        mood=mood,
        title=title,
        detail=tongue.say(f"voucher.{state}.how" if mood == "unknown" else how),
        sheet="gift_card" if is_card and mood == "known" else "",
        go=tongue.say("gift_card.use"),
    )


def outcome(tongue: Tongue, happening: Happening) -> str:
    """Say in one line what a booked document did to the member's points."""
    return outcome_of(tongue, happening.answer)


def outcome_of(tongue: Tongue, answer: Answer) -> str:
    """Say in one line what an answer did to the member's points and wallet."""
    moved = {
        name: tongue.amounts(rows(answer.get(told)))
        for name, told in (
            ("earned", "earned"),
            ("taken", "reversed"),
            ("back", "given_back"),
        )
    }
    if not isinstance(answer.get("member"), Mapping):
        return tongue.say("outcome.nobody")
    balance = next(iter(rows(table(answer.get("member")).get("balances"))), {})
    parts = [
        tongue.say(f"outcome.{name}", points=amounts)
        for name, amounts in moved.items()
        if amounts
    ]
    points = tongue.points(whole(balance, "available"))
    parts.append(tongue.say("outcome.balance", points=points))
    if wallet_minor(answer):
        parts.append(tongue.say("outcome.wallet", money=wallet_money(tongue, answer)))
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
            return Line(time=time, words=held_words(tongue, answer), mood="known")
        case "suspend" | "resume" as kind:
            name = text(table(answer.get("member")), "name") or tongue.say("member.nobody")
            words = tongue.say(f"event.{kind}", name=apart(name))
            return Line(time=time, words=words, mood="idle")
        case _ if text(answer, "record") == TRAINING:
            words = tongue.say("event.training", outcome=outcome(tongue, happening))
            return Line(time=time, words=words, mood="idle")
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
    if text(table(answer.get("voucher")), "kind") == "gift_card":
        kind = "gift_card"
    key = f"event.{kind}"
    words = tongue.say(
        key if key in tongue.words else "event.unknown", **_card(tongue, answer)
    )
    return Line(time=time, words=words, mood=_CARDS.get(kind, "idle"))


def _card(tongue: Tongue, answer: Answer) -> dict[str, int | str]:
    """Return the two things of a payment card that may be seen."""
    last4, brand = text(answer, "last4"), text(answer, "brand")
    name = _BRANDS.get(brand, brand.capitalize())
    return {
        "brand": apart(name or tongue.say("card.some")),
        "last4": last4 if is_digits(last4) else "····",
    }
