"""What a POS may ask, one dataclass a call; every bound is stated in the type.

Read from JSON at the door by the adapters in ``agent/pos/requests/shapes.py``; what is not
named here is ignored and never stored. Quantities travel as decimal strings and are whole
thousandths inside.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from rules.sale.basket import QUANTITY_UNIT, DocumentKey, DocumentKind, LineKind

AMOUNT_MAX: Final = 10**13
LINES_MAX: Final = 1000
_QUANTITY: Final = re.compile(r"(-?)([0-9]{1,10})(?:\.([0-9]{1,3}))?", re.ASCII)
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
DOOR: Final = ConfigDict(strict=True, extra="ignore")


def read_quantity(value: object) -> int:
    """Read a decimal string (``0.452``) as whole thousandths (452)."""
    match = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a decimal string with at most three places was expected")
    sign, units, places = match.groups()
    milli = int(units) * QUANTITY_UNIT + int((places or "").ljust(3, "0"))
    return -milli if sign else milli


def write_quantity(milli: int) -> str:
    """Write whole thousandths as a decimal string with three places or none."""
    units, places = divmod(abs(milli), QUANTITY_UNIT)
    sign = "-" if milli < 0 else ""
    return f"{sign}{units}.{places:03}" if places else f"{sign}{units}"


def _real_day(value: str) -> str:
    date.fromisoformat(value)
    return value


def _sensible(value: datetime) -> datetime:
    if not _EARLIEST <= value < _LATEST:
        raise ValueError("a time between 1970 and 2100 was expected")
    return value


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_sensible),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "pattern": "^(19[7-9]|20[0-9])[0-9]-"}
    ),
]
Text = Annotated[str, Field(max_length=128)]
Name = Annotated[str, Field(min_length=1, max_length=128)]
OneTimeCode = Annotated[str, Field(min_length=6, max_length=16)]
Phone = Annotated[
    str,
    Field(min_length=3, max_length=40, description="As typed; digits of any script"),
]
KeyPart = Annotated[
    str,
    Field(pattern=r"^[!-{}~]{1,64}$", description="Printable ASCII without | and spaces"),
]
BusinessDay = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_real_day),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[int, Field(ge=-AMOUNT_MAX, le=AMOUNT_MAX)]
Points = Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
Quantity = Annotated[
    int,
    BeforeValidator(read_quantity),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,10}(\.[0-9]{1,3})?$"}),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document's natural key, for ever the name of what was booked under it."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    store: KeyPart
    workstation: KeyPart
    business_day: BusinessDay
    number: KeyPart
    kind: DocumentKind

    def key(self) -> DocumentKey:
        """Return the key as the law knows it."""
        return DocumentKey(
            store=self.store,
            workstation=self.workstation,
            business_day=self.business_day,
            number=self.number,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The tax of a line, as the POS worked it out."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    rate: Annotated[str, Field(pattern=r"^[0-9]{0,3}(\.[0-9]{1,4})?$")] = ""
    included: bool = True
    amount_minor: Amount = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Which line of which sale an exchange line brings back."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    document: Document
    line: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """One line on the counter; ``amount_minor`` before ``discount_minor``.

    ``code`` is the gift card that a line of type ``gift_card_sale`` sells; without one the
    till makes a code.
    """

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    line: Name
    sku: Text = ""
    gtin: Annotated[str, Field(pattern=r"^[0-9]{8,14}$")] | None = None
    category: Text = ""
    quantity: Quantity
    unit: Annotated[str, Field(max_length=16)] = "each"
    unit_price_minor: Amount = 0
    amount_minor: Amount
    discount_minor: Amount = 0
    kind: Annotated[LineKind, Field(alias="type")] = "item"
    tax: Tax | None = None
    code: Name | None = field(default=None, repr=False)
    returns: Returns | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How a part was paid; below zero, how a part of a refund goes back."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    tender: Name
    amount_minor: Amount
    hold: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The sale that comes back: by document, or by the proof on its slip."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    document: Document | None = None
    proof: Annotated[str, Field(max_length=8192)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """What comes back of one line of the original, and the money that goes back for it."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    line: Name
    of_line: Name
    quantity: Quantity
    amount_minor: Amount


BasketLines = Annotated[tuple[BasketLine, ...], Field(min_length=1, max_length=LINES_MAX)]
ReturnedLines = Annotated[
    tuple[ReturnedLine, ...], Field(min_length=1, max_length=LINES_MAX)
]
Payments = Annotated[tuple[Payment, ...], Field(max_length=100)]
Names = Annotated[tuple[Name, ...], Field(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """Something was scanned or typed at a workstation, or a ``phone`` number was."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart
    data: Annotated[str, Field(max_length=4096)] = field(default="", repr=False)
    symbology: Annotated[str, Field(max_length=32)] = "UNKNOWN"
    phone: Phone | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRequest:
    """What would this open basket get? Without ``card``, whoever stands there is meant."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart
    currency: Currency
    at: Instant
    lines: BasketLines
    coupons: Names = ()
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundQuoteRequest:
    """What would go back, to which tenders? ``tenders`` may be left open.

    ``approved_by`` names the manager who writes off what the member does not have any more.
    """

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart
    currency: Currency
    at: Instant
    original: Original
    lines: ReturnedLines
    tenders: Payments = ()
    approved_by: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRequest:
    """Set points aside before payment; the same request with the same quote is one hold."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart
    reward: Name
    points: Points
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    quote: Name | None = None
    proof: OneTimeCode | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRequest:
    """A completed sale."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    document: Document
    at: Instant
    currency: Currency
    lines: BasketLines
    tenders: Payments
    cashier: Text = ""
    training: bool = False
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    quote: Name | None = None
    holds: Names = ()
    coupons: Names = ()
    rounding_minor: Amount = 0
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """A completed refund; ``original`` is missing when nobody has the slip.

    ``approved_by`` names the manager who writes off what the member does not have any more.
    """

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    document: Document
    at: Instant
    currency: Currency
    original: Original | None
    lines: ReturnedLines
    tenders: Payments
    cashier: Text = ""
    approved_by: Text = ""
    training: bool = False
    rounding_minor: Amount = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidRequest:
    """Undo a booked sale (``document`` and ``original``), or drop the one in progress."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart | None = None
    document: Document | None = None
    original: Original | None = None
    at: Instant | None = None
    cashier: Text = ""


PosDocument = SaleRequest | RefundRequest | VoidRequest
"""What is booked once under its natural key."""
