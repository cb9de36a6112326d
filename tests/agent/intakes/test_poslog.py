"""What becomes of each kind of POSLog transaction."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.counter.days.day_totals import day_totals
from agent.pos.intakes.found import ShopTerms
from sync.till.inspection.day_reading import day_documents
from tests.agent.counter.shop import CARD, STORE, said
from tests.agent.intakes.poslog import (
    DAY,
    busy_day,
    change,
    control,
    item,
    link,
    log,
    member,
    plain_sale,
    reward,
    settlement,
    summary,
    tax,
    tender,
    total,
    transaction,
    voided,
)
from tests.agent.intakes.taking import Table


def test_a_busy_day_is_booked_once_however_often_it_is_dropped(laid: Table) -> None:
    data, lines, paid_minor = busy_day(42, 9)

    first = laid.poslog(data)
    again = laid.poslog(data)

    assert lines > 500
    assert first.counts == {"booked": 42, "control": 9}
    assert again.counts == {"repeated": 42, "control": 9}
    assert laid.shop.records == 42
    tendered = [one["tenders"] for one in laid.values[:42]]
    assert sum(each["amount_minor"] for all_ in tendered for each in all_) == paid_minor


def test_the_day_of_a_file_sums_to_what_was_paid(laid: Table) -> None:
    data, _, paid_minor = busy_day(12, 1)
    laid.poslog(data)

    documents = day_documents(
        laid.shop.directory / "journal.db", store=STORE, business_day=DAY
    )
    (day,) = said(day_totals(documents, business_day=DAY))["days"]

    assert day["ours"]["sales"] == {"count": 12, "amount_minor": paid_minor}
    assert day["ours"]["tenders"] == [{"tender": "cash", "amount_minor": paid_minor}]
    assert day["ours"]["discount_minor"] == 4 * 19


def test_a_tills_settlement_is_laid_beside_our_day_and_differences_are_named(
    laid: Table,
) -> None:
    short = settlement(
        90,
        summary("Cash", sales="25.00", refunds="6.00", pickup="500.00"),
        summary("CreditDebit", sales="3.00"),
    )

    taken = laid.poslog(log(plain_sale(1), plain_sale(2), short))

    assert taken.counts == {"booked": 3}
    documents = day_documents(
        laid.shop.directory / "journal.db", store=STORE, business_day=DAY
    )
    (day,) = said(day_totals(documents, business_day=DAY))["days"]
    assert day["theirs"]["tenders"] == [
        {"tender": "card", "amount_minor": 300},
        {"tender": "cash", "amount_minor": 1900},
    ]
    differences = {each["what"]: each for each in day["differences"]}
    assert (differences["tenders.cash"]["ours"], len(differences)) == (2000, 2)
    assert laid.poslog(log(short)).counts == {"repeated": 1}


def test_a_settlement_in_training_or_without_sums_is_only_counted(laid: Table) -> None:
    summed = summary("Cash", sales="1.00")
    practised = settlement(91, summed, attributes='TrainingModeFlag="true"')

    taken = laid.poslog(log(practised, settlement(92)))

    assert taken.counts == {"training": 1, "tender_control": 1}


def test_a_settlement_whose_amounts_are_none_is_refused_alone(laid: Table) -> None:
    broken = settlement(93, summary("Cash", sales="lots"))

    taken = laid.poslog(log(broken, plain_sale(3)))

    assert taken.counts == {"refused": 1, "booked": 1}
    assert "settlement" in taken.reasons[0]


def test_a_member_earns_for_a_sale_in_a_file(laid: Table) -> None:
    parts = [item(1, "12.00"), tender(2, "12.00"), member(3, CARD), total("12.00")]

    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"booked": 1}
    assert laid.pending() == 12


def test_a_card_filled_with_zeros_is_the_same_card(laid: Table) -> None:
    parts = [item(1, "12.00"), tender(2, "12.00"), member(3, CARD.zfill(25))]

    laid.poslog(log(transaction(*parts)))

    assert laid.pending() == 12


def test_a_sale_without_a_card_is_for_who_was_scanned_before_it_and_ends_their_turn(
    laid: Table,
) -> None:
    laid.shop.scan(CARD)
    laid.shop.clock.instant += timedelta(minutes=1)

    laid.poslog(log(plain_sale(1, workstation="L2"), plain_sale(2, workstation="L2")))

    assert laid.pending() == 10
    assert said(laid.shop.counter.session("L2"))["member"] is None


@pytest.mark.parametrize("minutes", [2, -2])
def test_a_sale_from_before_somebody_came_or_from_the_future_is_not_theirs(
    laid: Table, minutes: int
) -> None:
    laid.shop.clock.instant += timedelta(minutes=minutes)
    laid.shop.scan(CARD)

    laid.poslog(log(plain_sale(1, workstation="L2")))

    assert laid.pending() == 0
    assert said(laid.shop.counter.session("L2"))["member"] is not None


def test_a_voided_line_takes_its_item_off_and_its_card_and_change_are_no_line(
    laid: Table,
) -> None:
    parts = [
        item(1, "4.00", sku="A"),
        item(2, "9.00", sku="B", quantity="3"),
        item(3, "2.00", sku="C"),
        voided(4, "-4.00", sku="A"),
        voided(5, "-3.00", sku="B"),
        item(6, "5.00", sku="D", flags='VoidFlag="true"'),
        tender(7, "10.00"),
        change(8, "2.00"),
        total("8.00"),
    ]

    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"booked": 1}
    told = [(each["sku"], each["quantity"], each["amount_minor"]) for each in _lines(laid)]
    assert told == [("B", "2", 600), ("C", "1", 200)]
    assert laid.value()["tenders"] == [{"tender": "cash", "amount_minor": 800}]


def test_a_void_of_nothing_is_said(laid: Table) -> None:
    taken = laid.poslog(log(transaction(item(1, "4.00"), voided(2, "-3.00", sku="X"))))

    assert taken.counts == {"refused": 1}
    assert "line 2 voids an item that is not on an earlier line" in taken.why()


def test_money_off_is_counted_once_on_its_line_or_spread(laid: Table) -> None:
    parts = [
        item(1, "10.00"),
        item(2, "30.00"),
        reward(3, "-1.00", of=2),
        reward(4, "-1.00"),
        reward(5, "-4.00", promotion=9),
        tender(6, "35.00"),
        total("35.00"),
    ]

    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"booked": 1}
    assert [each["discount_minor"] for each in _lines(laid)] == [103, 397]


def test_the_total_says_whether_amounts_stand_before_their_discount(laid: Table) -> None:
    modifier = '<RetailPriceModifier><Amount Action="Subtract">1.00</Amount>'
    inside = [item(1, "9.00", more=f"{modifier}</RetailPriceModifier>"), tender(2, "9.00")]
    before = [item(1, "9.00", more=f"{modifier}</RetailPriceModifier>"), tender(2, "8.00")]

    taken = laid.poslog(log(transaction(*inside, number=1), transaction(*before, number=2)))

    assert taken.counts == {"booked": 2}
    told = [
        (each["lines"][0]["amount_minor"], each["lines"][0]["discount_minor"])
        for each in laid.values
    ]
    assert told == [(1000, 100), (900, 100)]


@pytest.mark.parametrize(("paid", "included"), [("10.80", False), ("10.00", True)])
def test_the_total_says_whether_prices_hold_the_tax(
    laid: Table, paid: str, *, included: bool
) -> None:
    parts = [item(1, "6.00"), item(2, "4.00"), tax(3, "0.80"), tender(4, paid), total(paid)]

    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"booked": 1}
    assert [each["tax"] for each in _lines(laid)] == [
        {"included": included, "amount_minor": 48},
        {"included": included, "amount_minor": 32},
    ]


def test_a_tax_falls_on_the_lines_that_bear_it(laid: Table) -> None:
    bears = '<acs:Itemizers Tax1="true">1</acs:Itemizers>'
    parts = [item(1, "6.00"), item(2, "4.00", more=bears), tax(3, "0.80"), total("10.80")]

    laid.poslog(log(transaction(*parts)))

    assert ["tax" in each for each in _lines(laid)] == [False, True]


def test_cash_back_is_no_sale_inside_a_tender_or_beside_it(laid: Table) -> None:
    back = "<Cashback>20.00</Cashback>"
    beside = [item(1, "9.00"), tender(2, "29.00", kind="CreditDebit", more=back)]
    inside = [*beside, change(3, "20.00")]

    taken = laid.poslog(
        log(
            transaction(*inside, total("9.00"), number=1),
            transaction(*beside, total("9.00"), number=2),
        )
    )

    assert taken.counts == {"booked": 2}
    assert laid.value(0)["tenders"] == [
        {"tender": "card", "amount_minor": 2900},
        {"tender": "cash", "amount_minor": -2000},
    ]
    assert laid.value(1)["tenders"] == [{"tender": "card", "amount_minor": 900}]


def test_a_bottle_brought_back_gives_money_and_takes_no_points(laid: Table) -> None:
    bottle = item(2, "-2.00", sku="BOTTLE", attributes='ItemType="acs:NegativeItem"')
    parts = [item(1, "12.00"), bottle, member(3, CARD), tender(4, "10.00"), total("10.00")]

    taken = laid.poslog(log(transaction(*parts)))

    assert taken.counts == {"booked": 1}
    assert _lines(laid)[1]["type"] == "deposit"
    assert laid.pending() == 12


@pytest.mark.parametrize(
    ("where", "flag", "counted"),
    [
        ("attributes", 'TrainingModeFlag="true"', "training"),
        ("attributes", 'CancelFlag="true"', "voided"),
        ("retail", 'TransactionStatus="Suspended"', "suspended"),
        ("retail", 'TransactionStatus="Voided"', "voided"),
        ("retail", 'TransactionStatus="PostVoided"', "nothing_to_do"),
    ],
)
def test_what_is_no_finished_sale_earns_nothing(
    laid: Table, where: str, flag: str, counted: str
) -> None:
    taken = laid.poslog(log(plain_sale(1, **{where: flag})))

    assert taken.counts == {counted: 1}
    assert laid.shop.records == 0


def test_a_state_nobody_knows_is_said_and_not_booked(laid: Table) -> None:
    taken = laid.poslog(log(plain_sale(1, retail='TransactionStatus="Pondering"')))

    assert taken.counts == {"refused": 1}


def test_a_resumed_sale_is_a_sale(laid: Table) -> None:
    parts = [item(1, "10.00"), tender(2, "10.00"), link(111, "Resume", workstation="32")]

    assert laid.poslog(log(transaction(*parts))).counts == {"booked": 1}


def test_a_sale_voided_afterwards_loses_its_points(laid: Table) -> None:
    sale = [item(1, "12.00"), tender(2, "12.00"), member(3, CARD)]
    void = transaction(link(1, "PostVoid"), number=2)

    taken = laid.poslog(log(transaction(*sale, number=1), void))

    assert taken.counts == {"booked": 2}
    assert laid.pending() == 0


def test_a_sale_marked_as_voided_afterwards_is_undone_once(laid: Table) -> None:
    laid.poslog(log(plain_sale(1)))
    marked = log(plain_sale(1, retail='TransactionStatus="PostVoided"'))

    assert laid.poslog(marked).counts == {"booked": 1}
    assert laid.poslog(marked).counts == {"repeated": 1}


def test_other_transactions_are_counted(laid: Table) -> None:
    float_in = transaction(number=3, kind="TenderControlTransaction")

    taken = laid.poslog(log(control(1), control(2), float_in, transaction(number=4)))

    assert taken.counts == {"control": 2, "tender_control": 1, "empty": 1}
    assert taken.is_good


def test_good_documents_are_booked_beside_bad_ones(laid: Table) -> None:
    bad = transaction(item(1, "10.005"), number=2)

    taken = laid.poslog(log(plain_sale(1), bad, plain_sale(3)))

    assert taken.counts == {"booked": 2, "refused": 1}
    assert "transaction 2 (workstation 31, number 2, day 2026-11-21)" in taken.why()
    assert "finer than the currency's smallest unit" in taken.why()


def test_a_wrong_currency_is_refused_with_the_words_of_the_api(laid: Table) -> None:
    taken = laid.poslog(log(plain_sale(1, currency="USD")))

    assert taken.counts == {"refused": 1}
    assert "USD" in taken.why()


def test_currencies_without_decimals_are_read_as_they_are(laid: Table) -> None:
    laid.poslog(log(plain_sale(1, "1200", currency="JPY")))

    assert _lines(laid)[0]["amount_minor"] == 1200


def test_the_store_has_the_name_the_pos_calls_it(laid: Table) -> None:
    terms = ShopTerms(store="S01", pos_store="9", zone=ZoneInfo("UTC"), currency="MYR")

    taken = laid.poslog(log(plain_sale(1, store="9"), plain_sale(2, store="8")), terms)

    assert taken.counts == {"booked": 1, "refused": 1}
    assert "store" in taken.why()


def test_a_time_without_an_offset_is_the_shops(laid: Table) -> None:
    laid.poslog(log(plain_sale(1), plain_sale(2, at="2026-11-21T17:42:10+03:30")))

    assert [each["at"] for each in laid.values] == [
        "2026-11-21T17:42:10+08:00",
        "2026-11-21T17:42:10+03:30",
    ]


def _lines(laid: Table) -> list[dict[str, object]]:
    return list(laid.value()["lines"])
