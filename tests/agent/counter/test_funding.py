"""A sale is never refused after the customer has paid: where the points tender ends up."""

from rules.ground.ids import AccountId
from tests.agent.counter.shop import (
    OTHER_CARD,
    SARA,
    Json,
    Shop,
    document,
    example_sale,
    paid_with,
    said,
)

OTHER = AccountId("m-OTHER1")


def words(answer: Json) -> list[str]:
    """Return an answer's notices."""
    return [notice["words"] for notice in answer["notices"]]


def given(shop: Shop, record: str) -> Json:
    """Return what a record says its document was given."""
    stored = shop.book.journal.read(shop.book.journal.life.record(int(record[5:])))
    assert stored is not None
    found = stored.facts["given"]
    assert isinstance(found, dict)
    return found


def test_a_hold_that_was_let_go_is_paid_from_what_is_spendable_here(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    said(shop.counter.release(hold))

    answer = said(shop.sale(example_sale(**paid_with(hold))))

    assert words(answer) == []
    assert sum(row["points"] for row in answer["earned"]) == 22
    assert answer["member"]["balances"][0]["spendable_here"] == 400
    assert shop.balance() == (740, 57, 400)


def test_a_points_tender_without_any_hold_is_paid_from_here(shop: Shop) -> None:
    tenders = [
        {"tender": "points", "amount_minor": 724},
        {"tender": "cash", "amount_minor": 2000},
    ]

    said(shop.sale(example_sale(tenders=tenders)))

    assert shop.balance() == (1240 - 724, 35 + 20, 900 - 724)


def test_what_nobody_can_pay_is_booked_and_found(shop: Shop) -> None:
    tenders = [
        {"tender": "points", "amount_minor": 1000},
        {"tender": "cash", "amount_minor": 1724},
    ]

    answer = said(shop.sale(example_sale(tenders=tenders)))

    assert words(answer) == ["notice.unfunded_points"]
    assert given(shop, answer["record"])["unfunded_minor"] == 1000
    assert shop.balance()[2] == 900


def test_a_frozen_till_takes_nothing_without_a_hold_but_uses_the_hold_it_has(
    shop: Shop,
) -> None:
    hold = said(shop.hold())["hold"]
    shop.book.journal.freeze("fork")

    with_hold = said(shop.sale(example_sale(**paid_with(hold))))
    without = said(shop.sale(example_sale(document=document("2"), **paid_with("t1.3-77"))))

    assert words(with_hold) == []
    assert words(without) == ["notice.unfunded_points"]


def test_a_tender_below_its_hold_lets_the_rest_go(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    said(shop.sale(example_sale(**paid_with(hold, 300))))

    assert shop.balance() == (940, 35 + 24, 600)
    assert shop.book.journal.open_holds() == ()


def test_a_tender_above_its_hold_takes_the_rest_from_here(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    said(shop.sale(example_sale(**paid_with(hold, 600))))

    assert shop.balance() == (640, 35 + 21, 300)


def test_two_holds_pay_one_tender(shop: Shop) -> None:
    first = said(shop.hold(200, quote="a"))["hold"]
    second = said(shop.hold(300, quote="b"))["hold"]

    answer = said(
        shop.sale(example_sale(**(paid_with(first) | {"holds": [first, second]})))
    )

    assert words(answer) == []
    assert shop.balance() == (740, 57, 400)
    assert shop.book.journal.open_holds() == ()


def test_a_hold_that_no_tender_needs_is_let_go(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    answer = said(shop.sale(example_sale(holds=[hold])))

    assert words(answer) == ["notice.hold_not_needed"]
    assert shop.balance() == (1240, 62, 900)


def test_a_hold_tells_who_buys_when_no_card_is_named(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]

    answer = said(shop.sale(example_sale(card=None, **paid_with(hold))))

    assert answer["member"]["id"] == SARA


def test_a_card_that_is_gone_meanwhile_does_not_lose_what_was_set_aside(
    shop: Shop,
) -> None:
    hold = said(shop.hold())["hold"]

    answer = said(shop.sale(example_sale(card=OTHER_CARD, **paid_with(hold))))

    assert (answer["member"]["id"], words(answer)) == (SARA, [])


def test_another_members_hold_pays_nothing_and_stays(shop: Shop) -> None:
    shop.member(card=OTHER_CARD, account=OTHER, available=0)
    hold = said(shop.hold())["hold"]

    answer = said(shop.sale(example_sale(card=OTHER_CARD, **paid_with(hold))))

    assert words(answer) == ["notice.unfunded_points", "notice.hold_of_another_member"]
    assert [stored.record for stored in shop.book.journal.open_holds()] == [hold]
    assert shop.balance() == (1240, 35, 400)


def test_points_of_nobody_are_unfunded(shop: Shop) -> None:
    answer = said(shop.sale(example_sale(card=None, **paid_with("t1.3-2"))))

    assert answer["member"] is None
    assert words(answer) == ["notice.unfunded_points"]


def test_what_was_held_before_a_member_was_blocked_still_pays(shop: Shop) -> None:
    hold = said(shop.hold())["hold"]
    shop.member(available=1240, dealable=340, pending=35, status="blocked")

    answer = said(shop.sale(example_sale(**paid_with(hold))))

    assert words(answer) == ["notice.member_blocked"]
    assert answer["earned"] == []
    assert shop.balance()[0] == 740


def test_a_sale_without_a_pending_period_makes_its_points_spendable_here(
    quick_shop: Shop,
) -> None:
    answer = said(quick_shop.sale(example_sale()))

    assert {row["state"] for row in answer["earned"]} == {"active"}
    assert answer["member"]["balances"][0]["spendable_here"] == 927
    assert quick_shop.balance() == (1267, 35, 927)
