"""POSLog transactions written by our own hand, in the shape that a large maker's POS uses.

The shape (which elements, which vendor additions, how voids, rewards, change and cash back
are told) follows what NCR's ACS writes in POSLog 2.1; every value here is invented.
"""

from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape

DAY = "2026-11-21"
AT = "2026-11-21T17:42:10"
_NAMESPACES = (
    'xmlns="http://www.nrf-arts.org/IXRetail/namespace/" xmlns:acs="urn:test:vendor"'
)


def log(*transactions: str) -> bytes:
    """Return a whole POSLog."""
    return f"<POSLog {_NAMESPACES}>{''.join(transactions)}</POSLog>".encode()


def transaction(  # noqa: PLR0913  # a transaction's fields, each told by its name
    *parts: str,
    number: int | str = 1,
    kind: str = "RetailTransaction",
    workstation: str = "31",
    store: str = "S01",
    currency: str = "MYR",
    attributes: str = "",
    retail: str = "",
    at: str = AT,
) -> str:
    """Return a transaction of these parts."""
    return (
        f"<Transaction {attributes}><RetailStoreID>{store}</RetailStoreID>"
        f"<WorkstationID>{workstation}</WorkstationID>"
        f"<SequenceNumber>{number}</SequenceNumber>"
        f"<BusinessDayDate>{DAY}</BusinessDayDate><EndDateTime>{at}</EndDateTime>"
        f'<OperatorID OperatorName="Invented">7</OperatorID>'
        f"<CurrencyCode>{currency}</CurrencyCode>"
        f'<{kind} Version="2.1" {retail}>{"".join(parts)}</{kind}></Transaction>'
    )


def line(number: int, inside: str, attributes: str = "") -> str:
    """Return a line item."""
    return (
        f'<LineItem EntryMethod="Scanned" {attributes}>'
        f"<SequenceNumber>{number}</SequenceNumber>{inside}</LineItem>"
    )


def item(  # noqa: PLR0913  # an item's fields, each told by its name
    number: int,
    amount: str,
    *,
    sku: str = "04006381333931",
    quantity: str = "1",
    more: str = "",
    name: str = "Sale",
    attributes: str = "",
    flags: str = "",
) -> str:
    """Return a line with an item; ``flags`` stand on the line."""
    each = attributes or 'ItemType="Stock"'
    return line(
        number,
        f'<{name} {each}><POSIdentity POSIDType="GTIN"><POSItemID>{sku}</POSItemID>'
        f"</POSIdentity><ItemID>{sku}</ItemID>"
        f'<MerchandiseHierarchy Level="Department">coffee</MerchandiseHierarchy>'
        f"<Description>{escape('Beans & more')}</Description>"
        f"<RegularSalesUnitPrice>{amount.lstrip('-')}</RegularSalesUnitPrice>"
        f"<ExtendedAmount>{amount}</ExtendedAmount>"
        f"<ExtendedDiscountAmount>0.00</ExtendedDiscountAmount>"
        f"<Quantity>{quantity}</Quantity>"
        f"<acs:OperatorSequence>{number + 100}</acs:OperatorSequence>{more}</{name}>",
        flags,
    )


def voided(number: int, amount: str, *, quantity: str = "-1", **more: str) -> str:
    """Return the line that voids an earlier one."""
    return item(number, amount, quantity=quantity, flags='VoidFlag="true"', **more)


def tender(number: int, amount: str, *, kind: str = "Cash", more: str = "") -> str:
    """Return a tender."""
    return line(
        number,
        f'<Tender TenderType="{kind}" TypeCode="Sale"><TenderID>1</TenderID>'
        f"<Amount>{amount}</Amount>{more}</Tender>",
    )


def change(number: int, amount: str) -> str:
    """Return change as a tender of its own below zero."""
    inside = f"<TenderChange><Amount>-{amount}</Amount></TenderChange>"
    return tender(number, f"-{amount}", more=inside)


def tax(number: int, amount: str) -> str:
    """Return a tax of the whole basket."""
    return line(
        number,
        f'<Tax acs:TaxID="1"><TaxableAmount>1</TaxableAmount><Amount>{amount}</Amount>'
        f"<Percent>9.0</Percent></Tax>",
    )


def reward(number: int, amount: str, *, of: int = 0, promotion: int = 5) -> str:
    """Return money off: of one item line in detail, or summed up of the whole basket."""
    marks = 'acs:detailedData="true"' if of else 'acs:summarizedActivity="true"'
    return line(
        number,
        f"<LoyaltyReward {marks}><PromotionID>{promotion}</PromotionID>"
        f"<acs:RewardCategory>Monetary</acs:RewardCategory>"
        f"<acs:ExtendedRewardAmount>{amount}</acs:ExtendedRewardAmount>"
        f"<acs:OperatorSequenceReference>{of + 100 if of else 0}"
        f"</acs:OperatorSequenceReference></LoyaltyReward>",
    )


def member(number: int, card: str) -> str:
    """Return a loyalty card that was shown."""
    return line(
        number,
        f"<acs:LoyaltyMembership><acs:LoyaltyID>{card}</acs:LoyaltyID>"
        f"</acs:LoyaltyMembership>",
    )


def total(amount: str, kind: str = "TransactionGrandAmount") -> str:
    """Return a total."""
    return f'<Total TotalType="{kind}">{amount}</Total>'


def link(number: int | str, reason: str, *, workstation: str = "31") -> str:
    """Return a link to another transaction."""
    return (
        f'<TransactionLink ReasonCode="{reason}"><RetailStoreID>S01</RetailStoreID>'
        f"<WorkstationID>{workstation}</WorkstationID>"
        f"<SequenceNumber>{number}</SequenceNumber>"
        f"<BusinessDayDate>{DAY}</BusinessDayDate></TransactionLink>"
    )


def control(number: int) -> str:
    """Return a cashier who signs on."""
    return transaction(
        "<ReasonCode>Valid SignOn</ReasonCode>", number=number, kind="ControlTransaction"
    )


def settlement(number: int, *summaries: str, attributes: str = "") -> str:
    """Return the settling of a till at the end of its day."""
    return transaction(
        f"<TillSettle>{''.join(summaries)}</TillSettle>",
        number=number,
        kind="TenderControlTransaction",
        attributes=attributes,
    )


def summary(kind: str, **amounts: str) -> str:
    """Return what a tender came to: its ``sales``, ``refunds``, ``pickup`` and so on."""
    parts = "".join(
        f"<{name.title()}><Amount>{amount}</Amount><Count>1</Count></{name.title()}>"
        for name, amount in amounts.items()
    )
    return f'<TenderSummary TenderType="{kind}">{parts}</TenderSummary>'


def plain_sale(number: int, amount: str = "10.00", **more: str) -> str:
    """Return a sale of one item, paid in cash."""
    return transaction(
        item(1, amount), tender(2, amount), total(amount), number=number, **more
    )


def busy_day(sales: int, controls: int) -> tuple[bytes, int, int]:
    """Return a long log, how many lines it has and what was paid in minor units.

    Every fifth sale has a voided line, every third money off, every second a tax on top.
    """
    lines, paid = 0, Decimal(0)
    transactions = [control(1000 + at) for at in range(controls)]
    for at in range(1, sales + 1):
        parts, due = _busy_sale(at)
        lines += sum(part.startswith("<LineItem") for part in parts)
        paid += due
        transactions.append(transaction(*parts, number=at))
    return log(*transactions), lines, int(paid * 100)


def _busy_sale(at: int) -> tuple[list[str], Decimal]:
    amounts = [Decimal(199 + 37 * at * one) / 100 for one in range(1, 13)]
    parts = [item(one, str(amount)) for one, amount in enumerate(amounts, start=1)]
    due = sum(amounts, Decimal(0))
    numbers: Iterable[int] = iter(range(len(parts) + 1, len(parts) + 20))
    count = iter(numbers)
    if at % 5 == 0:
        parts.append(voided(next(count), f"-{amounts[3]}"))
        due -= amounts[3]
    if at % 3 == 0:
        parts.append(reward(next(count), "-0.19", of=1))
        parts.append(reward(next(count), "-0.19"))
        due -= Decimal("0.19")
    if at % 2 == 0:
        parts.append(tax(next(count), "0.94"))
        due += Decimal("0.94")
    parts.append(tender(next(count), str(due + 5)))
    parts.append(change(next(count), "5.00"))
    return [*parts, total(str(due))], due
