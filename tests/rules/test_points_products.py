"""Laws of a product for points: nothing is lost or made, however it comes back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import LotId, RuleId
from rules.refund.tally import void_lines
from rules.rewards.points_product import PointsProduct
from rules.sale.decisions import Returned, Spend
from rules.settling.product_pieces import bound, paid_by_line, prices_of
from rules.value.ledger import Slice
from tests.rules.making import line, programme
from tests.rules.returning import back, decided, sale

FREE = PointsProduct(rule=RuleId("free-coffee"), price_points=30, categories=("coffee",))
RULES = replace(programme(), rewards=(FREE, *programme().rewards))

PRICES = st.lists(
    st.tuples(st.sampled_from(("coffee", "tea")), st.integers(1, 4), st.integers(1, 999)),
    min_size=1,
    max_size=4,
)


def paid(points: int, value_minor: int, lot: str, reward: str = "free-coffee") -> Spend:
    piece = Slice(lot=LotId(lot), amount=points, good_until=None)
    return Spend(reward=RuleId(reward), hold=lot, value_minor=value_minor, slices=(piece,))


@given(goods=PRICES, wanted=st.integers(1, 5), other=st.integers(0, 500), data=st.data())
def test_whatever_comes_back_in_whichever_order_all_of_it_is_all_that_was_paid(
    goods: list[tuple[str, int, int]], wanted: int, other: int, data: st.DataObject
) -> None:
    lines = tuple(
        line(str(number), pieces * price, category=category, pieces=pieces)
        for number, (category, pieces, price) in enumerate(goods, start=1)
    )
    prices = prices_of(FREE, RULES, lines, (0,) * len(lines))
    count = min(wanted, len(prices))
    whole = sum(each.amount_minor for each in lines)
    value = sum(prices[:count])
    shared = min(other, whole - value)
    spends = [paid(30 * count, value, "p")] if count else []
    spends += [paid(shared, shared, "t", reward="points-off")] if shared else []
    sold = sale(*lines, spends=bound(RULES, lines, spends))
    own = paid_by_line(sold.spends, lines)
    assert sum(own) == value
    assert all(part <= each.amount_minor for part, each in zip(own, lines, strict=True))

    earlier: list[Returned] = []
    given_back = given_minor = 0
    while left := void_lines(sold, earlier):
        one = data.draw(st.sampled_from(left))
        pieces = data.draw(st.integers(1, one.quantity_milli // 1000))
        amount = one.amount_minor * pieces * 1000 // one.quantity_milli
        asked = back(one.of_line, pieces, amount)
        answer = decided(RULES, sold, asked, earlier=tuple(earlier))
        assert 0 <= answer.to_points_minor <= amount
        if not shared and not own[int(one.of_line) - 1]:
            assert not answer.given_back
        given_back += sum(piece.amount for piece in answer.given_back)
        given_minor += answer.to_points_minor
        earlier.append(answer.returned)

    assert given_back == sum(spend.points for spend in spends)
    assert given_minor == value + shared


def test_what_does_not_pay_for_whole_pieces_pays_for_all_of_it() -> None:
    lines = (line("1", 900, pieces=3), line("2", 500, category="tea"))
    assert prices_of(FREE, RULES, lines, (300, 0)) == (200, 200, 200)
    (spend,) = bound(RULES, lines, [paid(30, 299, "p")])
    assert spend.lines == ()
    first, second = bound(RULES, lines, [paid(60, 600, "p"), paid(30, 300, "q")])
    assert (first.lines[0].points, second.lines[0].points) == (60, 30)
    assert paid_by_line((first, second), lines) == (900, 0)


def test_a_product_names_its_goods() -> None:
    with pytest.raises(OutOfBoundsError):
        PointsProduct(rule=RuleId("any"), price_points=30)
