"""A coupon for a sum off the basket, or off some of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.sale.basket import Line
from rules.vouchers.terms import CouponTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountOff(CouponTerms):
    """``amount_minor`` off; what a cheaper basket leaves of it is gone with the use."""

    kind: Literal["amount"] = "amount"
    amount_minor: int

    def __post_init__(self) -> None:
        """Refuse figures that make no coupon."""
        CouponTerms.__post_init__(self)
        bounds.within(
            "amount_minor", self.amount_minor, least=1, most=bounds.MONEY_MINOR_MAX
        )

    def off(self, lines: Sequence[Line], amounts: Sequence[int]) -> tuple[int, ...]:
        """Return what comes off each line, of which ``amounts`` are left to pay."""
        return self.capped(self.amount_minor, amounts[: len(lines)])
