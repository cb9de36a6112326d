"""What a POS may ask about money kept with us: holding it, topping a wallet up."""

from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from agent.counter.asked.requests import (
    DOOR,
    Currency,
    Document,
    Instant,
    KeyPart,
    Name,
    OneTimeCode,
    Payments,
    Phone,
    Points,
    Text,
)
from rules.vouchers.money import MoneyTender


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyHoldRequest:
    """Set money aside before payment: of a gift card (``code``) or of a member's wallet.

    The same request with the same quote is one hold.
    """

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    workstation: KeyPart
    tender: MoneyTender
    amount_minor: Points
    code: Name | None = field(default=None, repr=False)
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    quote: Name | None = None
    proof: OneTimeCode | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpRequest:
    """Money taken for a member's wallet."""

    __pydantic_config__: ClassVar[ConfigDict] = DOOR
    document: Document
    at: Instant
    currency: Currency
    amount_minor: Points
    tenders: Payments
    card: Name | None = field(default=None, repr=False)
    phone: Phone | None = field(default=None, repr=False)
    cashier: Text = ""
    training: bool = False
    late: bool = False
