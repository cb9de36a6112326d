"""Money set aside before payment: of a gift card by its code, of a wallet by its member."""

from dataclasses import dataclass
from typing import Final

from agent.counter.asked.value_requests import MoneyHoldRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk, Presented
from agent.counter.ground.one_time import objection_to_proof
from agent.counter.records.facts import facts_bytes
from agent.counter.value.fetching import Elsewhere, NeedsMore, fetched
from agent.counter.value.gift_cards import gift_card_account
from agent.counter.value.holds import (
    RELEASED_AT_LATEST,
    SOURCE,
    hold_entry,
    made_already,
)
from rules.ground.ids import AccountId, RuleId, Unit
from rules.ground.refusal import Refusal, refuse
from rules.value.ledger import Slice
from rules.vouchers.money import UNIT_OF, objection_to_payment, set_aside
from sync.book.draft import Draft
from sync.till.book.units import UnitView, unit_view
from sync.till.journal.journal import StoredHold
from sync.wire.canonical import Json, encode_ordered
from sync.wire.records.ledger_part import Held, LedgerPart

_GIFT_CARD: Final = "gift_card"


@dataclass(frozen=True, slots=True)
class _Purse:
    """Whose money it is, and what is known of it here (None: nothing yet).

    ``presented`` is the wallet's member; nobody is for a gift card.
    """

    account: AccountId
    unit: Unit
    view: UnitView | None
    presented: Presented | None = None


def hold_money(
    desk: Desk, request: MoneyHoldRequest, *, asked: bool
) -> Answer | Refusal | NeedsMore:
    """Set money aside, durably. ``asked``: head office was asked for more already."""
    purse = _purse(desk, request)
    if isinstance(purse, Refusal):
        return purse
    again = made_already(desk, request, purse.account, _asked(request))
    if again is not None:
        return _answer(again, purse.view)
    objection = _objection(desk, request, purse.view)
    if objection is not None:
        return objection
    view = purse.view
    if view is None:
        # A card sold elsewhere a minute ago: head office may know what we do not.
        return refuse("unknown_voucher") if asked else _more(purse, request.amount_minor)
    slices = set_aside(
        request.amount_minor, here=view.here, available=view.available, at=desk.now()
    )
    if isinstance(slices, Refusal):
        return fetched(slices, _rest(purse, view), asked=asked)
    unproven = _unproven(desk, request, purse)
    return unproven or _answer(_write(desk, request, purse, slices=slices), view)


def _unproven(desk: Desk, request: MoneyHoldRequest, purse: _Purse) -> Refusal | None:
    """Say whether a wallet's member has to show that it is them, and did not."""
    presented = purse.presented
    if presented is None or presented.bearer is None:
        return None
    return objection_to_proof(
        desk,
        presented.bearer,
        request.amount_minor,
        secret=presented.secret,
        code=request.proof,
    )


def _purse(desk: Desk, request: MoneyHoldRequest) -> _Purse | Refusal:
    objection = desk.guard(request)
    if objection is not None:
        return objection
    unit = UNIT_OF[request.tender]
    presented: Presented | None = None
    if request.tender == _GIFT_CARD:
        if request.code is None:
            return refuse("voucher_missing")
        account = gift_card_account(desk, request.code)
    else:
        presented = desk.presented(request.card, request.workstation, phone=request.phone)
        if presented.bearer is None:
            return refuse("unknown_member" if presented.notice else "no_member")
        if presented.spender is None:
            return refuse(presented.notice or presented.no_spending)
        account = presented.bearer.account
        if unit_view(desk.book, account, unit) is None:
            return refuse(
                "too_little_money",
                available_minor=0,
                spendable_here_minor=0,
                short_by_minor=request.amount_minor,
            )
    return _Purse(account, unit, unit_view(desk.book, account, unit), presented)


def _objection(
    desk: Desk, request: MoneyHoldRequest, view: UnitView | None
) -> Refusal | None:
    if view is not None and view.blocked:
        return refuse("voucher_blocked")
    if view is not None and view.until is not None and view.until <= desk.now():
        return refuse("voucher_expired")
    if desk.book.journal.frozen:
        return refuse("redemption_frozen", reason=desk.book.journal.frozen)
    quoted = desk.sessions.quote(request.workstation, request.quote)
    if quoted is None:
        return None
    due = quoted.total_minor
    payable = quoted.payable_minor.get(request.tender, due)
    return objection_to_payment(request.amount_minor, payable_minor=payable, due_minor=due)


def _rest(purse: _Purse, view: UnitView) -> Elsewhere:
    # Of what was loaded here since, head office has not told yet: it is its to lend.
    lent = view.dealable if view.confirmed else view.available - view.spendable_here
    return Elsewhere(
        account=purse.account,
        unit=purse.unit,
        at_office=lent,
        in_stores=view.held_elsewhere,
    )


def _more(purse: _Purse, amount: int) -> NeedsMore:
    return NeedsMore(account=purse.account, unit=purse.unit, points=amount)


def _write(
    desk: Desk, request: MoneyHoldRequest, purse: _Purse, *, slices: tuple[Slice, ...]
) -> StoredHold:
    held = Held(
        account=purse.account,
        unit=purse.unit,
        reward=RuleId(request.tender),
        value_minor=request.amount_minor,
        workstation=request.workstation,
        slices=slices,
    )
    entry = hold_entry(held, slices, desk.life)
    record = desk.book.journal.append(
        Draft(
            kind="hold",
            at=desk.now(),
            ledger=LedgerPart(entries=(entry,), held=(held,)),
            facts=facts_bytes(encode_ordered(_asked(request)), {}),
        )
    )
    return StoredHold(record=record, held=held, state="open")


def _asked(request: MoneyHoldRequest) -> dict[str, Json]:
    return {
        "amount_minor": request.amount_minor,
        "quote": request.quote or "",
        "tender": request.tender,
        "workstation": request.workstation,
    }


def _answer(stored: StoredHold, view: UnitView | None) -> Answer:
    held = stored.held
    return {
        "hold": stored.record,
        "tender": held.reward,
        "points": 0,
        "value_minor": held.value_minor,
        "available_minor": view.available if view else held.value_minor,
        "source": SOURCE,
        "released_at_latest": RELEASED_AT_LATEST,
    }
