"""Gifts that go with a tier or a segment, and those that come when it goes on."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from agent.pos.requests.shapes import HOLD
from rules.conditions.when import When
from rules.ground.ids import RuleId, TierId, Unit
from rules.issues.gifts import GiveCoupon, GiveGiftCard, GivePoints, GiveTickets, GiveWallet
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnRenewal, OnSegmentEntry, OnTierEntry, OnTierRenewal
from rules.programme import Programme
from rules.vouchers.money import MONEY, WALLET, GiftCardTerms
from sync.wire.messages import Want
from tests.stories.chain import (
    OLD_CARD,
    Chain,
    StoryTill,
    a_chain,
    read,
    refused,
    said,
)
from tests.stories.test_gift_cards_given import money_of
from tests.stories.test_gifts import (
    agrees,
    codes,
    coupon,
    points,
    programme,
    rise,
    stands,
)
from tests.stories.test_gifts_returned import voided
from tests.stories.value import on_card, pay_by_card, sell_with, uses

GOLD: Final = OnTierEntry(tiers=(TierId("gold"),))
LATELY: Final = OnSegmentEntry(segments=("lately",))
PURSE: Final = IssueRule(
    rule=RuleId("purse"), on=GOLD, gives=GiveWallet(amount_minor=700), lost="withdraw"
)
LUCK: Final = IssueRule(
    rule=RuleId("luck"),
    on=GOLD,
    gives=GiveTickets(draw="spring", tickets=3),
    lost="withdraw",
)
CARD: Final = IssueRule(
    rule=RuleId("gift"), on=GOLD, gives=GiveGiftCard(amount_minor=3_000), lost="withdraw"
)
LATE: Final = "2026-12-31T12:00:00+08:00"


def rules(*issues: IssueRule) -> Programme:
    return replace(programme(*issues), gift_cards=GiftCardTerms())


def welcome(till: StoryTill, chain: Chain) -> list[str]:
    """Return the codes of the coupon that the tier itself gives, and expect their uses."""
    rows = chain.office.look().execute(
        "SELECT code FROM issuance WHERE rule = 'gold-welcome' ORDER BY key"
    )
    found = [code for (code,) in rows]
    assert all(uses(till, code) == 1 for code in found)
    return found


def lose_gold(chain: Chain) -> None:
    """Let the tier of half a year end."""
    for _ in range(26):
        chain.wait(days=7)
    chain.wait(hours=1)
    chain.sync()
    row = chain.office.look().execute("SELECT tier FROM member WHERE account = 'm-1'")
    assert row.fetchone()[0] == "bronze"


def test_what_is_left_of_gifts_goes_with_the_tier_and_what_is_kept_stays(
    tmp_path: Path,
) -> None:
    kept = replace(points(GOLD), lost="keep")
    with a_chain(tmp_path, rules=rules(PURSE, LUCK, CARD, kept)) as chain:
        here = chain.tills[0]
        rise(here, 50_000)
        chain.sync()
        (code,) = codes(chain)
        assert (stands(chain, WALLET), stands(chain, "n.draw.spring")) == (700, 1 + 3)
        pay_by_card(here, code, 1_000, 1_000)
        chain.sync()
        assert money_of(chain, code, here) == 2_000

        lose_gold(chain)

        assert money_of(chain, code, here) == 0
        assert (stands(chain, WALLET), stands(chain, "n.draw.spring")) == (0, 1)
        assert stands(chain, "points") == 1_000 + 500 + 50
        assert stands(chain, Unit("n.purse")) == 1
        assert chain.findings() == []
        agrees(chain)


def test_a_return_takes_no_gift_that_went_with_the_tier(tmp_path: Path) -> None:
    extra = replace(points(GOLD), lost="withdraw")
    with a_chain(tmp_path, rules=rules(PURSE, extra)) as chain:
        here = chain.tills[0]
        sale = here.sale_of(50_000, card=OLD_CARD)
        here.sale(sale)
        chain.sync()
        assert stands(chain, "points") == 1_000 + 500 + 50
        lose_gold(chain)
        assert (stands(chain, WALLET), stands(chain, "points")) == (0, 1_500)

        voided(here, sale)
        chain.sync()

        assert (stands(chain, WALLET), stands(chain, "points")) == (0, 1_000)
        assert here.available("m-1") == 1_000
        agrees(chain)


def test_a_gift_goes_with_the_segment_and_once_stays_once(tmp_path: Path) -> None:
    gives = GiveCoupon(valid_days=90)
    rule = IssueRule(rule=RuleId("gift"), on=LATELY, gives=gives, lost="withdraw")
    with a_chain(tmp_path, rules=rules(rule)) as chain:
        here = chain.tills[0]
        here.sell(2_000, card=OLD_CARD)
        chain.sync()
        (code,) = codes(chain)
        assert uses(here, code) == 1

        chain.wait(days=40)
        chain.wait(hours=1)
        chain.sync()
        assert uses(here, code) == 0

        here.sell(2_000, card=OLD_CARD, at=LATE)
        chain.sync()
        assert (codes(chain), uses(here, code)) == ([code], 0)
        agrees(chain)


def test_a_tier_reached_and_returned_before_head_office_hears_leaves_no_coupon(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        here.cut()
        sale = here.sale_of(50_000, card=OLD_CARD)
        (welcomed,) = said(here.sale(sale))["issued"]
        voided(here, sale)
        here.mend()
        chain.sync()
        chain.wait(hours=1)
        chain.sync()

        assert uses(here, str(welcomed["code"])) == 0
        assert chain.findings() == []
        agrees(chain)


def test_a_coupon_of_a_lost_tier_is_not_good_again_when_what_it_was_used_on_comes_back(
    tmp_path: Path,
) -> None:
    gold = replace(coupon(GOLD), lost="withdraw")
    with a_chain(tmp_path, rules=rules(gold)) as chain:
        here = chain.tills[0]
        sale = here.sale_of(50_000, card=OLD_CARD)
        here.sale(sale)
        chain.sync()
        (code,), (welcomed,) = codes(chain), welcome(here, chain)
        spent = [sell_with(here, one, 1_000) for one in (code, welcomed)]
        chain.sync()
        voided(here, sale)
        chain.sync()
        assert (uses(here, code), uses(here, welcomed)) == (-1, -1)

        for one in spent:
            voided(here, one)
        chain.sync()

        assert (uses(here, code), uses(here, welcomed)) == (0, 0)
        assert chain.findings() == []
        agrees(chain)


def test_what_a_till_holds_of_a_gift_goes_with_the_tier_too(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules(CARD)) as chain:
        here, there = chain.tills
        sale = here.sale_of(50_000, card=OLD_CARD)
        here.sale(sale)
        chain.sync()
        (code,) = codes(chain)
        account = there.till.account_of_card(code)
        want = Want(account=account, unit=MONEY, points=3_000)
        assert there.till.contact.ask([want], timeout_s=1)
        voided(here, sale)
        chain.sync()

        assert on_card(there, code) == 0
        wish = {"workstation": "L1", "tender": "gift_card", "code": code}
        asked = read(HOLD, wish | {"amount_minor": 100})
        assert refused(there.till.counter.hold(asked)) == "too_little_money"
        there.close_day()
        chain.sync()
        assert money_of(chain, code, there) == 0
        agrees(chain)


def test_head_office_gives_what_comes_with_a_tier_that_a_person_gave(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules(points(GOLD))) as chain:
        assert chain.office.office.give_tier("m-1", "gold", "2026-12-31")
        chain.wait(hours=1)
        chain.sync()

        here, there = chain.tills
        (code,) = welcome(here, chain)
        assert uses(there, code) == 1
        assert here.available("m-1") == 1_050
        agrees(chain)


def test_the_coupon_of_a_tier_is_given_once_by_tills_and_head_office(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules()) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()
        rise(here, 30_000)
        rise(there, 60_000)
        here.mend()
        there.mend()
        chain.sync()
        chain.wait(hours=1)
        chain.sync()

        assert len(welcome(here, chain)) == 1
        agrees(chain)


def test_every_month_and_every_tier_that_goes_on_bring_their_gifts(
    tmp_path: Path,
) -> None:
    monthly = IssueRule(
        rule=RuleId("monthly"),
        on=OnRenewal(every="month"),
        gives=GivePoints(points=5),
        when=When(tiers=(TierId("gold"),)),
        times="month",
    )
    again = IssueRule(
        rule=RuleId("again"),
        on=OnTierRenewal(tiers=(TierId("gold"),)),
        gives=GivePoints(points=100),
        times="each",
    )
    with a_chain(tmp_path, rules=rules(monthly, again)) as chain:
        here = chain.tills[0]
        rise(here, 50_000)
        chain.sync()
        chain.wait(hours=1)
        for _ in range(6):
            chain.wait(days=7)
        chain.sync()
        # December and January began; days that nobody worked are made up for.
        assert stands(chain, "points") == 1_000 + 500 + 2 * 5

        here.sell(50_000, card=OLD_CARD, at="2027-01-02T12:00:00+08:00")
        chain.sync()
        for _ in range(20):
            chain.wait(days=7)
        chain.wait(hours=1)
        chain.sync()
        # May began before the tier went on, on 20 May.
        assert stands(chain, "points") == 1_000 + 1_000 + 6 * 5 + 100
        agrees(chain)
