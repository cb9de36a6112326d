"""Returns, example by example; where others have published one, its numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.earn.per_spend import PerSpend
from rules.ground.ids import RuleId
from rules.ground.refusal import Refusal, refuse
from rules.refund.decision import decide
from rules.refund.tally import void_lines
from rules.sale.basket import Tender
from rules.sale.decisions import (
    RefundDecision,
    ReturnLine,
)
from tests.rules.making import (
    BASE,
    STORY,
    award,
    line,
    piece,
    programme,
    spend,
    standing,
)
from tests.rules.returning import (
    BONUS,
    DOUBLE,
    back,
    decided,
    kept,
    points,
    sale,
    settled,
)


def test_half_of_what_an_order_gave_goes_with_half_its_value() -> None:
    # Odoo, pos_loyalty tests: two pieces at 50.00, a point a unit of money, one comes back.
    sold = settled(programme(BASE), line("1", 10_000, pieces=2))

    assert points(decided(programme(BASE), sold, back("1", 1, 5_000))) == 50


def test_a_line_that_gave_no_bonus_takes_none_back() -> None:
    # Open Loyalty's user guide, returns: a sale of 40.00 gave 40 for the order, 10 for A,
    # 20 for B; C is half of the value. Line-exact takes half of the 40 and no bonus.
    order = [award(points, on=on) for on, points in (("A", 10), ("B", 10), ("C", 20))]
    extra = (award(10, on="A", rule=RuleId("a")), award(20, on="B", rule=RuleId("b")))
    sold = sale(line("A", 1000), line("B", 1000), line("C", 2000), awards=(*order, *extra))

    assert points(decided(programme(BASE), sold, back("C", 1, 2000))) == 20


def test_the_difference_is_recomputed_on_what_is_left() -> None:
    # frappe/erpnext, returned invoice: 20,000 at a point a 1,000, half is back: 10 points.
    rules = programme(replace(BASE, step_minor=100_000), method="recompute_difference")
    sold = settled(rules, line("1", 2_000_000, pieces=2))

    assert points(decided(rules, sold, back("1", 1, 1_000_000))) == 10


def test_two_small_returns_take_what_one_large_one_does() -> None:
    # Square's forum on refunds: 21.90 at a point per 10.00 gave 2. There 5.00 and 5.00 come
    # back and nothing is taken, while 10.00 at once takes one; accumulated, both take one.
    rules = programme(replace(BASE, step_minor=1_000), method="recompute_difference")
    sold = settled(rules, line("1", 2_190, pieces=219))

    first = decided(rules, sold, back("1", 50, 500))
    second = decided(rules, sold, back("1", 50, 500), earlier=(kept(first),))
    at_once = decided(rules, sold, back("1", 100, 1_000))

    assert points(at_once) == 1
    assert points(first) + points(second) == 1


def test_what_was_earned_goes_at_the_rate_of_the_sale_not_of_today() -> None:
    # Smile.io's help on refunds: 50 earned at 1, the rate is 2 now, or gone: 50 go.
    sold = settled(programme(BASE), line("1", 5_000))

    doubled = programme(replace(BASE, points=2))

    assert points(decided(doubled, sold, back("1", 1, 5_000))) == 50
    assert points(decided(programme(), sold, back("1", 1, 5_000))) == 50


def test_a_rule_that_is_gone_goes_by_quantity_under_either_method() -> None:
    sold = sale(line("1", 2_000, pieces=2), awards=(award(20),))

    for rules in (programme(), programme(method="recompute_difference")):
        assert points(decided(rules, sold, back("1", 1, 1_000))) == 10


def test_a_visit_stays_earned_until_what_is_left_is_too_small() -> None:
    # Square's help, visit programmes: from 10.00 a visit counts. Of 25.00, 10.00 come back:
    # it stays; of 25.00, 20.00 come back: it goes.
    sold = settled(programme(BONUS), line("1", 2_500, pieces=25))

    assert points(decided(programme(BONUS), sold, back("1", 10, 1_000))) == 0
    assert points(decided(programme(BONUS), sold, back("1", 20, 2_000))) == 1


def test_a_bonus_goes_whole_also_from_the_lines_that_stay() -> None:
    bonus = replace(BONUS, points=50)
    sold = settled(programme(bonus), line("1", 700), line("2", 700))

    decision = decided(programme(bonus), sold, back("1", 1, 700))

    assert [(taken.line, taken.points) for taken in decision.reversals] == [
        ("1", 25),
        ("2", 25),
    ]


def test_a_rule_with_a_least_basket_goes_whole_with_what_was_multiplied_on_it() -> None:
    picky = replace(BASE, rule=RuleId("picky"), min_basket_minor=2_000)
    rules = programme(BASE, picky, DOUBLE)
    sold = settled(rules, line("1", 1_000), line("2", 1_000))

    decision = decided(rules, sold, back("2", 1, 1_000))

    # Line 2 loses all it had; line 1 keeps the base's 10 and the 10 multiplied on them.
    taken = {(each.rule, each.line): each.points for each in decision.reversals}
    assert taken == {
        ("base", "2"): 10,
        ("picky", "1"): 10,
        ("picky", "2"): 10,
        ("x2", "1"): 10,
        ("x2", "2"): 20,
    }


def test_a_sale_returned_refunded_and_sold_again_counts_once() -> None:
    # nopCommerce issue 5595 and Odoo issue 257854: buy, return, buy less, return, buy.
    balance = 0
    for amount, returned in ((5_000, True), (2_100, True), (5_000, False)):
        sold = settled(programme(BASE), line("1", amount))
        balance += sum(each.points for each in sold.awards)
        if returned:
            balance -= points(decided(programme(BASE), sold, back("1", 1, amount)))

    assert balance == 50


def test_spent_points_come_back_once_and_are_not_taken_again() -> None:
    # Odoo issue 212922: 100 points, 30 are spent, the sale comes back: 100 again.
    paid = spend(piece("t1.1-1/1", 30), value_minor=30)
    sold = sale(line("1", 30), spends=(paid,))

    decision = decided(programme(BASE), sold, back("1", 1, 30))

    assert 100 - 30 + sum(each.amount for each in decision.given_back) == 100
    assert decision.reversals == ()
    assert (decision.to_points_minor, decision.to_money_minor) == (30, 0)


def test_half_of_a_sale_takes_half_and_gives_half_back() -> None:
    # Odoo, pos_loyalty tests: 200, earned 70, spent 150, one of two is back: 120, then 160.
    paid = spend(piece("t1.1-1/1", 150), value_minor=3_000)
    sold = sale(line("1", 10_000, pieces=2), awards=(award(70),), spends=(paid,))

    decision = decided(programme(BASE), sold, back("1", 1, 5_000))

    given = sum(each.amount for each in decision.given_back)
    assert 200 + 70 - 150 + given - points(decision) == 160


def test_what_was_spent_last_comes_back_first_to_its_own_lot() -> None:
    paid = spend(piece("t1.1-1/1", 300), piece("t1.1-2/1", 200), value_minor=500)
    sold = sale(line("1", 1_000, pieces=2), spends=(paid,))

    first = decided(programme(BASE), sold, back("1", 1, 600))
    rest = decided(programme(BASE), sold, back("1", 1, 400), earlier=(kept(first),))

    assert first.given_back == (piece("t1.1-2/1", 200), piece("t1.1-1/1", 100))
    assert rest.given_back == (piece("t1.1-1/1", 200),)


def test_two_rewards_come_back_at_what_each_was_worth_the_last_one_first() -> None:
    cheap = spend(piece("t1.1-1/1", 1_000), value_minor=500, hold="t1.3-1")
    dear = spend(piece("t1.1-2/1", 100), value_minor=1_000, hold="t1.3-2")
    sold = sale(line("1", 3_000, pieces=3), spends=(cheap, dear))

    some = decided(programme(BASE), sold, back("1", 1, 1_000))
    more = decided(programme(BASE), sold, back("1", 1, 1_200), earlier=(kept(some),))

    assert (some.to_points_minor, some.given_back) == (500, (piece("t1.1-2/1", 50),))
    assert more.to_points_minor == 600
    assert more.given_back == (piece("t1.1-2/1", 50), piece("t1.1-1/1", 200))


def test_the_pos_may_give_less_in_points_and_the_rest_stays_due() -> None:
    paid = spend(piece("t1.1-1/1", 500), value_minor=500)
    sold = sale(line("1", 1_000, pieces=2), spends=(paid,))

    first = decided(programme(BASE), sold, back("1", 1, 500), points_tender_minor=100)
    rest = decided(programme(BASE), sold, back("1", 1, 500), earlier=(kept(first),))

    assert (first.to_points_minor, first.to_money_minor) == (100, 400)
    assert first.given_back == (piece("t1.1-1/1", 100),)
    assert (rest.to_points_minor, rest.to_money_minor) == (400, 100)


def test_a_point_worth_more_than_a_cent_comes_back_once_all_of_it_is_due() -> None:
    paid = spend(piece("t1.1-1/1", 1), value_minor=7)
    sold = sale(line("1", 7, pieces=2), spends=(paid,))

    first = decided(programme(BASE), sold, back("1", 1, 3))
    rest = decided(programme(BASE), sold, back("1", 1, 4), earlier=(kept(first),))

    assert (first.given_back, first.to_points_minor) == ((), 3)
    assert (rest.given_back, rest.to_points_minor) == ((piece("t1.1-1/1", 1),), 4)


def test_points_that_paid_for_nothing_come_back_with_the_first_return() -> None:
    paid = spend(piece("t1.1-1/1", 9), value_minor=0)
    sold = sale(line("1", 0), spends=(paid,))

    assert decided(programme(BASE), sold, back("1", 1, 0)).given_back == paid.slices


@pytest.mark.parametrize("asked", [501, -1])
def test_more_points_back_than_computed_is_refused(asked: int) -> None:
    paid = spend(piece("t1.1-1/1", 500), value_minor=500)
    sold = sale(line("1", 500), spends=(paid,))

    answer = decide(
        STORY,
        sold,
        (),
        (back("1", 1, 500),),
        points_tender_minor=asked,
        standing=standing(),
    )

    assert answer == refuse("points_tender_differs", computed_minor=500, asked_minor=asked)


@pytest.mark.parametrize(
    ("lines", "objection"),
    [
        ((), refuse("nothing_to_return")),
        ((back("9", 1, 100),), refuse("unknown_line", line="9")),
        ((back("1", 0, 100),), refuse("nothing_to_return", line="1")),
        ((back("1", 1, -1),), refuse("nothing_to_return", line="1")),
        (
            (back("1", 3, 100),),
            refuse("more_than_sold", line="1", left_milli=2000, asked_milli=3000),
        ),
        (
            (back("1", 1, 100), back("1", 2, 100)),
            refuse("more_than_sold", line="1", left_milli=1000, asked_milli=2000),
        ),
        (
            (back("1", 1, 1_001),),
            refuse("amount_exceeds_line", line="1", left_minor=1_000, asked_minor=1_001),
        ),
    ],
)
def test_what_was_not_sold_cannot_be_returned(
    lines: tuple[ReturnLine, ...], objection: Refusal
) -> None:
    sold = sale(line("1", 1_000, pieces=2))

    answer = decide(STORY, sold, (), lines, points_tender_minor=None, standing=standing())

    assert answer == objection


def test_what_is_back_already_cannot_come_back_again() -> None:
    sold = settled(programme(BASE), line("1", 1_000))
    first = decided(programme(BASE), sold, back("1", 1, 1_000))

    again = decide(
        programme(BASE),
        sold,
        (kept(first),),
        (back("1", 1, 1_000),),
        points_tender_minor=None,
        standing=standing(),
    )

    assert again == refuse("more_than_sold", line="1", left_milli=0, asked_milli=1000)
    assert void_lines(sold, (kept(first),)) == ()


def test_a_void_is_the_return_of_everything_that_remains() -> None:
    sold = settled(programme(BASE), line("1", 1_000, pieces=2), line("2", 300))
    first = decided(programme(BASE), sold, back("1", 1, 400))

    assert void_lines(sold, (kept(first),)) == (back("1", 1, 600), back("2", 1, 300))


def test_a_sale_without_a_member_can_come_back_too() -> None:
    sold = replace(sale(line("1", 1_000)), qualifying_minor=0, lots=())

    answer = decide(
        STORY, sold, (), (back("1", 1, 1_000),), points_tender_minor=None, standing=None
    )

    assert isinstance(answer, RefundDecision)
    assert (answer.reversals, answer.to_money_minor, answer.tier_after) == ((), 1_000, "")


def test_a_return_that_un_qualifies_gold_says_so() -> None:
    sold = settled(STORY, line("1", 10_000))
    member = standing(tier="gold", spend_minor=51_000)

    answer = decide(
        STORY, sold, (), (back("1", 1, 10_000),), points_tender_minor=None, standing=member
    )

    assert isinstance(answer, RefundDecision)
    assert (answer.tier_before, answer.tier_after) == ("gold", "silver")


def test_a_sale_that_left_the_window_holds_no_tier_up() -> None:
    sold = settled(STORY, line("1", 10_000))
    later = sold.basket.at + timedelta(days=180, seconds=1)
    member = replace(standing(tier="gold", spend_minor=51_000), as_of=later)

    answer = decide(
        STORY, sold, (), (back("1", 1, 10_000),), points_tender_minor=None, standing=member
    )

    assert isinstance(answer, RefundDecision)
    assert (answer.qualifying_minor, answer.tier_after) == (10_000, "gold")


def test_goods_only_hold_the_tier_up() -> None:
    card = line("2", 5_000, kind="gift_card_sale")
    sold = settled(programme(BASE), line("1", 1_000), card)

    assert decided(programme(BASE), sold, back("2", 1, 5_000)).qualifying_minor == 0


def test_weighed_goods_go_by_their_weight() -> None:
    weighed = PerSpend(rule=RuleId("fine"), step_minor=1)
    grapes = replace(line("1", 904), quantity_milli=452)
    sold = settled(programme(weighed), grapes)
    part = replace(back("1", 1, 200), quantity_milli=100)

    # Of 904 points stay floor(904 x 352 / 452) = 704.
    assert points(decided(programme(weighed), sold, part)) == 200


def test_a_return_of_less_money_than_the_line_cost_gives_back_fewer_points() -> None:
    sold = sale(
        replace(line("1", 1_000)),
        awards=(award(5),),
        spends=(spend(piece("t1.1-1/1", 500), value_minor=500),),
    )

    worn = decided(programme(BASE), sold, back("1", 1, 800))

    assert points(worn) == 5
    assert (worn.to_points_minor, worn.to_money_minor) == (400, 400)
    assert worn.qualifying_minor == 400


def test_tenders_other_than_points_do_not_matter_to_what_goes_back() -> None:
    sold = settled(programme(BASE), line("1", 1_000))
    card = replace(sold.basket, tenders=(Tender(tender="card", amount_minor=1_000),))

    assert decided(
        programme(BASE), replace(sold, basket=card), back("1", 1, 1_000)
    ) == decided(programme(BASE), sold, back("1", 1, 1_000))
