"""Which codes and cards the programme calls its own: rules as data, matched exactly."""

import re
from dataclasses import dataclass, field
from typing import Literal

from drivers.events import Measure
from drivers.guard.digits import ascii_digits, is_digits, passes_luhn
from drivers.guard.patterns import TEXT_LENGTH_MAX, compile_pattern

_CARD_LENGTHS = range(8, 20)
_CARD_PREFIX_MIN = 2

_MEASURE_START = 2
_ITEM_END = 7
_VALUE_END = 12
_PERCENT_END = 4


@dataclass(frozen=True, slots=True)
class CardRange:
    """Numbers of exactly ``length`` digits that start with ``prefix`` and pass Luhn."""

    prefix: str
    length: int
    class_name: str = "member"

    def __post_init__(self) -> None:
        """Refuse what could never match, or would match every card there is."""
        if not is_digits(self.prefix) or self.length not in _CARD_LENGTHS:
            raise ValueError("a card range is a prefix of digits and a length of 8 to 19")
        if not _CARD_PREFIX_MIN <= len(self.prefix) < self.length:
            raise ValueError("a card range's prefix has at least two digits")

    def covers(self, number: str) -> bool:
        """Say whether the number lies in the range, right check digit or not."""
        return len(number) == self.length and number.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class TextRule:
    """Texts that match ``pattern`` from end to end; its first group is the token."""

    pattern: str
    class_name: str
    _compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile once; raises ValueError for a pattern that is not allowed."""
        object.__setattr__(self, "_compiled", compile_pattern(self.pattern))

    def token(self, text: str) -> str | None:
        """Give the token of a text that matches; None when it does not."""
        if len(text) > TEXT_LENGTH_MAX:
            return None
        match = self._compiled.fullmatch(text)
        if match is None:
            return None
        return match[1] if self._compiled.groups else text


@dataclass(frozen=True, slots=True, kw_only=True)
class EanRule:
    """Thirteen-digit numbers with this prefix; some carry a measure after it.

    Weight and price: two digits of prefix, five of item, five of value of which
    ``whole_digits`` stand before the point. Percent: the two digits behind the prefix.
    """

    prefix: str
    class_name: str
    measure: Literal["weight", "price", "percent"] | None = None
    whole_digits: int = 3

    def __post_init__(self) -> None:
        """Refuse a prefix that is no digits."""
        if not is_digits(self.prefix):
            raise ValueError("an EAN rule's prefix is made of digits")

    def measured(self, ean_13: str) -> Measure | None:
        """Read the measure out of a number with this prefix."""
        if self.measure is None:
            return None
        if self.measure == "percent":
            return Measure(
                of="percent", value=str(int(ean_13[_MEASURE_START:_PERCENT_END]))
            )
        value = ean_13[_ITEM_END:_VALUE_END]
        whole, parts = int(value[: self.whole_digits] or "0"), value[self.whole_digits :]
        item = ean_13[_MEASURE_START:_ITEM_END]
        text = f"{whole}.{parts}" if parts else str(whole)
        return Measure(of=self.measure, value=text, item=item)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text the programme knows: what kind it is, and what names its bearer."""

    class_name: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The programme's rules for codes and cards. Classes are its own words."""

    cards: tuple[CardRange, ...] = ()
    texts: tuple[TextRule, ...] = ()
    eans: tuple[EanRule, ...] = ()

    def card(self, number: str) -> Recognised | None:
        """Recognise one of the programme's own card numbers (0-9, nothing else)."""
        found = self.card_range(number)
        if found is None or not passes_luhn(number):
            return None
        return Recognised(found.class_name, number)

    def card_range(self, number: str) -> CardRange | None:
        """Find the range a number lies in, whatever its check digit says."""
        if is_digits(number):
            for card in self.cards:
                if card.covers(number):
                    return card
        return None

    def text(self, text: str) -> Recognised | None:
        """Recognise a text by the first rule it matches; digits of any script count."""
        plain = ascii_digits(text)
        for rule in self.texts:
            token = rule.token(plain)
            if token is not None:
                return Recognised(rule.class_name, token)
        return None

    def ean(self, ean_13: str) -> EanRule | None:
        """Find the rule with the longest prefix of a thirteen-digit number."""
        fitting = [rule for rule in self.eans if ean_13.startswith(rule.prefix)]
        return max(fitting, key=lambda rule: len(rule.prefix), default=None)
