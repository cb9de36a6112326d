"""A member as a page shows them: every figure written, every legal choice worked out."""

from dataclasses import dataclass
from typing import Final

from agent.counter.answers import Answer
from agent.pages.purses import wallet_money
from agent.pages.tongue import Tongue, rows, table, text, whole
from agent.words.writing import apart

_HALF: Final = 2
_HUNDRED: Final = 100
_EXPIRING_MAX: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the next tier is; ``percent`` is whole, 0 to 100."""

    percent: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A number of points that could be redeemed now, and what they are worth."""

    points: int
    written: str
    worth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeeming:
    """What can be redeemed: all, half or an amount of ``least`` to ``most`` by ``step``.

    With ``asks`` none of it is here: head office is asked for it when it is wished.
    """

    reward: str
    all: Choice
    half: Choice
    best: Choice
    offer: str
    limits: str
    least: int
    most: int
    step: int
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Who it is and what they have."""

    name: str
    first_name: str
    tier: str
    is_active: bool
    may_spend: bool
    available: str
    unit: str
    worth: str
    here: str
    here_worth: str
    wallet: str
    pending: str
    expiring: tuple[str, ...]
    progress: Progress | None
    is_at_top: bool


def member_view(tongue: Tongue, shown: Answer) -> MemberView:
    """Write a scan's member."""
    member = table(shown.get("member"))
    balance = next(iter(rows(member.get("balances"))), {})
    available, here = whole(balance, "available"), whole(balance, "spendable_here")
    # With a card that is stopped or has expired nothing is usable, whatever is here.
    here = here if member.get("status") == "active" else 0
    name = text(member, "name")
    worth = whole(balance, "value_minor")
    pending = whole(balance, "pending")
    is_good, card = member.get("status") == "active", table(member.get("card"))
    return MemberView(
        name=name or tongue.say("member.unnamed"),
        first_name=apart(name.split()[0]) if name.split() else "",
        tier=tongue.tier(text(member, "tier")),
        is_active=is_good or card.get("counts_for") == "earning",
        may_spend=is_good,
        available=tongue.number(available),
        unit=tongue.words.count("points.word", available),
        worth=tongue.money(worth) if worth else "",
        here=tongue.points(here),
        here_worth=tongue.money(worth * here // available) if worth else "",
        wallet=wallet_money(tongue, shown) if tongue.setting.wallet else "",
        pending=tongue.say("member.pending", points=tongue.points(pending))
        if pending > 0
        else "",
        expiring=(*_expiring(tongue, balance), *_card_end(tongue, card)),
        progress=_progress(tongue, table(member.get("next_tier"))),
        is_at_top="next_tier" in member and member["next_tier"] is None,
    )


def redeeming(tongue: Tongue, shown: Answer, quote: Answer | None) -> Redeeming | None:
    """Work out what could be redeemed now: within the open basket, where there is one."""
    asked = shown if quote is None else quote
    offers = rows(asked.get("redeemable"))
    offer = max(offers, key=lambda each: whole(each, "max_points"), default=None)
    asks = offer is None
    if offer is None:
        offer = _elsewhere(tongue, shown)
    if whole(offer, "step") < 1:
        return None
    reward, step = text(offer, "reward"), whole(offer, "step")
    least = max(step, whole(tongue.setting.rules.get(reward, {}), "minimum"))
    most = whole(offer, "max_points") // step * step
    wished = whole(table(shown.get("recommended")), "points")
    if most < least:
        return None
    half = max(least, -(-most // (_HALF * step)) * step)
    best = min(most, wished) if wished else half

    def choice(points: int) -> Choice:
        worth = points // step * whole(offer, "value_minor_per_step")
        return Choice(
            points=points, written=tongue.points(points), worth=tongue.money(worth)
        )

    chosen = choice(best)
    return Redeeming(
        reward=reward,
        all=choice(most),
        half=choice(half),
        best=chosen,
        offer=tongue.say("redeem.offer", points=tongue.points(best), worth=chosen.worth),
        limits=tongue.say("redeem.limits", least=least, most=most, step=step),
        least=least,
        most=most,
        step=step,
        asks=asks,
    )


def _elsewhere(tongue: Tongue, shown: Answer) -> Answer:
    """Return what the first reward would take of points that are not here."""
    balance = next(iter(rows(table(shown.get("member")).get("balances"))), {})
    for rule, figures in tongue.setting.rules.items():
        if figures.get("kind") == "points_tender":
            return {
                "reward": rule,
                "max_points": max(0, whole(balance, "available")),
                "step": whole(figures, "step"),
                "value_minor_per_step": whole(figures, "value_minor_per_step"),
            }
    return {}


def _expiring(tongue: Tongue, balance: Answer) -> tuple[str, ...]:
    return tuple(
        tongue.say(
            "member.expiring",
            points=tongue.points(whole(some, "points")),
            day=tongue.last_day(text(some, "before")),
        )
        for some in rows(balance.get("expiring"))[:_EXPIRING_MAX]
    )


def _card_end(tongue: Tongue, card: Answer) -> tuple[str, ...]:
    if card.get("counts_for") != "everything":
        return ()
    day = tongue.last_day(text(card, "until"))
    return (tongue.say("member.card_until", day=day),)


def way_of(following: Answer) -> tuple[int, int]:
    """Return how much there is of what the next tier asks for, in the ladder's metric."""
    money = "" if "need" in following else "_minor"
    need = whole(following, f"need{money}")
    return max(0, min(need, whole(following, f"have{money}"))), need


def _progress(tongue: Tongue, following: Answer) -> Progress | None:
    have, need = way_of(following)
    if need <= 0:
        return None
    return Progress(
        percent=have * _HUNDRED // need,
        words=tongue.say(
            "member.next_tier",
            left=tongue.measured(text(following, "metric"), need - have),
            tier=tongue.tier(text(following, "tier")),
        ),
    )
