"""A signed coupon where head office cannot be asked: its member's own, up to a limit."""

from dataclasses import replace
from datetime import datetime

from agent.counter.ground.desk import Desk
from agent.counter.value.issues import issued_codes
from rules.calendars.local_days import end_of_day
from rules.evaluator import Evaluator
from rules.members.standing import Standing
from rules.sale.decisions import CouponShown, CouponUse
from rules.value.ledger import AVAILABLE, USES
from rules.value.limits import FloorLimit, UnaskedTerms
from sync.kit.clock import to_ms
from sync.till.book.units import UnitView, unit_view
from sync.till.contact.unasked import unasked
from sync.wire.keys.vouchers import coupon_account


def unasked_use(
    desk: Desk,
    coupon: CouponShown,
    evaluator: Evaluator | None,
    *,
    standing: Standing | None,
    at: datetime,
) -> CouponShown:
    """Return a coupon that stands elsewhere as one that may be spent all the same.

    Only while head office does not answer; only what it had not dealt to anyone when it
    was last heard; only by the member it was given to, of whose award the code is a MAC:
    a copy is worth nothing in anybody else's hand. Else it comes back as it was.
    """
    view = unit_view(desk.book, coupon_account(coupon.code), USES)
    terms = evaluator.programme.voucher(view.rule) if evaluator and view else None
    if evaluator is None or view is None or terms is None or terms.unasked is None:
        return coupon
    code = coupon.code.strip().upper()
    if not desk.book.line_down or not _is_undealt(view) or standing is None:
        return coupon
    programme = evaluator.programme
    if code not in issued_codes(standing, programme, key=desk.book.keys.voucher):
        return coupon
    use = CouponUse(account=view.account, rule=view.rule, lot=view.lot, place=AVAILABLE)
    limit = _limit(desk, terms.unasked, view, evaluator, at=at)
    return replace(coupon, use=use, why="", values=(), limit=limit)


def _is_undealt(view: UnitView) -> bool:
    return view.confirmed and view.dealable > 0 and not view.held_elsewhere


def _limit(
    desk: Desk, terms: UnaskedTerms, view: UnitView, evaluator: Evaluator, *, at: datetime
) -> FloorLimit:
    """Count what was spent so on the local day of a sale, and since head office heard."""
    start, end = (to_ms(end_of_day(at, evaluator.zone, days=days)) for days in (-1, 0))
    spent = unasked(desk.book.journal, view.rule, start, end)
    return terms.limit(today_minor=spent.within_minor, unheard_minor=spent.unheard_minor)
