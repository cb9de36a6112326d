"""Budgets of campaigns: what may be given in all, and what is left of it.

A budget of a campaign or of a store is an account like a coupon's (``b-summer``,
``b-summer@S01``): a unit says what it counts and how often it begins anew, a lot is one
period of it. So it is dealt to tills, spent there, given back and compared at night like
any value. One of each member is a counter of theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from rules.calendars.periods import PeriodKind, Reckoning, period, period_name
from rules.ground import bounds
from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.value.allotments import Allotment, BudgetPeriod
from rules.value.ledger import BUDGET_PREFIX, BUDGET_UNIT

Counts = Literal["discount_minor", "points", "uses"]
"""What a budget is of: minor units of discounts, points, or receipts that had any."""

_EVER: Final = "ever"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """At most ``amount`` is given by a campaign, a store or to a member in a period.

    What is asked for beyond is given in part (``trim``) or not at all (``nothing``). What a
    sale took of it stays taken (``kept``), or comes back once nothing of the sale is left
    (``restored``).
    """

    counts: Counts
    amount: int
    of: Literal["campaign", "store", "member"] = "campaign"
    per: PeriodKind | Literal["ever"] = _EVER
    over: Literal["trim", "nothing"] = "trim"
    returned: Literal["kept", "restored"] = "kept"

    def __post_init__(self) -> None:
        """Refuse a budget of less than nothing."""
        bounds.within("amount", self.amount, least=0, most=bounds.MONEY_MINOR_MAX)

    @property
    def unit(self) -> Unit:
        """The unit in which what may be given is dealt and spent: ``b.points.day``."""
        return Unit(f"{BUDGET_UNIT}{self.counts}.{self.per}")

    def left(self, given: int) -> int:
        """Return what is left once ``given`` was given; never below zero."""
        return max(0, self.amount - given)

    def granted(self, asked: int, *, left: int) -> int:
        """Return how much of what is asked for may be given when so much is ``left``."""
        if asked <= left:
            return asked
        return left if self.over == "trim" else 0

    def period_name(self, at: datetime, reckoning: Reckoning) -> str:
        """Name the period that an instant is in; ``ever`` is one without end."""
        return _EVER if self.per == _EVER else period_name(self.per, at, reckoning)

    def period_end(self, at: datetime, reckoning: Reckoning) -> datetime | None:
        """Return when the period that an instant is in is over (exclusive)."""
        return None if self.per == _EVER else period(self.per, at, reckoning).end


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLot:
    """One period of a budget that head office deals: where it stands and how much it is."""

    account: AccountId
    unit: Unit
    lot: LotId
    amount: int
    expires: datetime | None

    @property
    def period(self) -> BudgetPeriod:
        """Which period of which budget it is."""
        return BudgetPeriod(self.account, self.unit, self.lot)

    def allotment(self, place: Place, amount: int) -> Allotment:
        """Return so much of it, standing at a place."""
        return Allotment(**self.period._asdict(), place=place, amount=amount)


def budget_lots(
    campaign: str,
    budgets: Iterable[Budget],
    *,
    store: str,
    at: datetime,
    reckoning: Reckoning,
) -> Iterator[BudgetLot]:
    """Yield the lots that a sale in a store draws on for a campaign; none of members."""
    for budget in budgets:
        if budget.of == "member":
            continue
        where = f"@{store}" if budget.of == "store" else ""
        account = AccountId(f"{BUDGET_PREFIX}{campaign}{where}")
        yield BudgetLot(
            account=account,
            unit=budget.unit,
            lot=LotId(f"{account}/{budget.period_name(at, reckoning)}"),
            amount=budget.amount,
            expires=budget.period_end(at, reckoning),
        )


def store_of(account: str) -> str:
    """Return the store whose budget an account is; empty for one of all stores."""
    return account.partition("@")[2]
