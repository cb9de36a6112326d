"""What becomes of points that are to go back and are not there any more: data decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.ground.ids import AccountId, LotId
from rules.programme import Programme, ShortfallPolicy
from rules.rewards.points_tender import PointsTender
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_FORGIVEN,
    HOUSE_RECOVERED,
    POINTS,
    Entry,
    Posting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """``points`` are missing; ``settled`` of them are not owed, for ``from_refund_minor``.

    ``points`` counts what this return alone would make the member owe. ``for_gifts_minor``
    of the money is for what was spent of gift cards that go back.
    """

    points: int
    policy: ShortfallPolicy
    settled: int = 0
    from_refund_minor: int = 0
    for_gifts_minor: int = 0

    def entries(self, account: AccountId, lot: LotId) -> tuple[Entry, ...]:
        """Return what settles it: the reversal stands whole and this is its other half."""
        if not self.settled:
            return ()
        paid = self.policy == "take_from_refund_money"
        house = HOUSE_RECOVERED if paid else HOUSE_FORGIVEN
        return (
            Entry(
                "forgive",
                self.policy,
                (
                    Posting(account, POINTS, self.settled, lot, AVAILABLE),
                    Posting(house, POINTS, -self.settled, LotId(""), HOUSE),
                ),
            ),
        )


def shortfall_of(
    programme: Programme,
    *,
    before: int,
    change: int,
    money_minor: int,
    approved: bool,
    gifts_minor: int = 0,
) -> Shortfall:
    """Decide a shortfall by the programme's policy.

    ``before`` is what the member has available, ``change`` what the return does to it
    (below zero: takes), ``money_minor`` what goes back in money, ``approved`` whether a
    manager wrote it off, ``gifts_minor`` what was spent of gift cards that go back. Where
    points have no worth in money they stay owed.
    """
    policy = programme.refund.shortfall
    points = max(0, max(0, -(before + change)) - max(0, -before))
    match policy:
        case "pending_only":
            usable = max(0, -change)
            return Shortfall(points=usable, policy=policy, settled=usable)
        case "clamp_to_zero":
            return Shortfall(points=points, policy=policy, settled=points)
        case "manager_write_off" if approved:
            return Shortfall(points=points, policy=policy, settled=points)
        case "take_from_refund_money":
            settled, minor = _paid(programme.tenders, points, money_minor)
            for_gifts = min(gifts_minor, money_minor - minor)
            return Shortfall(
                points=points,
                policy=policy,
                settled=settled,
                from_refund_minor=minor + for_gifts,
                for_gifts_minor=for_gifts,
            )
        case _:
            return Shortfall(points=points, policy=policy)


def gift_money_owed(
    policy: ShortfallPolicy, spent_minor: int, *, withheld_minor: int, approved: bool
) -> int:
    """Return how much of a gift card that goes back stays owed when it was spent.

    ``withheld_minor`` was kept back for it from the money that went back; ``approved`` says
    that a manager wrote it off.
    """
    match policy:
        case "pending_only" | "clamp_to_zero":
            return 0
        case "manager_write_off" if approved:
            return 0
        case _:
            return max(0, spent_minor - withheld_minor)


def _paid(
    rewards: Sequence[PointsTender], points: int, money_minor: int
) -> tuple[int, int]:
    """Return how many points the money pays for, and with how much of it.

    At what the first points tender pays for them, rounded down: in the member's favour.
    """
    for reward in rewards:
        if reward.unit == POINTS:
            worth = reward.value_minor_per_step
            step = reward.step
            if points * worth // step > money_minor:
                # The most points whose rounded worth the money still pays.
                points = ((money_minor + 1) * step - 1) // worth
            return points, points * worth // step
    return 0, 0
