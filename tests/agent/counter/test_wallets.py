"""A member's wallet at the till: topped up within limits, spent, refunded into."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.counter.value.fetching import NeedsMore
from rules.earn.per_spend import PerSpend
from rules.ground.ids import RuleId
from rules.value.units import UnitTerms
from rules.vouchers.money import WALLET
from sync.wire.messages import UnitBalance
from tests.agent.counter.shop import (
    SARA,
    Json,
    Shop,
    back,
    document,
    line,
    refund_of,
    refused,
    said,
    sale_of,
)
from tests.agent.counter.valued import hold_money, paid, top_up, top_up_of, valued


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till whose wallets are spent where they were topped up, at once."""
    opened = Shop(tmp_path, valued())
    opened.sara()
    yield opened
    opened.book.close()


def wallet(shop: Shop) -> Json:
    """Return Sara's wallet as a scan shows it."""
    (found,) = (
        entry
        for entry in said(shop.scan())["member"]["balances"]
        if entry["unit"] == "wallet"
    )
    assert isinstance(found, dict)
    return found


def test_a_top_up_is_in_the_wallet_at_once_and_earns_nothing(shop: Shop) -> None:
    assert wallet(shop)["available"] == 0

    answer = said(top_up(shop, top_up_of("W1", 5000)))

    assert (answer["earned"], answer["member"]["balances"][1]) == (
        [],
        {
            "unit": "wallet",
            "available": 5000,
            "pending": 0,
            "spendable_here": 5000,
            "value_minor": 5000,
        },
    )
    assert said(top_up(shop, top_up_of("W1", 5000))) == answer
    assert wallet(shop)["available"] == 5000
    assert refused(top_up(shop, top_up_of("W1", 6000)))[0] == "document_differs"


def test_a_top_up_waits_for_head_office_where_the_programme_says_so(tmp_path: Path) -> None:
    shop = Shop(tmp_path, valued(usable="confirmed"))
    shop.sara()

    top_up(shop, top_up_of("W1", 5000))

    assert (wallet(shop)["available"], wallet(shop)["spendable_here"]) == (5000, 0)
    assert isinstance(hold_money(shop, "wallet", 700), NeedsMore)
    shop.book.close()


@pytest.mark.parametrize(
    ("amounts", "code", "fits"),
    [
        ((20_001,), "top_up_too_large", 20_000),
        ((20_000, 10_001), "top_up_over_day", 10_000),
    ],
)
def test_limits_are_kept(
    shop: Shop, *, amounts: tuple[int, ...], code: str, fits: int
) -> None:
    for number, amount in enumerate(amounts[:-1]):
        said(top_up(shop, top_up_of(f"W{number}", amount)))

    refusal = refused(top_up(shop, top_up_of("LAST", amounts[-1])))

    assert (refusal[0], refusal[1]["fits_minor"]) == (code, fits)


def test_a_wallet_holds_no_more_than_it_may(shop: Shop) -> None:
    told = UnitBalance(unit=WALLET, available=45_000, dealable=45_000)
    shop.member(available=1240, dealable=1240, balances=(told,))

    refusal = refused(top_up(shop, top_up_of("W1", 5_001)))

    assert refusal == ("top_up_over_balance", {"limit_minor": 50_000, "fits_minor": 5_000})
    line_over = line("1", 5_001, type="wallet_top_up")
    sold = said(shop.sale(sale_of("1", [line_over])))
    assert sold["notices"] == [{"words": "notice.top_up_over_balance"}]


def test_a_top_up_needs_a_member_money_and_a_wallet(shop: Shop) -> None:
    points = [{"tender": "points", "amount_minor": 500}]

    assert refused(top_up(shop, top_up_of("W1", 500, card=None)))[0] == "no_member"
    assert refused(top_up(shop, top_up_of("W1", 500, tenders=points)))[0] == (
        "tender_not_money"
    )
    assert refused(top_up(shop, top_up_of("W1", 500, document=document("1"))))[0] == (
        "wrong_kind"
    )
    nobody = [line("1", 500, type="wallet_top_up")]
    sold = said(shop.sale(sale_of("2", nobody, card=None)))
    assert sold["notices"] == [{"words": "notice.top_up_without_member"}]


def test_a_line_of_a_sale_tops_up_too_and_the_wallet_pays(shop: Shop) -> None:
    shop.sale(sale_of("1", [line("1", 3000, type="wallet_top_up"), line("2", 100)]))
    hold = said(hold_money(shop, "wallet", 1200))["hold"]

    sold = said(
        shop.sale(sale_of("2", [line("1", 1200)], tenders=paid(1200, "wallet", hold)))
    )

    assert (sold["notices"], sold["member"]["balances"][1]["available"]) == ([], 1800)
    assert wallet(shop)["spendable_here"] == 1800


def test_a_wallet_tender_without_a_hold_takes_what_is_here(shop: Shop) -> None:
    top_up(shop, top_up_of("W1", 1000))
    tender = [{"tender": "wallet", "amount_minor": 700}]

    sold = said(shop.sale(sale_of("1", [line("1", 700)], tenders=tender)))
    more = said(shop.sale(sale_of("2", [line("1", 700)], tenders=tender)))

    assert sold["notices"] == []
    assert more["notices"] == [{"words": "notice.unfunded_wallet"}]
    assert wallet(shop)["available"] == 300


def test_too_little_is_told(shop: Shop) -> None:
    assert refused(hold_money(shop, "wallet", 5))[0] == "too_little_money"
    top_up(shop, top_up_of("W1", 1000))

    refusal = refused(hold_money(shop, "wallet", 1500))

    assert (refusal[0], refusal[1]["available_minor"]) == ("too_little_money", 1000)


def test_a_refund_goes_into_the_wallet_whatever_paid(shop: Shop) -> None:
    shop.sale(sale_of("000123", [line("1", 1500)]))
    into = [{"tender": "wallet", "amount_minor": -1500}]

    answer = said(shop.refund(refund_of("R1", [back("1", "1", 1500)], tenders=into)))

    told = {each["unit"]: each["available"] for each in answer["member"]["balances"]}
    assert told["wallet"] == 1500
    assert (wallet(shop)["available"], wallet(shop)["spendable_here"]) == (1500, 0)


def test_what_the_wallet_paid_goes_back_and_is_spendable_here(shop: Shop) -> None:
    top_up(shop, top_up_of("W1", 1000))
    hold = said(hold_money(shop, "wallet", 800))["hold"]
    shop.sale(sale_of("000123", [line("1", 800)], tenders=paid(800, "wallet", hold)))

    wish = refund_of("R1", [back("1", "1", 800)])
    quoted = said(shop.quote(wish | {"workstation": "L2"}))
    answer = said(shop.refund(wish))

    assert quoted["member"]["balances"][1]["spendable_here"] == 1000
    assert answer["member"] == quoted["member"]
    assert answer["to_tenders"] == [{"tender": "wallet", "amount_minor": 800}]
    assert answer["restored"] == [{"kind": "wallet", "unit": "wallet", "amount": 800}]
    assert wallet(shop)["spendable_here"] == 1000


def test_a_top_up_comes_back_while_it_is_there(shop: Shop) -> None:
    top_up(shop, top_up_of("000123", 1000))
    original = {"document": document("000123", "top_up")}
    request = refund_of("R1", [back("1", "1", 1000)], original=original)
    hold = said(hold_money(shop, "wallet", 800))["hold"]

    assert refused(shop.refund(request))[0] == "money_spent"
    shop.counter.release(str(hold))
    said(shop.refund(request))

    assert wallet(shop)["available"] == 0
    assert shop.balance(SARA)[0] == 1240


def test_what_was_earned_for_the_wallet_is_on_the_slip_and_what_came_back_too(
    tmp_path: Path,
) -> None:
    cash = PerSpend(rule=RuleId("cash"), unit=WALLET, points=1, step_minor=50)
    rules = valued()
    units = (*rules.units, UnitTerms(unit=WALLET))
    shop = Shop(tmp_path, replace(rules, units=units, earn=(*rules.earn, cash)))
    shop.sara()

    sold = said(shop.sale(sale_of("000123", [line("1", 1000)])))
    back_again = said(shop.refund(refund_of("R1", [back("1", "1", 1000)])))

    slips = [said(shop.counter.slip(str(each["record"]))) for each in (sold, back_again)]
    moved = {"unit": WALLET, "points": 20}
    assert slips[0]["earned"][-1] == slips[1]["taken_back"][-1] == moved
    assert (slips[0]["taken_back"], slips[1]["earned"]) == ([], [])
    assert "Wallet earned      0.20" in sold["receipt"]["slip"]
    shop.book.close()
