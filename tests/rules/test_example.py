"""The worked example of the till's published API, number by number."""

from dataclasses import replace
from datetime import UTC, datetime

from rules.calendars.local_days import end_of_day
from rules.evaluator import Evaluator
from rules.ground.ids import LotId, Place, TierId
from rules.ladder.places import place_on
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.rewards.redeem import redeemable
from rules.sale.decisions import (
    DiscountGiven,
    Quote,
    RefundDecision,
    ReturnLine,
    Settlement,
)
from rules.value.ledger import (
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Entry,
    Posting,
    held_at,
)
from tests.rules.making import (
    BANANAS,
    COFFEE,
    LADDER,
    LIFE,
    PAID,
    POINTS_OFF,
    RECORD,
    SARA,
    SPENT,
    STORY,
    basket,
    given,
    piece,
    standing,
)

LOT = LotId("t1.3-1842/1")
OLD_LOT = LotId("t1.2-0310/1")
SOLD = basket(COFFEE, BANANAS, tenders=PAID)
OPEN = basket(replace(COFFEE, discount_minor=0), BANANAS)
HERE = piece("t1.2-0310/1", 900)


def settled() -> Settlement:
    answer = Evaluator(STORY).settle(
        SOLD, standing(HERE), spends=(SPENT,), record=RECORD, life=LIFE
    )
    assert isinstance(answer, Settlement)
    return answer


def returned() -> RefundDecision:
    answer = decide(
        STORY,
        given(settled(), SOLD, (SPENT,)),
        (),
        (ReturnLine(line="1", of_line="1", quantity_milli=1000, amount_minor=1161),),
        points_tender_minor=213,
        standing=standing(HERE),
    )
    assert isinstance(answer, RefundDecision)
    return answer


def test_the_scan_shows_the_way_to_the_next_tier() -> None:
    place = place_on(LADDER, 41_200)

    assert (place.tier, place.next_tier) == ("silver", "gold")
    assert (place.have, place.need, place.share) == (41_200, 50_000, "0.824")


def test_the_scan_and_the_quote_offer_what_may_be_redeemed_here() -> None:
    offer = redeemable(POINTS_OFF, standing(HERE), at=OPEN.at, basket_minor=2724)

    assert offer is not None
    assert (offer.reward, offer.max_points) == ("points-off", 900)
    assert (offer.step, offer.value_minor_per_step) == (100, 100)


def test_the_quote_says_27_points_a_discount_of_258_and_2724_to_pay() -> None:
    answer = Evaluator(STORY).quote(OPEN, standing(HERE))

    assert isinstance(answer, Quote)
    assert sum(award.points for award in answer.awards) == 27
    assert answer.discounts == (
        DiscountGiven(
            line="1",
            amount_minor=258,
            rule=STORY.discounts[0].rule,
            words="discount.tier_percent",
        ),
    )
    assert answer.total_minor == 2724
    assert answer.active_from == datetime(2026, 12, 5, 16, tzinfo=UTC)
    assert [offer.max_points for offer in answer.redeemable] == [900]


def test_the_sale_paid_with_500_points_earns_22_as_19_and_3() -> None:
    answer = settled()

    assert [(award.rule, award.lines) for award in answer.awards] == [
        ("base", (("1", 19), ("2", 3)))
    ]
    assert [gift.amount_minor for gift in answer.discounts] == [258]
    assert answer.not_used == ()
    assert answer.qualifying_minor == 2224
    assert (answer.tier_before, answer.tier_after) == (TierId("silver"), TierId("silver"))


def test_the_sale_fills_a_pending_lot_and_uses_up_the_hold() -> None:
    answer = settled()

    assert [(lot.lot, lot.active_from, lot.expires) for lot in answer.lots] == [
        (LOT, datetime(2026, 12, 5, 16, tzinfo=UTC), datetime(2028, 11, 21, 16, tzinfo=UTC))
    ]
    assert answer.entries == (
        Entry(
            "redeem",
            "points-off",
            (
                Posting(SARA, POINTS, -500, OLD_LOT, held_at(LIFE)),
                Posting(HOUSE_REDEEMED, POINTS, 500, LotId(""), HOUSE),
            ),
        ),
        Entry(
            "earn",
            "base",
            (
                Posting(SARA, POINTS, 22, LOT, PENDING),
                Posting(HOUSE_EARNED, POINTS, -22, LotId(""), HOUSE),
            ),
        ),
    )


def test_the_coupon_of_the_example_ends_with_the_last_day_of_half_a_year() -> None:
    ends = end_of_day(SOLD.at, Evaluator(STORY).zone, days=181)

    assert ends == datetime(2027, 5, 21, 16, tzinfo=UTC)


def test_one_of_two_pieces_back_takes_10_points_and_gives_213_and_948_in_cash() -> None:
    answer = returned()

    assert [(back.line, back.points, back.rule, back.lot) for back in answer.reversals] == [
        ("1", 10, "base", LOT)
    ]
    assert answer.given_back == (piece("t1.2-0310/1", 213),)
    assert (answer.to_points_minor, answer.to_money_minor) == (213, 948)
    assert answer.qualifying_minor == 948
    assert (answer.tier_before, answer.tier_after) == ("silver", "silver")


def test_the_refund_takes_from_pending_and_gives_back_to_the_old_lot() -> None:
    balances = {(LOT, PENDING): 22, (OLD_LOT, Place(LIFE)): 400}

    entries, origins = refund_entries(
        returned(),
        account=SARA,
        balances=balances,
        life=LIFE,
        given_back_at=Place(LIFE),
    )

    assert [(back.points, place) for back, place in origins] == [(10, PENDING)]
    moved = {
        (posting.lot, posting.place): posting.amount
        for entry in entries
        for posting in entry.postings
        if posting.account == SARA
    }
    assert moved == {(LOT, PENDING): -10, (OLD_LOT, Place(LIFE)): 213}
