"""A slip's lines, in one language: what is said, in which order, with which codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, way_of, whole
from agent.speech.tongue import Tongue, setting_of
from agent.words.catalogue import Words
from agent.words.writing import apart
from drivers.mouth.printers.document import SymbolKind
from rules.value.ledger import POINTS
from rules.vouchers.money import WALLET
from sync.kit.clock import to_ms

_EXPIRING_MAX: Final = 2
_KINDS: Final[dict[str, SymbolKind]] = {
    "QR": "qr",
    "EAN13": "ean13",
    "CODE128": "code128",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something said; ``is_heading`` is large and in the middle."""

    text: str
    is_heading: bool = False
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A code to scan. ``text`` stands below it where people may have to type it."""

    kind: SymbolKind
    text: str
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Space:
    """A little room."""


Part = Line | Code | Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the record does not know: the shop's name, whom to thank, and what this is.

    ``first_name`` is empty unless their card was shown; ``is_copy`` marks a slip that is
    printed once more.
    """

    shop: str
    first_name: str = ""
    is_copy: bool = False


def compose(slip: Answer, words: Words, heading: Heading) -> tuple[Part, ...]:
    """Write a slip that the counter told, in a language."""
    return tuple(_Writer(slip, words, heading).parts())


def compose_card(card: str, words: Words, heading: Heading) -> tuple[Part, ...]:
    """Write a member's card on paper: the code that a scanner knows them by."""
    name = Line(apart(heading.first_name), is_centred=True)
    return (
        Line(heading.shop, is_heading=True),
        Line(words.say("slip.card"), is_centred=True),
        *((name,) if heading.first_name else ()),
        Code("qr", card),
        Line(words.say("slip.card_how"), is_centred=True),
    )


def first_name(name: str) -> str:
    """Return the first of a member's names; a slip never shows more."""
    return name.split(maxsplit=1)[0] if name.split() else ""


class _Writer:
    """Writes one slip."""

    def __init__(self, slip: Answer, words: Words, heading: Heading) -> None:
        self._slip = slip
        self._heading = heading
        self._tongue = Tongue(words, setting_of(table(slip.get("setting"))))

    def parts(self) -> Iterator[Part]:
        """Yield the slip from its top."""
        yield from self._top()
        yield Space()
        yield from self._moved()
        yield from self._standing()
        for given in rows(self._slip.get("issued")):
            yield Space()
            yield from self._voucher(given)
        yield Space()
        yield from self._bottom()

    def _say(self, key: str, **values: int | str) -> Line:
        return Line(self._tongue.say(key, **values))

    def _top(self) -> Iterator[Part]:
        yield Line(self._heading.shop or text(self._slip, "store"), is_heading=True)
        title = self._tongue.say(f"slip.{text(self._slip, 'kind')}")
        yield Line(title, is_centred=True)
        if self._heading.is_copy:
            yield Line(self._tongue.say("slip.copy"), is_centred=True)
        at = datetime.fromisoformat(text(self._slip, "at"))
        when = f"{self._tongue.day(at)} {self._tongue.time(to_ms(at))}"
        yield Line(when, is_centred=True)

    def _moved(self) -> Iterator[Part]:
        if self._heading.first_name:
            yield self._say("slip.thanks", name=apart(self._heading.first_name))
        for name in ("earned", "taken_back", "given_back"):
            amounts = self._tongue.amounts(rows(self._slip.get(name)))
            if amounts:
                yield self._say(f"slip.{name}", points=amounts)

    def _standing(self) -> Iterator[Part]:
        member, now = table(self._slip.get("member")), table(self._slip.get("now"))
        for balance in rows(member.get("balances")):
            if balance.get("unit") == POINTS:
                yield from self._balance(balance, _points_of(now))
            elif balance.get("unit") == WALLET:
                money = self._tongue.money(whole(balance, "available"))
                yield self._say("slip.wallet", money=money)
        if text(member, "tier"):
            yield self._say("slip.tier", tier=self._tongue.tier(text(member, "tier")))
        yield from self._progress(now)

    def _balance(self, balance: Answer, now: Answer) -> Iterator[Part]:
        available = self._tongue.points(whole(balance, "available"))
        yield self._say("slip.balance", points=available)
        worth = whole(now, "value_minor")
        if worth > 0:
            yield self._say("slip.worth", money=self._tongue.money(worth))
        pending = whole(balance, "pending")
        if pending > 0:
            yield self._say("member.pending", points=self._tongue.points(pending))
        for some in rows(now.get("expiring"))[:_EXPIRING_MAX]:
            points = self._tongue.points(whole(some, "points"))
            day = self._tongue.last_day(text(some, "before"))
            yield self._say("member.expiring", points=points, day=day)

    def _progress(self, now: Answer) -> Iterator[Part]:
        following = table(now.get("next_tier"))
        have, need = way_of(following)
        if need > have:
            tier = self._tongue.tier(text(following, "tier"))
            left = self._tongue.measured(text(following, "metric"), need - have)
            yield self._say("member.next_tier", left=left, tier=tier)
        elif "next_tier" in now and now["next_tier"] is None and text(now, "tier"):
            yield self._say("member.top_tier")

    def _voucher(self, given: Answer) -> Iterator[Part]:
        amount = whole(given, "amount_minor")
        if amount:
            title = self._tongue.say("slip.gift_card", money=self._tongue.money(amount))
        else:
            title = self._tongue.say("slip.voucher")
        yield Line(title, is_centred=True)
        kind = _KINDS.get(text(given, "symbology"), "qr")
        yield Code(kind, text(given, "code"))
        if text(given, "expires"):
            day = self._tongue.last_day(text(given, "expires"))
            yield Line(self._tongue.say("slip.valid_until", day=day), is_centred=True)

    def _bottom(self) -> Iterator[Part]:
        if text(self._slip, "proof"):
            yield self._say("slip.proof")
            yield Code("qr", text(self._slip, "proof"), is_read=False)
        yield Code("code128", text(self._slip, "number"))
        yield Line(self._tongue.say("slip.not_fiscal"), is_centred=True)


def _points_of(now: Answer) -> Answer:
    for balance in rows(now.get("balances")):
        if balance.get("unit") == POINTS:
            return balance
    return {}
