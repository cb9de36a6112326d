"""What a member may redeem, as a page offers it: every legal choice worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.parts import rows, table, text, whole
from agent.speech.tongue import Tongue
from agent.words.writing import apart
from rules.settling.consistency import POINTS_TENDER

_HALF: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A number of points that could be redeemed now, and what they are worth."""

    points: int
    written: str
    worth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeeming:
    """What can be redeemed: all or half of what is here, or an amount within ``limits``.

    With ``asks`` none of it is here: head office is asked for it when it is wished.
    """

    reward: str
    all: Choice
    half: Choice
    best: Choice
    offer: str
    limits: str
    asks: bool


def redeeming(tongue: Tongue, shown: Answer, quote: Answer | None) -> Redeeming | None:
    """Work out what could be redeemed now: within the open basket, where there is one.

    The keys offer what is here. An amount that is typed may be all that the member has:
    head office is asked for what is not here.
    """
    asked = shown if quote is None else quote
    offers = [one for one in _offers(asked) if not _is_product(tongue, one)]
    offer = max(offers, key=lambda each: whole(each, "max_points"), default={})
    terms = _terms(tongue, offer)
    step = whole(terms, "step")
    if step < 1:
        return None
    least = -(-max(step, whole(terms, "minimum")) // step) * step
    here = whole(offer, "max_points") // step * step
    most = max(here, _most(shown, quote, terms))
    if most < least:
        return None
    usable = here if here >= least else most
    half = max(least, -(-usable // (_HALF * step)) * step)
    wished = whole(table(shown.get("recommended")), "points")
    best = _choice(tongue, terms, min(usable, wished) if wished else half)
    limits = "redeem.limits.more" if least <= here < most else "redeem.limits"
    return Redeeming(
        reward=text(terms, "rule") or text(terms, "reward"),
        all=_choice(tongue, terms, usable),
        half=_choice(tongue, terms, half),
        best=best,
        offer=tongue.say("redeem.offer", points=best.written, worth=best.worth),
        limits=tongue.say(limits, least=least, most=most, step=step, here=here),
        asks=here < least,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A piece in the basket that points could pay for now, and how that is said."""

    reward: str
    points: int
    offer: str


def products(tongue: Tongue, quote: Answer | None) -> tuple[Product, ...]:
    """Return what in an open basket could be had for its own price in points."""
    return tuple(
        Product(
            reward=text(one, "reward"),
            points=whole(one, "step"),
            offer=_said(tongue, one),
        )
        for one in _offers(quote or {})
        if _is_product(tongue, one) and whole(one, "value_minor_per_step")
    )


def _said(tongue: Tongue, offer: Answer) -> str:
    """Say what a piece costs, and how much of that head office is asked for."""
    price = whole(offer, "step")
    more = price - whole(offer, "spendable_here") if "spendable_here" in offer else 0
    return tongue.say(
        "redeem.product.asks" if more > 0 else "redeem.product",
        goods=apart(_goods(tongue, offer)),
        points=tongue.points(price),
        worth=tongue.money(whole(offer, "value_minor_per_step")),
        more=tongue.points(more),
    )


def _offers(asked: Answer) -> tuple[Answer, ...]:
    return tuple(rows(asked.get("redeemable")))


def _is_product(tongue: Tongue, offer: Answer) -> bool:
    terms = tongue.setting.rules.get(text(offer, "reward"), {})
    return text(terms, "kind") == "points_product"


def _goods(tongue: Tongue, offer: Answer) -> str:
    """Name the goods of a product reward as the programme does: articles, categories."""
    terms = tongue.setting.rules.get(text(offer, "reward"), {})
    names = [str(one) for key in ("skus", "categories") for one in _names(terms.get(key))]
    return tongue.say("list.comma").join(names)


def _names(value: Value) -> Sequence[Value]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _choice(tongue: Tongue, terms: Answer, points: int) -> Choice:
    worth = points // whole(terms, "step") * whole(terms, "value_minor_per_step")
    return Choice(points=points, written=tongue.points(points), worth=tongue.money(worth))


def _terms(tongue: Tongue, offer: Answer) -> Answer:
    """Return the figures of the reward that is offered, else of the first there is."""
    rules = tongue.setting.rules
    if offer:
        return rules.get(text(offer, "reward"), offer)
    tenders = (each for each in rules.values() if each.get("kind") == "points_tender")
    return next(tenders, {})


def _most(shown: Answer, quote: Answer | None, terms: Answer) -> int:
    """Return the most points, in whole steps, that the member has and the basket takes."""
    balance = next(iter(rows(table(shown.get("member")).get("balances"))), {})
    step, step_minor = whole(terms, "step"), whole(terms, "value_minor_per_step")
    steps = max(0, whole(balance, "available")) // step
    if quote is not None and step_minor:
        total_minor = whole(quote, "total_minor")
        payable = {POINTS_TENDER: total_minor, **table(quote.get("payable_minor"))}
        share = Fraction(text(terms, "max_share") or 1)
        steps = min(steps, int(whole(payable, POINTS_TENDER) * share) // step_minor)
    return steps * step
