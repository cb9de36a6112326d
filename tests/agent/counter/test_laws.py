"""Laws of the counter, over random baskets and random ways of bringing them back."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.counter.asked.requests import read_quantity, write_quantity
from rules.programme import RefundMethod
from sync.till.journal.rebuilding import chains, differences
from tests.agent.counter.shop import (
    SARA,
    Json,
    Shop,
    document,
    line,
    programme,
    refund_of,
    said,
    sale_of,
)

NUMBERS = itertools.count(1)
CATEGORIES = ("fruit", "beans", "coffee", "home")


@dataclass(frozen=True)
class Goods:
    """A line before it is a line: thousandths, money, discount, and how it comes back."""

    category: str
    quantity_milli: int
    amount_minor: int
    discount_minor: int
    cuts: tuple[tuple[int, int], ...]


@st.composite
def goods(draw: st.DrawFn) -> Goods:
    """Draw a line and up to three places to cut it: (thousandths, money) of each part."""
    quantity = draw(st.integers(1, 5000))
    amount = draw(st.integers(0, 9000))
    discount = draw(st.integers(0, amount))
    share = st.tuples(st.integers(0, quantity), st.integers(0, amount - discount))
    return Goods(
        category=draw(st.sampled_from(CATEGORIES)),
        quantity_milli=quantity,
        amount_minor=amount,
        discount_minor=discount,
        cuts=tuple(draw(st.lists(share, max_size=3))),
    )


@pytest.fixture(
    scope="module",
    params=[
        ("line_exact", 14),
        ("line_exact", 0),
        ("recompute_difference", 14),
        ("recompute_difference", 0),
    ],
)
def till(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """Open a till for each refund method, with and without a pending period."""
    method, pending_days = _terms(request)
    rules = programme(method=method, pending_days=pending_days, step=1)
    opened = Shop(tmp_path_factory.mktemp("laws"), rules)
    opened.sara()
    yield opened
    # Whatever was played: what is kept beside the journal follows from it.
    assert differences(opened.book.journal.connection) == ()
    assert all(report.holds for report in chains(opened.book.journal.connection))
    opened.book.close()


def _terms(request: pytest.FixtureRequest) -> tuple[RefundMethod, int]:
    method: RefundMethod
    method, pending_days = request.param
    return method, pending_days


def _lines(basket: list[Goods]) -> list[Json]:
    return [
        line(
            str(number),
            item.amount_minor,
            category=item.category,
            quantity=write_quantity(item.quantity_milli),
            discount_minor=item.discount_minor,
        )
        for number, item in enumerate(basket, start=1)
    ]


def _returns(basket: list[Goods]) -> list[list[Json]]:
    """Cut every line as drawn; the last return brings all that is left."""
    rounds: list[list[Json]] = [[] for _ in range(4)]
    for number, item in enumerate(basket, start=1):
        left_milli, left_minor = (
            item.quantity_milli,
            item.amount_minor - item.discount_minor,
        )
        for turn, (milli, minor) in enumerate((*item.cuts, (left_milli, left_minor))):
            last = turn == len(item.cuts)
            part = left_milli if last else min(milli, left_milli - 1)
            money = left_minor if last else min(minor, left_minor)
            if part <= 0:
                continue
            rounds[turn].append(
                {
                    "line": str(number),
                    "of_line": str(number),
                    "quantity": write_quantity(part),
                    "amount_minor": money,
                }
            )
            left_milli, left_minor = left_milli - part, left_minor - money
    return [lines for lines in rounds if lines]


def _spend(shop: Shop) -> int:
    view = shop.book.view(SARA)
    assert view is not None
    return view.standing.spend_minor


def _sold(shop: Shop, basket: list[Goods], points: int) -> tuple[str, Json]:
    """Book a sale of the basket, some paid in points; return its number and answer."""
    number = f"S{next(NUMBERS)}"
    due = sum(item.amount_minor - item.discount_minor for item in basket)
    points = min(points, due)
    tenders = [{"tender": "cash", "amount_minor": due - points}]
    if points:
        hold = said(shop.hold(points, quote=number))["hold"]
        tenders.append({"tender": "points", "amount_minor": points, "hold": hold})
    request = sale_of(number, _lines(basket), tenders=tenders)
    return number, said(shop.sale(request))


@given(basket=st.lists(goods(), min_size=1, max_size=4), points=st.integers(0, 900))
def test_a_sale_and_its_full_return_are_nothing_however_it_is_split(
    till: Shop, basket: list[Goods], points: int
) -> None:
    start, spend = till.balance(), _spend(till)
    number, sale = _sold(till, basket, points)
    earned = sum(row["points"] for row in sale["earned"])
    taken = given_back = money = 0

    for lines in _returns(basket):
        refund = said(
            till.refund(
                refund_of(
                    f"R{next(NUMBERS)}", lines, original={"document": document(number)}
                )
            )
        )
        taken += sum(row["points"] for row in refund["reversed"])
        given_back += sum(row["points"] for row in refund["given_back"])
        money += sum(row["amount_minor"] for row in refund["to_tenders"])
        assert taken <= earned

    assert taken == earned
    assert given_back <= points
    assert money == sum(item.amount_minor - item.discount_minor for item in basket)
    assert (till.balance(), _spend(till)) == (start, spend)
    till.applied()


@settings(max_examples=30)
@given(basket=st.lists(goods(), min_size=1, max_size=4), points=st.integers(0, 900))
def test_a_void_leaves_nothing_whatever_came_back_before(
    till: Shop, basket: list[Goods], points: int
) -> None:
    start, spend = till.balance(), _spend(till)
    number, _ = _sold(till, basket, points)
    first = _returns(basket)[0]
    said(
        till.refund(
            refund_of(f"R{next(NUMBERS)}", first, original={"document": document(number)})
        )
    )

    till.void(
        {
            "document": document(f"V{next(NUMBERS)}", "void"),
            "original": {"document": document(number)},
        }
    )

    assert (till.balance(), _spend(till)) == (start, spend)
    till.applied()


@given(milli=st.integers(-(10**13) + 1, 10**13 - 1))
def test_a_quantity_is_read_as_it_is_written(milli: int) -> None:
    assert read_quantity(write_quantity(milli)) == milli
