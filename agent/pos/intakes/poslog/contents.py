"""What stands in a retail transaction: items, what came off, taxes, tenders, a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.pos.intakes.poslog.elements import Element
from agent.pos.intakes.poslog.items import read_item
from agent.pos.intakes.transactions.contents import (
    Contents,
    Levied,
    Off,
    Tendered,
    reduced,
    taxed,
)
from agent.pos.intakes.transactions.items import Item, upright, without
from agent.pos.intakes.transactions.money import minor

_CARD_DIGITS_MAX: Final = 19
_CARD: Final = ("LoyaltyID", "LoyaltyAccountID", "LoyaltyCardID", "MembershipID")
_TENDERS: Final = {
    "cash": "cash",
    "creditdebit": "card",
    "credit": "card",
    "debit": "card",
    "check": "cheque",
    "cheque": "cheque",
}


@dataclass(slots=True)
class _Gathered:
    """What was read of the lines so far."""

    digits: int
    category_level: str
    sold: tuple[Item, ...] = ()
    returned: tuple[Item, ...] = ()
    off: tuple[Off, ...] = ()
    rewards: tuple[tuple[str, bool, Off], ...] = ()
    taxes: tuple[Levied, ...] = ()
    tenders: tuple[Tendered, ...] = ()
    rounding_minor: int = 0


def read_contents(retail: Element, *, digits: int, category_level: str) -> Contents:
    """Take a ``RetailTransaction`` apart."""
    gathered = _Gathered(digits, category_level)
    for at, line in enumerate(retail.all("LineItem"), start=1):
        _gather(line, line.said("SequenceNumber") or str(at), gathered)
    off = (*gathered.off, *_rewards(gathered.rewards))
    sold = taxed(reduced(gathered.sold, off), gathered.taxes)
    return Contents(
        sold=sold,
        returned=gathered.returned,
        tenders=gathered.tenders,
        card=_card(retail),
        rounding_minor=gathered.rounding_minor
        + _total(retail, "TransactionRoundingAmount", digits, default=0),
        total_minor=_grand(retail, digits),
    )


def tender_name(kind: str) -> str:
    """Return our name of a kind of tender; one that we do not know is the POS's own."""
    name = "".join(letter for letter in kind.lower() if letter.isalnum())
    return _TENDERS.get(name, f"pos_{name or 'tender'}")


def _gather(line: Element, number: str, gathered: _Gathered) -> None:
    voided = line.is_flagged("VoidFlag") or line.is_flagged("CancelFlag")
    digits = gathered.digits
    for part in line.children:
        if part.name in {"Sale", "Return"}:
            item = read_item(
                part,
                line=number,
                weighed=line.is_flagged("weightItem"),
                digits=digits,
                category_level=gathered.category_level,
            )
            _add_item(item, gathered, back=part.name == "Return", voided=voided)
        elif not voided:
            _gather_money(part, gathered, where=f"line {number}")


def _gather_money(part: Element, gathered: _Gathered, *, where: str) -> None:
    digits = gathered.digits
    told = part.said("Amount")
    amount = minor(told, digits, f"an amount of {where}") if told else 0
    match part.name:
        case "Tender":
            gathered.tenders += (_tender(part, amount, digits, where),)
            gathered.rounding_minor += _rounded(part, digits, where)
        case "Tax":
            name = part.attributes.get("TaxID", "")
            gathered.taxes += (Levied(name, amount),)
        case "Discount":
            gathered.off += (Off("", abs(amount)),)
        case "LoyaltyReward" if part.said("RewardCategory") == "Monetary":
            told = part.said("ExtendedRewardAmount") or "0"
            off = Off(
                part.said("OperatorSequenceReference"),
                -minor(told, digits, f"the reward of {where}"),
            )
            detailed = part.is_flagged("detailedData")
            gathered.rewards += ((part.said("PromotionID"), detailed, off),)
        case "Rounding":
            gathered.rounding_minor += _rounded_by(part, amount)
        case _:
            pass


def _add_item(item: Item, gathered: _Gathered, *, back: bool, voided: bool) -> None:
    below = item.quantity_milli < 0 or item.amount_minor < 0
    if voided:
        # A line that is marked as voided counts nothing; one below zero voids another.
        if not below:
            return
        if back:
            gathered.returned = without(gathered.returned, item)
        else:
            gathered.sold = without(gathered.sold, item)
    elif back or (item.quantity_milli < 0 and item.is_goods):
        gathered.returned += (upright(item),)
    else:
        gathered.sold += (item,)


def _rewards(rewards: Sequence[tuple[str, bool, Off]]) -> tuple[Off, ...]:
    """Take each reward once: line by line where the POS says so, else as its sum."""
    detailed = {promotion for promotion, is_detailed, _ in rewards if is_detailed}
    return tuple(
        off if is_detailed else Off("", off.amount_minor)
        for promotion, is_detailed, off in rewards
        if is_detailed or promotion not in detailed
    )


def _tender(part: Element, amount: int, digits: int, where: str) -> Tendered:
    kind = part.attributes.get("TenderType", "") or part.said("TenderType")
    if part.attributes.get("TypeCode", "").lower() in {"refund", "return"}:
        amount = -abs(amount)
    change = part.first("TenderChange")
    told = change.said("Amount") if change else ""
    # Change below zero is a line of its own; above zero, a part of what was handed in.
    given = minor(told, digits, f"the change of {where}") if told else 0
    told = part.said("Cashback") or "0"
    return Tendered(
        tender_name(kind),
        amount - max(0, given),
        minor(told, digits, f"the cash back of {where}"),
    )


def _rounded(tender: Element, digits: int, where: str) -> int:
    told = tender.first("Rounding")
    if told is None or not told.text:
        return 0
    return _rounded_by(told, minor(told.text, digits, f"the rounding of {where}"))


def _rounded_by(part: Element, amount: int) -> int:
    down = part.attributes.get("RoundingDirection", "").lower() == "down"
    return -abs(amount) if down else amount


def _card(retail: Element) -> str:
    for element in retail.below():
        if element.name in _CARD and element.text.strip("0"):
            number = element.text
            # Some POS fill a fixed field: no card has more digits than a card can have.
            return number.lstrip("0") if len(number) > _CARD_DIGITS_MAX else number
    return ""


def _grand(retail: Element, digits: int) -> int | None:
    totals = [
        total
        for total in retail.all("Total")
        if total.attributes.get("TotalType") == "TransactionGrandAmount" and total.text
    ]
    return minor(totals[0].text, digits, "the total") if totals else None


def _total(retail: Element, kind: str, digits: int, *, default: int) -> int:
    for total in retail.all("Total"):
        if total.attributes.get("TotalType") == kind and total.text:
            return minor(total.text, digits, "a total")
    return default
