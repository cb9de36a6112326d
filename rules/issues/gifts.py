"""What is given by itself. The alias is the register: join yours with ``|``."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.ground.ids import TierId, Unit
from rules.value.ledger import POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCoupon:
    """A coupon by the terms that the rule's name has among ``vouchers``.

    Good for ``valid_days`` after the day it was given.
    """

    kind: Literal["coupon"] = "coupon"
    valid_days: int

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        bounds.within("valid_days", self.valid_days, least=0, most=bounds.DAYS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveGiftCard:
    """A gift card with ``amount_minor`` on it, which belongs to whoever holds its code.

    Good for ``valid_days`` after the day it was given; None: without end.
    """

    kind: Literal["gift_card"] = "gift_card"
    amount_minor: int
    valid_days: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("amount_minor", self.amount_minor, least=1, most=most)
        if self.valid_days is not None:
            bounds.within("valid_days", self.valid_days, least=0, most=bounds.DAYS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePoints:
    """Points (or another unit), usable and ending as the unit's terms say."""

    kind: Literal["points"] = "points"
    points: int
    unit: Unit = POINTS

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        bounds.within("points", self.points, least=1, most=bounds.POINTS_MAX)
        bounds.identifier("unit", self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveWallet:
    """Money into the member's wallet."""

    kind: Literal["wallet"] = "wallet"
    amount_minor: int

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("amount_minor", self.amount_minor, least=1, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveTickets:
    """Tickets of a prize draw."""

    kind: Literal["tickets"] = "tickets"
    draw: str
    tickets: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        bounds.identifier("draw", self.draw)
        bounds.within("tickets", self.tickets, least=1, most=bounds.NAMES_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveTier:
    """A tier of the ladder: credit for as much as it asks for, as of a sale."""

    kind: Literal["tier"] = "tier"
    tier: TierId

    def __post_init__(self) -> None:
        """Refuse what cannot be given."""
        bounds.identifier("tier", self.tier)


GiveVoucher = GiveCoupon | GiveGiftCard
"""What is given as a code of its own, once by its issuance key."""

Gift = GiveVoucher | GivePoints | GiveWallet | GiveTickets | GiveTier
