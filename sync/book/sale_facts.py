"""A sale's lines and awards as facts, and those of its attachment to a member.

Both ends write an attachment: the till that booked the sale, or head office where the wish
came from another one.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from rules.ground.ids import AccountId, RecordId
from rules.sale.basket import Basket, Line
from rules.sale.decisions import Award, Settlement
from rules.value.allotments import Allotment
from sync.kit.clock import to_ms
from sync.wire.canonical import Json

Object = Mapping[str, Json]

_COLUMNS: Final[tuple[tuple[str, str | int | bool], ...]] = (
    ("account", ""),
    ("amount_minor", 0),
    ("category", ""),
    ("discount_minor", 0),
    ("gtin", ""),
    ("kind", "item"),
    ("line", ""),
    ("quantity_milli", 0),
    ("sku", ""),
    ("tax_included", True),
    ("tax_minor", 0),
    ("tax_rate", ""),
    ("unit", "each"),
    ("unit_price_minor", 0),
)
"""A line's fields in order and what most lines say: a column of only that is left out."""

_line_values: Final = attrgetter(*[name for name, _ in _COLUMNS])


def lines_out(lines: Sequence[Line]) -> Object:
    """Write a sale's lines, column by column."""
    columns = zip(*map(_line_values, lines), strict=True)
    return {
        name: column
        for (name, usual), column in zip(_COLUMNS, columns, strict=True)
        if column.count(usual) < len(lines)
    }


def awards_out(awards: Iterable[Award]) -> Sequence[Json]:
    """Write what each line earned, in order, as pairs under the rule that gave it."""
    return [
        {
            "lines": award.lines,
            "rule": award.rule,
            "unit": award.unit,
            "words": award.words,
        }
        for award in awards
    ]


def allotments_out(allotments: Iterable[Allotment]) -> Sequence[Json]:
    """Write what was drawn of budgets."""
    return [
        {
            "account": one.account,
            "amount": one.amount,
            "lot": one.lot,
            "place": one.place,
            "unit": one.unit,
        }
        for one in allotments
    ]


def attachment_asked(basket: Basket, *, sale: RecordId | str, attached_ms: int) -> Object:
    """Write what is left of a sale in the form in which a sale's record has it."""
    value: dict[str, Json] = {
        "at_ms": to_ms(basket.at),
        "attached_ms": attached_ms,
        "currency": basket.currency,
        "lines": lines_out(basket.lines),
        "rounding_minor": basket.rounding_minor,
        "sale": sale,
        "tenders": [
            {"amount_minor": tender.amount_minor, "tender": tender.tender}
            for tender in basket.tenders
        ],
    }
    return {name: said for name, said in value.items() if said}


def attachment_given(
    account: AccountId, settlement: Settlement, *, before: Sequence[str]
) -> Object:
    """Write what an attachment gave; ``before`` names the returns it knew of."""
    found: dict[str, Json] = {
        "account": account,
        "awards": awards_out(settlement.awards),
        "late": True,
        "qualifying_minor": settlement.qualifying_minor,
        "restorable": allotments_out(settlement.drawn.restorable),
        "returned_before": before,
    }
    return {name: value for name, value in found.items() if value}
