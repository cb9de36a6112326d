"""A coupon for one piece of a product."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.sale.basket import QUANTITY_UNIT, Line
from rules.vouchers.terms import CouponTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFree(CouponTerms):
    """One piece free, the dearest there is; of what is weighed, one unit of weight."""

    kind: Literal["product"] = "product"

    def __post_init__(self) -> None:
        """Refuse a coupon for anything at all."""
        CouponTerms.__post_init__(self)
        if self.scope.is_everything:
            raise bounds.OutOfBoundsError("categories or skus must be named")

    def off(self, lines: Sequence[Line], amounts: Sequence[int]) -> tuple[int, ...]:
        """Return what comes off each line, of which ``amounts`` are left to pay."""
        pieces = [
            amount * QUANTITY_UNIT // max(QUANTITY_UNIT, line.quantity_milli)
            for line, amount in zip(lines, amounts, strict=True)
        ]
        best = max(range(len(pieces)), key=pieces.__getitem__)
        most = pieces[best] if self.cap_minor is None else min(pieces[best], self.cap_minor)
        return tuple(most if at == best else 0 for at in range(len(pieces)))
