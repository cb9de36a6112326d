"""Limits of risk: how often a member may earn a day, how much may be spent unasked."""

from dataclasses import dataclass

from rules.ground import bounds
from rules.ground.refusal import Refusal, refuse


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaskedTerms:
    """What may be spent at tills that cannot ask head office, and what that costs at worst.

    At most ``receipt_minor`` off one receipt and ``day_minor`` at one till in a day; and at
    one till at most ``days`` times that before head office has heard of it. ``tills`` says
    how many tills there are. ``exposure_minor`` is the sum of all that: its author writes
    it to say that it is known and accepted.
    """

    receipt_minor: int
    day_minor: int
    days: int
    tills: int
    exposure_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that let nothing be spent, or more than anyone could mean."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("receipt_minor", self.receipt_minor, least=1, most=most)
        bounds.within("day_minor", self.day_minor, least=self.receipt_minor, most=most)
        bounds.within("days", self.days, least=1, most=bounds.DAYS_MAX)
        bounds.within("tills", self.tills, least=1, most=bounds.POINTS_MAX)
        bounds.within("exposure_minor", self.exposure_minor, least=0, most=most)

    @property
    def outage_minor(self) -> int:
        """What one till may let be spent before head office has heard of any of it."""
        return self.days * self.day_minor

    @property
    def worst_minor(self) -> int:
        """What is lost if every use at every till was the second one."""
        return self.tills * self.outage_minor

    def limit(self, *, today_minor: int, unheard_minor: int) -> FloorLimit:
        """Return how much may go off a receipt at a till that let so much be spent."""
        room = min(self.day_minor - today_minor, self.outage_minor - unheard_minor)
        return FloorLimit(transaction_minor=self.receipt_minor, account_minor=max(0, room))


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
