"""What is given away from a basket: which day, tier, segment or joining sets a rule off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.campaigns.campaign import Campaign, Campaigns
from rules.conditions.occasion import Occasion
from rules.conditions.when import ALWAYS, When
from rules.evaluator import frame_of
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GivePoints
from rules.issues.happening import Happening, asked_for, pulled_by
from rules.issues.rule import IssueRule
from rules.issues.triggers import (
    OnActivity,
    OnDate,
    OnEnrolment,
    OnPurchase,
    OnSegmentEntry,
    OnTierEntry,
    Trigger,
)
from rules.members.member_facts import MemberFacts, read_facts
from rules.members.standing import Standing
from tests.rules.making import basket, programme, standing

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


def pulls(
    on: Trigger, happening: Happening, member: Standing | None = None, when: When = ALWAYS
) -> bool:
    rule = IssueRule(
        rule=RuleId("gift"),
        on=on,
        gives=GivePoints(points=1),
        when=when,
        times="each",
        campaign="spring",
    )
    empty = replace(basket(), lines=(), at=NOON)
    occasion = Occasion(frame_of(programme()), empty, member or standing())
    campaigns = Campaigns((Campaign(campaign="spring", when=When(members=True)),))
    return pulled_by([rule], happening, occasion, campaigns=campaigns) == [rule]


@pytest.mark.parametrize(
    ("on", "happening"),
    [
        (
            OnTierEntry(tiers=(TierId("gold"),)),
            Happening(kind="tier_entry", names=("silver", "gold")),
        ),
        (
            OnSegmentEntry(segments=("lapsed",)),
            Happening(kind="segment_entry", names=("lapsed",)),
        ),
        (OnActivity(activity="survey"), Happening(kind="activity", names=("survey",))),
        (OnEnrolment(), Happening(kind="enrolment")),
        (OnDate(dates=("11-22",)), Happening(kind="date", day=date(2026, 11, 22))),
    ],
)
def test_a_rule_is_set_off_by_its_own_kind_of_happening_alone(
    on: Trigger, happening: Happening
) -> None:
    others = (
        Happening(kind="tier_entry", names=("bronze",)),
        Happening(kind="segment_entry", names=("gold",)),
        Happening(kind="activity", names=("review",)),
        Happening(kind="date", day=date(2026, 11, 23)),
    )

    assert pulls(on, happening)
    assert not any(pulls(on, other) for other in others)
    assert not pulls(on, replace(happening, given=(RuleId("gift"),)))
    assert not pulls(on, happening, when=When(segments=("nobody",)))
    assert not pulls(OnPurchase(), happening)


def test_what_needs_a_basket_is_not_asked_for_elsewhere() -> None:
    rules = [
        IssueRule(rule=RuleId(name), on=on, gives=GivePoints(points=1))
        for name, on in (("a", OnPurchase()), ("b", OnEnrolment()))
    ]

    assert asked_for(rules) == {"enrolment"}


@given(
    born=st.dates(date(1924, 1, 1), date(2020, 12, 31)),
    year=st.integers(2021, 2090),
    ahead=st.integers(0, 40),
)
def test_every_birthday_comes_once_a_year_so_many_days_ahead(
    born: date, year: int, ahead: int
) -> None:
    member = replace(standing(), birthday=f"{born:%m-%d}")
    on = OnDate(birthday=True, days_before=ahead)
    first = date(year, 1, 1) - timedelta(days=ahead)
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    days = [first + timedelta(days=number) for number in range(length)]

    assert sum(pulls(on, Happening(kind="date", day=day), member) for day in days) == 1


def test_the_day_of_joining_itself_is_no_jubilee() -> None:
    member = replace(standing(), joined="2024-02-29")
    on = OnDate(joined=True)
    days = (date(2024, 2, 29), date(2025, 2, 28), date(2028, 2, 28), date(2028, 2, 29))

    came = [pulls(on, Happening(kind="date", day=day), member) for day in days]

    assert came == [False, True, False, True]


def test_facts_of_a_member_are_read_as_they_are_written() -> None:
    facts = read_facts(
        birthday="03-14", groups=" staff ;choir", attributes="diet= none; city=Shiraz"
    )
    again = read_facts(
        birthday=facts.birthday,
        groups=facts.groups_text,
        attributes=facts.attributes_text,
    )

    assert facts == again
    assert facts.groups == ("choir", "staff")
    assert facts.attributes == (("city", "Shiraz"), ("diet", "none"))


@pytest.mark.parametrize(
    "facts",
    [
        {"birthday": "1990-03-14"},
        {"birthday": "14-03"},
        {"groups": "a;a"},
        {"attributes": "tall"},
        {"attributes": "=tall"},
        {"attributes": "a=" + "x" * 201},
        {"groups": ";".join(map(str, range(51)))},
    ],
)
def test_facts_that_make_no_sense_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(OutOfBoundsError):
        read_facts(**facts)


def test_a_fact_cannot_hold_what_stands_between_facts() -> None:
    with pytest.raises(OutOfBoundsError):
        MemberFacts(groups=("a;b",))
