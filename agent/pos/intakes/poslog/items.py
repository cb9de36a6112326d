"""The items of a POSLog transaction: sold, brought back, voided before payment."""

from typing import Final

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.poslog.elements import Element
from agent.pos.intakes.transactions.items import Item, Link
from agent.pos.intakes.transactions.money import decimal, milli, minor, price
from drivers.guard.digits import is_digits, passes_gs1

_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_NO_GOODS: Final = ("negative", "deposit", "giftc", "storedvalue", "prepaid")
"""Items that are no goods: bottles brought back, deposits, gift cards of the POS."""

_UNITS: Final = {"": "each", "EA": "each", "KGM": "kg", "LBR": "lb", "LTR": "l"}
_UNIT_LETTERS_MAX: Final = 16
_ONE: Final = 1000


def read_item(
    sale: Element, *, line: str, weighed: bool, digits: int, category_level: str
) -> Item:
    """Read a ``Sale`` or ``Return`` element of line ``line``."""
    quantity = sale.first("Quantity")
    units = quantity.attributes.get("Units", "") if quantity else ""
    unit = sale.said("UnitOfMeasureCode") or units or ("weight" if weighed else "")
    amount = sale.said("ExtendedAmount", "Amount")
    where = f"the amount of line {line}"
    if not amount:
        raise UnreadableFault(
            f"{where} is missing", hint="Have the POS write ExtendedAmount."
        )
    return Item(
        line=line,
        sku=_sku(sale),
        gtin=_gtin(sale),
        category=_category(sale, category_level),
        quantity_milli=milli(quantity.text, f"the quantity of line {line}")
        if quantity and quantity.text
        else _ONE,
        unit=_UNITS.get(unit.upper(), unit.lower())[:_UNIT_LETTERS_MAX],
        unit_price_minor=_price(sale, digits, line),
        amount_minor=minor(amount, digits, where),
        discount_minor=_discount(sale, digits, line),
        tax_minor=sum(
            minor(tax.said("Amount") or "0", digits, f"the tax of line {line}")
            for tax in sale.all("Tax")
        ),
        is_goods=_is_goods(sale),
        reference=sale.said("OperatorSequence"),
        taxed_by=_taxed_by(sale),
        link=read_link(sale.first("TransactionLink")),
    )


def read_link(link: Element | None) -> Link | None:
    """Read a ``TransactionLink``; None where there is none."""
    if link is None:
        return None
    return Link(
        number=link.said("SequenceNumber", "TransactionID"),
        store=read_store(link),
        workstation=link.said("WorkstationID"),
        day=read_day(link) or link.said("BeginDateTime", "EndDateTime")[:10],
        line=link.said("LineItemSequenceNumber", "LineItemNumber"),
    )


def read_day(element: Element) -> str:
    """Return the business day that an element names, itself or in a ``Date`` inside."""
    day = element.first("BusinessDayDate")
    return (day.text or day.said("Date"))[:10] if day else ""


def read_store(element: Element) -> str:
    """Return the store that an element names: older and newer versions differ."""
    unit = element.first("BusinessUnit")
    told = element.said("RetailStoreID")
    return told or (unit.text or unit.said("UnitID") if unit else "")


def _sku(sale: Element) -> str:
    identity = sale.first("POSIdentity")
    return sale.said("ItemID") or (identity.said("POSItemID") if identity else "")


def _gtin(sale: Element) -> str:
    identity = sale.first("POSIdentity")
    number = identity.said("POSItemID") if identity else ""
    fits = is_digits(number) and len(number) in _GTIN_LENGTHS
    return number if fits and passes_gs1(number) else ""


def _category(sale: Element, level: str) -> str:
    groups = [group for group in sale.all("MerchandiseHierarchy") if group.text]
    named = [group for group in groups if group.attributes.get("Level") == level]
    chosen = named or groups
    return chosen[-1].text if chosen else ""


def _price(sale: Element, digits: int, line: str) -> int:
    told = sale.said("ActualSalesUnitPrice", "RegularSalesUnitPrice", "UnitCostPrice")
    return price(told, digits, f"the price of line {line}") if told else 0


def _discount(sale: Element, digits: int, line: str) -> int:
    where = f"the discount of line {line}"
    told = sale.said("ExtendedDiscountAmount")
    if told and decimal(told, where):
        return abs(minor(told, digits, where))
    off = 0
    for modifier in sale.all("RetailPriceModifier"):
        amount = modifier.first("Amount")
        if amount is None or not amount.text or modifier.is_flagged("VoidFlag"):
            continue
        action = amount.attributes.get("Action", "Subtract").lower()
        worth = abs(minor(amount.text, digits, where))
        off += {"subtract": worth, "add": -worth}.get(action, 0)
    return max(0, off)


def _is_goods(sale: Element) -> bool:
    kind = sale.attributes.get("ItemType", "").lower()
    return not any(word in kind for word in _NO_GOODS)


def _taxed_by(sale: Element) -> frozenset[str]:
    marks = sale.first("Itemizers")
    told = marks.attributes.items() if marks else ()
    return frozenset(
        name.removeprefix("Tax")
        for name, value in told
        if name.startswith("Tax") and value == "true"
    )
