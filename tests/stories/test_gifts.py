"""What head office gives by itself, through real tills and a real head office."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.campaigns.draws import Draw, Prize
from rules.conditions.when import When
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, RuleId, TierId, Unit
from rules.issues.gifts import GiveCoupon, GivePoints, GiveTickets, GiveWallet
from rules.issues.rule import IssueRule, Times
from rules.issues.triggers import (
    OnDate,
    OnEnrolment,
    OnSegmentEntry,
    OnTierEntry,
    Trigger,
)
from rules.members.member_facts import MemberFacts, read_facts
from rules.programme import Programme
from rules.segments.recency import Recency
from rules.segments.segment import Segment
from rules.vouchers.money import WALLET, WalletTerms
from rules.vouchers.percent_off import PercentOff
from sync.office.joining.importing import Newcomer
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    Chain,
    StoryTill,
    a_chain,
    said,
    story_programme,
)
from tests.stories.value import sell_with, uses

MEMBER = "m-1"
SARA = "m-sara"
GOLD = OnTierEntry(tiers=(TierId("gold"),))


def programme(*issues: IssueRule) -> Programme:
    """Return a programme with coupons of a fifth, a wallet, a draw and a segment."""
    return replace(
        story_programme(),
        vouchers=tuple(
            PercentOff(rule=RuleId(name), percent=Fraction(20))
            for name in ("gold-welcome", "gift")
        ),
        wallet=WalletTerms(),
        draws=(Draw(draw="spring", commitment="0" * 64, prizes=(Prize(prize="bike"),)),),
        segments=(Segment(segment="lately", when=Recency(at_most_days=30)),),
        issues=issues,
    )


def coupon(on: Trigger, times: Times = "once") -> IssueRule:
    gives = GiveCoupon(valid_days=30)
    return IssueRule(rule=RuleId("gift"), on=on, gives=gives, times=times)


def points(on: Trigger, times: Times = "once") -> IssueRule:
    gives = GivePoints(points=50)
    return IssueRule(rule=RuleId("extra"), on=on, gives=gives, times=times)


def codes(chain: Chain, account: str = MEMBER) -> list[str]:
    """Return the codes of the coupons by the rule ``gift`` that a member was given."""
    rows = chain.office.look().execute(
        "SELECT code FROM issuance WHERE account = ? AND rule = 'gift' ORDER BY key",
        (account,),
    )
    return [code for (code,) in rows]


def stands(chain: Chain, unit: str, account: str = MEMBER) -> int:
    """Return what a member has of a unit at head office, wherever it stands."""
    row = chain.office.look().execute(
        "SELECT coalesce(sum(amount), 0) FROM balance WHERE account = ? AND unit = ?",
        (account, unit),
    )
    return int(row.fetchone()[0])


def agrees(chain: Chain) -> None:
    """Expect that the book is what the journals say, and nothing was set aside."""
    assert chain.office.problems() == ()
    assert chain.quarantined() == []


def test_a_birthday_brings_one_coupon_a_year_that_any_till_takes(tmp_path: Path) -> None:
    rules = programme(coupon(OnDate(birthday=True, days_before=3), times="year"))
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        born = MemberFacts(birthday="11-26")
        chain.office.take_in(
            Newcomer(row=9, account=SARA, cards=(BLANK,), home="S01", facts=born)
        )
        chain.wait(hours=1)
        chain.sync()
        assert codes(chain, SARA) == []

        for _ in range(10):
            chain.wait(days=1)
            chain.wait(hours=1)
        chain.sync()

        (code,) = codes(chain, SARA)
        here, there = chain.tills
        assert uses(here, code) == uses(there, code) == 1
        sell_with(there, code, 2_000)
        chain.sync()
        assert (uses(here, code), codes(chain)) == (0, [])
        agrees(chain)


def test_days_that_head_office_did_not_work_are_made_up_for(tmp_path: Path) -> None:
    rules = programme(points(OnDate(dates=("11-25",)), times="each"))
    with a_chain(tmp_path, rules=rules) as chain:
        chain.wait(hours=1)
        chain.wait(days=9)
        chain.wait(hours=2)
        chain.sync()

        assert chain.tills[0].available(MEMBER) == 1_050
        agrees(chain)


def test_who_enters_a_segment_is_given_something_once(tmp_path: Path) -> None:
    rules = programme(coupon(OnSegmentEntry(segments=("lately",))))
    with a_chain(tmp_path, rules=rules) as chain:
        here = chain.tills[0]
        here.sell(2_000, card=OLD_CARD)
        chain.sync()
        (code,) = codes(chain)
        assert uses(here, code) == 1

        chain.wait(days=40)
        here.sell(2_000, card=OLD_CARD, at="2026-12-31T12:00:00+08:00")
        chain.sync()

        assert codes(chain) == [code]
        agrees(chain)


def test_who_joins_is_welcomed_and_tickets_and_wallet_money_are_given_too(
    tmp_path: Path,
) -> None:
    joins = OnEnrolment()
    wallet = GiveWallet(amount_minor=500)
    tickets = GiveTickets(draw="spring", tickets=3)
    rules = programme(
        points(joins),
        coupon(joins),
        IssueRule(rule=RuleId("money"), on=joins, gives=wallet),
        IssueRule(rule=RuleId("luck"), on=joins, gives=tickets),
    )
    with a_chain(tmp_path, rules=rules) as chain:
        here = chain.tills[0]
        account = said(here.enrol(card=BLANK, name="Sara"))["member"]["id"]
        chain.sync()
        chain.sync()

        assert here.available(account) == 50
        assert stands(chain, WALLET, account) == 500
        assert stands(chain, "n.draw.spring", account) == 3
        assert len(codes(chain, account)) == 1
        agrees(chain)


def rise(till: StoryTill, amount_minor: int) -> None:
    till.sell(amount_minor, card=OLD_CARD)


def test_a_tier_that_a_till_foresaw_brings_no_second_gift(tmp_path: Path) -> None:
    rules = programme(coupon(GOLD), points(GOLD))
    with a_chain(tmp_path, rules=rules) as chain:
        rise(chain.tills[0], 50_000)
        chain.sync()
        chain.wait(hours=1)
        chain.sync()

        assert len(codes(chain)) == 1
        assert stands(chain, "points") == 1_000 + 500 + 50
        agrees(chain)


def test_a_tier_that_no_till_foresaw_brings_the_gift_from_head_office(
    tmp_path: Path,
) -> None:
    rules = programme(coupon(GOLD), points(GOLD))
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        for till in chain.tills:
            till.cut()
            rise(till, 30_000)
        for till in chain.tills:
            till.mend()
        chain.sync()

        (code,) = codes(chain)
        assert uses(chain.tills[0], code) == uses(chain.tills[1], code) == 1
        assert stands(chain, "points") == 1_000 + 600 + 50
        agrees(chain)


def test_two_tills_and_head_office_give_at_once_and_one_gift_stands(
    tmp_path: Path,
) -> None:
    rules = programme(
        coupon(GOLD),
        points(GOLD),
        IssueRule(rule=RuleId("luck"), on=GOLD, gives=GiveTickets(draw="spring")),
    )
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()
            rise(till, 60_000)
        there.mend()
        here.mend()
        chain.sync()
        chain.wait(hours=1)
        chain.sync()

        (code,) = codes(chain)
        assert uses(here, code) == uses(there, code) == 1
        assert stands(chain, "points") == 1_000 + 1_200 + 50
        # A sale is a ticket of its own in this draw; the gift is one more, once.
        assert stands(chain, "n.draw.spring") == 2 + 1
        assert stands(chain, Unit("n.extra")) == 1
        assert here.available(AccountId(MEMBER)) == 2_250
        agrees(chain)


def test_a_till_knows_of_a_member_what_its_rules_ask_for_and_no_more(
    tmp_path: Path,
) -> None:
    asks = PerSpend(
        rule=RuleId("born"),
        step_minor=100,
        points=1,
        when=When(birthday="day", groups=("staff",)),
    )
    rules = replace(programme(), earn=(*story_programme().earn, asks))
    with a_chain(tmp_path, rules=rules) as chain:
        known = read_facts(
            birthday="11-21", groups="staff; choir", attributes="city=Shiraz"
        )
        chain.office.take_in(Newcomer(row=9, account=SARA, cards=(BLANK,), facts=known))
        chain.sync()
        here = chain.tills[0]
        view = here.till.book.view(AccountId(SARA))

        assert view is not None
        assert (view.standing.birthday, view.standing.groups) == ("11-21", ("staff",))
        assert view.standing.attributes == ()
        here.sell(1_000, card=BLANK)
        assert here.available(SARA) == 20


def test_a_birthday_told_on_joining_is_sealed_and_brings_its_gift(tmp_path: Path) -> None:
    rules = programme(points(OnDate(birthday=True), "year"))
    with a_chain(tmp_path, rules=rules) as chain:
        here = chain.tills[0]
        new = said(here.enrol(card=BLANK, name="Sara", birthday="11-24"))["member"]["id"]
        chain.sync()
        chain.wait(hours=1)
        for _ in range(4):
            chain.wait(days=1)
        chain.sync()

        assert here.available(new) == 50
        assert here.available(MEMBER) == 1_000
        told = here.till.book.view(AccountId(new))
        assert told is not None
        assert told.standing.birthday == ""
        agrees(chain)


Move = tuple[int, int]
MOVES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from((0, 10_000, 30_000, 60_000))),
    min_size=2,
    max_size=6,
)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(moves=MOVES)
def test_whoever_gives_first_and_whenever_they_meet_one_gift_stands(
    moves: list[Move],
) -> None:
    """Two tills without a line sell; at 0 one of them meets head office and leaves."""
    rules = programme(coupon(GOLD), points(GOLD))
    with (
        TemporaryDirectory() as folder,
        a_chain(Path(folder), "S01", "S02", rules=rules) as chain,
    ):
        for till in chain.tills:
            till.cut()
        for number, amount in moves:
            till = chain.tills[number]
            if amount:
                rise(till, amount)
            else:
                till.mend()
                till.cut()
        for till in chain.tills:
            till.mend()
        chain.sync()
        chain.wait(hours=1)
        chain.sync()

        total = sum(amount for _, amount in moves)
        gifts = int(total >= 50_000)
        assert len(codes(chain)) == gifts
        assert stands(chain, "points") == 1_000 + total // 100 + 50 * gifts
        assert stands(chain, Unit("n.extra")) == gifts
        assert [uses(chain.tills[0], code) for code in codes(chain)] == [1] * gifts
        agrees(chain)
