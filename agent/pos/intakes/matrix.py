"""What a POS can do through each intake: the one place that says so."""

from dataclasses import dataclass
from typing import Final, Literal

May = Literal["yes", "afterwards", "no"]
"""``afterwards``: once the document is here, when the customer may have left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What one intake can do, and what a shop does instead of what it cannot."""

    intake: str
    earn: May
    discount: May
    redeem: May
    refund: May
    instead: str


CAPABILITIES: Final = (
    Capability(
        intake="api",
        earn="yes",
        discount="yes",
        redeem="yes",
        refund="yes",
        instead="nothing is missing",
    ),
    Capability(
        intake="folder-json",
        earn="afterwards",
        discount="no",
        redeem="yes",
        refund="afterwards",
        instead="Points are held on the cashier's page before payment and the sale names"
        " the hold; discounts are shown there for the cashier to type.",
    ),
    Capability(
        intake="folder-poslog",
        earn="afterwards",
        discount="no",
        redeem="no",
        refund="afterwards",
        instead="Discounts and coupons are shown on the cashier's page for the cashier to"
        " type; a POSLog cannot name a hold.",
    ),
    Capability(
        intake="folder-csv",
        earn="afterwards",
        discount="no",
        redeem="no",
        refund="afterwards",
        instead="As with a POSLog; what a table has no column for, categories or a refund's"
        " sale, is not there to count.",
    ),
    Capability(
        intake="tap",
        earn="afterwards",
        discount="no",
        redeem="no",
        refund="afterwards",
        instead="What a receipt prints is all there is: categories by the template's list,"
        " a refund's sale by its number; discounts and coupons as with a POSLog.",
    ),
)
"""Published in agent/pos/README.md and GET /v1/health; a test keeps them in step."""


def intake_name(form: str) -> str:
    """Return the row of a format of dropped files: a tap's receipts are the tap's."""
    return form if form == "tap" else f"folder-{form}"
