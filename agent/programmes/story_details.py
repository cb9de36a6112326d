"""What stands under a sale or a refund of a story: goods, payments, expectations."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from agent.programmes.story import Back, Expected, Goods, GoodsKind, Payment, StoryFault
from rules.ground.sentence import Sentence

_MONEY: Final = r"-?\d{1,12}(?:\.\d{1,3})?"
_COUNT: Final = r"\d{1,7}(?:\.\d{1,3})?"
HOW_IT_IS_WRITTEN: Final = Sentence(
    "agent/programmes/README.md shows how a story is written."
)
_EXPECTATIONS: Final = (
    *("earned", "discount", "total", "to pay", "points", "pending", "unit", "owed"),
    *("tier", "issued", "coupons", "gift cards", "wallet", "money", "taken"),
    *("given back", "spent", "refused", "not used", "count", "in", "not in", "left"),
)

_GOODS: Final = re.compile(
    rf"(?P<quantity>{_COUNT}) ?(?:kg|l|m)? ?x (?P<sku>\S+)(?: in (?P<category>\S+))?"
    rf" at (?P<price>{_MONEY})(?: less (?P<off>{_MONEY}))?"
)
_CARD: Final = re.compile(rf"gift card (?P<sku>\S+) for (?P<price>{_MONEY})")
_FEE: Final = re.compile(
    rf"fee (?P<sku>\S+)(?: in (?P<category>\S+))? at (?P<price>{_MONEY})"
)
_TOP_UP: Final = re.compile(rf"top up (?P<price>{_MONEY})")
_LINES: Final[Mapping[re.Pattern[str], GoodsKind]] = {
    _GOODS: "item",
    _CARD: "gift_card_sale",
    _TOP_UP: "wallet_top_up",
    _FEE: "fee",
}
_PAYMENT: Final = re.compile(
    rf"pays (?P<amount>{_MONEY}) (?:(?P<points>points)(?: with (?P<reward>\S+))?"
    r"|(?P<wallet>from wallet)|by gift card (?P<card>\S+)|(?:by|in) (?P<tender>\S+))"
)
_BACK: Final = re.compile(
    rf"(?P<quantity>{_COUNT}) ?(?:kg|l|m)? ?x (?P<sku>\S+)(?: for (?P<amount>{_MONEY}))?"
)
_EXPECTED: Final = (
    re.compile(r"(?P<what>refused) (?P<value>[a-z0-9_]+)"),
    re.compile(r"(?P<what>not used) (?P<of>\S+)(?: because (?P<value>[a-z0-9_]+))?"),
    re.compile(r"(?P<what>issued|tier|next tier) (?P<value>\S+)"),
    re.compile(r"(?P<what>coupons) (?P<of>\S+) (?P<value>\d{1,6})"),
    re.compile(r"(?P<what>gift cards) (?P<of>\S+) (?P<value>-?[0-9.]+)"),
    re.compile(r"(?P<what>count) (?P<of>\S+) (?P<value>\d{1,9})"),
    # The article it came off, told apart from the rule by its word.
    re.compile(rf"discount (?P<value>{_MONEY}) on (?P<of>\S+)(?P<what>)"),
    re.compile(
        rf"(?P<what>given back|to pay|pending|points|owed|wallet|money|total|spent"
        rf"|discount|earned|taken) (?P<value>{_MONEY})(?: (?:by |of )?(?P<of>\S+))?"
    ),
    re.compile(rf"(?P<what>left) (?P<value>{_MONEY}) of (?P<of>points|uses|discount)"),
    re.compile(r"(?P<what>unit) (?P<of>\S+) (?P<value>-?\d{1,12})"),
    re.compile(r"(?P<what>in|not in) (?P<of>\S+)(?P<value>)"),
)


class Details:
    """Lines under a step, taken one kind at a time; what nobody takes is a fault."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self._lines: Final = list(lines)

    def goods(self) -> tuple[Goods, ...]:
        """Take the lines that sell something."""
        found: list[Goods] = []
        for _, match in self._matching(*_LINES):
            held = match.groupdict()
            found.append(
                Goods(
                    quantity=held.get("quantity") or "1",
                    sku=held.get("sku") or "TOP-UP",
                    category=held.get("category") or "",
                    price=held["price"],
                    off=held.get("off") or "0",
                    kind=_LINES[match.re],
                )
            )
        return tuple(found)

    def payments(self) -> tuple[Payment, ...]:
        """Take the lines that pay a part; whatever is left is paid in cash."""
        return tuple(_payment(match) for _, match in self._matching(_PAYMENT))

    def back(self) -> tuple[Back, ...]:
        """Take the lines that bring something back."""
        return tuple(
            Back(quantity=match["quantity"], sku=match["sku"], amount=match["amount"] or "")
            for _, match in self._matching(_BACK)
        )

    def many(self, pattern: str) -> tuple[str, ...]:
        """Take every line that matches and return what its group holds."""
        return tuple(match[1] for _, match in self._matching(re.compile(pattern)))

    def one(self, pattern: str, *, default: str) -> str:
        """Take a line of which there is at most one."""
        found = self.many(pattern)
        return found[-1] if found else default

    def says(self, pattern: str) -> bool:
        """Take a line and tell whether it was there."""
        return bool(list(self._matching(re.compile(pattern))))

    def expected(self) -> tuple[Expected, ...]:
        """Take the expectations; by now nothing else may be left."""
        listed = [
            (number, part.strip())
            for number, match in self._matching(re.compile(r"expect:? (.+)"))
            for part in match[1].split(",")
        ]
        for number, text in self._lines:
            raise StoryFault(
                Sentence(
                    "Line {line} cannot be understood: '{text}'.",
                    line=number,
                    text=text,
                ),
                hint=Sentence(
                    "Goods are written '2 x MUG in household at 15.50', what comes back "
                    "'1 x MUG'; agent/programmes/README.md shows the rest."
                ),
            )
        return expectations(listed)

    def _matching(self, *patterns: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        for line in list(self._lines):
            match = next(filter(None, (one.fullmatch(line[1]) for one in patterns)), None)
            if match is not None:
                self._lines.remove(line)
                yield line[0], match


def expectations(listed: Iterable[tuple[int, str]]) -> tuple[Expected, ...]:
    """Read expectations, each with the number of its line."""
    return tuple(_expectation(number, text) for number, text in listed)


def _expectation(number: int, text: str) -> Expected:
    match = next(filter(None, (one.fullmatch(text) for one in _EXPECTED)), None)
    if match is None:
        raise StoryFault(
            Sentence(
                "Line {line} expects what is not known: '{text}'.", line=number, text=text
            ),
            hint=Sentence("Known are {known}.", known=_EXPECTATIONS),
        )
    held = match.groupdict()
    return Expected(
        line=number,
        what=held["what"] or "discount on",
        value=held.get("value") or "",
        of=held.get("of") or "",
    )


def _payment(match: re.Match[str]) -> Payment:
    amount = match["amount"]
    if match["points"]:
        return Payment(tender="points", amount=amount, of=match["reward"] or "")
    if match["wallet"]:
        return Payment(tender="wallet", amount=amount)
    if match["card"]:
        return Payment(tender="gift_card", amount=amount, of=match["card"])
    return Payment(tender=match["tender"], amount=amount)
