"""The accounting words: where value stands, and the balanced entries that move it.

Every movement at either end is an :class:`Entry` whose postings sum to zero per unit, so a
balance is nothing but the sum of postings for (account, unit, lot, place) over all
journals, in any order. The places:

``pending``          earned, not yet usable (until the return window closes)
``available``        usable, dealt to nobody; below zero it is debt
``transit:t1.3``     dealt by head office to the life ``t1.3``, not yet taken into its
journal ``t1.3``             an allowance: what the life ``t1.3`` may let the member spend
without asking ``t1.3#hold``        set aside there for an open sale ``house``
the other side: liability issued, redeemed, expired
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.ground.quick import quick_to_make

PENDING = Place("pending")
AVAILABLE = Place("available")
HOUSE = Place("house")

HOUSE_EARNED = AccountId("house:earned")
HOUSE_REDEEMED = AccountId("house:redeemed")
HOUSE_EXPIRED = AccountId("house:expired")
HOUSE_OPENING = AccountId("house:opening")
HOUSE_ADJUSTED = AccountId("house:adjusted")
HOUSE_VOUCHERS = AccountId("house:vouchers")
HOUSE_FORGIVEN = AccountId("house:forgiven")
HOUSE_RECOVERED = AccountId("house:recovered")
HOUSE_LOST = AccountId("house:lost")
HOUSE_LOADED = AccountId("house:loaded")
HOUSE_BUDGETS = AccountId("house:budgets")

POINTS = Unit("points")
USES = Unit("uses")
SPEND = Unit("spend")
"""Tier credit: qualifying spend in minor units, one lot a sale to keep its moment."""

ORDERS = Unit("tier.orders")
VISITS = Unit("tier.visits")
POINTS_EARNED = Unit("tier.points")
TIER_CREDIT = frozenset({SPEND, ORDERS, VISITS, POINTS_EARNED})
"""Tier credit of ladders by another metric: sales, days with one, points earned."""


EntryKind = Literal[
    "opening", "earn", "redeem", "reverse", "give_back", "hold", "release",
    "deal", "take", "return", "activate", "expire", "issue", "adjust", "forgive",
    "load",
]  # fmt: skip
"""Why value moves. ``give_back`` returns what a member had spent; ``return`` hands an
allowance back to head office; ``forgive`` is what a return took and does not leave owed.
``load`` is money put on a gift card or into a wallet."""


COUPON_PREFIX = "v-"
GIFT_CARD_PREFIX = "g-"
"""How the accounts of vouchers begin."""

BUDGET_PREFIX = "b-"
"""How the accounts of campaigns' budgets begin; what else is not the house's is a
member's."""

BUDGET_UNIT = "b."
"""How the units of budgets begin."""


def is_voucher(account: str) -> bool:
    """Say whether an account is a coupon's or a gift card's."""
    return account.startswith((COUPON_PREFIX, GIFT_CARD_PREFIX))


def is_budget(account: str) -> bool:
    """Say whether an account is a budget's."""
    return account.startswith(BUDGET_PREFIX)


def is_member(account: str) -> bool:
    """Say whether an account is a member's: not the house's, a voucher's or a budget's."""
    ours = account.startswith("house:") or is_voucher(account) or is_budget(account)
    return not ours


def is_budget_unit(unit: str) -> bool:
    """Say whether a unit is one of budgets."""
    return unit.startswith(BUDGET_UNIT)


def spent_to(unit: str) -> AccountId:
    """Return the house's account that what is spent of a unit goes to."""
    if is_budget_unit(unit):
        return HOUSE_BUDGETS
    return HOUSE_VOUCHERS if unit == USES else HOUSE_REDEEMED


def transit_to(life: str) -> Place:
    """Return the place of what was dealt to ``life`` (``t1.3``) and not yet taken there."""
    return Place(f"transit:{life}")


def held_at(life: str) -> Place:
    """Return the place of what ``life`` set aside for open sales."""
    return Place(f"{life}#hold")


@quick_to_make
@dataclass(frozen=True, slots=True)
class Posting:
    """``amount`` (signed) of ``unit`` onto ``account``; ``lot`` is empty for the house."""

    account: AccountId
    unit: Unit
    amount: int
    lot: LotId
    place: Place


@quick_to_make
@dataclass(frozen=True, slots=True)
class Entry:
    """Postings that happen together and sum to zero for each unit."""

    kind: EntryKind
    rule: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Refuse to exist unbalanced."""
        sums: dict[str, int] = {}
        for posting in self.postings:
            sums[posting.unit] = sums.get(posting.unit, 0) + posting.amount
        if any(sums.values()):
            raise UnbalancedEntryError(self.kind, sums)


class UnbalancedEntryError(Exception):
    """An entry that does not sum to zero: an invariant of ours is broken."""


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Points earned together. ``expires`` is exclusive; None never expires."""

    lot: LotId
    account: AccountId
    unit: Unit
    rule: str
    earned_at: datetime
    active_from: datetime
    expires: datetime | None


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of one lot: what a grant deals, a hold sets aside and a redemption spends."""

    lot: LotId
    amount: int
    good_until: datetime | None
