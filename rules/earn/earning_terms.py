"""On which money a programme's rules earn, and how its multipliers meet."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningTerms:
    """What a receipt earns on.

    ``amount``: ``paid`` for goods after all discounts, or the ``gross`` price before them.
    ``tax``: prices as they are (``as_shown``), ``without`` the tax in them, or ``with``
    tax that they do not hold. ``fees``: lines that are fees earn too (the order's total).
    What was paid with ``tenders_not_earning`` is taken off, shared to all lines by what
    they cost. Goods of ``not_categories`` and ``not_skus`` earn nothing, whatever the rule.
    ``multipliers`` of one line ``add`` up, ``multiply`` one another, or only the
    ``highest`` holds.
    """

    amount: Literal["paid", "gross"] = "paid"
    tax: Literal["as_shown", "without", "with"] = "as_shown"
    fees: bool = False
    tenders_not_earning: tuple[str, ...] = ("points",)
    multipliers: Literal["add", "multiply", "highest"] = "add"
    not_categories: tuple[str, ...] = ()
    not_skus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a list without end."""
        for name in ("tenders_not_earning", "not_categories", "not_skus"):
            bounds.names(name, getattr(self, name))


USUAL = EarningTerms()
"""What holds where a programme says nothing."""
