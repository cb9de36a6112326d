"""What was on the counter: lines, tenders and the document that carries them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.ground.quick import quick_to_make
from rules.value.allotments import Allotment

LineKind = Literal["item", "gift_card_sale", "wallet_top_up", "deposit", "fee"]
DocumentKind = Literal["sale", "refund", "void", "top_up"]

QUANTITY_UNIT = 1000
"""Quantities are whole thousandths: 0.452 kg is 452, two pieces are 2000."""


IN_STORE = "store"
"""The channel of whatever is sold over a counter."""


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKey:
    """The natural key: which document of which workstation this is, for ever."""

    store: str
    workstation: str
    business_day: str
    number: str
    kind: DocumentKind

    def text(self) -> str:
        """Return the key as one string; no part holds the separator."""
        document = f"{self.store}|{self.workstation}|{self.business_day}"
        return f"{document}|{self.number}|{self.kind}"


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: ``amount_minor`` before discount, ``discount_minor`` what came off it.

    ``account`` is that of the gift card which a line sells, when it names one.
    """

    line: str
    sku: str
    category: str
    quantity_milli: int
    amount_minor: int
    discount_minor: int = 0
    kind: LineKind = "item"
    gtin: str = ""
    unit: str = "each"
    unit_price_minor: int = 0
    tax_rate: str = ""
    tax_included: bool = True
    tax_minor: int = 0
    account: str = ""

    @property
    def net_minor(self) -> int:
        """What the line costs, without tax that its price does not hold."""
        return self.amount_minor - self.discount_minor

    @property
    def due_minor(self) -> int:
        """What the customer pays for the line, with tax that its price does not hold."""
        return self.net_minor + (0 if self.tax_included else self.tax_minor)


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """How a part was paid; ``hold`` names the points set aside when it was points."""

    tender: str
    amount_minor: int
    hold: str = ""


@quick_to_make
@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What a decision is asked about. ``at`` is an aware instant.

    ``rounding_minor`` is what the POS added (or took off) to make the sum payable in cash.
    ``store`` and ``channel`` say where it is sold; ``budgets`` what may be given here of
    campaigns' budgets: nothing where it is not told.
    """

    currency: str
    at: datetime
    lines: tuple[Line, ...]
    tenders: tuple[Tender, ...] = ()
    coupons: tuple[str, ...] = ()
    late: bool = False
    rounding_minor: int = 0
    store: str = ""
    channel: str = IN_STORE
    budgets: tuple[Allotment, ...] = ()

    @property
    def net_minor(self) -> int:
        """What the whole basket costs after discounts."""
        return sum(line.net_minor for line in self.lines)

    @property
    def due_minor(self) -> int:
        """What is to be paid: net, tax that prices do not hold, and the rounding."""
        return self.rounding_minor + sum([line.due_minor for line in self.lines])
