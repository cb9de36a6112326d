"""What each call is: path, method, shapes and problems. The local API's register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from pydantic import JsonValue
from typing_extensions import TypeForm

from agent.pos.answers import (
    Dropped,
    HoldAnswer,
    MemberAnswer,
    ReceiptAnswer,
    RefundAnswer,
    RefundQuote,
    ReleaseAnswer,
    SaleAnswer,
    SaleQuote,
    ScanAnswer,
    SignInAnswer,
    SyncAnswer,
    TransactionAnswer,
)
from agent.pos.day_answers import DayTotalsAnswer, DayTotalsKept
from agent.pos.health_answers import HealthAnswer
from agent.pos.member_answers import (
    AttachAnswer,
    CardAnswer,
    EnrolAnswer,
    ReplaceAnswer,
    SuspendAnswer,
)
from agent.pos.shapes import (
    ATTACH,
    BLOCK_CARD,
    DAY_TOTALS,
    ENROL_MEMBER,
    HOLD,
    QUOTE,
    REFUND,
    REPLACE_CARD,
    RESUME,
    SALE,
    SCAN,
    SUSPEND,
    TOP_UP,
    VOID,
)
from agent.pos.sign_in_request import SIGN_IN
from agent.pos.sync_request import SYNC
from agent.pos.value_answers import MoneyHoldAnswer, VoucherAnswer

JSON: Final = "application/json"
Group = Literal["sale", "member", "look-up", "service"]


class Shape(Protocol):
    """A pydantic adapter, as far as a description needs it."""

    def json_schema(self, *, ref_template: str) -> Mapping[str, object]:
        """Return the JSON Schema."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call. ``problems`` are the codes it can answer beside :data:`EVERYWHERE`.

    ``answer`` is a type that pydantic knows; text where there is no JSON.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    group: Group
    request: Shape | None = None
    answer: TypeForm[object] = str
    media: str = JSON
    problems: tuple[str, ...] = ()


EVERYWHERE: Final = (
    "unauthorized",
    "origin_refused",
    "wrong_host",
    "too_many_requests",
    "busy",
    "not_now",
    "set_aside",
)
"""Codes that any call can answer."""

_BODY: Final = ("not_json", "not_json_media", "body_too_large", "invalid_request")
_BASKET: Final = (
    "wrong_currency",
    "duplicate_line",
    "discount_exceeds_line",
    "quantity_zero",
    "negative_quantity",
    "negative_amount",
    "exchange_not_yet",
    "points_exceed_basket",
    "payment_card_in_document",
)
_RETURN: Final = (
    "money_spent",
    "gives_back_too_much",
    "unknown_document",
    "only_sales_return",
    "broken_proof",
    "nothing_to_return",
    "unknown_line",
    "more_than_sold",
    "amount_exceeds_line",
    "points_tender_differs",
    "tenders_differ",
    "wrong_currency",
)
_NEW_CARD: Final = (
    "payment_card_in_document",
    "not_a_member_card",
    "card_taken",
    "key_missing",
    "no_new_numbers",
    "wish_differs",
)
_DOCUMENT: Final = ("document_differs", "other_store", "wrong_kind")

OPERATIONS: Final[Mapping[str, Operation]] = {
    "scan": Operation(
        method="POST",
        path="/v1/scans",
        group="sale",
        answer=ScanAnswer,
        request=SCAN,
        problems=(*_BODY, "payment_card_in_document"),
    ),
    "quote": Operation(
        method="POST",
        path="/v1/quotes",
        group="sale",
        answer=SaleQuote | RefundQuote,
        request=QUOTE,
        problems=(*_BODY, *_BASKET, *_RETURN),
    ),
    "hold": Operation(
        method="POST",
        path="/v1/redemptions",
        group="sale",
        answer=HoldAnswer | MoneyHoldAnswer,
        request=HOLD,
        problems=(
            *_BODY,
            "unknown_voucher",
            "voucher_missing",
            "voucher_blocked",
            "voucher_expired",
            "too_little_money",
            "money_elsewhere",
            "barred_goods",
            "no_member",
            "unknown_member",
            "card_blocked",
            "member_blocked",
            "unknown_reward",
            "more_than_basket",
            "below_minimum",
            "not_a_step",
            "too_few_points",
            "over_allowance",
            "redemption_frozen",
            "disk_low",
            "payment_card_in_document",
        ),
    ),
    "release": Operation(
        method="DELETE",
        path="/v1/redemptions/{hold}",
        group="sale",
        answer=ReleaseAnswer,
        problems=("invalid_request", "unknown_hold", "hold_used"),
    ),
    "sale": Operation(
        method="POST",
        path="/v1/sales",
        group="sale",
        answer=SaleAnswer,
        request=SALE,
        problems=(
            *_BODY,
            *_BASKET,
            *_DOCUMENT,
            "tenders_differ",
            "points_without_hold",
            "negative_points",
            "unknown_hold",
            "hold_twice",
            "hold_differs",
            "hold_not_tendered",
            "hold_without_member",
        ),
    ),
    "top_up": Operation(
        method="POST",
        path="/v1/wallet/top-ups",
        group="sale",
        answer=SaleAnswer,
        request=TOP_UP,
        problems=(
            *_BODY,
            *_DOCUMENT,
            "payment_card_in_document",
            "wrong_currency",
            "tenders_differ",
            "no_member",
            "unknown_member",
            "card_blocked",
            "member_blocked",
            "no_wallet",
            "top_up_too_large",
            "top_up_over_day",
            "top_up_over_balance",
            "tender_not_money",
        ),
    ),
    "refund": Operation(
        method="POST",
        path="/v1/refunds",
        group="sale",
        answer=RefundAnswer,
        request=REFUND,
        problems=(*_BODY, *_RETURN, *_DOCUMENT, "payment_card_in_document"),
    ),
    "void": Operation(
        method="POST",
        path="/v1/voids",
        group="sale",
        answer=RefundAnswer | Dropped,
        request=VOID,
        problems=(
            *_BODY,
            *_DOCUMENT,
            "document_missing",
            "workstation_missing",
            "unknown_document",
            "only_sales_return",
            "broken_proof",
            "nothing_left",
            "money_spent",
            "nothing_to_return",
            "payment_card_in_document",
        ),
    ),
    "session": Operation(
        method="GET",
        path="/v1/session",
        group="look-up",
        answer=ScanAnswer,
        problems=("invalid_request", "payment_card_in_document"),
    ),
    "member": Operation(
        method="GET",
        path="/v1/members",
        group="look-up",
        answer=MemberAnswer,
        problems=("invalid_request", "unknown_member", "card_or_phone"),
    ),
    "enrol_member": Operation(
        method="POST",
        path="/v1/members",
        group="member",
        answer=EnrolAnswer,
        request=ENROL_MEMBER,
        problems=(*_BODY, *_NEW_CARD, "not_a_phone", "phone_taken"),
    ),
    "replace_card": Operation(
        method="POST",
        path="/v1/cards/replace",
        group="member",
        answer=ReplaceAnswer,
        request=REPLACE_CARD,
        problems=(*_BODY, *_NEW_CARD, "no_member", "unknown_member"),
    ),
    "attach": Operation(
        method="POST",
        path="/v1/attachments",
        group="member",
        answer=AttachAnswer,
        request=ATTACH,
        problems=(
            *_BODY,
            "payment_card_in_document",
            "only_sales_attach",
            "other_store",
            "card_or_phone",
            "unknown_member",
            "card_blocked",
            "member_blocked",
            "sale_not_here",
            "has_member",
            "already_attached",
            "returned_whole",
        ),
    ),
    "suspend": Operation(
        method="POST",
        path="/v1/session/suspend",
        group="sale",
        answer=SuspendAnswer,
        request=SUSPEND,
        problems=(*_BODY, "payment_card_in_document"),
    ),
    "resume": Operation(
        method="POST",
        path="/v1/session/resume",
        group="sale",
        answer=ScanAnswer,
        request=RESUME,
        problems=(*_BODY, "payment_card_in_document", "unknown_suspended"),
    ),
    "block_card": Operation(
        method="POST",
        path="/v1/cards/block",
        group="member",
        answer=CardAnswer,
        request=BLOCK_CARD,
        problems=(*_BODY, "payment_card_in_document", "no_member", "unknown_member"),
    ),
    "voucher": Operation(
        method="GET",
        path="/v1/vouchers",
        group="look-up",
        answer=VoucherAnswer,
        problems=("invalid_request", "unknown_voucher"),
    ),
    "receipt": Operation(
        method="GET",
        path="/v1/receipts",
        group="look-up",
        answer=ReceiptAnswer,
        problems=("invalid_request", "unknown_receipt"),
    ),
    "transaction": Operation(
        method="GET",
        path="/v1/transactions",
        group="look-up",
        answer=TransactionAnswer,
        problems=("invalid_request", "unknown_document"),
    ),
    "why": Operation(
        method="GET",
        path="/v1/why",
        group="look-up",
        answer=dict[str, JsonValue],
        problems=("invalid_request", "unknown_receipt"),
    ),
    "day_totals": Operation(
        method="GET",
        path="/v1/day-totals",
        group="look-up",
        answer=DayTotalsAnswer,
        problems=("invalid_request",),
    ),
    "tell_day_totals": Operation(
        method="POST",
        path="/v1/day-totals",
        group="service",
        request=DAY_TOTALS,
        answer=DayTotalsKept,
        problems=(*_BODY, "document_differs", "other_store", "payment_card_in_document"),
    ),
    "events": Operation(
        method="GET", path="/v1/events", group="service", media="text/event-stream"
    ),
    "sign_in": Operation(
        method="POST",
        path="/v1/sign-ins",
        group="service",
        request=SIGN_IN,
        answer=SignInAnswer,
        problems=_BODY,
    ),
    "sync": Operation(
        method="POST",
        path="/v1/sync",
        group="service",
        request=SYNC,
        answer=SyncAnswer,
        problems=(*_BODY, "no_office"),
    ),
    "health": Operation(
        method="GET",
        path="/v1/health",
        group="service",
        answer=HealthAnswer,
    ),
    "metrics": Operation(
        method="GET", path="/metrics", group="service", media="text/plain"
    ),
}
"""Every call by its operation id. One line here and one in ``app.py`` make a new one."""
