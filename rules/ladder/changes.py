"""Why a tier changes or stays: what is decided when one ends, when credit comes or goes."""

from dataclasses import dataclass
from typing import Literal

from rules.ground.ids import TierId
from rules.ladder.places import place_on, rank
from rules.ladder.terms import Ladder
from rules.sale.decisions import Values

ChangeKind = Literal[
    "raised", "renewed", "kept", "graced", "lowered", "returned", "given", "begun"
]
"""``raised`` by credit; at its end ``renewed``, ``kept`` though it fell short (none falls),
``graced`` for a while more or ``lowered``; ``returned`` goods, ``given`` by a person,
``begun`` with the period it was reached for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """What becomes of a member's tier and why: from where, with how much, of how much.

    ``have`` is in the ladder's metric; ``need`` is what the tier before asks for when it
    was not raised, else what the new one does.
    """

    before: TierId
    tier: TierId
    kind: ChangeKind
    have: int = 0
    need: int = 0

    @property
    def words(self) -> str:
        """The words key of the reason."""
        return f"tier.{self.kind}"

    @property
    def values(self) -> Values:
        """The figures of the reason, by name."""
        return (
            ("before", self.before),
            ("have", self.have),
            ("need", self.need),
            ("tier", self.tier),
        )


def raised(ladder: Ladder, before: TierId, credit: int) -> TierChange | None:
    """Return the change that credit brings; None when it reaches no higher tier."""
    reached = place_on(ladder, credit).tier
    if rank(ladder, reached) <= rank(ladder, before):
        return None
    return _change(ladder, (before, reached), "raised", credit)


def ended(
    ladder: Ladder, tier: TierId, credit: int, *, in_grace: bool = False
) -> TierChange:
    """Decide what follows a tier that has come to its end, by the credit that counts then.

    ``in_grace`` says that it has outlived its end once already.
    """
    reached = place_on(ladder, credit).tier
    step = rank(ladder, tier)
    if rank(ladder, reached) >= step:
        return _change(ladder, (tier, reached), "renewed", credit)
    if ladder.downgrade == "none":
        return _change(ladder, (tier, tier), "kept", credit)
    if ladder.grace_days and not in_grace:
        return _change(ladder, (tier, tier), "graced", credit)
    if ladder.downgrade == "one_level":
        reached = ladder.tiers[step - 1].tier
    return _change(ladder, (tier, reached), "lowered", credit)


def returned(ladder: Ladder, tier: TierId, *, before: int, after: int) -> TierChange | None:
    """Return the change that a return brings; None when the tier stands without it.

    It falls as if the sale had never been, however softly tiers end otherwise, but only
    when the credit before was what held it up.
    """
    was, left = place_on(ladder, before).tier, place_on(ladder, after).tier
    if rank(ladder, left) < rank(ladder, tier) <= rank(ladder, was):
        return _change(ladder, (tier, left), "returned", after)
    return None


def given(before: TierId, tier: TierId) -> TierChange:
    """Return the change that a person decided; it rests on no credit."""
    return TierChange(before=before, tier=tier, kind="given")


def begun(ladder: Ladder, before: TierId, tier: TierId, credit: int) -> TierChange | None:
    """Return the change when a period begins that ``tier`` was reached for.

    None when what still counts of the last period reaches no higher than ``before``.
    """
    reached = place_on(ladder, credit).tier
    best = min(reached, tier, key=lambda one: rank(ladder, one))
    if rank(ladder, best) <= rank(ladder, before):
        return None
    return _change(ladder, (before, best), "begun", credit)


def _change(
    ladder: Ladder, way: tuple[TierId, TierId], kind: ChangeKind, credit: int
) -> TierChange:
    before, tier = way
    asks = rank(ladder, tier if kind in {"raised", "begun"} else before)
    need = ladder.tiers[asks].starts if asks >= 0 else 0
    return TierChange(before=before, tier=tier, kind=kind, have=max(0, credit), need=need)
