"""Limits of risk: how often a member may earn a day, how much may be spent unasked."""

from dataclasses import dataclass

from rules import bounds
from rules.refusal import Refusal, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Velocity:
    """How often one member may earn a day; what is beyond is booked and earns nothing."""

    accruals_per_day: int

    def __post_init__(self) -> None:
        """Refuse a limit that lets nobody earn."""
        most = bounds.POINTS_MAX
        bounds.within("accruals_per_day", self.accruals_per_day, least=1, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorLimit:
    """How much may be spent without head office having been asked, in minor units.

    Of one transaction, and of one account since head office was last asked.
    """

    transaction_minor: int
    account_minor: int | None = None

    def __post_init__(self) -> None:
        """Refuse limits below nothing."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("transaction_minor", self.transaction_minor, least=0, most=most)
        if self.account_minor is not None:
            bounds.within("account_minor", self.account_minor, least=0, most=most)


def objection_to_accrual(limit: Velocity, *, earned_today: int) -> Refusal | None:
    """Return why a member earns nothing more today, None while they may."""
    if earned_today < limit.accruals_per_day:
        return None
    return refuse("too_often_today", most=limit.accruals_per_day)


def objection_to_unasked(
    limit: FloorLimit, amount_minor: int, *, unasked_minor: int = 0
) -> Refusal | None:
    """Return why an amount must be asked for; ``unasked_minor`` was spent since."""
    if amount_minor > limit.transaction_minor:
        return refuse(
            "above_floor_limit", limit_minor=limit.transaction_minor, asked=amount_minor
        )
    most = limit.account_minor
    if most is not None and unasked_minor + amount_minor > most:
        return refuse("above_floor_limit", limit_minor=most, asked=amount_minor)
    return None
