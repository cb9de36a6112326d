"""What a POS tells of a workstation's day: its own totals, to lay beside ours."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from pydantic import ConfigDict, Field

from agent.counter.asked.requests import (
    Amount,
    BusinessDay,
    Currency,
    Instant,
    KeyPart,
    Name,
    Text,
)
from rules.sale.basket import DocumentKind

KIND: Final = "day_totals"
LISTED_MAX: Final = 20_000
COUNT_MAX: Final = 1_000_000
_DOOR: Final = ConfigDict(strict=True, extra="ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDocument:
    """The natural key of a report: a later one of the same day takes its place."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    store: KeyPart
    workstation: KeyPart
    business_day: BusinessDay
    number: KeyPart

    def text(self) -> str:
        """Return the key as one string, as other documents have theirs."""
        parts = (self.store, self.workstation, self.business_day, self.number, KIND)
        return "|".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many documents of a kind, and what they come to, above zero."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    count: Annotated[int, Field(ge=0, le=COUNT_MAX)]
    amount_minor: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderTotal:
    """What a tender came to, refunds and voids taken off."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    tender: Name
    amount_minor: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document that the POS counts."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    number: KeyPart
    kind: DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotalsRequest:
    """A POS's own totals of a day; what it leaves out is not compared."""

    __pydantic_config__: ClassVar[ConfigDict] = _DOOR
    document: DayDocument
    at: Instant
    currency: Currency
    sales: Counted | None = None
    refunds: Counted | None = None
    voids: Counted | None = None
    tenders: Annotated[tuple[TenderTotal, ...], Field(max_length=100)] = ()
    documents: Annotated[tuple[Listed, ...], Field(max_length=LISTED_MAX)] = ()
    cashier: Text = ""
