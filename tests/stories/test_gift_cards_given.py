"""Gift cards and coupons that a rule gives with a sale: given once, gone with it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from rules.ground.ids import RuleId
from rules.issues.gifts import GiveCoupon, GiveGiftCard
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnEnrolment, OnPurchase, Trigger
from rules.programme import Programme, RefundTerms, ShortfallPolicy
from rules.vouchers.money import MONEY, GiftCardTerms
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    Chain,
    Json,
    StoryTill,
    a_chain,
    said,
)
from tests.stories.test_gifts import agrees, codes, coupon, programme
from tests.stories.test_gifts_returned import voided
from tests.stories.value import (
    bring,
    on_card,
    pay_by_card,
    piece,
    sell_with,
    take_back,
    uses,
)

FIFTY: Final = OnPurchase(minimum_minor=5_000)


def card(on: Trigger = FIFTY) -> IssueRule:
    """Return a rule that gives a card of 30, good for ninety days."""
    gives = GiveGiftCard(amount_minor=3_000, valid_days=90)
    return IssueRule(rule=RuleId("gift"), on=on, gives=gives)


def rules(*issues: IssueRule, shortfall: ShortfallPolicy = "keep_debt") -> Programme:
    return replace(
        programme(*issues),
        gift_cards=GiftCardTerms(),
        refund=RefundTerms(shortfall=shortfall),
    )


def sale_that_gives(till: StoryTill, *amounts: int) -> tuple[Json, str]:
    """Sell to the first member; return the sale and the code it gave."""
    lines = [
        {
            "line": str(n),
            "amount_minor": amount,
            "quantity": "1",
            "unit_price_minor": amount,
        }
        for n, amount in enumerate(amounts, start=1)
    ]
    sale = till.sale_of(sum(amounts), card=OLD_CARD, lines=lines)
    (issued,) = said(till.sale(sale))["issued"]
    return sale, str(issued["code"])


def test_a_card_that_a_sale_gave_is_listed_and_pays_at_another_till(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules(card())) as chain:
        here, there = chain.tills
        sold = here.sell(5_000, card=OLD_CARD)
        (issued,) = sold["issued"]
        assert (issued["kind"], issued["amount_minor"]) == ("gift_card", 3_000)
        assert issued["expires"].startswith("2027-02-19")
        code = str(issued["code"])
        assert code.startswith("GIFT-")
        told = said(here.till.counter.voucher(code))
        assert (told["kind"], told["state"]) == ("gift_card", "promised")
        chain.sync()

        here.scan(OLD_CARD)
        (listed,) = said(here.till.counter.vouchers_of("L1"))["vouchers"]
        assert (listed["code"], listed["balance_minor"]) == (code, 3_000)
        pay_by_card(there, code, 1_200, 2_000)
        chain.sync()

        assert on_card(here, code) == on_card(there, code) == 1_800
        assert not here.sell(5_000, card=OLD_CARD)["issued"]
        assert chain.findings() == []
        agrees(chain)


def test_two_tills_give_one_card_and_only_the_first_sale_takes_it_back(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules(card())) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()
        first, code = sale_that_gives(here, 5_000)
        second, same = sale_that_gives(there, 6_000)
        for till in chain.tills:
            till.mend()
        chain.sync()
        assert code == same
        assert on_card(here, code) == on_card(there, code) == 3_000

        voided(there, second)
        chain.sync()
        assert on_card(here, code) == 3_000

        voided(here, first)
        chain.sync()
        assert on_card(here, code) == on_card(there, code) == 0
        agrees(chain)


def test_head_office_gives_a_card_to_who_joins(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules(card(OnEnrolment()))) as chain:
        here, there = chain.tills
        account = said(here.enrol(card=BLANK, name="Sara"))["member"]["id"]
        chain.sync()
        chain.sync()

        (code,) = codes(chain, account)
        pay_by_card(there, code, 3_000, 3_000)
        chain.sync()
        assert on_card(here, code) == 0
        agrees(chain)


@pytest.mark.parametrize(
    ("shortfall", "money_minor", "left_minor"),
    [
        ("keep_debt", 5_000, -1_200),
        ("clamp_to_zero", 5_000, 0),
        ("pending_only", 5_000, 0),
        ("manager_write_off", 5_000, -1_200),
        ("take_from_refund_money", 3_800, 0),
    ],
)
def test_what_was_spent_of_a_card_that_goes_back_follows_the_policy(
    tmp_path: Path, shortfall: ShortfallPolicy, money_minor: int, left_minor: int
) -> None:
    with a_chain(tmp_path, rules=rules(card(), shortfall=shortfall)) as chain:
        here = chain.tills[0]
        sale, code = sale_that_gives(here, 5_000)
        chain.sync()
        pay_by_card(here, code, 1_200, 2_000)
        chain.sync()

        back = voided(here, sale)
        assert [one["code"] for one in back["withdrawn"]] == [code]
        assert [one["amount_minor"] for one in back["to_tenders"]] == [money_minor]
        chain.sync()

        assert money_of(chain, code, here) == left_minor
        assert chain.findings() == []
        agrees(chain)


def test_a_manager_writes_off_what_was_spent_of_a_card(tmp_path: Path) -> None:
    rule = rules(card(), shortfall="manager_write_off")
    with a_chain(tmp_path, rules=rule) as chain:
        here = chain.tills[0]
        sale, code = sale_that_gives(here, 5_000)
        chain.sync()
        pay_by_card(here, code, 1_200, 2_000)
        original = {"document": sale["document"]}
        back = take_back(here, "R1", original, piece("1", 5_000))
        bring(here, back | {"approved_by": "Mina"})
        chain.sync()

        assert money_of(chain, code, here) == 0
        agrees(chain)


def test_a_part_that_leaves_enough_leaves_the_card_and_the_next_takes_it_once(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=rules(card())) as chain:
        here = chain.tills[0]
        sale, code = sale_that_gives(here, 5_000, 1_000, 4_000)
        original = {"document": sale["document"]}
        chain.sync()
        back = bring(here, take_back(here, "R1", original, piece("2", 1_000)))
        assert back["withdrawn"] == []
        chain.sync()
        assert on_card(here, code) == 3_000

        back = bring(here, take_back(here, "R2", original, piece("1", 5_000)))
        assert [one["code"] for one in back["withdrawn"]] == [code]
        chain.sync()
        back = bring(here, take_back(here, "R3", original, piece("3", 4_000)))
        assert back["withdrawn"] == []
        chain.sync()
        assert money_of(chain, code, here) == 0
        assert chain.findings() == []
        agrees(chain)


@pytest.mark.parametrize("offline", [False, True])
def test_a_coupon_goes_with_the_sale_that_gave_it_used_or_not(
    tmp_path: Path, *, offline: bool
) -> None:
    with a_chain(tmp_path, rules=programme(coupon(FIFTY, "each"))) as chain:
        here = chain.tills[0]
        first, unused = sale_that_gives(here, 5_000)
        chain.sync()
        second, used = sale_that_gives(here, 5_000)
        chain.sync()
        spent = sell_with(here, used, 1_000)
        chain.sync()
        if offline:
            here.cut()
        for sale in (first, second):
            voided(here, sale)
        # What was spent of it is owed, until that comes back.
        assert (uses(here, unused), uses(here, used)) == (0, -1)

        voided(here, spent)
        assert uses(here, used) == 0
        assert why_not(here, unused) == why_not(here, used) == ["refuse.coupon_used"]
        here.mend()
        chain.sync()
        assert (uses(here, unused), uses(here, used)) == (0, 0)
        assert chain.findings() == []
        agrees(chain)


def test_a_coupon_used_at_one_till_is_not_good_again_once_its_sale_came_back_at_another(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=programme(coupon(FIFTY, "each"))) as chain:
        here, there = chain.tills
        gave, code = sale_that_gives(here, 5_000)
        chain.sync()
        spent = sell_with(there, code, 1_000)
        chain.sync()
        voided(here, gave)
        chain.sync()

        voided(there, spent)
        assert uses(there, code) == 0
        chain.sync()
        assert uses(here, code) == uses(there, code) == 0
        assert chain.findings() == []
        agrees(chain)


def test_a_sale_and_its_void_heard_at_once_leave_no_coupon(tmp_path: Path) -> None:
    gives = GiveCoupon(valid_days=30)
    rule = IssueRule(rule=RuleId("gift"), on=FIFTY, gives=gives)
    with a_chain(tmp_path, rules=programme(rule)) as chain:
        here = chain.tills[0]
        here.cut()
        sale, code = sale_that_gives(here, 5_000)
        voided(here, sale)
        here.mend()
        chain.sync()

        assert uses(here, code) == 0
        agrees(chain)


def why_not(till: StoryTill, code: str) -> list[str]:
    """Return why a coupon takes nothing off a basket."""
    basket = {"workstation": "L1", "currency": "MYR", "at": "2026-11-21T17:00:00+08:00"}
    lines = [{"line": "1", "amount_minor": 1_000, "quantity": "1"}]
    answer = said(till.quote({**basket, "lines": lines, "coupons": [code]}))
    return [reason["words"] for reason in answer["not_used"] if reason["rule"] == code]


def money_of(chain: Chain, code: str, till: StoryTill) -> int:
    """Return what stands on a card at head office and, alike, at a till."""
    held = chain.office.look().execute(
        "SELECT coalesce(sum(amount), 0) FROM balance WHERE unit = ? "
        "AND account LIKE 'g-%'",
        (MONEY,),
    )
    there = int(held.fetchone()[0])
    assert on_card(till, code) == there
    return there
