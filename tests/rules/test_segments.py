"""Segments: each condition by its story, and the laws of the statistics behind them."""

from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import TierId
from rules.segments.basket_size import BasketSize
from rules.segments.bought import CategoriesBought
from rules.segments.conditions import DEPTH_MAX, Condition, Group, Single, singles
from rules.segments.frequency import Frequency
from rules.segments.gap import Gap
from rules.segments.lapsed import Lapsed
from rules.segments.person import (
    BirthdayMonth,
    HasAttribute,
    InGroup,
    InTier,
    Membership,
)
from rules.segments.recency import Recency
from rules.segments.rfm import Rfm, RfmTerms, cuts_of, measures, scores
from rules.segments.segment import Moved, Segment, interests, moved, segments_of
from rules.segments.spend import Spend
from rules.segments.statistics import (
    NOTHING,
    Bought,
    Purchase,
    Statistics,
    added,
    counted,
)
from rules.segments.subject import Scores, Subject

TODAY = date(2026, 11, 21).toordinal()
COFFEE = frozenset({"coffee"})


def purchase(ago: int, minor: int, *, coffee: int = 0) -> Purchase:
    """Return a sale so many days ago, with some of its money for coffee."""
    categories = (("coffee", 1, coffee),) if coffee else ()
    return Purchase(TODAY - ago, 1, minor, categories)


def subject(*purchases: Purchase, **more: Any) -> Subject:  # noqa: ANN401  # any fact
    """Return a member who bought this."""
    statistics = counted(purchases, COFFEE)
    return Subject(today=TODAY, month=11, statistics=statistics, **more)


REGULAR = subject(
    purchase(0, 1_000),
    purchase(0, 500),
    purchase(10, 2_000, coffee=1_200),
    purchase(20, 1_500),
    purchase(40, 5_000, coffee=800),
    tier="silver",
    groups=("staff",),
    attributes=(("language", "fa"),),
    joined=TODAY - 90,
    birthday="11-03",
    scores=Scores(recency=5, frequency=4, money=2),
)
STRANGER = subject()


@pytest.mark.parametrize(
    ("condition", "regular", "stranger"),
    [
        (Recency(at_most_days=0), True, False),
        (Recency(at_least_days=1), False, False),
        (Frequency(at_least=4), True, False),
        (Frequency(at_least=5), False, False),
        (Frequency(of="orders", at_least=5), True, False),
        (Frequency(at_least=3, within_days=21), True, False),
        (Frequency(at_least=3, within_days=20), False, False),
        (Frequency(at_most=0), False, True),
        (Gap(at_most_days=13), True, False),
        (Gap(at_least_days=14), False, False),
        (Gap(at_most_days=13, visits=5), False, False),
        (Spend(at_least_minor=10_000), True, False),
        (Spend(at_most_minor=4_999, within_days=20), True, True),
        (BasketSize(at_least_minor=2_000), True, False),
        (BasketSize(at_least_minor=1_167, within_days=20), False, False),
        (CategoriesBought(categories=("coffee",), times=2), True, False),
        (CategoriesBought(categories=("coffee",), times=2, within_days=30), False, False),
        (CategoriesBought(categories=("coffee",), at_least_minor=2_001), False, False),
        (CategoriesBought(categories=("coffee",), at_least_percent=20), True, False),
        (CategoriesBought(categories=("coffee",), at_least_percent=21), False, False),
        (InTier(tiers=(TierId("silver"), TierId("gold"))), True, False),
        (InGroup(groups=("staff",)), True, False),
        (HasAttribute(name="language", values=("fa", "am")), True, False),
        (HasAttribute(name="language"), True, False),
        (Membership(at_least_days=90, at_most_days=90), True, False),
        (BirthdayMonth(), True, False),
        (BirthdayMonth(months=(12,)), False, False),
        (Rfm(recency=(4, 5), money=(1, 2)), True, False),
        (Rfm(frequency=(5, 5)), False, False),
        (Lapsed(days=1), False, False),
        (Group(kind="not", of=(Recency(at_most_days=5),)), False, True),
        (Group(kind="any", of=(Lapsed(days=1), Frequency(at_least=1))), True, False),
        (Group(kind="all", of=(Lapsed(days=1), Frequency(at_least=1))), False, False),
    ],
)
def test_a_condition_holds_for_whom_it_says(
    condition: Condition, *, regular: bool, stranger: bool
) -> None:
    assert condition.judge(REGULAR).holds == regular
    assert condition.judge(STRANGER).holds == stranger


def test_every_registered_condition_has_a_kind_of_its_own_and_says_why() -> None:
    kinds = {str(fields(kind)[0].default): kind for kind in get_args(Single)}

    assert len(kinds) == len(get_args(Single))
    for name, kind in kinds.items():
        least: dict[str, dict[str, Any]] = {
            "bought": {"categories": ("coffee",)},
            "tier": {"tiers": ("gold",)},
            "group": {"groups": ("staff",)},
            "attribute": {"name": "language"},
            "recency": {"at_most_days": 1},
            "frequency": {"at_least": 1},
            "gap": {"at_most_days": 1},
            "spend": {"at_least_minor": 1},
            "basket": {"at_least_minor": 1},
            "membership": {"at_least_days": 1},
            "lapsed": {"days": 1},
        }
        for who in (REGULAR, STRANGER):
            judged = kind(**least.get(name, {})).judge(who)
            assert judged.words.startswith("segment.")


def test_whoever_is_silent_longer_than_usual_has_lapsed() -> None:
    weekly = subject(*(purchase(ago, 100) for ago in (30, 37, 44, 51)))
    monthly = subject(*(purchase(ago, 100) for ago in (30, 60, 90, 120)))
    condition = Lapsed(days=14, times=Fraction(3))

    assert condition.judge(weekly).holds
    assert not condition.judge(monthly).holds
    assert not Lapsed(days=14, at_most_days=29).judge(weekly).holds
    assert dict(condition.judge(monthly).values) == {"have": 30, "least": 90}


def test_why_not_is_told_part_by_part() -> None:
    condition = Group(kind="all", of=(Recency(at_most_days=30), Frequency(at_least=9)))

    judged = condition.judge(REGULAR)

    assert (judged.holds, judged.words) == (False, "segment.all")
    assert [(part.holds, part.words, dict(part.values)) for part in judged.parts] == [
        (True, "segment.recency", {"have": 0, "most": 30}),
        (False, "segment.frequency", {"have": 4, "least": 9}),
    ]


def test_members_are_parted_into_fifths() -> None:
    population = [(ago, 1, 100 * ago) for ago in range(1, 11)]
    cuts = cuts_of(RfmTerms(), population)

    assert cuts is not None
    assert cuts.recency_days == (2, 4, 6, 8)
    assert [scores(one, cuts).recency for one in population] == [
        5,
        5,
        4,
        4,
        3,
        3,
        2,
        2,
        1,
        1,
    ]
    assert [scores(one, cuts).money for one in population] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    # All came once: nobody came more often than another.
    assert {scores(one, cuts).frequency for one in population} == {1}
    assert scores(None, cuts) == Scores()


def test_given_cut_points_hold_instead_of_the_populations() -> None:
    terms = RfmTerms(recency_days=(7, 30, 90, 180), visits=(1, 2, 4, 8))

    cuts = cuts_of(terms, [(3, 3, 500), (100, 1, 100)])

    assert cuts is not None
    assert scores((3, 3, 500), cuts) == Scores(recency=5, frequency=3, money=3)
    assert cuts_of(RfmTerms(), []) is None
    assert scores((3, 3, 500), None) == Scores()


def test_what_is_compared_is_what_was_bought_in_the_last_days() -> None:
    assert measures(REGULAR.statistics, TODAY, 15) == (0, 2, 3_500)
    assert measures(STRANGER.statistics, TODAY, 15) is None


small = st.integers(min_value=-3, max_value=3)
purchases = st.builds(
    Purchase,
    st.integers(min_value=0, max_value=12),
    small,
    small,
    st.lists(
        st.tuples(st.sampled_from(["coffee", "tea", "soap"]), small, small), max_size=3
    ).map(tuple),
)
many = st.lists(purchases, max_size=30)
WANTED = frozenset({"coffee", "tea"})


def one_by_one(events: list[Purchase]) -> Statistics:
    found = NOTHING
    for event in events:
        found = added(found, event, WANTED)
    return found


@given(many)
def test_kept_up_is_the_same_as_counted_anew(events: list[Purchase]) -> None:
    assert one_by_one(events) == counted(events, WANTED)


@given(many.flatmap(lambda events: st.tuples(st.just(events), st.permutations(events))))
def test_the_order_of_purchases_changes_nothing(
    two: tuple[list[Purchase], list[Purchase]],
) -> None:
    assert one_by_one(two[0]) == one_by_one(two[1])


@given(many, purchases)
def test_a_sale_and_its_full_return_leave_everything_as_before(
    events: list[Purchase], sale: Purchase
) -> None:
    gone = Purchase(
        sale.day,
        -sale.orders,
        -sale.minor,
        tuple((name, -times, -minor) for name, times, minor in sale.categories),
    )

    assert one_by_one([*events, sale, gone]) == one_by_one(events)


@given(many, st.integers(min_value=0, max_value=14), st.integers(min_value=1, max_value=14))
def test_a_window_is_what_a_plain_look_finds(
    events: list[Purchase], as_of: int, within: int
) -> None:
    statistics = counted(events, WANTED)

    found = statistics.window(as_of, within)

    assert found == tuple(day for day in statistics.days if day.day > as_of - within)


def test_only_the_interests_are_kept() -> None:
    statistics = counted([Purchase(1, 1, 5, (("soap", 1, 5),))], WANTED)

    assert statistics == Statistics((Bought(1, 1, 5),))


def test_who_enters_and_who_leaves() -> None:
    segments = (
        Segment(segment="here", when=Recency(at_most_days=5)),
        Segment(segment="coffee", when=CategoriesBought(categories=("coffee",))),
        Segment(segment="gone", when=Lapsed(days=60)),
    )

    found = segments_of(segments, REGULAR)

    assert found == ("coffee", "here")
    assert moved(("gone", "here"), found) == Moved(entered=("coffee",), left=("gone",))
    assert moved(found, found) is None
    assert interests(segments) == COFFEE


@pytest.mark.parametrize(
    "wrong",
    [
        Recency,
        lambda: Recency(at_least_days=5, at_most_days=4),
        lambda: Frequency(at_least=8, within_days=7),
        lambda: Frequency(at_least=1, within_days=0),
        lambda: Gap(at_most_days=3, visits=1),
        lambda: CategoriesBought(categories=()),
        lambda: CategoriesBought(categories=("a",), at_least_percent=101),
        lambda: InTier(tiers=()),
        lambda: InGroup(groups=()),
        lambda: BirthdayMonth(months=(14,)),
        lambda: Rfm(recency=(4, 3)),
        lambda: RfmTerms(visits=(1, 2, 3)),
        lambda: RfmTerms(visits=(4, 3, 2, 1)),
        lambda: Lapsed(days=10, at_most_days=9),
        lambda: Group(kind="all", of=()),
        lambda: Segment(segment="the best", when=Recency(at_most_days=1)),
    ],
)
def test_what_nobody_can_be_is_refused(wrong: Any) -> None:  # noqa: ANN401  # any condition
    with pytest.raises(OutOfBoundsError):
        wrong()


def test_conditions_are_neither_endless_nor_bottomless() -> None:
    condition: Condition = Recency(at_most_days=1)
    for _ in range(DEPTH_MAX):
        condition = Group(kind="not", of=(condition,))

    with pytest.raises(OutOfBoundsError, match="deep"):
        Group(kind="not", of=(condition,))
    with pytest.raises(OutOfBoundsError, match="at most 100"):
        Group(kind="any", of=(Recency(at_most_days=1),) * 101)
    assert list(singles(condition)) == [Recency(at_most_days=1)]
