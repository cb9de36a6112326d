"""Where a member stands on the ladder, and where a sale or a return would put them."""

from dataclasses import dataclass
from datetime import date

from rules.ground.ids import TierId
from rules.ground.quick import quick_to_make
from rules.ladder.terms import Ladder, Tier
from rules.members.standing import Standing

_THOUSAND = 1_000


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPlace:
    """The tier a credit reaches and the way to the next one, in the ladder's metric.

    ``need`` is where the next tier starts (at the top: where this one did) and ``share``
    how much of it is there, rounded down to three places (``0.824``), ``1.000`` at the top.
    """

    tier: TierId
    next_tier: TierId | None
    have: int
    need: int
    share: str


def place_on(ladder: Ladder, credit: int) -> LadderPlace:
    """Return where that much inside the window stands; below nothing is nothing."""
    have = max(0, credit)
    reached = [tier for tier in ladder.tiers if tier.starts <= have]
    return _place(ladder, len(reached) - 1, have)


def reached_by(ladder: Ladder, credit: int) -> TierId:
    """Return the tier that so much reaches; below nothing is nothing."""
    found = ladder.tiers[0].tier
    for tier in ladder.tiers[1:]:
        if tier.starts > credit:
            break
        found = tier.tier
    return found


def way_up(ladder: Ladder, tier: TierId, credit: int) -> LadderPlace:
    """Return how far the next tier is from what is held or reached, the higher of both."""
    have = max(0, credit)
    reached = [tier for tier in ladder.tiers if tier.starts <= have]
    return _place(ladder, max(rank(ladder, tier), len(reached) - 1), have)


def credit_of(ladder: Ladder, standing: Standing) -> int:
    """Return what a member has of the ladder's metric, as known here."""
    return standing.available if ladder.metric == "balance" else standing.spend_minor


def joined_day(standing: Standing) -> date | None:
    """Return the local day on which a member joined, if it is known here."""
    return date.fromisoformat(standing.joined) if standing.joined else None


def now(ladder: Ladder | None, standing: Standing) -> TierId:
    """Predict the tier as of now: our own sales may have reached what no one gave yet."""
    return after_sale(ladder, standing, 0)


def after_sale(ladder: Ladder | None, standing: Standing, credit: int) -> TierId:
    """Predict the tier once a sale counts too; a sale never lowers what was given.

    A tier that begins with the next period is given by head office when it does.
    """
    if ladder is None or ladder.start == "next_period":
        return standing.tier
    reached = reached_by(ladder, credit_of(ladder, standing) + credit)
    return reached if rank(ladder, reached) > rank(ladder, standing.tier) else standing.tier


def after_return(ladder: Ladder | None, standing: Standing, credit: int) -> TierId:
    """Predict the tier once a return counts no more.

    It falls only as far as the returned credit was holding it up: a tier that stands for
    another reason (it was given, it still runs, it began with this period) is not taken.
    """
    if ladder is None or ladder.start == "next_period":
        return standing.tier
    have = credit_of(ladder, standing)
    was, left = reached_by(ladder, have), reached_by(ladder, have - credit)
    held_up = 0 <= rank(ladder, standing.tier) <= rank(ladder, was)
    return left if held_up else standing.tier


def entered(ladder: Ladder | None, before: TierId, after: TierId) -> tuple[Tier, ...]:
    """Return every tier crossed from ``before`` up to ``after``, lowest first."""
    if ladder is None or before == after:
        return ()
    return ladder.tiers[rank(ladder, before) + 1 : rank(ladder, after) + 1]


def rank(ladder: Ladder, tier: str) -> int:
    """Count a tier's step; one the ladder does not know stands below the first."""
    for step, known in enumerate(ladder.tiers):
        if known.tier == tier:
            return step
    return -1


def tier_on(ladder: Ladder, tier: str) -> Tier | None:
    """Return a tier of the ladder by its name."""
    return next((known for known in ladder.tiers if known.tier == tier), None)


def _place(ladder: Ladder, at: int, have: int) -> LadderPlace:
    here = ladder.tiers[at]
    above = [tier for tier in ladder.tiers[at + 1 :] if tier.starts > have]
    if not above:
        return LadderPlace(
            tier=here.tier, next_tier=None, have=have, need=here.starts, share="1.000"
        )
    following = above[0]
    return LadderPlace(
        tier=here.tier,
        next_tier=following.tier,
        have=have,
        need=following.starts,
        share=f"0.{have * _THOUSAND // following.starts:03d}",
    )
