"""Receipts and their template, made by our own hand with the commands that POS use."""

from agent.pos.intakes.plans import plan_of
from agent.pos.intakes.tap.template import Template

INIT, CUT = b"\x1b@", b"\x1dVA\x03"
LOGO = b"\x1d(L\x0c\x000p0\x01\x01\x31\x08\x00\x08\x00\xff" + b"\x1d(L\x02\x0002"
TEMPLATE = """
date = "DD/MM/YYYY"
time = "hh:mm:ss"
workstation = "L2"

[[rules]]
is = "training"
like = "*** TRAINING ***"
[[rules]]
is = "suspended"
like = "SUSPENDED"
[[rules]]
is = "copy"
like = "*** COPY ***"
[[rules]]
is = "refund"
like = "REFUND"
[[rules]]
is = "void"
like = "VOID"
[[rules]]
is = "other"
like = "{any} REPORT"
[[rules]]
is = "original"
like = "of receipt {original}"
[[rules]]
is = "head"
like = "Receipt {number}"
[[rules]]
is = "head"
like = "{date} {time}"
[[rules]]
is = "head"
like = "Member {card}"
[[rules]]
is = "nothing"
like = "Subtotal {amount}"
[[rules]]
is = "total"
like = "TOTAL RM {amount}"
[[rules]]
is = "tax"
like = "SST {amount}"
[[rules]]
is = "change"
like = "Change {amount}"
[[rules]]
is = "tender"
like = "Paid {tender} {amount}"
[[rules]]
is = "basket_discount"
like = "Discount on all {amount}"
[[rules]]
is = "discount"
like = "Discount {amount}"
[[rules]]
is = "voided"
like = "VOID {name} {amount}"
[[rules]]
is = "item"
like = ["{name}", "{quantity} x {price} {amount}"]
[[rules]]
is = "item"
like = "{name} {amount}"

[categories]
"Beans*" = "beans"
[tenders]
"Visa" = "card"
"""


def template(text: str = TEMPLATE, **settings: str) -> Template:
    """Read a template; settings stand at its top, written as TOML."""
    top, mark, rest = text.partition("[[rules]]")
    kept = [line for line in top.splitlines() if line.partition(" ")[0] not in settings]
    told = [f"{name} = {value}" for name, value in settings.items()]
    whole = "\n".join([*kept, *told, ""]) + mark + rest
    return plan_of(whole, Template, name="receipt.toml", hint="-")


def row(left: str, right: str) -> str:
    """Write a line with its amount at the right."""
    return f"{left:<32}{right:>10}"


def printed(*lines: str) -> bytes:
    """Print a receipt: a logo, bold type, feeds and a cut."""
    body = b"".join(line.encode() + b"\n" for line in lines)
    return (
        INIT
        + LOGO
        + b"\x1ba\x01CORNER SHOP\n\x1ba\x00\x1bE\x01"
        + body
        + b"\x1bd\x02"
        + CUT
    )


def sale(number: str, *lines: str, at: str = "21/11/2026 17:42:10") -> tuple[str, ...]:
    """Return a sale's lines below its head."""
    return (f"Receipt {number}", at, *lines, "Thank you, come again 24/7")
