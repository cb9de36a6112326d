"""Coupons at the till: which use of a code may be spent here, and what to ask for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from agent.counter.ground.desk import Bearer, Desk
from agent.counter.value.fetching import NeedsMore
from agent.counter.value.unasked import unasked_use
from rules.evaluator import Evaluator
from rules.ground.ids import Place
from rules.sale.decisions import CouponShown, CouponUse
from rules.value.ledger import AVAILABLE, USES
from sync.till.book.units import UnitView, unit_view
from sync.wire.keys.vouchers import coupon_account

ELSEWHERE: Final = "refuse.coupon_elsewhere"


def shown_coupons(
    desk: Desk,
    codes: Iterable[str],
    evaluator: Evaluator | None,
    *,
    bearer: Bearer | None,
    at: datetime,
) -> tuple[CouponShown, ...]:
    """Return what is known here now of the coupons that a document names.

    ``bearer`` is whoever shows them, None for nobody. Of those that head office
    could not be asked for, a document spends one.
    """
    shown: list[CouponShown] = []
    standing = bearer.standing if bearer else None
    for code in codes:
        coupon = _shown(desk, code, evaluator, at=at)
        if coupon.why == ELSEWHERE and all(one.limit is None for one in shown):
            coupon = unasked_use(desk, coupon, evaluator, standing=standing, at=at)
        shown.append(coupon)
    return tuple(shown)


def wanted_uses(
    desk: Desk, codes: Iterable[str], evaluator: Evaluator | None, *, at: datetime
) -> tuple[NeedsMore, ...]:
    """Return the uses to ask head office for, of coupons that could be spent if it deals.

    None for the unknown, the used and the ended, nor for what is spent on paper.
    """
    wanted: list[NeedsMore] = []
    for code in dict.fromkeys(codes):
        shown = _shown(desk, code, evaluator, at=at)
        if shown.why == ELSEWHERE and not desk.book.journal.frozen:
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
    desk: Desk, code: str, evaluator: Evaluator | None, *, at: datetime
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
    elif _is_on_paper(view, evaluator):
        place, lot = AVAILABLE, view.lot
    else:
        return CouponShown(
            code=code,
            why=ELSEWHERE,
            values=(("store", next(iter(view.held_elsewhere), "")),),
        )
    use = CouponUse(account=view.account, rule=view.rule, lot=lot, place=place)
    return CouponShown(code=code, use=use)


def _is_on_paper(view: UnitView, evaluator: Evaluator | None) -> bool:
    """Say whether the paper is the right: the cashier keeps it, nobody deals it."""
    terms = evaluator.programme.voucher(view.rule) if evaluator else None
    return terms is not None and terms.spend == "paper" and view.confirmed
