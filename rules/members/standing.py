"""What a decision may know of the member: the witness that is journalled with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.ground.ids import AccountId, TierId
from rules.ground.quick import quick_to_make
from rules.value.ledger import Slice

MemberStatus = Literal["active", "blocked"]


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a member is, as known here now.

    ``tier`` is head office's word and ``tier_until`` when it ends; ``spend_minor`` is the
    tier credit inside the ladder's window, in minor units of qualifying spend or in what
    else the ladder counts: the office's figure plus our own sales that it has not applied
    yet. ``visited`` is the local day of the last visit known here. ``issued`` counts the
    awards given once so far, by rule. ``revision`` and ``as_of`` say which statement this
    rests on. ``points_here`` are slices spendable here now.

    ``segments`` and ``groups`` name what the member belongs to; ``birthday`` (``MM-DD``) is
    a day of the programme's calendar, ``joined`` (``2026-11-21``) a local day as ISO writes
    it, both empty when not known; ``attributes`` are further facts by name. ``counts`` are
    named counters, as of now: what was awarded in a period, how often something was used.
    """

    account: AccountId
    status: MemberStatus
    tier: TierId
    tier_until: datetime | None
    spend_minor: int
    issued: tuple[tuple[str, int], ...]
    revision: int
    as_of: datetime
    available: int = 0
    pending: int = 0
    points_here: tuple[Slice, ...] = ()
    segments: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    birthday: str = ""
    joined: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    visited: str = ""

    def count(self, name: str) -> int:
        """Return where a counter stands; one never heard of stands at 0."""
        return dict(self.counts).get(name, 0)

    def attribute(self, name: str) -> str:
        """Return a fact by name, empty when it is not known."""
        return dict(self.attributes).get(name, "")

    @property
    def spendable_here(self) -> int:
        """How many points may be spent here without asking anyone."""
        return sum(piece.amount for piece in self.points_here)
