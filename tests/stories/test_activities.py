"""What members do outside of a sale, told at tills and by files, counts once."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.counter.ground.answers import Answer
from agent.pos.requests.shapes import ACTIVITY
from rules.campaigns.draws import Draw, Prize
from rules.conditions.when import When
from rules.ground.ids import RuleId, TierId
from rules.ground.refusal import Refusal
from rules.issues.gifts import GiveCoupon, GivePoints, GiveTickets
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnActivity
from rules.programme import Programme
from sync.kit.faults import Fault
from sync.office.gifts.activities import read_lines
from sync.office.joining.importing import Newcomer
from tests.stories.chain import BLANK, OLD_CARD, StoryTill, a_chain, read, said
from tests.stories.test_gifts import agrees, codes, programme, stands
from tests.stories.value import uses

SURVEY = IssueRule(
    rule=RuleId("thanks"),
    on=OnActivity(activity="survey"),
    gives=GivePoints(points=25),
    times="each",
)
BROUGHT = IssueRule(
    rule=RuleId("extra"),
    on=OnActivity(activity="referrer"),
    gives=GivePoints(points=100),
    times="each",
)
WELCOME = IssueRule(
    rule=RuleId("gift"),
    on=OnActivity(activity="referral"),
    gives=GiveCoupon(valid_days=30),
)


def rules() -> Programme:
    return programme(SURVEY, BROUGHT, WELCOME)


def tell(till: StoryTill, activity: str, **more: str) -> Answer | Refusal:
    asked = {"workstation": "L1", "activity": activity} | more
    return till.till.counter.tell_activity(read(ACTIVITY, asked))


def test_an_activity_counts_once_wherever_it_is_told(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=rules()) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()
        first = said(tell(here, "survey", card=OLD_CARD, key="autumn"))
        again = said(tell(here, "survey", card=OLD_CARD, key="autumn"))
        said(tell(there, "survey", card=OLD_CARD, key="autumn"))
        said(tell(there, "survey", card=OLD_CARD, key="winter"))
        said(tell(there, "review", card=OLD_CARD))
        assert first == again
        assert first["given"] == [{"rule": "thanks", "unit": "points", "points": 25}]
        assert here.available("m-1") == 1_025
        for till in chain.tills:
            till.mend()
        chain.sync()

        assert here.available("m-1") == there.available("m-1") == 1_050
        assert chain.findings() == []
        agrees(chain)


def test_a_friend_who_was_brought_and_who_brought_them_are_both_thanked(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        friend = said(here.enrol(card=BLANK, name="Reza"))["member"]["id"]
        said(tell(here, "referral", card=BLANK, referred_by=OLD_CARD))
        oneself = tell(here, "referral", card=OLD_CARD, referred_by=OLD_CARD)
        other = tell(here, "referral", card=BLANK)
        chain.sync()
        chain.sync()

        assert isinstance(oneself, Refusal)
        assert oneself.code == "refers_oneself"
        assert isinstance(other, Refusal)
        assert other.code == "wish_differs"
        assert here.available("m-1") == 1_100
        assert len(codes(chain, friend)) == 1
        agrees(chain)


def test_tickets_of_a_draw_are_told_whichever_rules_gave_them(tmp_path: Path) -> None:
    draw = Draw(draw="spring", commitment="0" * 64, prizes=(Prize(prize="car"),))
    some, more = (
        IssueRule(
            rule=RuleId(name),
            on=OnActivity(activity="survey"),
            gives=GiveTickets(draw="spring", tickets=tickets),
        )
        for name, tickets in (("luck", 3), ("more", 2))
    )
    with a_chain(tmp_path, rules=replace(programme(some, more), draws=(draw,))) as chain:
        here = chain.tills[0]

        first = said(tell(here, "survey", card=OLD_CARD))
        again = said(tell(here, "survey", card=OLD_CARD))
        chain.sync()

        assert first == again
        assert first["tickets"] == [{"draw": "spring", "tickets": 5}]
        assert stands(chain, "n.draw.spring") == 5
        assert chain.findings() == []
        agrees(chain)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({}, "no_member"), ({"card": BLANK}, "unknown_member")],
)
def test_whoever_is_not_known_does_nothing(
    tmp_path: Path, asked: dict[str, str], code: str
) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        before = here.records

        refused = tell(here, "survey", **asked)

        assert isinstance(refused, Refusal)
        assert (refused.code, here.records) == (code, before)


def test_a_file_and_a_till_that_tell_the_same_count_once(tmp_path: Path) -> None:
    table = tmp_path / "told.csv"
    table.write_text(
        "account,activity,key,referred_by\n"
        "m-1,survey,autumn,\n"
        "m-1,survey,spring,\n"
        "m-nobody,survey,autumn,\n"
        "m-1,referral,,m-1\n"
    )
    with a_chain(tmp_path, rules=rules()) as chain:
        said(tell(chain.tills[0], "survey", card=OLD_CARD, key="autumn"))
        chain.sync()
        told = chain.office.office.tell_activities(read_lines(table))
        again = chain.office.office.tell_activities(read_lines(table))

        assert (told.new, told.known) == (1, 1)
        assert told.left_out == ((4, "unknown_member"), (5, "refers_oneself"))
        assert (again.new, again.known) == (0, 2)
        assert stands(chain, "points") == 1_050
        agrees(chain)


def test_a_rule_for_some_tiers_gives_nobody_else(tmp_path: Path) -> None:
    gold = replace(SURVEY, when=When(tiers=(TierId("gold"),)))
    with a_chain(tmp_path, rules=programme(gold)) as chain:
        said(tell(chain.tills[0], "survey", card=OLD_CARD))
        chain.sync()

        assert stands(chain, "points") == 1_000


@pytest.mark.parametrize(
    "text",
    ["who,what\n", "account,activity\nm-1,a b\n", "account,activity\nm-1,\n", "\xff"],
)
def test_a_file_that_is_no_table_of_activities_is_a_sentence(
    tmp_path: Path, text: str
) -> None:
    table = tmp_path / "told.csv"
    table.write_bytes(text.encode("latin-1"))

    with pytest.raises(Fault):
        list(read_lines(table))


def test_what_is_done_with_a_second_account_is_the_members_own(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        here.cut()
        chain.office.take_in(Newcomer(row=2, account="m-old", cards=(BLANK,), points=500))
        said(here.enrol(card=BLANK, name="Reza"))
        said(tell(here, "survey", card=BLANK))
        here.mend()
        chain.sync()
        # What the till may spend is moved once it has given it back.
        here.close_day()
        chain.sync()

        assert stands(chain, "points", "m-old") == 525
        agrees(chain)


def test_a_till_gives_at_once_what_an_activity_brings_and_the_chain_gives_it_once(
    tmp_path: Path,
) -> None:
    once = replace(WELCOME, on=OnActivity(activity="survey"))
    with a_chain(tmp_path, "S01", "S02", rules=programme(SURVEY, once)) as chain:
        for till in chain.tills:
            till.cut()
        told = [
            said(tell(till, "survey", card=OLD_CARD, key="autumn")) for till in chain.tills
        ]
        other = said(tell(chain.tills[0], "survey", card=OLD_CARD, key="winter"))
        (coupon,) = told[0]["issued"]
        assert coupon["kind"] == "coupon"
        assert told[1]["issued"] == [coupon]
        assert other["issued"] == []
        for till in chain.tills:
            till.mend()
        chain.sync()

        assert codes(chain) == [coupon["code"]]
        assert [uses(till, str(coupon["code"])) for till in chain.tills] == [1, 1]
        assert chain.tills[1].available("m-1") == 1_050
        assert chain.findings() == []
        agrees(chain)


def test_a_till_gives_nothing_on_a_blocked_card(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here = chain.tills[0]
        said(here.block(card=OLD_CARD, reason="stolen"))
        answer = said(tell(here, "survey", card=OLD_CARD))

        assert answer["given"] == []
