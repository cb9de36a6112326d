"""From a programme to plain values, so that an older document keeps its bytes and hash."""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from fractions import Fraction
from typing import Any, Final

from sync.wire.canonical import Json

_FROM_THE_FIRST: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(names.split())
    for name, names in {
        "Programme": "edition units earn discounts rewards vouchers barred refund cards",
        "UnitTerms": "unit pending_days grace_days",
        "PerSpend": "unit points categories skus min_basket_minor",
        "CategoryMultiplier": "unit of",
        "BasketBonus": "unit",
        "TierPercent": "categories skus",
        "Ladder": "metric",
        "PointsTender": "unit minimum max_share",
        "PercentOff": "categories skus minimum_minor first_day last_day spend",
        "AmountOff": "categories skus minimum_minor first_day last_day spend",
        "ProductFree": "categories skus minimum_minor first_day last_day spend",
        "GiftCardTerms": "spend",
        "WalletTerms": "usable",
        "Barred": "categories skus",
        "RefundTerms": "method shortfall",
        "CardTerms": "member_iins text_rules ean_rules",
        "TextRule": "card_class",
        "PhoneTerms": "trunk",
    }.items()
}
"""What the first canonical documents wrote though it was at its default. A field that came
later is written only where the author set it otherwise."""


def written(value: object) -> Json:
    """Return a programme (or a part of one) as tables, lists, texts and whole numbers."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [written(item) for item in value]
    if is_dataclass(value):
        always = _FROM_THE_FIRST.get(type(value).__name__, frozenset())
        held = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: written(item)
            for field, item in held
            if item is not None and _is_said(field, item, always)
        }
    if isinstance(value, str | int):
        return value
    raise TypeError(f"a programme holds no {type(value).__name__}")


def _is_said(field: Field[Any], item: object, always: frozenset[str]) -> bool:
    named = field.name == "kind" or field.name in always
    return named or item != field.default or type(item) is not type(field.default)
