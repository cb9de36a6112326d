"""What is told of returns: taken back, given back, missing, and what became of them."""

from typing import Literal, NotRequired

from pydantic import JsonValue
from typing_extensions import TypedDict

from agent.pos.answers.answers import DocumentOut, MemberAfter
from agent.pos.answers.value_answers import Restored

Reversed = TypedDict(
    "Reversed",
    {"unit": str, "points": int, "line": str, "rule": str, "lot": str, "from": str},
)
"""Points taken back, and where they stood."""


class GivenBack(TypedDict):
    """Points that had been spent and are there again."""

    unit: str
    points: int
    lot: str
    state: Literal["active", "pending_acceptance"]


class Shortfall(TypedDict):
    """Points the member had spent already, and what is done about it."""

    points: int
    policy: str
    settled: NotRequired[int]
    from_refund_minor: int


class TierChange(TypedDict):
    """The tier as it is and as it would be, by this till's reckoning."""

    before: str
    after: str


class ToTender(TypedDict):
    """How much goes back to a tender."""

    tender: str
    points: NotRequired[int]
    amount_minor: int


class RefundQuote(TypedDict):
    """What a refund would take back and give back."""

    reversed: list[Reversed]
    given_back: list[GivenBack]
    shortfall: Shortfall
    withdrawn: list[JsonValue]
    tier: TierChange
    member: MemberAfter | None
    to_tenders: list[ToTender]
    restored: NotRequired[list[Restored]]


class UndoneOut(TypedDict):
    """A sale whose goods came back in an exchange that was voided.

    ``points`` of its member go back to where they were, below zero where they had been
    given back.
    """

    document: DocumentOut
    points: int


class RefundAnswer(RefundQuote):
    """A booked refund or void; ``undone`` is there where an exchange was voided."""

    record: str
    state: Literal["settled", "pending_acceptance", "claim"]
    undone: NotRequired[list[UndoneOut]]


class OutcomeOut(TypedDict):
    """What head office made of a return: points that stand as taken and given back."""

    state: Literal[
        "waiting", "pending_acceptance", "settled", "refused", "blind", "undecidable"
    ]
    reversed: int
    given_back: int
    at: str


class TransactionAnswer(TypedDict):
    """What became of a document; ``answer`` is what its POS was told."""

    state: Literal["booked"]
    document: DocumentOut
    record: str
    kind: str
    at: str
    reversed_by: list[str]
    outcome: OutcomeOut | None
    answer: dict[str, JsonValue]
