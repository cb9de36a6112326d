"""What of a basket was not brought back: the basket that an attachment is about."""

from collections.abc import Sequence
from dataclasses import replace

from rules.sale.basket import Basket, Line
from rules.sale.decisions import ReturnLine


def left_of(basket: Basket, left: Sequence[ReturnLine] | None) -> Basket:
    """Return what is left of a basket (None: all); no discount is promised for it now."""
    lines = basket.lines
    if left is not None:
        kept = {line.of_line: line for line in left}
        lines = tuple(
            _part(line, kept[line.line]) for line in basket.lines if line.line in kept
        )
    return replace(basket, lines=lines, coupons=(), late=True)


def _part(line: Line, kept: ReturnLine) -> Line:
    if kept.quantity_milli == line.quantity_milli:
        return line
    return replace(
        line,
        quantity_milli=kept.quantity_milli,
        amount_minor=kept.amount_minor,
        discount_minor=0,
        tax_minor=line.tax_minor * kept.quantity_milli // line.quantity_milli,
    )
