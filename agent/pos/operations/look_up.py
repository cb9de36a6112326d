"""What may be looked up: members, receipts, transactions, days, and why."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from agent.pos.answers.answers import MemberAnswer, ReceiptAnswer, ScanAnswer
from agent.pos.answers.day_answers import DayTotalsAnswer
from agent.pos.answers.refund_answers import TransactionAnswer
from agent.pos.answers.value_answers import VoucherAnswer
from agent.pos.operations.operation import Operation
from agent.pos.requests.print_requests import SlipAnswer

LOOK_UP_CALLS: Final[Mapping[str, Operation]] = {
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
    "slip": Operation(
        method="GET",
        path="/v1/slips",
        group="look-up",
        answer=SlipAnswer,
        problems=("invalid_request", "unknown_receipt", "unknown_profile"),
    ),
}
