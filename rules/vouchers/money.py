"""Money that is kept with us: gift cards, wallets, and what may not be bought with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from rules.ground import bounds
from rules.ground.ids import Unit
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import Line
from rules.value.ledger import Slice
from rules.value.lots import consume, usable

MONEY: Final = Unit("money")
"""What is on a gift card, in minor units."""

WALLET: Final = Unit("wallet")
"""What is in a member's wallet, in minor units."""

GIFT_CARDS_RULE: Final = "gift_cards"
WALLET_RULE: Final = "wallet"
"""What lots of such money name as their rule: the section of the programme."""

MoneyTender = Literal["gift_card", "wallet"]
ValueTender = Literal["points", "gift_card", "wallet"]
VALUE_TENDERS: Final[tuple[ValueTender, ...]] = get_args(ValueTender)
UNIT_OF: Final[dict[str, Unit]] = {"gift_card": MONEY, "wallet": WALLET}
"""The tenders that are paid from such money, and its unit."""

MONEY_LINES: Final = frozenset({"gift_card_sale", "wallet_top_up"})
"""Lines that are money themselves: nothing kept with us buys them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftCardTerms:
    """How gift cards live.

    ``spend``: ``online`` is dealt by head office when asked, ``homed`` stays with the till
    that sold it until its day closes and is then dealt to its store again. It expires
    ``expires_months`` after the sale (None: never).
    """

    spend: Literal["online", "homed"] = "online"
    expires_months: int | None = None

    def __post_init__(self) -> None:
        """Refuse terms that make no sense."""
        if self.expires_months is not None:
            most = bounds.MONTHS_MAX
            bounds.within("expires_months", self.expires_months, least=1, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletTerms:
    """How much a wallet may hold, take at once and take a day (None: no limit).

    ``usable``: a top-up is spent ``at_once`` at the till that took it, or everywhere once
    head office has it (``confirmed``).
    """

    max_balance_minor: int | None = None
    max_top_up_minor: int | None = None
    max_day_minor: int | None = None
    usable: Literal["at_once", "confirmed"] = "at_once"

    def __post_init__(self) -> None:
        """Refuse limits that nothing fits under."""
        for name in ("max_balance_minor", "max_top_up_minor", "max_day_minor"):
            value: int | None = getattr(self, name)
            if value is not None:
                bounds.within(name, value, least=1, most=bounds.MONEY_MINOR_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Goods that are not paid for with some tenders: these categories or articles."""

    tenders: tuple[ValueTender, ...]
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a bar around nothing."""
        bounds.names("tenders", self.tenders)
        bounds.names("categories", self.categories)
        bounds.names("skus", self.skus)
        if not self.tenders or not (self.categories or self.skus):
            raise bounds.OutOfBoundsError("tenders must be named, and categories or skus")


def payable_minor(
    barred: Sequence[Barred], lines: Iterable[Line], tender: str, *, off: Sequence[int]
) -> int:
    """Return how much of these lines a tender may pay; ``off`` comes off each yet.

    The tax that a price does not hold is paid with the line.
    """
    return sum(
        max(0, line.due_minor - less)
        for line, less in zip(lines, off, strict=True)
        if may_pay(barred, line, tender)
    )


def may_pay(barred: Sequence[Barred], line: Line, tender: str) -> bool:
    """Say whether a tender may pay for a line: it is no money itself, and not barred."""
    return line.kind not in MONEY_LINES and not any(
        line.category in bar.categories or line.sku in bar.skus
        for bar in barred
        if tender in bar.tenders
    )


def objection_to_payment(
    amount_minor: int, *, payable_minor: int, due_minor: int
) -> Refusal | None:
    """Return why a tender may not pay so much of a basket, or None when it may.

    Refusals: ``more_than_due``, ``barred_goods`` (as much is due, not all of it may be paid
    this way), each with the most that may.
    """
    if amount_minor <= payable_minor:
        return None
    code = "more_than_due" if amount_minor > due_minor else "barred_goods"
    return refuse(code, max_minor=payable_minor, asked_minor=amount_minor)


def set_aside(
    amount_minor: int, *, here: Sequence[Slice], available: int, at: datetime
) -> tuple[Slice, ...] | Refusal:
    """Take an amount from the slices an allowance holds ``here``.

    Refusals: ``too_little_money`` (there is not as much at all), ``money_elsewhere`` (there
    is, but not here).
    """
    good = usable(here, at)
    spendable = sum(piece.amount for piece in good)
    shorts = {
        "too_little_money": amount_minor - available,
        "money_elsewhere": amount_minor - spendable,
    }
    for code, short_by in shorts.items():
        if short_by > 0:
            return refuse(
                code,
                available_minor=max(0, available),
                spendable_here_minor=spendable,
                short_by_minor=short_by,
            )
    return consume(good, amount_minor)


def objection_to_load(
    terms: WalletTerms, amount_minor: int, *, balance_minor: int, today_minor: int
) -> Refusal | None:
    """Return why a wallet may not take an amount, or None when it may.

    Refusals: ``top_up_too_large``, ``top_up_over_day``, ``top_up_over_balance``, each with
    the most that would fit.
    """
    limits = (
        ("top_up_too_large", terms.max_top_up_minor, 0),
        ("top_up_over_day", terms.max_day_minor, today_minor),
        ("top_up_over_balance", terms.max_balance_minor, max(0, balance_minor)),
    )
    for code, most, there in limits:
        if most is not None and there + amount_minor > most:
            return refuse(code, limit_minor=most, fits_minor=max(0, most - there))
    return None
