"""A coupon for bringing goods to the customer: it takes off fees, never goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.sale.basket import Line, LineKind
from rules.vouchers.terms import CouponTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingFree(CouponTerms):
    """What ``fee`` lines cost, at most ``cap_minor``; none named is every fee."""

    takes: ClassVar[LineKind] = "fee"
    kind: Literal["shipping"] = "shipping"

    def off(self, lines: Sequence[Line], amounts: Sequence[int]) -> tuple[int, ...]:
        """Return what comes off each line, of which ``amounts`` are left to pay."""
        return self.capped(sum(amounts), amounts[: len(lines)])
