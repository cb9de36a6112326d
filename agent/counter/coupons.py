"""Coupons at the till: which use of a code may be spent here, and what to ask for."""

from collections.abc import Iterable
from datetime import datetime

from agent.counter.desk import Desk
from agent.counter.holds import NeedsMore
from rules.decisions import CouponShown, CouponUse
from rules.ids import AccountId, Place
from rules.ledger import AVAILABLE, COUPON_PREFIX, USES
from rules.programme import Programme
from sync.till.units import UnitView, unit_view


def coupon_account(code: str) -> AccountId:
    """Return the account of a coupon's code, however it was typed."""
    return AccountId(COUPON_PREFIX + code.strip().upper())


def shown_coupons(
    desk: Desk, codes: Iterable[str], programme: Programme | None, *, at: datetime
) -> tuple[CouponShown, ...]:
    """Return what is known here now of the coupons that a document names."""
    return tuple(_shown(desk, code, programme, at=at) for code in codes)


def wanted_uses(
    desk: Desk, codes: Iterable[str], programme: Programme | None, *, at: datetime
) -> tuple[NeedsMore, ...]:
    """Return the uses to ask head office for, of coupons that could be spent if it deals.

    None for the unknown, the used and the ended, nor for what is spent on paper.
    """
    wanted: list[NeedsMore] = []
    for code in dict.fromkeys(codes):
        shown = _shown(desk, code, programme, at=at)
        if shown.why == "refuse.coupon_elsewhere" and not desk.book.journal.frozen:
            wanted.append(NeedsMore(account=coupon_account(code), unit=USES, points=1))
    return tuple(wanted)


def coupon_state(view: UnitView, at: datetime) -> str:
    """Return ``blocked``, ``active``, ``promised``, ``expired`` or ``used``."""
    if view.blocked:
        return "blocked"
    if view.until is not None and view.until <= at:
        return "expired"
    if view.available > 0:
        return "active"
    return "promised" if view.pending > 0 else "used"


def _shown(
    desk: Desk, code: str, programme: Programme | None, *, at: datetime
) -> CouponShown:
    view = unit_view(desk.book, coupon_account(code), USES)
    if view is None:
        return CouponShown(code=code, why="refuse.unknown_coupon")
    state = coupon_state(view, at)
    if state != "active":
        return CouponShown(code=code, why=f"refuse.coupon_{state}")
    if desk.book.journal.frozen:
        return CouponShown(code=code, why="refuse.redemption_frozen")
    if view.here:
        place, lot = Place(desk.life), view.here[0].lot
    elif _is_on_paper(view, programme):
        place, lot = AVAILABLE, view.lot
    else:
        return CouponShown(
            code=code,
            why="refuse.coupon_elsewhere",
            values=(("store", next(iter(view.held_elsewhere), "")),),
        )
    use = CouponUse(account=view.account, rule=view.rule, lot=lot, place=place)
    return CouponShown(code=code, use=use)


def _is_on_paper(view: UnitView, programme: Programme | None) -> bool:
    """Say whether the paper is the right: the cashier keeps it, nobody deals it."""
    terms = programme.voucher(view.rule) if programme else None
    return terms is not None and terms.spend == "paper" and view.confirmed
