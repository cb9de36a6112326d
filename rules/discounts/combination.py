"""How the discounts of a programme are chosen and combined."""

from dataclasses import dataclass
from typing import Literal

from rules.ground import bounds
from rules.ground.shares import Allocation
from rules.sale.goods import Worth

_TRIES_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """``choose`` says which discounts hold where several could.

    ``largest_first``: the one worth most over its lines goes first, the earlier in the
    programme when two are equal. ``in_order``: by priority, then as written. ``best``: the
    combination, in the order, that takes most off, searched exactly within ``tries_max``
    tries; when they do not suffice, the best found. Coupons come after all others,
    whichever way is chosen.

    ``minimums`` are met by what goods cost when a discount's turn comes (``running``) or
    before any (``original``). A piece that is given away takes its full ``price`` off, as
    far as that much is left to pay, or what is ``left`` of its price after the discounts
    before (``piece_worth``); a percentage is of what is ``left`` by then or of the
    ``price`` (``percents_of``), and takes what is left at most. ``allocation`` names how
    what comes off is shared to lines.
    """

    choose: Literal["largest_first", "in_order", "best"] = "largest_first"
    minimums: Literal["running", "original"] = "running"
    allocation: Allocation = "largest_remainder"
    tries_max: int = 2_000
    piece_worth: Worth = "price"
    percents_of: Worth = "left"

    def __post_init__(self) -> None:
        """Refuse a search without end."""
        bounds.within("tries_max", self.tries_max, least=1, most=_TRIES_MAX)


USUAL_COMBINATION = Combination()
"""What holds where a programme says nothing."""
