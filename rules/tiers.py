"""Where a member stands on the ladder, and where a sale or a return would put them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.ids import TierId
from rules.programme import Ladder, Tier
from rules.standing import Standing

_THOUSAND = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPlace:
    """The tier a spend reaches and the way to the next one.

    ``need_minor`` is where the next tier starts (at the top: where this one did) and
    ``share`` how much of it is there, rounded down to three places (``0.824``), ``1.000``
    at the top.
    """

    tier: TierId
    next_tier: TierId | None
    have_minor: int
    need_minor: int
    share: str


def place_on(ladder: Ladder, spend_minor: int) -> LadderPlace:
    """Return where that much spend inside the window stands; below nothing is nothing."""
    have = max(0, spend_minor)
    reached = [tier for tier in ladder.tiers if tier.from_minor <= have]
    here = reached[-1]
    if len(reached) == len(ladder.tiers):
        return LadderPlace(
            tier=here.tier,
            next_tier=None,
            have_minor=have,
            need_minor=here.from_minor,
            share="1.000",
        )
    following = ladder.tiers[len(reached)]
    thousandths = have * _THOUSAND // following.from_minor
    return LadderPlace(
        tier=here.tier,
        next_tier=following.tier,
        have_minor=have,
        need_minor=following.from_minor,
        share=f"0.{thousandths:03d}",
    )


def window_start(ladder: Ladder, at: datetime) -> datetime:
    """Return the instant from which spend counts at ``at``."""
    return at - timedelta(days=ladder.window_days)


def now(ladder: Ladder | None, standing: Standing) -> TierId:
    """Predict the tier as of now: our own sales may have reached what no one gave yet."""
    return after_sale(ladder, standing, 0)


def after_sale(ladder: Ladder | None, standing: Standing, qualifying_minor: int) -> TierId:
    """Predict the tier once a sale counts too; a sale never lowers what was given."""
    if ladder is None:
        return standing.tier
    reached = place_on(ladder, standing.spend_minor + qualifying_minor).tier
    return (
        reached if _rank(ladder, reached) > _rank(ladder, standing.tier) else standing.tier
    )


def after_return(
    ladder: Ladder | None, standing: Standing, qualifying_minor: int
) -> TierId:
    """Predict the tier once a return counts no more.

    It falls only as far as the returned spend was holding it up: a tier that stands for
    another reason (it was given, or it still runs) is not taken by a return.
    """
    if ladder is None:
        return standing.tier
    before = place_on(ladder, standing.spend_minor).tier
    after = place_on(ladder, standing.spend_minor - qualifying_minor).tier
    held_up = 0 <= _rank(ladder, standing.tier) <= _rank(ladder, before)
    return after if held_up else standing.tier


def entered(ladder: Ladder | None, before: TierId, after: TierId) -> tuple[Tier, ...]:
    """Return every tier crossed from ``before`` up to ``after``, lowest first."""
    if ladder is None or before == after:
        return ()
    return ladder.tiers[_rank(ladder, before) + 1 : _rank(ladder, after) + 1]


def _rank(ladder: Ladder, tier: TierId) -> int:
    """Count a tier's step; one the ladder does not know stands below the first."""
    for rank, known in enumerate(ladder.tiers):
        if known.tier == tier:
            return rank
    return -1
