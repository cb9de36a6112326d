"""CSV tables and mappings written by our own hand."""

from agent.pos.intakes.plans import plan_of
from agent.pos.intakes.table.mapping import TableMap
from agent.pos.intakes.table.reading import read_table
from agent.pos.intakes.taking import Taken
from tests.agent.intakes.taking import Table

MAPPING = """
date = "DD/MM/YYYY hh:mm:ss"
workstation = "L2"
[columns]
number = "Receipt"
date = "Date"
kind = "Type"
row = "Row"
card = "Member"
line = "Line"
sku = "Item"
category = "Group"
quantity = "Qty"
price = "Price"
amount = "Amount"
discount = "Off"
tax = "Tax"
total = "Total"
original_number = "Of"
tender = "Tender"
[kinds]
sale = ["S"]
refund = ["R"]
void = ["V"]
training = ["T"]
suspended = ["P"]
copy = ["C"]
[row_kinds]
tender = ["pay"]
discount = ["off"]
voided = ["void"]
tax = ["tax"]
[tenders]
"Visa" = "card"
"""

COLUMNS = (
    *("Receipt", "Date", "Type", "Row", "Member", "Line", "Item", "Group"),
    *("Qty", "Price", "Amount", "Off", "Tax", "Total", "Of", "Tender"),
)
AT = "21/11/2026 17:42:10"


def mapping(text: str = MAPPING, **settings: str) -> TableMap:
    """Read a mapping; settings stand at its top, written as TOML."""
    top, bracket, rest = text.partition("[columns]")
    kept = [line for line in top.splitlines() if line.partition(" ")[0] not in settings]
    told = [f"{name} = {value}" for name, value in settings.items()]
    whole = "\n".join([*kept, *told, ""]) + bracket + rest
    return plan_of(whole, TableMap, name="map.toml", hint="-")


def table(*rows: str, columns: tuple[str, ...] = COLUMNS) -> bytes:
    """Write rows below their header."""
    return "\r\n".join([",".join(columns), *rows, ""]).encode()


def row(number: str, kind: str = "S", **cells: str) -> str:
    """Write a row; cells are named as the columns are."""
    known = {"Receipt": number, "Date": AT, "Type": kind} | cells
    return ",".join(known.get(name, "") for name in COLUMNS)


def item(number: str, amount: str, kind: str = "S", **cells: str) -> str:
    """Write a row of one item."""
    known = {"Line": "1", "Item": "BEANS", "Group": "fruit", "Qty": "1", "Amount": amount}
    return row(number, kind, **(known | cells))


def taken(laid: Table, data: bytes, plan: TableMap | None = None) -> Taken:
    """Take a table."""
    named = plan or mapping()
    return laid.take(data, lambda file, terms: read_table(file, terms, named))
