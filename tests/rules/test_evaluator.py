"""What a basket gives, and what the law refuses to judge."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.evaluator import Evaluator
from rules.ground.ids import Place, RuleId, TierId, Unit
from rules.ground.refusal import refuse
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import NotUsed, Quote, Settlement, Spend, by_line
from rules.value.ledger import HOUSE, PENDING, POINTS
from tests.rules.making import (
    AT,
    BANANAS,
    BASE,
    COFFEE,
    COFFEE_10,
    LIFE,
    PAID,
    RECORD,
    SPENT,
    STORY,
    basket,
    line,
    piece,
    programme,
    spend,
    standing,
)

DOUBLE = CategoryMultiplier(
    rule=RuleId("coffee-x2"), factor=Fraction(2), categories=("coffee",)
)
BONUS = BasketBonus(rule=RuleId("big"), points=50, from_minor=10_000)


def settled(
    rules: Programme, sold: Basket, member: Standing | None = None, *spends: Spend
) -> Settlement:
    answer = Evaluator(rules).settle(
        sold, member or standing(), spends=spends, record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return answer


def earned(answer: Settlement) -> list[tuple[str, str, int]]:
    return [(award.rule, award.line, award.points) for award in by_line(answer.awards)]


def test_a_multiplier_gives_its_extra_under_its_own_name() -> None:
    sold = basket(line("1", 1990), line("2", 550, category="fruit"))

    answer = settled(programme(BASE, DOUBLE), sold)

    assert earned(answer) == [("base", "1", 20), ("base", "2", 5), ("coffee-x2", "1", 20)]


def test_a_fractional_multiplier_rounds_down_once() -> None:
    # Setono's sylius-loyalty-plugin, earning tests: 19.99 at 1 a unit, times
    # one and a half, rounded down, is 28.
    half_more = replace(DOUBLE, factor=Fraction(3, 2))

    answer = settled(programme(BASE, half_more), basket(line("1", 1999)))

    assert sum(award.points for award in answer.awards) == 28


def test_a_multiplier_may_name_what_it_multiplies() -> None:
    fine = PerSpend(rule=RuleId("fine"), step_minor=10)
    only_base = replace(DOUBLE, of=(RuleId("base"),))

    answer = settled(programme(BASE, fine, only_base), basket(line("1", 1000)))

    assert earned(answer) == [("base", "1", 10), ("fine", "1", 100), ("coffee-x2", "1", 10)]


def test_a_bonus_is_shared_to_the_lines_that_earned_it() -> None:
    sold = basket(line("1", 7500), line("2", 2500), line("3", 9000, kind="gift_card_sale"))

    answer = settled(programme(BONUS), sold)

    assert earned(answer) == [("big", "1", 38), ("big", "2", 12)]


def test_only_the_nearest_bonus_out_of_reach_is_told() -> None:
    further = replace(BONUS, rule=RuleId("bigger"), from_minor=20_000)

    answer = settled(programme(further, BONUS), basket(line("1", 9_000)))

    assert answer.awards == ()
    assert answer.not_used == (
        NotUsed(
            rule="big", words="refuse.below_basket", values=(("short_by_minor", 1_000),)
        ),
    )


def test_a_rule_with_a_least_basket_gives_nothing_below_it_and_says_so() -> None:
    picky = PerSpend(
        rule=RuleId("picky"), step_minor=100, categories=("coffee",), min_basket_minor=5_000
    )

    answer = settled(programme(picky), basket(line("1", 4_999)))

    assert answer.awards == ()
    assert answer.not_used[0].words == "refuse.below_basket"


def test_money_below_one_step_says_so() -> None:
    answer = settled(programme(BASE), basket(line("1", 99)))

    assert [reason.words for reason in answer.not_used] == ["refuse.below_step"]


def test_a_line_named_by_category_and_by_article_counts_once() -> None:
    twice = PerSpend(
        rule=RuleId("twice"), step_minor=100, categories=("coffee",), skus=("coffee-1",)
    )

    answer = settled(
        programme(twice), basket(line("1", 1_000), line("2", 500, category="x"))
    )

    assert earned(answer) == [("twice", "1", 10)]


def test_nothing_but_goods_earns_and_money_given_back_does_not() -> None:
    sold = basket(
        line("1", 1_000),
        line("2", 5_000, kind="gift_card_sale"),
        line("3", -1_990, pieces=-1),
        line("4", 300, kind="deposit"),
    )

    answer = settled(programme(BASE), sold)

    assert earned(answer) == [("base", "1", 10)]
    assert answer.qualifying_minor == 1_000


def test_a_sale_paid_wholly_with_points_earns_nothing() -> None:
    sold = basket(
        line("1", 500),
        tenders=(Tender(tender="points", amount_minor=500, hold="t1.3-1841"),),
    )

    answer = settled(programme(BASE), sold, standing(), SPENT)

    assert answer.awards == ()
    assert answer.lots == ()
    assert answer.qualifying_minor == 0


def test_nobody_earns_nothing() -> None:
    answer = Evaluator(STORY).settle(
        basket(COFFEE, BANANAS), None, spends=(), record=RECORD, life=LIFE
    )

    assert isinstance(answer, Settlement)
    assert (answer.awards, answer.lots, answer.entries) == ((), (), ())
    assert answer.qualifying_minor == 0


def test_a_blocked_member_earns_nothing_and_is_offered_nothing() -> None:
    blocked = standing(piece("t1.1-1/1", 900), status="blocked", spend_minor=49_999)

    sold = settled(STORY, basket(COFFEE, BANANAS), blocked)
    open_basket = Evaluator(STORY).quote(basket(BANANAS), blocked)

    assert (sold.awards, sold.issues, sold.qualifying_minor) == ((), (), 0)
    assert [reason.words for reason in sold.not_used] == ["refuse.member_blocked"]
    assert isinstance(open_basket, Quote)
    assert (open_basket.redeemable, open_basket.discounts) == ((), ())


def test_points_held_before_the_block_still_pay_for_the_sale() -> None:
    blocked = standing(status="blocked")

    answer = settled(STORY, basket(COFFEE, BANANAS, tenders=PAID), blocked, SPENT)

    assert [entry.kind for entry in answer.entries] == ["redeem"]


def test_a_late_document_earns_but_is_promised_no_discount() -> None:
    answer = settled(STORY, basket(COFFEE, BANANAS, late=True))

    assert sum(award.points for award in answer.awards) == 27
    assert answer.discounts == ()


@pytest.mark.parametrize(("taken_off", "ours"), [(258, 258), (400, 258), (100, 100)])
def test_of_what_the_pos_took_off_at_most_our_part_is_ours(
    taken_off: int, ours: int
) -> None:
    answer = settled(STORY, basket(replace(COFFEE, discount_minor=taken_off)))

    assert [gift.amount_minor for gift in answer.discounts] == [ours]


def test_a_discount_the_pos_did_not_apply_is_not_claimed() -> None:
    answer = settled(STORY, basket(replace(COFFEE, discount_minor=0)))

    assert answer.discounts == ()
    assert answer.not_used == (
        NotUsed(
            rule="silver-coffee-10",
            words="refuse.not_applied",
            values=(("offered_minor", 258),),
        ),
    )


def test_a_line_takes_the_better_of_two_discounts() -> None:
    better = replace(COFFEE_10, rule=RuleId("better"), percent=Fraction(25, 2))
    rules = programme(BASE, discounts=(COFFEE_10, better))

    answer = Evaluator(rules).quote(basket(line("1", 2580)), standing())

    assert isinstance(answer, Quote)
    assert [(gift.rule, gift.amount_minor) for gift in answer.discounts] == [
        ("better", 323)
    ]
    assert answer.total_minor == 2257
    assert answer.not_used == (
        NotUsed(
            rule="silver-coffee-10",
            words="refuse.not_best",
            values=(("better_minor", 323),),
        ),
    )


def test_a_discount_never_takes_a_line_below_nothing() -> None:
    rules = programme(discounts=(replace(COFFEE_10, percent=Fraction(60)),))

    answer = Evaluator(rules).quote(
        basket(replace(line("1", 1000), discount_minor=700)), standing()
    )

    assert isinstance(answer, Quote)
    assert [gift.amount_minor for gift in answer.discounts] == [300]
    assert answer.total_minor == 0


def test_another_tier_has_no_silver_discount() -> None:
    answer = Evaluator(STORY).quote(basket(line("1", 2580)), standing(tier="bronze"))

    assert isinstance(answer, Quote)
    assert answer.discounts == ()


def test_a_coupon_nobody_knows_is_told() -> None:
    sold = replace(basket(BANANAS), coupons=("WELC-7F3K-9Q",))

    answer = settled(STORY, sold)

    assert answer.not_used == (NotUsed(rule="WELC-7F3K-9Q", words="refuse.unknown_coupon"),)


def test_without_a_pending_period_points_are_spendable_here_at_once() -> None:
    answer = settled(programme(BASE, pending_days=0), basket(line("1", 1000)))

    (entry,) = answer.entries
    assert [(posting.place, posting.amount) for posting in entry.postings] == [
        (Place(LIFE), 10),
        (HOUSE, -10),
    ]
    assert answer.lots[0].active_from == AT


def test_each_unit_has_a_lot_of_its_own() -> None:
    stamps = Unit("stamps")
    stamp = PerSpend(rule=RuleId("stamp"), unit=stamps, step_minor=500)
    rules = programme(BASE, stamp, units=(POINTS, stamps))

    answer = settled(rules, basket(line("1", 1000)))

    assert [(lot.lot, lot.unit, lot.rule) for lot in answer.lots] == [
        (f"{RECORD}/1", "points", "base"),
        (f"{RECORD}/2", "stamps", "stamp"),
    ]
    assert [entry.postings[0].place for entry in answer.entries] == [PENDING, PENDING]


def test_a_lot_filled_by_several_rules_names_none_of_them() -> None:
    answer = settled(programme(BASE, DOUBLE), basket(line("1", 1000)))

    assert [lot.rule for lot in answer.lots] == [""]


def test_entering_gold_predicts_its_coupon_with_the_next_number() -> None:
    member = standing(spend_minor=49_000, issued=(("gold-welcome", 1),))

    answer = settled(STORY, basket(line("1", 1000)), member)

    assert (answer.tier_before, answer.tier_after) == ("silver", "gold")
    assert [(once.key, once.expires) for once in answer.issues] == [
        ("gold-welcome|m-7Q2K9V|2", datetime(2027, 5, 21, 16, tzinfo=UTC))
    ]


def test_gold_entered_by_an_earlier_sale_gives_no_second_coupon() -> None:
    sold = basket(line("1", 1_000))

    answer = settled(STORY, sold, standing(tier="silver", spend_minor=51_000))

    assert (answer.tier_before, answer.tier_after) == ("gold", "gold")
    assert answer.issues == ()


def test_a_sale_never_takes_a_tier_that_was_given() -> None:
    answer = settled(STORY, basket(line("1", 1000)), standing(tier="gold", spend_minor=0))

    assert answer.tier_after == TierId("gold")
    assert answer.issues == ()


def test_rounding_and_tax_on_top_are_part_of_what_is_due() -> None:
    taxed = replace(line("1", 1000), tax_included=False, tax_minor=82)
    sold = replace(
        basket(taxed, tenders=(Tender(tender="cash", amount_minor=1080),)),
        rounding_minor=-2,
    )

    answer = settled(programme(BASE), sold)

    assert earned(answer) == [("base", "1", 10)]


def test_points_may_pay_the_tax_on_top_and_then_nothing_is_earned() -> None:
    taxed = replace(line("1", 1000), tax_included=False, tax_minor=80)
    all_of_it = spend(piece("t1.1-1/1", 1080), value_minor=1080)
    tender = Tender(tender="points", amount_minor=1080, hold=all_of_it.hold)

    answer = settled(programme(BASE), basket(taxed, tenders=(tender,)), None, all_of_it)

    assert earned(answer) == []
    assert answer.qualifying_minor == 0


def test_a_quote_counts_the_points_the_basket_shall_be_paid_with() -> None:
    wanted = Tender(tender="points", amount_minor=500)
    shown = basket(replace(COFFEE, discount_minor=0), BANANAS, tenders=(wanted,))

    answer = Evaluator(STORY).quote(shown, standing())
    too_much = Evaluator(STORY).quote(
        replace(shown, tenders=(replace(wanted, amount_minor=2725),)), standing()
    )

    assert isinstance(answer, Quote)
    assert sum(award.points for award in answer.awards) == 22
    assert too_much == refuse("points_exceed_basket")


def test_several_holds_are_each_used_up_by_an_entry_of_their_own() -> None:
    first = spend(piece("t1.1-1/1", 100), value_minor=100, hold="t1.3-1")
    second = spend(piece("t1.1-1/1", 200), value_minor=200, hold="t1.3-2")
    sold = basket(
        line("1", 1000),
        tenders=(
            Tender(tender="points", amount_minor=100, hold="t1.3-1"),
            Tender(tender="points", amount_minor=200, hold="t1.3-2"),
            Tender(tender="cash", amount_minor=700),
        ),
    )

    answer = settled(programme(BASE), sold, standing(), first, second)

    assert [entry.kind for entry in answer.entries] == ["redeem", "redeem", "earn"]
    assert earned(answer) == [("base", "1", 7)]
