"""What a cashier is told of a member: who, how many points, how far to the next tier."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer, Value, redeemable_out
from agent.counter.ground.desk import Bearer, Presented
from rules.ground.ids import AccountId, Place, TierId
from rules.ladder.places import credit_of, tier_on, way_up
from rules.members.standing import Standing
from rules.programme import Programme
from rules.rewards.redeem import redeemable
from rules.sale.decisions import Redeemable
from rules.value.ledger import HOUSE, PENDING, POINTS, Entry
from rules.value.units import warns
from sync.kit.clock import from_ms, to_text

_HALF: Final = 2


def member_out(
    bearer: Bearer,
    programme: Programme,
    *,
    status: str = "active",
    more: Sequence[Answer] = (),
    card: Answer | None = None,
    at: datetime | None = None,
) -> Answer:
    """Write a member as a scan shows them; ``more`` are balances of other units.

    ``card`` is what is to be said of the card that was shown, ``at`` the moment of it.
    """
    standing = bearer.standing
    return {
        "id": bearer.account,
        "name": bearer.name,
        "tier": standing.tier,
        "status": status,
        "balances": [_balance(bearer, programme, at or standing.as_of), *more],
        "next_tier": _next_tier(standing, programme),
        "as_of": to_text(standing.as_of),
        **({"card": card} if card else {}),
        **_tier_told(bearer, programme),
    }


def card_out(presented: Presented) -> Answer | None:
    """Write until when a card is good and what it counts for; None for one without end."""
    if presented.card_until is None:
        return None
    earning = "earning" if presented.no_spending else "everything"
    return {
        "until": to_text(presented.card_until),
        "counts_for": "nothing" if presented.notice else earning,
    }


def offers(
    standing: Standing, programme: Programme, *, at: datetime
) -> tuple[Redeemable, ...]:
    """Return what a member could redeem here now."""
    found = (redeemable(reward, standing, at=at) for reward in programme.rewards)
    return tuple(offer for offer in found if offer is not None)


def offers_out(found: Iterable[Redeemable]) -> list[Value]:
    """Write what could be redeemed."""
    return [redeemable_out(offer) for offer in found]


def recommended(found: Iterable[Redeemable], programme: Programme) -> Answer | None:
    """Name one thing to offer: half of what could be spent, in whole steps, rounded up.

    Half and not all, so that nobody is talked into emptying their account.
    """
    tenders = {reward.rule: reward for reward in programme.tenders}
    some = (offer for offer in found if offer.reward in tenders)
    best = max(some, key=lambda offer: offer.max_points, default=None)
    if best is None:
        return None
    reward = tenders[best.reward]
    least = max(reward.minimum, -(-best.max_points // _HALF))
    return {
        "reward": best.reward,
        "points": -(-least // best.step) * best.step,
        "words": "recommend.points_off",
    }


def changed(
    standing: Standing, entries: Iterable[Entry], *, life: str
) -> tuple[int, int, int]:
    """Return (available, pending, spendable here) points once these entries stand."""
    available, pending, here = standing.available, standing.pending, standing.spendable_here
    own = Place(life)
    for posting in (posting for entry in entries for posting in entry.postings):
        if posting.account != standing.account or posting.unit != POINTS:
            continue
        if posting.place == PENDING:
            pending += posting.amount
        elif posting.place != HOUSE:
            available += posting.amount
        if posting.place == own:
            here += posting.amount
    return available, pending, here


def standing_out(
    account: AccountId,
    balances: tuple[int, int, int],
    *,
    tier: TierId | None = None,
    more: Sequence[Answer] = (),
) -> Answer:
    """Write a member as a booked document shows them: what they have now.

    ``more`` are balances of other units than points.
    """
    available, pending, here = balances
    value: dict[str, Value] = {"id": account}
    if tier is not None:
        value["tier"] = tier
    value["balances"] = [
        {
            "unit": POINTS,
            "available": available,
            "pending": pending,
            "spendable_here": here,
        },
        *more,
    ]
    return value


def _is_told(programme: Programme, end: datetime, at: datetime) -> bool:
    """Say whether an end is near enough to be told; without ``warn_days`` all are."""
    terms = next((terms for terms in programme.units if terms.unit == POINTS), None)
    if terms is None or not terms.warn_days:
        return True
    return warns(terms, end, at, programme.reckoning)


def _tier_told(bearer: Bearer, programme: Programme) -> Answer:
    """Write what is to be said of the tier: its end, what it gives, what comes next."""
    standing, further = bearer.standing, bearer.view.statement.further
    held = tier_on(programme.ladder, standing.tier) if programme.ladder else None
    told: dict[str, Value] = {}
    if standing.tier_until is not None:
        told["tier_until"] = to_text(standing.tier_until)
    if further is not None and further.next_tier:
        begins = to_text(from_ms(further.next_tier_ms))
        told["tier_to_come"] = {"tier": further.next_tier, "begins": begins}
    if held is not None and held.benefits:
        told["benefits"] = [
            {"text": one.text, "language": one.language} for one in held.benefits
        ]
    return told


def _balance(bearer: Bearer, programme: Programme, at: datetime) -> Answer:
    standing = bearer.standing
    expiring: list[Value] = [
        {"points": some.points, "before": to_text(from_ms(some.before_ms))}
        for some in bearer.view.statement.expiring
        if _is_told(programme, from_ms(some.before_ms), at)
    ]
    return {
        "unit": POINTS,
        "available": standing.available,
        "pending": standing.pending,
        "spendable_here": standing.spendable_here,
        "value_minor": worth_minor(programme, standing.available),
        "expiring": expiring,
    }


def worth_minor(programme: Programme, points: int) -> int:
    """Return what points are worth by the programme's first reward; 0 without one."""
    reward = next(iter(programme.tenders), None)
    if reward is None:
        return 0
    return max(0, points) * reward.value_minor_per_step // reward.step


def _next_tier(standing: Standing, programme: Programme) -> Answer | None:
    """Say how far the next tier is: above what was reached and what the office gave."""
    ladder = programme.ladder
    if ladder is None:
        return None
    place = way_up(ladder, standing.tier, credit_of(ladder, standing))
    if place.next_tier is None:
        return None
    money = "_minor" if ladder.metric == "spend" else ""
    return {
        "tier": place.next_tier,
        "metric": ladder.metric,
        f"have{money}": place.have,
        f"need{money}": place.need,
        "share": place.share,
    }
