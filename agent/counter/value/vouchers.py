"""What a voucher is, told on a scan and when asked: worth, state, end, whereabouts."""

from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.desk import Desk
from agent.counter.value.coupons import coupon_state
from agent.counter.value.gift_cards import gift_card_account
from agent.counter.value.issues import issued_codes
from rules.ground.refusal import Refusal, refuse
from rules.programme import Programme
from rules.value.ledger import USES
from rules.vouchers import Voucher
from rules.vouchers.amount_off import AmountOff
from rules.vouchers.money import MONEY
from rules.vouchers.percent_off import PercentOff
from sync.kit.clock import to_text
from sync.till.book.book import NoProgrammeFault
from sync.till.book.units import UnitView, unit_view
from sync.wire.keys.vouchers import coupon_account

LISTED_MAX: Final = 12
"""How many coupons of a member are listed: more than anyone carries."""


def voucher(desk: Desk, code: str) -> Answer | Refusal:
    """Tell what a voucher's code stands for."""
    return voucher_out(desk, code) or refuse("unknown_voucher")


def vouchers_of(desk: Desk, workstation: str) -> Answer | Refusal:
    """Tell the coupons that whoever stands at a workstation was given, the newest first.

    A code follows from the award, so the till lists its member's without keeping a list.
    """
    bearer = desk.presented(None, workstation).bearer
    if bearer is None:
        return refuse("no_member")
    codes = issued_codes(bearer.standing, _programme(desk), key=desk.book.keys.voucher)
    told = (voucher_out(desk, code) for code in codes[:LISTED_MAX])
    return {"vouchers": [voucher for voucher in told if voucher is not None]}


def voucher_out(desk: Desk, code: str) -> Answer | None:
    """Write a voucher as it stands here now; None when nobody knows the code here."""
    view = unit_view(desk.book, coupon_account(code), USES)
    if view is not None:
        return _coupon(desk, view, code)
    view = unit_view(desk.book, gift_card_account(desk, code), MONEY)
    return _gift_card(desk, view, code) if view else None


def _gift_card(desk: Desk, view: UnitView, code: str) -> Answer:
    programme = _programme(desk)
    terms = programme.gift_cards if programme else None
    return {
        "kind": "gift_card",
        "code": code.strip().upper(),
        "state": coupon_state(view, desk.now()),
        "balance_minor": view.available,
        "expires": to_text(view.until) if view.until else None,
        "policy": terms.spend if terms else None,
        **standing_out(view),
    }


def _coupon(desk: Desk, view: UnitView, code: str) -> Answer:
    programme = _programme(desk)
    terms = programme.voucher(view.rule) if programme else None
    return {
        "kind": "coupon",
        "code": code.strip().upper(),
        "state": coupon_state(view, desk.now()),
        "rule": view.rule,
        "worth": _worth(terms) if terms else None,
        "expires": to_text(view.until) if view.until else None,
        "policy": terms.spend if terms else None,
        **standing_out(view),
    }


def standing_out(view: UnitView) -> dict[str, Value]:
    """Write where a voucher's value stands: here, at head office, at other stores."""
    return {
        "home": view.home or None,
        "spendable_here": view.spendable_here,
        "at_office": max(0, view.dealable),
        "at_stores": dict(sorted(view.held_elsewhere.items())),
    }


def _programme(desk: Desk) -> Programme | None:
    try:
        return desk.evaluator(desk.now()).programme
    except NoProgrammeFault:
        return None


def _worth(terms: Voucher) -> Answer:
    value: dict[str, Value] = {"kind": terms.kind}
    if isinstance(terms, PercentOff):
        value["percent"] = str(terms.percent)
    if isinstance(terms, AmountOff):
        value["amount_minor"] = terms.amount_minor
    value |= {
        "categories": list(terms.categories),
        "skus": list(terms.skus),
        "minimum_minor": terms.minimum_minor,
        "cap_minor": terms.cap_minor,
    }
    return value
