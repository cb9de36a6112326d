"""The money each line earns on: by default what was paid for goods, and not in points."""

from collections.abc import Sequence

from rules.earn.earning_terms import USUAL, EarningTerms
from rules.ground.shares import share
from rules.sale.basket import Line
from rules.sale.columns import Columns, at_least_zero, less


def full_basis(columns: Columns, terms: EarningTerms = USUAL) -> Sequence[int]:
    """Return the money each line would earn on were nothing off, and all of it earning."""
    prices = at_least_zero(columns.amounts)
    return basis(columns, prices, taken_minor=0, terms=terms)


def basis(
    columns: Columns,
    paid: Sequence[int],
    *,
    taken_minor: int,
    terms: EarningTerms = USUAL,
) -> Sequence[int]:
    """Return the money each line earns on, in minor units.

    ``paid`` is what each line costs in the end. ``taken_minor`` is what was paid with
    tenders that do not earn: it is shared to all lines by what they cost and taken off
    (beyond their sum it paid tax); only goods earn, and fees where ``terms`` say so.
    """
    if taken_minor:
        cuts = share(min(taken_minor, sum(paid)), paid)
        paid = less(paid, cuts)
    if terms is not USUAL and terms != USUAL:
        return _by_terms(columns.lines, paid, terms)
    if columns.are_goods:
        return paid
    pairs = zip(paid, columns.lines, strict=True)
    return [cost if line.kind == "item" else 0 for cost, line in pairs]


def _by_terms(lines: Sequence[Line], paid: Sequence[int], terms: EarningTerms) -> list[int]:
    kinds = ("item", "fee") if terms.fees else ("item",)
    return [
        _money(line, cost, terms) if line.kind in kinds and _earns(line, terms) else 0
        for line, cost in zip(lines, paid, strict=True)
    ]


def _earns(line: Line, terms: EarningTerms) -> bool:
    return line.category not in terms.not_categories and line.sku not in terms.not_skus


def _money(line: Line, paid: int, terms: EarningTerms) -> int:
    money = max(0, line.amount_minor) if terms.amount == "gross" else paid
    if terms.tax == "without" and line.tax_included:
        money -= line.tax_minor
    if terms.tax == "with" and not line.tax_included:
        money += line.tax_minor
    return max(0, money)
