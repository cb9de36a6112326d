"""A story as it was written: what happens at a shop, step by step, and what is expected."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sync.kit.faults import Fault


class StoryFault(Fault):
    """A text that is no story; the sentence names its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expectation: ``what`` must be ``value``, of the rule or unit ``of`` if any."""

    line: int
    what: str
    value: str
    of: str = ""


GoodsKind = Literal["item", "gift_card_sale", "wallet_top_up", "fee"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A line of a sale, prices as decimal texts; ``off`` came off it by the POS's own."""

    quantity: str
    sku: str
    category: str
    price: str
    off: str = "0"
    kind: GoodsKind = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A part of the price: ``points``, ``wallet``, ``gift_card`` or any other tender."""

    tender: str
    amount: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Goods that come back: so many of an article, or of a line of the sale."""

    quantity: str
    sku: str
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member joins, or something about one becomes another: facts by name, in order."""

    line: int
    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A coupon is handed out: to a member, or to whoever holds its code."""

    line: int
    code: str
    rule: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftCard:
    """A gift card was sold before the story begins."""

    line: int
    code: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """It is this moment of the programme's zone."""

    line: int
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Time passes."""

    line: int
    days: int = 0
    months: int = 0
    by: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A sale; ``booked`` is false for a mere question what a basket would give."""

    line: int
    name: str
    member: str
    goods: tuple[Goods, ...]
    payments: tuple[Payment, ...]
    coupons: tuple[str, ...]
    store: str
    channel: str
    expected: tuple[Expected, ...]
    booked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Goods of a sale come back; without any it is voided whole."""

    line: int
    sale: str
    back: tuple[Back, ...]
    approved: bool
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A member does something that is no purchase."""

    line: int
    activity: str
    member: str
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """How somebody (a member, or a gift card's code) must stand now."""

    line: int
    whose: str
    expected: tuple[Expected, ...]


Step = Member | Coupon | GiftCard | Now | Later | Sale | Refund | Activity | Expect


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: its title, the programme it names (empty: the command's), its steps."""

    title: str
    programme: str
    steps: tuple[Step, ...]
