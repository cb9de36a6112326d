"""A member as a page shows them: every figure written."""

from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, way_of, whole
from agent.pages.screen.purses import wallet_money
from agent.speech.tongue import Tongue
from agent.words.writing import apart

_HUNDRED: Final = 100
_EXPIRING_MAX: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the next tier is; ``percent`` is whole, 0 to 100."""

    percent: int
    words: str


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
