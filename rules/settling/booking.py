"""A decided sale written down: the lots it brings to life, the entries that move value."""

from collections.abc import Sequence
from datetime import datetime

from rules.combining.coupons import coupon_entries
from rules.programme import Programme
from rules.sale.decisions import SaleDecision, Settlement, Spend
from rules.settling.birth import Owner, born, counted, redeemed
from rules.settling.giving import given_value
from rules.value.allotments import drawing_entries
from rules.value.ledger import Entry, Lot


def booked(
    decision: SaleDecision,
    spends: Sequence[Spend],
    programme: Programme,
    *,
    owner: Owner | None,
    at: datetime,
) -> Settlement:
    """Return a decision with its lots and entries; of nobody only coupons and budgets are.

    ``spends`` are the points it was paid with.
    """
    lots: tuple[Lot, ...] = ()
    entries: tuple[Entry, ...] = ()
    if owner is not None:
        lots, entries = _moved(decision, spends, programme, owner=owner, at=at)
    return Settlement(
        awards=decision.awards,
        discounts=decision.discounts,
        not_used=decision.not_used,
        issues=decision.issues,
        counts=decision.counts,
        gifts=decision.gifts,
        lots=lots,
        entries=(
            *entries,
            *coupon_entries(decision.coupons),
            *drawing_entries(decision.drawn.allotments),
        ),
        qualifying_minor=decision.qualifying_minor,
        tier_before=decision.tier_before,
        tier_after=decision.tier_after,
        coupons=decision.coupons,
        exact=decision.exact,
        drawn=decision.drawn,
    )


def _moved(
    decision: SaleDecision,
    spends: Sequence[Spend],
    programme: Programme,
    *,
    owner: Owner,
    at: datetime,
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return the lots that its owner gets, and the entries that pay and that fill them."""
    parts = (
        born(decision.awards, programme, owner=owner, at=at),
        counted(decision.counts, owner=owner, at=at),
        given_value(decision.gifts, programme, owner=owner, at=at),
    )
    units = {reward.rule: reward.unit for reward in programme.rewards}
    paid = redeemed(spends, owner[0], units, life=owner[2])
    lots = tuple(lot for some, _ in parts for lot in some)
    return lots, (*paid, *(entry for _, some in parts for entry in some))
