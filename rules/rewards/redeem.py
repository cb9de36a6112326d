"""Whether points may be spent here and now, and which."""

from collections.abc import Sequence
from datetime import datetime

from rules.ground.refusal import Refusal, refuse
from rules.members.standing import Standing
from rules.rewards import Reward
from rules.sale.decisions import Redeemable, Redemption
from rules.value.ledger import Slice
from rules.value.lots import consume, usable


def redeem(
    reward: Reward,
    points: int,
    *,
    here: Sequence[Slice],
    available: int,
    at: datetime,
    pieces: Sequence[int] = (),
) -> Redemption | Refusal:
    """Decide a redemption of ``points`` from the slices an allowance holds ``here``.

    ``available`` is what the member owns that is usable, wherever it stands, ``pieces``
    what the pieces cost that a product reward may pay for. Refusals, in this order:
    ``below_minimum``, ``not_a_step``, ``too_few_points`` (the member has too few),
    ``over_allowance`` (they have enough, but not here).
    """
    if points < max(1, reward.minimum):
        return refuse("below_minimum", minimum=reward.minimum, asked=points)
    if points % reward.step:
        return refuse("not_a_step", step=reward.step, asked=points)
    good = usable(here, at)
    spendable = sum(piece.amount for piece in good)
    short = {"too_few_points": points - available, "over_allowance": points - spendable}
    for code, short_by in short.items():
        if short_by > 0:
            return refuse(
                code, available=available, spendable_here=spendable, short_by=short_by
            )
    return Redemption(
        reward=reward.rule,
        slices=consume(good, points),
        value_minor=reward.value_of(points, pieces),
    )


def redeemable(
    reward: Reward,
    standing: Standing,
    *,
    at: datetime,
    basket_minor: int | None = None,
    pieces: Sequence[int] = (),
) -> Redeemable | None:
    """Say how much of ``reward`` could be had here now, for such a basket if any.

    ``pieces`` are what the basket's pieces cost that a product reward may pay for. What
    they cost nobody but this basket can tell, so all that the member has is offered then,
    wherever it stands; a tender's rest follows from the balance.

    None when it is nothing: blocked, too few points, or not as many as the reward's
    minimum.
    """
    if standing.status != "active":
        return None
    here = sum(piece.amount for piece in usable(standing.points_here, at))
    spendable = min(here, standing.available)
    have = standing.available if pieces else spendable
    points = have // reward.step * reward.step
    if basket_minor is not None:
        points = min(points, reward.most_for(basket_minor, pieces))
    if points < max(1, reward.minimum):
        return None
    return Redeemable(
        reward=reward.rule,
        max_points=points,
        step=reward.step,
        value_minor_per_step=reward.value_of(reward.step, pieces),
        elsewhere=max(0, points - spendable),
    )


def fitting(
    reward: Reward,
    asked: int,
    standing: Standing,
    *,
    at: datetime,
    basket_minor: int | None = None,
) -> int:
    """Return the most points that can be had of those ``asked``, in whole steps, or 0."""
    offer = redeemable(reward, standing, at=at, basket_minor=basket_minor)
    if offer is None:
        return 0
    points = min(asked // reward.step * reward.step, offer.max_points)
    return points if points >= reward.minimum else 0
