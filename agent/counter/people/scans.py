"""A scan: what it is, and for a member who it is and what they could do now."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, assert_never

from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.desk import Bearer, Desk, Presented, Shown
from agent.counter.ground.sessions import Session
from agent.counter.people.members import (
    card_out,
    member_out,
    offers,
    offers_out,
    recommended,
)
from agent.counter.value.wallet_balance import wallet_out
from drivers.events import (
    BarcodeScanned,
    CardSwiped,
    CheckFailed,
    ControlHeard,
    DeviceEvent,
    GarbageReceived,
    IdDocumentSeen,
    Ignored,
    LineDisplayed,
    NoRead,
    ParityMismatched,
    PaymentCardSeen,
    ReceiptPrinted,
    TagTouched,
)
from drivers.guard.id_documents import is_national_number

if TYPE_CHECKING:
    # What it does not need to hear: a scanner waits for nothing else.
    from agent.counter.asked.requests import ScanRequest

MEMBER_CLASS: Final = "member"
_RECEIPT: Final = re.compile(r"980[to][0-9]{1,9}\.[0-9]{1,12}-[0-9]{1,12}", re.ASCII)
Unreadable = (
    CheckFailed
    | GarbageReceived
    | Ignored
    | NoRead
    | ParityMismatched
    | ControlHeard
    | ReceiptPrinted
    | LineDisplayed
)
"""Events that hold nothing a cashier could use, only why."""

_SHOWN: Final = frozenset({"voucher", "gift_card", "receipt", "employee"})
"""Classes whose code is told to the POS."""

_ROOMS: Final[Mapping[str, Sequence[Value]]] = {
    "facts": [{"words": "notice.earn_deferred"}],
    "full": [{"words": "notice.not_recorded"}],
}
"""What a cashier is told while the disk is nearly full, and when it is."""

_VALUED: Final = frozenset({"voucher", "gift_card"})


def scan(desk: Desk, request: "ScanRequest") -> Answer:
    """Judge what a POS posted as a scan, or a phone number, at one of its workstations."""
    shown = desk.shown_as(None, request.phone)
    if shown is not None:
        return _card(desk, shown, request.workstation)
    event = desk.recognise(request, desk.recognition())
    return hear(desk, event, workstation=request.workstation)


def hear(desk: Desk, event: DeviceEvent, *, workstation: str) -> Answer:
    """Tell what a device heard at a workstation. Nothing is written."""
    match event:
        case BarcodeScanned() | CardSwiped():
            return _code(desk, event, workstation)
        case TagTouched():
            return _tag(desk, event, workstation)
        case PaymentCardSeen():
            # Brand and four digits are all a cashier may see, and nothing is kept.
            return _told("payment_card", workstation, brand=event.brand, last4=event.last4)
        case IdDocumentSeen():
            return _told("id_document", workstation)
        case _:
            return _told("unknown", workstation, reason=_reason(event))


def session(desk: Desk, workstation: str) -> Answer:
    """Tell who stands at a workstation now; kind ``none`` when nobody does."""
    standing_there = desk.sessions.at(workstation, desk.now())
    if standing_there is None:
        return _told("none", workstation, member=None)
    presented = desk.of_session(standing_there)
    if presented.bearer is None:
        return _told("none", workstation, member=None)
    return _member(desk, presented, workstation)


def _reason(event: Unreadable) -> str:
    match event:
        case CheckFailed() | GarbageReceived() | Ignored():
            return event.reason
        case NoRead():
            return "no_read"
        case ParityMismatched():
            return "parity"
        case ControlHeard():
            return "control"
        case ReceiptPrinted() | LineDisplayed():
            return "tap"
        case _:
            assert_never(event)


def _code(desk: Desk, event: BarcodeScanned | CardSwiped, workstation: str) -> Answer:
    if event.class_name == MEMBER_CLASS and event.token is not None:
        return _card(desk, desk.shown(event.token), workstation)
    if isinstance(event, CardSwiped):
        return _told("unknown", workstation, reason="card_class")
    if event.class_name == "product" or event.gtin is not None:
        return _told("product", workstation, gtin=event.gtin)
    return _text(desk, event, workstation)


def _tag(desk: Desk, event: TagTouched, workstation: str) -> Answer:
    # A phone makes up a new number for each touch: it names nobody.
    if not event.is_random and desk.is_members(event.uid):
        return _card(desk, desk.shown(event.uid), workstation)
    reason = "random_uid" if event.is_random else "no_rule"
    return _told("unknown", workstation, reason=reason)


def _text(desk: Desk, event: BarcodeScanned, workstation: str) -> Answer:
    if _RECEIPT.fullmatch(event.data):
        return _told("receipt", workstation, number=event.data)
    if event.class_name in _SHOWN:
        code = event.token or ""
        more = {"voucher": _voucher(desk, code)} if event.class_name in _VALUED else {}
        return _told(event.class_name, workstation, code=code, **more)
    # A bare phone number or an old card may still be a member's.
    for shown in (desk.shown(event.data), desk.shown_as(None, event.data)):
        if shown is not None and desk.book.cards.card(shown.token) is not None:
            return _card(desk, shown, workstation)
    found = _voucher(desk, event.data)
    if found is not None:
        kind = "gift_card" if found["kind"] == "gift_card" else "voucher"
        return _told(kind, workstation, code=event.data.strip(), voucher=found)
    # What reads as a phone number in this programme's country is no identity document.
    is_phone = bool(desk.phone(event.data))
    if is_national_number(event.data) and not is_phone:
        return _told("id_document", workstation)
    reason = "card_unknown" if is_phone else "no_rule"
    return _told("unknown", workstation, reason=reason)


def _voucher(desk: Desk, code: str) -> Answer | None:
    # Loaded here: a till that starts knows members by their cards without it.
    from agent.counter.value.vouchers import voucher_out  # noqa: PLC0415  # see above

    return voucher_out(desk, code)


def _card(desk: Desk, shown: Shown, workstation: str) -> Answer:
    presented = desk.by_card(shown, named=True)
    # Whoever stood there before has been replaced, even by somebody nobody knows.
    desk.sessions.end(workstation)
    if presented.bearer is None:
        return _told("unknown", workstation, reason=presented.notice)
    if not presented.notice:
        _begin(desk, presented.bearer, workstation, presented=presented)
    return _member(desk, presented, workstation)


def _begin(desk: Desk, bearer: Bearer, workstation: str, *, presented: Presented) -> None:
    session = Session(
        account=bearer.account,
        name=bearer.name,
        since=desk.now(),
        card_until=presented.card_until,
        secret=presented.secret,
    )
    desk.sessions.begin(workstation, session)


def _member(desk: Desk, presented: Presented, workstation: str) -> Answer:
    bearer, now = presented.bearer, desk.now()
    if bearer is None:
        return _told("none", workstation, member=None)
    evaluator = desk.evaluator(now)
    programme = evaluator.programme
    wallet = wallet_out(desk, bearer.account, evaluator)
    found = offers(bearer.standing, programme, at=now) if presented.spender else ()
    notices = _ROOMS.get(desk.book.journal.room, [])
    return {
        "kind": "member",
        "session": workstation,
        "member": member_out(
            bearer,
            programme,
            status=presented.status,
            more=wallet,
            card=card_out(presented),
            at=desk.now(),
        ),
        "redeemable": offers_out(found),
        "recommended": recommended(found, programme),
        **({"notices": notices} if notices else {}),
    }


def _told(kind: str, workstation: str, **more: Value) -> Answer:
    return {"kind": kind, "session": workstation, **more}
