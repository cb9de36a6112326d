"""A till's settlement as the POS's own report of a day: what each tender came to.

Written after the ARTS standard's ``TillSettle`` with its ``TenderSummary``; no recording of
a real POS has one, so names are read widely and what is not understood is left out.
"""

from collections.abc import Mapping
from typing import Final

from agent.pos.intakes.found import Value
from agent.pos.intakes.poslog.contents import tender_name
from agent.pos.intakes.poslog.elements import Element
from agent.pos.intakes.transactions.documents import About
from agent.pos.intakes.transactions.money import minor, minor_digits

_SIGNS: Final[Mapping[str, int]] = {
    "Sale": 1,
    "Sales": 1,
    "Refund": -1,
    "Refunds": -1,
    "Return": -1,
    "Returns": -1,
}
"""What of a summary moved a tender; what was in the till, lent or picked up did not."""


def settlement(transaction: Element) -> Element | None:
    """Return the settlement in a transaction, if it is one that sums up tenders."""
    control = transaction.first("TenderControlTransaction")
    settled = control.first("TillSettle", "TillSettlement") if control else None
    return settled if settled and settled.first("TenderSummary") else None


def day_totals(settled: Element, about: About) -> dict[str, Value]:
    """Write a settlement as a report; an amount that is none raises UnreadableFault."""
    digits = minor_digits(about.currency)
    sums: dict[str, int] = {}
    for summary in settled.all("TenderSummary"):
        for part in summary.all(*_SIGNS):
            told = part.said("Amount") or part.text
            if not told:
                continue
            name = tender_name(_kind(part) or _kind(summary))
            amount = abs(minor(told, digits, f"the settlement of {part.name}"))
            sums[name] = sums.get(name, 0) + _SIGNS[part.name] * amount
    return {
        "document": about.day_document(),
        "at": about.at,
        "currency": about.currency,
        "cashier": about.cashier,
        "tenders": [
            {"tender": name, "amount_minor": amount}
            for name, amount in sorted(sums.items())
        ],
    }


def _kind(element: Element) -> str:
    return element.attributes.get("TenderType", "") or element.said("TenderType")
