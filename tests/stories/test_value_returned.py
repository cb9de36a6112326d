"""Goods come back where nobody knew the sale: coupons, cards and wallets follow them."""

from pathlib import Path

import pytest

from agent.pos.requests.shapes import TOP_UP
from tests.stories.chain import (
    AT,
    OLD_CARD,
    Chain,
    StoryTill,
    a_chain,
    read,
    said,
)
from tests.stories.value import (
    a_card,
    a_coupon,
    bring,
    on_card,
    pay_by_card,
    piece,
    sell_with,
    take_back,
    uses,
    valued_programme,
)

MEMBER = "m-1"


def test_a_coupon_comes_back_for_goods_that_went_back_in_another_store(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        sale = sell_with(here, code, 1_000, 500)
        here.sync()
        here.cut()

        original = {"document": sale["document"]}
        bring(there, take_back(there, "R1", original, piece("1", 800)))
        chain.sync()
        bring(there, take_back(there, "R2", original, piece("2", 400)))
        chain.sync()
        assert uses(there, code) == 0, "its till has not noted it yet"
        here.mend()
        chain.sync()
        chain.sync()

        assert uses(here, code) == uses(there, code) == 1
        sell_with(there, code, 2_000)
        settled(chain)


def test_a_coupon_comes_back_once_whoever_brings_the_last_of_the_goods(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        sale = sell_with(here, code, 1_000, 500)
        chain.sync()
        here.cut()

        original = {"document": sale["document"]}
        bring(there, take_back(there, "R1", original, piece("1", 800), piece("2", 400)))
        bring(here, take_back(here, "R1", original, piece("1", 800), piece("2", 400)))
        assert uses(here, code) == 1
        here.mend()
        chain.sync()
        chain.sync()

        assert uses(here, code) == uses(there, code) == 1
        assert chain.findings() == ["returned_twice"]
        assert chain.office.problems() == ()


@pytest.mark.parametrize("spent", [0, 1_200])
def test_a_gift_card_paid_out_where_nobody_knew_it_is_emptied(
    tmp_path: Path, spent: int
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        sale, code = a_card(here, 3_000)
        here.sync()
        if spent:
            pay_by_card(here, code, spent, spent)
        here.cut()

        original = {"document": sale["document"]}
        bring(there, take_back(there, "R1", original, piece("1", 3_000)))
        assert there.till.counter.voucher(code)
        here.mend()
        chain.sync()

        assert on_card(here, code) == on_card(there, code) == -spent
        assert chain.findings() == (["load_spent"] if spent else [])
        assert chain.office.problems() == ()


def test_a_top_up_paid_out_where_nobody_knew_it_leaves_the_wallet(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        here.cut()
        document = here.document("T1", "top_up")
        top_up = {
            "document": document,
            "at": AT,
            "currency": "MYR",
            "amount_minor": 5_000,
            "card": OLD_CARD,
            "tenders": [{"tender": "cash", "amount_minor": 5_000}],
        }
        said(here.till.counter.top_up(read(TOP_UP, top_up)))

        original = {"document": document}
        bring(there, take_back(there, "R1", original, piece("1", 2_000)))
        here.mend()
        chain.sync()

        assert wallet(here) == wallet(there) == 3_000
        settled(chain)


def test_what_a_gift_card_paid_goes_back_to_it_from_any_store(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        _, code = a_card(here, 3_000)
        here.sync()
        sale = pay_by_card(here, code, 1_000, 1_500)
        here.cut()
        to_card = [{"tender": "gift_card", "amount_minor": -700}]
        request = take_back(there, "R1", {"document": sale["document"]}, piece("1", 700))

        answer = bring(there, request | {"tenders": to_card})
        assert answer["state"] == "claim"
        chain.sync()
        here.mend()
        chain.sync()
        chain.sync()

        assert on_card(here, code) == on_card(there, code) == 2_700
        settled(chain)


def test_a_slip_gives_a_gift_card_its_own_back_once_its_till_has_noted_it(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        _, code = a_card(here, 3_000)
        here.sync()
        sale = pay_by_card(here, code, 1_000, 1_500)
        slip = said(here.sale(sale))["receipt"]["proof"]
        here.sync()
        here.cut()

        answer = bring(there, take_back(there, "R1", {"proof": slip}, piece("1", 1_500)))
        assert answer["state"] == "pending_acceptance"
        waiting = {"kind": "gift_card", "unit": "money", "amount": 1_000}
        assert answer["restored"] == [waiting | {"state": "pending_acceptance"}]
        there.sync()
        assert on_card(there, code) == 2_000
        here.mend()
        chain.sync()
        chain.sync()

        assert on_card(here, code) == on_card(there, code) == 3_000
        settled(chain)


def wallet(till: StoryTill) -> int:
    """Return what the first member's wallet holds, as a till shows it."""
    balances = till.member(OLD_CARD)["balances"]
    return int(next(one["available"] for one in balances if one["unit"] == "wallet"))


def settled(chain: Chain) -> None:
    """Hold that nothing is left for a person to look at."""
    assert (chain.findings(), chain.quarantined()) == ([], [])
    assert chain.office.problems() == ()
