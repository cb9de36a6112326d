"""Points set aside: on the allowance here, once, and let go again."""

from agent.counter.value.fetching import NeedsMore
from rules.ground.ids import Unit
from tests.agent.counter.shop import (
    CARD,
    OTHER_CARD,
    SARA,
    STORE,
    Shop,
    document,
    example_sale,
    paid_with,
    refused,
    said,
)


def test_held_points_are_still_the_members_but_not_spendable(shop: Shop) -> None:
    said(shop.hold(500))

    assert shop.balance() == (1240, 35, 400)


def test_who_stands_there_needs_no_card(shop: Shop) -> None:
    shop.scan()

    assert said(shop.hold(500, card=None))["points"] == 500


def test_more_than_the_allowance_here_asks_head_office_first(shop: Shop) -> None:
    answer = shop.hold(1100)

    assert answer == NeedsMore(account=SARA, unit=Unit("points"), points=200)
    shop.deal(200, lot="t9.1-5/1")
    assert said(shop.hold(1100, asked=True))["points"] == 1100


def test_a_refusal_says_where_the_points_are(shop: Shop) -> None:
    shop.member(available=1240, dealable=40, held={STORE: 900, "S02": 300})

    code, values = refused(shop.hold(1100, asked=True))

    assert code == "over_allowance"
    assert {name: values[name] for name in ("available", "spendable_here", "short_by")} == {
        "available": 1240,
        "spendable_here": 900,
        "short_by": 200,
    }
    assert (values["at_office"], values["store"], values["at_store"]) == (40, "S02", 300)


def test_what_can_never_be_held_is_refused_at_once(shop: Shop) -> None:
    written = shop.records

    assert refused(shop.hold(1300))[0] == "too_few_points"
    assert refused(shop.hold(550))[0] == "not_a_step"
    assert refused(shop.hold(50))[0] == "below_minimum"
    assert refused(shop.hold(500, reward="nothing"))[0] == "unknown_reward"
    assert refused(shop.hold(500, card=OTHER_CARD))[0] == "unknown_member"
    assert refused(shop.hold(500, card=None))[0] == "no_member"
    assert refused(shop.hold(500, card="4111111111111111"))[0] == (
        "payment_card_in_document"
    )
    assert shop.records == written


def test_whoever_is_blocked_holds_nothing(shop: Shop) -> None:
    shop.member(status="blocked")

    assert refused(shop.hold())[0] == "member_blocked"


def test_a_frozen_till_redeems_nothing_and_sells_on(shop: Shop) -> None:
    shop.book.journal.freeze("fork")

    code, values = refused(shop.hold())
    assert (code, values["reason"]) == ("redemption_frozen", "fork")
    assert said(shop.sale(example_sale()))["earned"]


def test_no_more_is_held_than_the_quoted_basket_can_take(shop: Shop) -> None:
    shop.scan()
    quote = said(
        shop.quote(
            {
                "workstation": "L2",
                "currency": "MYR",
                "at": "2026-11-21T17:41:55+08:00",
                "lines": [
                    {
                        "line": "1",
                        "category": "fruit",
                        "quantity": "1",
                        "amount_minor": 350,
                    }
                ],
            }
        )
    )["quote"]

    code, values = refused(shop.hold(400, quote=quote))

    assert (code, values["max_points"]) == ("more_than_basket", 300)
    assert said(shop.hold(300, quote=quote))["value_minor"] == 300


def test_the_same_wish_for_the_same_quote_is_one_hold(shop: Shop) -> None:
    first = said(shop.hold(200, quote="q-L2-7"))

    assert said(shop.hold(200, quote="q-L2-7")) == first
    assert said(shop.hold(200, quote="q-L2-8"))["hold"] != first["hold"]
    shop.restart()
    assert said(shop.hold(200, quote="q-L2-7")) == first


def test_a_hold_let_go_is_spendable_again_and_stays_let_go(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    answer = said(shop.counter.release(hold))

    assert answer == {"hold": hold, "state": "released", "points": 500}
    written = shop.records
    assert said(shop.counter.release(hold)) == answer
    assert shop.records == written
    assert shop.balance() == (1240, 35, 900)


def test_a_used_hold_cannot_be_let_go(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.sale(example_sale(**paid_with(hold))))

    assert refused(shop.counter.release(hold))[0] == "hold_used"


def test_a_hold_nobody_made_is_unknown(shop: Shop) -> None:
    for name in ("t1.3-1", "t1.3-99", "t1.2-1", "t9.1-1", "nonsense"):
        assert refused(shop.counter.release(name))[0] == "unknown_hold"


def test_a_sale_given_up_lets_its_workstations_holds_go(shop: Shop) -> None:
    shop.scan()
    here = said(shop.hold(200))["hold"]
    there = said(shop.hold(300, workstation="L9", card=CARD))["hold"]

    answer = said(shop.void({"workstation": "L2"}))

    assert answer == {"state": "dropped", "released": [here]}
    assert said(shop.counter.session("L2"))["kind"] == "none"
    assert [stored.record for stored in shop.book.journal.open_holds()] == [there]


def test_a_void_document_without_an_original_drops_its_own_workstations_sale(
    shop: Shop,
) -> None:
    hold = said(shop.hold())["hold"]

    answer = said(shop.void({"document": document("5", "void")}))

    assert answer["released"] == [hold]
    assert refused(shop.void({}))[0] == "workstation_missing"


def test_the_days_close_lets_every_hold_go(shop: Shop) -> None:
    holds = [said(shop.hold(200, workstation=name))["hold"] for name in ("L1", "L2")]

    assert said(shop.counter.close_day()) == {"released": holds}
    assert shop.balance() == (1240, 35, 900)
    assert said(shop.counter.close_day()) == {"released": []}


def test_held_points_survive_a_restart(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    shop.restart()

    answer = said(shop.sale(example_sale(**paid_with(hold))))
    assert answer["member"]["balances"][0]["spendable_here"] == 400
