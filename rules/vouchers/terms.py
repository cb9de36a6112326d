"""What every coupon's terms say: on what, from how much, when, and where it is spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from rules.ground import bounds
from rules.ground.ids import RuleId
from rules.ground.shares import share
from rules.sale.basket import LineKind
from rules.sale.matching import Scope
from rules.value.limits import UnaskedTerms

SpendPolicy = Literal["online", "homed", "paper", "signed"]
"""Where a use may be spent: wherever head office deals it when asked; at the store that
issued it, which holds it, else when asked; anywhere, on the paper that the cashier keeps;
wherever head office deals it, and where it cannot be asked up to a limit, by the member it
was given to. A second spending of the last two is found later and is the house's loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponTerms:
    """Terms that all kinds share.

    ``minimum_minor`` is what all goods must cost after other discounts; ``cap_minor`` the
    most that comes off. ``first_day`` and ``last_day`` (``2026-12-31``, both included, days
    of the programme's zone) bound when it is spent; empty does not. ``unasked`` says what
    may be spent of it while head office cannot be asked: of ``signed`` ones alone.
    ``takes`` is the kind of lines that it is about.
    """

    takes: ClassVar[LineKind] = "item"
    rule: RuleId
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    minimum_minor: int = 0
    cap_minor: int | None = None
    first_day: str = ""
    last_day: str = ""
    spend: SpendPolicy = "online"
    unasked: UnaskedTerms | None = None

    def __post_init__(self) -> None:
        """Refuse figures that make no coupon."""
        bounds.identifier("rule", self.rule)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        most = bounds.MONEY_MINOR_MAX
        bounds.within("minimum_minor", self.minimum_minor, least=0, most=most)
        if self.cap_minor is not None:
            bounds.within("cap_minor", self.cap_minor, least=1, most=most)
        for name, day in (("first_day", self.first_day), ("last_day", self.last_day)):
            if day and not _is_day(day):
                raise bounds.OutOfBoundsError(
                    "{what} must be a day like 2026-12-31", what=name
                )
        if (self.spend == "signed") != (self.unasked is not None):
            raise bounds.OutOfBoundsError(
                'spend = "signed" needs unasked, and nothing else may have it: {what}',
                what="receipt_minor, day_minor, days, tills, exposure_minor",
            )

    @property
    def scope(self) -> Scope:
        """Which lines it is about."""
        return Scope(self.categories, self.skus)

    def is_open(self, day: date) -> bool:
        """Say whether it may be spent on a local day."""
        said = day.isoformat()
        return self.first_day <= said and (not self.last_day or said <= self.last_day)

    def capped(self, total_minor: int, amounts: Sequence[int]) -> tuple[int, ...]:
        """Share what comes off to these amounts: at most the cap, at most all there is."""
        most = sum(amounts) if self.cap_minor is None else min(sum(amounts), self.cap_minor)
        return share(min(total_minor, most), amounts)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
