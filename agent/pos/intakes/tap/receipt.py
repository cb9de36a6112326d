"""The lines of one receipt, each taken for what the template says it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.tap.template import Is, Template
from agent.pos.intakes.transactions.contents import Levied, Off, Tendered
from agent.pos.intakes.transactions.items import Item, upright, without
from agent.pos.intakes.transactions.money import milli, minor, price
from agent.pos.intakes.written.numbers import plain_number
from agent.pos.intakes.written.words import folded

_ONE: Final = 1000
_SKU_CHARACTERS_MAX: Final = 128
_MARKS: Final[frozenset[Is]] = frozenset(
    {"refund", "void", "cancelled", "training", "suspended", "copy", "other"}
)
_MONEY: Final[frozenset[Is]] = frozenset(
    {"discount", "basket_discount", "tax", "rounding", "total", "tender", "change"}
)
_NUMBER_HINT: Final = "Look whether `decimal` in the template is what the POS prints."

Gaps = Mapping[str, str]


@dataclass(slots=True)
class Receipt:
    """What was read: ``gaps`` by name, the first of each; what it came to; its marks."""

    gaps: dict[str, str] = field(default_factory=dict)
    marks: set[Is] = field(default_factory=set)
    items: tuple[Item, ...] = ()
    off: tuple[Off, ...] = ()
    taxes: tuple[Levied, ...] = ()
    tenders: tuple[Tendered, ...] = ()
    rounding_minor: int = 0
    total_minor: int | None = None
    lines_read: int = 0


def told_lines(lines: Sequence[str], template: Template) -> Iterator[tuple[Is, Gaps, int]]:
    """Yield what the lines are, with what stands in their gaps and the last line's place.

    Items stand above the total; below it a line that is like one is none.
    """
    at, below = 0, False
    while at < len(lines):
        found = _first(lines, at, template, below=below)
        if found is None:
            at += 1
            continue
        kind, gaps, count = found
        below = below or kind == "total"
        at += count
        yield kind, gaps, at


def _first(
    lines: Sequence[str], at: int, template: Template, *, below: bool
) -> tuple[Is, Gaps, int] | None:
    for kind, likes in template.compiled:
        if below and kind in {"item", "voided", "discount"}:
            continue
        gaps: dict[str, str] = {}
        for like, line in zip(likes, lines[at : at + len(likes)], strict=False):
            told = like.match(line)
            if told is None:
                break
            gaps |= told
        else:
            if at + len(likes) <= len(lines) and _are_numbers(gaps, template):
                if kind == "tender":
                    gaps.setdefault("tender", likes[-1].words)
                return kind, gaps, len(likes)
    return None


def _are_numbers(gaps: Gaps, template: Template) -> bool:
    """Say whether what should be a number is one: else the line is something else."""
    quantity = gaps.get("quantity", "1")
    if plain_number(quantity, template.decimal) is None:
        return False
    for name in ("amount", "price", "off"):
        if name not in gaps:
            continue
        plain = plain_number(gaps[name], template.decimal)
        if plain is None or (template.cents and "." not in plain):
            return False
    return True


def read_receipt(lines: Sequence[str], template: Template, digits: int) -> Receipt:
    """Read a receipt; a fault says which kind of line makes no sense, never its text."""
    receipt = Receipt()
    for kind, gaps, _ in told_lines(lines, template):
        receipt.lines_read += 1
        for name, text in gaps.items():
            receipt.gaps.setdefault(name, text)
        if kind in _MARKS:
            receipt.marks.add(kind)
        else:
            _add(receipt, kind, gaps, (template, digits))
    return receipt


def _add(receipt: Receipt, kind: Is, gaps: Gaps, how: tuple[Template, int]) -> None:
    template, digits = how
    if kind in {"item", "voided"}:
        item = _item(gaps, template, digits, len(receipt.items) + 1)
        if kind == "item":
            receipt.items += (item,)
        else:
            receipt.items = without(receipt.items, upright(item))
    elif kind in _MONEY:
        _add_money(receipt, kind, gaps, how)


def _add_money(receipt: Receipt, kind: Is, gaps: Gaps, how: tuple[Template, int]) -> None:
    template, digits = how
    amount = _minor(gaps["amount"], template, digits, kind)
    match kind:
        case "discount":
            receipt.items = _reduced(receipt.items, abs(amount))
        case "basket_discount":
            receipt.off += (Off("", abs(amount)),)
        case "tax":
            receipt.taxes += (Levied("", abs(amount)),)
        case "rounding":
            receipt.rounding_minor += amount
        case "total":
            receipt.total_minor = amount
        case "change":
            receipt.tenders += (Tendered("cash", -abs(amount)),)
        case _:
            name = tender_name(gaps.get("tender", ""), template)
            receipt.tenders += (Tendered(name, amount),)


def _item(gaps: Gaps, template: Template, digits: int, number: int) -> Item:
    name, sku = gaps.get("name", ""), gaps.get("sku", "")
    quantity = plain_number(gaps.get("quantity", "1"), template.decimal) or "1"
    each = plain_number(gaps.get("price", ""), template.decimal)
    unit_price = price(each, digits, "a price") if each else 0
    thousandths = milli(quantity, "a quantity")
    if "amount" in gaps:
        whole = _minor(gaps["amount"], template, digits, "item")
    else:
        whole = (unit_price * thousandths * 2 + _ONE) // (2 * _ONE)
    return Item(
        line=str(number),
        sku=(sku or name)[:_SKU_CHARACTERS_MAX],
        gtin="",
        category=template.category(sku, name),
        quantity_milli=thousandths,
        unit=gaps.get("unit", "each"),
        unit_price_minor=unit_price,
        amount_minor=whole,
        discount_minor=abs(_minor(gaps.get("off", "0"), template, digits, "discount")),
    )


def _reduced(items: tuple[Item, ...], off_minor: int) -> tuple[Item, ...]:
    if not items:
        raise UnreadableFault(
            "a discount stands above every item",
            hint="If it is for the whole receipt, it `is` a basket_discount.",
        )
    *others, last = items
    return (*others, replace(last, discount_minor=last.discount_minor + off_minor))


def _minor(text: str, template: Template, digits: int, kind: str) -> int:
    plain = plain_number(text, template.decimal)
    if plain is None:
        raise UnreadableFault(f"an amount ({kind}) is no number", hint=_NUMBER_HINT)
    return minor(plain, digits, f"an amount ({kind})")


def tender_name(told: str, template: Template) -> str:
    """Return our word for what a receipt calls a tender."""
    word = folded(told)
    for theirs, ours in template.tenders.items():
        if folded(theirs) == word:
            return ours
    plain = "".join(sign for sign in word if sign.isascii() and sign.isalnum())
    if plain in {"cash", "card"}:
        return plain
    return f"pos_{plain}"[:64] if plain else "pos_untold"
