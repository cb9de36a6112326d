"""The public shapes at the door: one adapter a request, read straight from the bytes.

Answers are described in ``agent/pos/answers/answers.py``. An adapter raises pydantic's
ValidationError; its messages may hold what was sent, so a door tells the field and the
reason and never the input.
"""

from typing import Annotated, Final

from pydantic import Discriminator, Tag, TypeAdapter

from agent.counter.asked.day_requests import DayTotalsRequest
from agent.counter.asked.people_requests import (
    ActivityRequest,
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
    ReplaceCardRequest,
    ResumeRequest,
    SuspendRequest,
)
from agent.counter.asked.requests import (
    HoldRequest,
    QuoteRequest,
    RefundQuoteRequest,
    RefundRequest,
    SaleRequest,
    ScanRequest,
    VoidRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest, TopUpRequest


def _which_quote(value: object) -> str:
    if isinstance(value, dict):
        return "sale" if value.get("original") is None else "refund"
    return "refund" if isinstance(value, RefundQuoteRequest) else "sale"


AnyQuoteRequest = Annotated[
    Annotated[QuoteRequest, Tag("sale")] | Annotated[RefundQuoteRequest, Tag("refund")],
    Discriminator(_which_quote),
]
"""A sale's quote, or a refund's when it names the ``original``."""


def _which_hold(value: object) -> str:
    if isinstance(value, dict):
        return "money" if value.get("tender") is not None else "points"
    return "money" if isinstance(value, MoneyHoldRequest) else "points"


AnyHoldRequest = Annotated[
    Annotated[HoldRequest, Tag("points")] | Annotated[MoneyHoldRequest, Tag("money")],
    Discriminator(_which_hold),
]
"""Points, or money of a gift card or a wallet when it names the ``tender``."""

SCAN: Final = TypeAdapter(ScanRequest)
QUOTE: Final[TypeAdapter[QuoteRequest | RefundQuoteRequest]] = TypeAdapter(AnyQuoteRequest)
HOLD: Final[TypeAdapter[HoldRequest | MoneyHoldRequest]] = TypeAdapter(AnyHoldRequest)
TOP_UP: Final = TypeAdapter(TopUpRequest)
SALE: Final = TypeAdapter(SaleRequest)
REFUND: Final = TypeAdapter(RefundRequest)
VOID: Final = TypeAdapter(VoidRequest)
ENROL_MEMBER: Final = TypeAdapter(EnrolMemberRequest)
REPLACE_CARD: Final = TypeAdapter(ReplaceCardRequest)
BLOCK_CARD: Final = TypeAdapter(BlockCardRequest)
ACTIVITY: Final = TypeAdapter(ActivityRequest)
ATTACH: Final = TypeAdapter(AttachRequest)
SUSPEND: Final = TypeAdapter(SuspendRequest)
RESUME: Final = TypeAdapter(ResumeRequest)
DAY_TOTALS: Final = TypeAdapter(DayTotalsRequest)
