"""Columns say of every line what the line says, whatever shortcut they took."""

from hypothesis import given
from hypothesis import strategies as st

from rules.sale.basket import Line, LineKind
from rules.sale.columns import Columns, above_zero, at_least_zero, less

KINDS: tuple[LineKind, ...] = ("item", "item", "item", "deposit", "fee", "wallet_top_up")
FIGURES = st.lists(st.integers(min_value=-3, max_value=3))


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Draw lines of any kind; some give money back, some have a discount already."""
    some = st.integers(min_value=-2, max_value=9)
    return tuple(
        Line(
            line=str(at),
            sku="any",
            category="any",
            kind=draw(st.sampled_from(KINDS)),
            quantity_milli=draw(some) * 500,
            amount_minor=draw(some),
            discount_minor=draw(st.sampled_from((0, 0, 0, 1))),
        )
        for at in range(draw(st.integers(min_value=0, max_value=6)))
    )


@given(lines())
def test_a_column_says_what_the_lines_say(sold: tuple[Line, ...]) -> None:
    columns = Columns(sold)

    assert len(columns) == len(sold)
    assert list(columns.names) == [line.line for line in sold]
    assert list(columns.net) == [line.net_minor for line in sold]
    assert list(columns.cost) == [max(0, line.net_minor) for line in sold]
    assert list(columns.goods()) == [
        at for at, line in enumerate(sold) if line.kind == "item" and line.amount_minor > 0
    ]
    assert list(columns.of_goods(columns.milli)) == [
        line.quantity_milli for line in sold if line.kind == "item"
    ]


@given(lines())
def test_plain_lines_give_nobody_a_reason_to_object(sold: tuple[Line, ...]) -> None:
    plain = all(
        line.amount_minor >= 0 and not line.discount_minor and line.quantity_milli
        for line in sold
    )

    assert Columns(sold).are_plain == plain


@given(FIGURES)
def test_shortcuts_say_what_the_long_way_says(figures: list[int]) -> None:
    taken = [max(0, each) for each in reversed(figures)]

    assert list(at_least_zero(figures)) == [max(0, each) for each in figures]
    assert list(above_zero(figures)) == [at for at, each in enumerate(figures) if each > 0]
    assert list(less(figures, taken)) == [
        each - part for each, part in zip(figures, taken, strict=True)
    ]
