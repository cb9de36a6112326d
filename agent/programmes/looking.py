"""What a story may expect, and how it is looked up: wanted beside what is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from agent.programmes.allotting import left_of
from agent.programmes.book import HERE
from agent.programmes.returning import CameBack
from agent.programmes.selling import Sold
from agent.programmes.shop import Kept, Shop
from agent.programmes.story import Expected, StoryFault
from agent.programmes.vouchers import on_card, uses
from rules.ground.currencies import decimals
from rules.ground.ids import AccountId, Unit
from rules.ground.refusal import Refusal
from rules.ground.sentence import Sentence
from rules.sale.decisions import Award, DiscountGiven, NotUsed, Reversal
from rules.value.ledger import AVAILABLE, GIFT_CARD_PREFIX, PENDING, POINTS
from rules.vouchers.money import MONEY, WALLET

Outcome = Sold | CameBack | Refusal | str
"""What a step led to; a text is the name of whom or what to look at."""


def looked_at(
    shop: Shop, expected: Expected, outcome: Outcome
) -> Iterator[tuple[str, str]]:
    """Yield (wanted, got) when they differ; raise StoryFault for what makes no sense."""
    if isinstance(outcome, Refusal) or expected.what == "refused":
        code = outcome.code if isinstance(outcome, Refusal) else ""
        if code != expected.value:
            yield _wanted(expected), f"refused {code}" if code else Sentence("no refusal")
        return
    if expected.what == "not used" and isinstance(outcome, Sold):
        yield from _not_used(expected, outcome)
        return
    got = _found(shop, expected, outcome)
    if not _same(expected.value, got):
        yield (
            _wanted(expected),
            f"{_label(expected)} {got}{_because(shop, outcome, expected)}",
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """Where an expectation is looked up."""

    shop: Shop
    of: str
    value: str

    def money(self, amount_minor: int) -> str:
        """Write an amount as the story writes it."""
        places = decimals(self.shop.programme.currency)
        whole, part = divmod(abs(amount_minor), 10**places)
        sign = "-" if amount_minor < 0 else ""
        return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"

    def points(self, parts: Sequence[Award | Reversal]) -> str:
        """Sum points of a unit or of a rule, whichever is meant."""
        units = {terms.unit for terms in self.shop.programme.units}
        if not self.of or self.of in units:
            unit = self.of or POINTS
            return str(sum(part.points for part in parts if part.unit == unit))
        return str(sum(part.points for part in parts if part.rule == self.of))

    @property
    def unit(self) -> Unit:
        """The unit that is meant."""
        return Unit(self.of or POINTS)


def _found(shop: Shop, expected: Expected, outcome: Outcome) -> str:
    look = _Look(shop, expected.of, expected.value)
    found: str | None = None
    match outcome:
        case Sold() if expected.what in _OF_SALE:
            found = _OF_SALE[expected.what](look, outcome)
        case CameBack() if expected.what in _OF_RETURN:
            found = _OF_RETURN[expected.what](look, outcome)
        case str() if outcome not in shop.members and expected.what == "money":
            account = AccountId(f"{GIFT_CARD_PREFIX}{outcome}")
            found = look.money(shop.book.amount(account, MONEY))
        case str() if expected.what == "left":
            found = _left(look, outcome)
        case str() if outcome in shop.members and expected.what in _OF_MEMBER:
            found = _OF_MEMBER[expected.what](look, shop.members[outcome])
        case _:
            found = None
    if found is None:
        raise StoryFault(
            Sentence(
                "Line {line}: '{what}' cannot be expected here.",
                line=expected.line,
                what=_label(expected),
            ),
            hint=Sentence("Known are {known}.", known=_expectable(outcome)),
        )
    return found


def _expectable(outcome: Outcome) -> tuple[str, ...]:
    """Name what may be expected of an outcome."""
    match outcome:
        case Sold():
            return (*_OF_SALE, "not used", "refused")
        case CameBack():
            return (*_OF_RETURN, "refused")
        case _:
            return (*_OF_MEMBER, "money")


def _issued(look: _Look, sold: Sold) -> str | None:
    if sold.settlement is None:
        return None
    rules = [issue.rule for issue in sold.settlement.issues]
    return look.value if look.value in rules else _listed(rules)


def _coupons(look: _Look, kept: Kept) -> str:
    return str(sum(uses(look.shop, code) for code in kept.codes.get(look.of, [])))


def _gift_cards(look: _Look, kept: Kept) -> str:
    mine = kept.codes.get(look.of, [])
    return look.money(sum(on_card(look.shop, code) for code in mine))


def _discounted(look: _Look, sold: Sold) -> str:
    some = [one for one in _discounts(sold) if look.of in {"", one.rule}]
    return look.money(sum(one.amount_minor for one in some))


def _discounted_on(look: _Look, sold: Sold) -> str:
    names = {line.line for line in sold.basket.lines if line.sku == look.of}
    some = [one for one in _discounts(sold) if one.line in names]
    return look.money(sum(one.amount_minor for one in some))


def _left(look: _Look, campaign: str) -> str | None:
    counts = {"discount": "discount_minor"}.get(look.of, look.of)
    left = left_of(look.shop, campaign, counts)
    if left is None:
        return None
    return look.money(left) if look.of == "discount" else str(left)


def _usable(look: _Look, kept: Kept) -> str:
    return str(max(0, look.shop.book.amount(kept.account, look.unit, HERE, AVAILABLE)))


_OF_SALE: Final[Mapping[str, Callable[[_Look, Sold], str | None]]] = {
    "earned": lambda look, sold: look.points((sold.settlement or sold.quote).awards),
    "discount": _discounted,
    "discount on": _discounted_on,
    "total": lambda look, sold: look.money(sold.quote.total_minor),
    "to pay": lambda look, sold: look.money(sold.to_pay_minor),
    "tier": lambda _, sold: sold.settlement.tier_after if sold.settlement else None,
    "issued": _issued,
}
_OF_RETURN: Final[Mapping[str, Callable[[_Look, CameBack], str]]] = {
    "taken": lambda look, back: look.points(back.decision.reversals),
    "given back": lambda _, back: str(sum(one.amount for one in back.decision.given_back)),
    "money": lambda look, back: look.money(back.money_minor),
    "owed": lambda _, back: str(back.shortfall.points - back.shortfall.settled),
    "tier": lambda _, back: back.decision.tier_after,
}
_OF_MEMBER: Final[Mapping[str, Callable[[_Look, Kept], str]]] = {
    "points": _usable,
    "unit": _usable,
    "pending": lambda look, kept: str(
        look.shop.book.amount(kept.account, look.unit, PENDING)
    ),
    "owed": lambda look, kept: str(look.shop.book.debt(kept.account, look.unit)),
    "tier": lambda _, kept: kept.tier,
    "spent": lambda look, kept: look.money(look.shop.spend(kept)),
    "wallet": lambda look, kept: look.money(look.shop.book.amount(kept.account, WALLET)),
    "coupons": _coupons,
    "gift cards": _gift_cards,
    "count": lambda look, kept: str(look.shop.count(kept, look.of)),
    "in": lambda look, kept: "" if look.of in look.shop.segments(kept) else "no",
    "not in": lambda look, kept: "no" if look.of in look.shop.segments(kept) else "",
}


_MADE_OF_DISCOUNTS: Final = frozenset({"discount", "discount on", "total", "to pay"})


def _not_used(expected: Expected, sold: Sold) -> Iterator[tuple[str, str]]:
    told = sold.settlement.not_used if sold.settlement else sold.quote.not_used
    mine = [one for one in told if one.rule == expected.of]
    reasons = [one.words.removeprefix("refuse.") for one in mine]
    if not mine or (expected.value and expected.value not in reasons):
        because = f"not used {expected.of} because {', '.join(reasons)}"
        yield _wanted(expected), because if mine else _others(told)


def _others(told: Sequence[NotUsed]) -> Sentence:
    if not told:
        return Sentence("nothing is told of it, nor of any other")
    said = tuple(f"{one.rule or '*'} {one.words.removeprefix('refuse.')}" for one in told)
    return Sentence("nothing is told of it; told are {others}", others=said)


def _discounts(sold: Sold) -> Sequence[DiscountGiven]:
    return sold.settlement.discounts if sold.settlement else sold.quote.discounts


def _because(shop: Shop, outcome: Outcome, expected: Expected) -> str:
    """Tell which rules made up a figure, so that a difference can be understood."""
    write: Callable[[int], str] = str
    parts: list[tuple[str, int]] = []
    match outcome:
        case Sold() if expected.what == "earned":
            awards = outcome.settlement or outcome.quote
            parts = [(award.rule, award.points) for award in awards.awards]
        case Sold() if expected.what in _MADE_OF_DISCOUNTS:
            write = _Look(shop, "", "").money
            parts = [(given.rule, given.amount_minor) for given in _discounts(outcome)]
        case CameBack() if expected.what == "taken":
            parts = [(back.rule, back.points) for back in outcome.decision.reversals]
        case _:
            pass
    sums: dict[str, int] = {}
    for rule, part in parts:
        sums[rule] = sums.get(rule, 0) + part
    said = ", ".join(f"{rule} {write(amount)}" for rule, amount in sums.items())
    return f" ({said})" if said else ""


def _wanted(expected: Expected) -> str:
    if expected.what == "not used" and expected.value:
        return f"not used {expected.of} because {expected.value}"
    return f"{_label(expected)} {expected.value}".rstrip()


def _label(expected: Expected) -> str:
    return f"{expected.what} {expected.of}".rstrip()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "nothing"


def _same(wanted: str, got: str) -> bool:
    try:
        return Fraction(wanted) == Fraction(got)
    except (ValueError, ZeroDivisionError):
        return wanted == got
