"""What counts towards a tier and how long it lasts: windows, tenures, ends."""

from datetime import date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.calendars.periods import Reckoning
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import TierId
from rules.ladder.changes import TierChange, ended, raised, returned
from rules.ladder.credit import earned_credit, returned_credit
from rules.ladder.places import place_on, rank, way_up
from rules.ladder.tenure import graced, tenure
from rules.ladder.terms import Benefit, CalendarWindow, Downgrade, Ladder, Tier
from rules.ladder.windows import window, window_ended
from tests.rules.making import award
from tests.rules.test_periods import instants, midnight, noon, reckonings

UTC_DAYS = Reckoning(zone=ZoneInfo("UTC"))
JOINED = date(2024, 5, 10)
GOLD = TierId("gold")
BRONZE, SILVER = TierId("bronze"), TierId("silver")
STARTS = {"bronze": 0, "silver": 100, "gold": 200}

amounts = st.integers(min_value=0, max_value=400)
tiers = st.sampled_from(list(map(TierId, STARTS)))
calendar_windows = st.sampled_from(
    [kind for kind in get_args(CalendarWindow) if kind != "fixed"]
)


def ladder(metric: str = "spend", **terms: Any) -> Ladder:  # noqa: ANN401  # whatever a test says
    """Return bronze, silver and gold by these terms."""
    name = "from_minor" if metric == "spend" else "from_count"
    steps = tuple(
        Tier(tier=TierId(tier), **{name: start})  # type: ignore[arg-type]  # by name
        for tier, start in STARTS.items()
    )
    if not {"window", "window_days", "window_months"} & terms.keys():
        terms["window_days"] = 365
    return Ladder(metric=metric, tiers=steps, **terms)  # type: ignore[arg-type]  # by name


def held(on: Ladder, reached: str, tier: TierId = GOLD) -> tuple[datetime, datetime]:
    """Return from when and until when a tier reached at noon of a day is held."""
    found = tenure(on, tier, noon(reached), UTC_DAYS, joined=JOINED)
    assert found.until is not None
    return found.begins, found.until


def test_a_tier_for_days_lasts_to_the_end_of_the_last() -> None:
    # Voucherify's documentation, tier expiration: entered on 20 July for 30 days.
    assert held(ladder(duration_days=30), "2026-07-20")[1] == midnight("2026-08-20")


def test_a_tier_for_a_month_ends_the_day_before_the_same_day() -> None:
    # Its downgrade page: kept until the end of 19 August when entered on 20 July.
    assert held(ladder(duration_months=1), "2026-07-20")[1] == midnight("2026-08-20")
    assert held(ladder(duration_months=1), "2026-01-31")[1] == midnight("2026-02-28")


@pytest.mark.parametrize(
    ("terms", "begins", "ends"),
    [
        # Voucherify's documentation of tiers, reached on 10 March in a calendar month.
        ({"ends": "end_of_period"}, noon("2026-03-10"), "2026-04-01"),
        ({"ends": "end_of_period", "extend_days": 7}, noon("2026-03-10"), "2026-04-08"),
        ({"start": "next_period"}, midnight("2026-04-01"), "2026-05-01"),
        (
            {"start": "next_period", "ends": "end_of_next_period"},
            midnight("2026-04-01"),
            "2026-05-01",
        ),
        # Ours.
        ({}, noon("2026-03-10"), "2026-05-01"),
        ({"duration_days": 10}, noon("2026-03-10"), "2026-03-21"),
        (
            {"start": "next_period", "duration_days": 10},
            midnight("2026-04-01"),
            "2026-04-12",
        ),
    ],
)
def test_a_tier_by_the_month_begins_and_ends_as_its_terms_say(
    terms: dict[str, Any], begins: datetime, ends: str
) -> None:
    found = held(ladder(window="month", **terms), "2026-03-10")

    assert found == (begins, midnight(ends))


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        ({"window": "quarter", "ends": "end_of_period"}, "2026-04-01"),
        ({"window": "half_year"}, "2027-01-01"),
        ({"window": "year"}, "2028-01-01"),
        ({"window": "anniversary"}, "2027-05-10"),
        ({"window_months": 6}, "2026-09-10"),
        (
            {"window": "fixed", "first_day": "2026-01-01", "last_day": "2026-06-30"},
            "2026-07-01",
        ),
    ],
)
def test_a_tier_lasts_as_long_as_its_window(terms: dict[str, Any], ends: str) -> None:
    assert held(ladder(**terms), "2026-03-10")[1] == midnight(ends)


def test_the_lowest_tier_never_ends() -> None:
    assert tenure(ladder(), BRONZE, noon("2026-03-10"), UTC_DAYS).until is None


def test_days_that_roll_do_so_to_the_instant() -> None:
    at = noon("2026-11-21")
    counting = window(ladder(window_days=180), at, UTC_DAYS, joined=None)

    assert at - timedelta(days=180) not in counting
    assert at - timedelta(days=180) + timedelta(milliseconds=1) in counting
    assert at + timedelta(days=1) in counting


@pytest.mark.parametrize(
    ("terms", "begins"),
    [
        ({"window_months": 6}, "2026-05-22"),
        ({"window": "month"}, "2026-11-01"),
        ({"window": "year"}, "2026-01-01"),
        ({"window": "anniversary"}, "2026-05-10"),
        (
            {"window": "fixed", "first_day": "2026-02-01", "last_day": "2026-06-30"},
            "2026-02-01",
        ),
    ],
)
def test_what_counts_begins_with_a_local_day(terms: dict[str, Any], begins: str) -> None:
    counting = window(ladder(**terms), noon("2026-11-21"), UTC_DAYS, joined=JOINED)

    assert counting.begin == midnight(begins)


def test_a_year_of_membership_without_a_day_of_joining_is_the_last_twelve_months() -> None:
    counting = window(
        ladder(window="anniversary"), noon("2026-11-21"), UTC_DAYS, joined=None
    )

    assert counting.begin == midnight("2025-11-22")


@given(calendar_windows, instants, reckonings, st.dates(date(1995, 1, 1), date(2090, 1, 1)))
def test_windows_of_the_calendar_tile_time(
    kind: CalendarWindow, at: datetime, reckoning: Reckoning, joined: date
) -> None:
    assume(at.date() > joined + timedelta(days=2))
    on = ladder(window=kind)

    here = window(on, at, reckoning, joined=joined)
    following = window(on, here.end, reckoning, joined=joined)

    assert at in here
    assert here.end == following.begin


@given(
    calendar_windows,
    st.sampled_from(["end_of_period", "end_of_next_period", None]),
    st.integers(min_value=0, max_value=40),
    instants,
    reckonings,
)
def test_no_tier_ends_before_it_begins(
    kind: CalendarWindow, ends: str | None, more: int, at: datetime, reckoning: Reckoning
) -> None:
    for on in (
        ladder(window=kind, ends=ends, extend_days=more),
        ladder(window=kind, start="next_period", extend_days=more),
        ladder(window_days=more + 1),
        ladder(window_months=more + 1),
        ladder(duration_days=more),
    ):
        found = tenure(on, GOLD, at, reckoning, joined=JOINED)

        assert found.until is not None
        assert at <= found.begins < found.until


@given(calendar_windows, instants, reckonings)
def test_a_renewed_tier_follows_without_a_gap(
    kind: CalendarWindow, at: datetime, reckoning: Reckoning
) -> None:
    assume(at.date() > JOINED)
    on = ladder(window=kind)
    first = tenure(on, GOLD, at, reckoning, joined=JOINED).until
    assert first is not None
    last_moment = first - timedelta(milliseconds=1)

    again = tenure(on, GOLD, last_moment, reckoning, joined=JOINED)

    assert window_ended(on, first, reckoning, joined=JOINED).end == first
    assert again.until == window(on, first, reckoning, joined=JOINED).end


def test_a_tier_that_ends_with_its_period_begins_the_next_from_nothing() -> None:
    on = ladder(window="month", ends="end_of_period")
    ended_at = midnight("2026-04-01")

    assert window_ended(on, ended_at, UTC_DAYS, joined=None).begin == ended_at


def test_grace_is_whole_days_after_the_end() -> None:
    on = ladder(window="month", grace_days=14)

    assert graced(on, midnight("2026-04-01"), UTC_DAYS) == midnight("2026-04-15")
    assert graced(ladder(), midnight("2026-04-01"), UTC_DAYS) == midnight("2026-04-01")


@pytest.mark.parametrize(
    ("downgrade", "credit", "kind", "left"),
    [
        ("full", 250, "renewed", "gold"),
        # Voucherify's downgrade page: 250 points are gold, 50 of them left are bronze.
        ("full", 50, "lowered", "bronze"),
        ("full", 150, "lowered", "silver"),
        ("one_level", 50, "lowered", "silver"),
        ("none", 50, "kept", "gold"),
    ],
)
def test_how_deep_one_falls_is_the_ladders_choice(
    downgrade: Downgrade, credit: int, kind: str, left: str
) -> None:
    change = ended(ladder(downgrade=downgrade), GOLD, credit)

    assert (change.kind, change.tier) == (kind, left)
    assert change.words == f"tier.{kind}"
    assert dict(change.values) == {
        "before": "gold",
        "have": credit,
        "need": 200,
        "tier": left,
    }


def test_grace_comes_once() -> None:
    on = ladder(grace_days=14)

    assert ended(on, GOLD, 50).kind == "graced"
    assert ended(on, GOLD, 50, in_grace=True).tier == "bronze"
    assert ended(on, GOLD, 200, in_grace=True).kind == "renewed"


@given(tiers, amounts, amounts, st.sampled_from(get_args(Downgrade)), st.integers(0, 1))
def test_more_credit_never_ends_lower(
    tier: TierId, one: int, other: int, downgrade: Downgrade, grace: int
) -> None:
    on = ladder(downgrade=downgrade, grace_days=grace)
    less, more = sorted((one, other))

    assert rank(on, ended(on, tier, less).tier) <= rank(on, ended(on, tier, more).tier)


@given(tiers, amounts, amounts)
def test_what_a_sale_raised_its_return_takes(tier: TierId, had: int, sale: int) -> None:
    on = ladder()
    before = place_on(on, had).tier
    assume(rank(on, tier) <= rank(on, before))
    up = raised(on, before, had + sale)
    tier = up.tier if up else before

    down = returned(on, tier, before=had + sale, after=had)

    assert (down.tier if down else tier) == before


def test_a_tier_the_ladder_does_not_know_ends_where_the_credit_stands() -> None:
    change = ended(ladder(), TierId("platinum"), 150)

    assert change == TierChange(
        before=TierId("platinum"), tier=SILVER, kind="renewed", have=150, need=0
    )


def test_nothing_is_raised_or_taken_that_stands_already() -> None:
    assert raised(ladder(), GOLD, 250) is None
    assert returned(ladder(), GOLD, before=150, after=50) is None


def test_the_way_up_is_from_what_is_held_or_reached() -> None:
    place = way_up(ladder("visits"), BRONZE, 150)

    assert (place.tier, place.next_tier) == ("silver", "gold")
    assert (place.have, place.need, place.share) == (150, 200, "0.750")
    assert way_up(ladder(), SILVER, 50).next_tier == "gold"
    assert way_up(ladder(), GOLD, 50).next_tier is None


@pytest.mark.parametrize(
    ("metric", "counts", "again"),
    [("spend", 900, 900), ("points", 9, 9), ("orders", 1, 1), ("visits", 1, 0)],
)
def test_each_metric_counts_a_sale_in_its_way(metric: str, counts: int, again: int) -> None:
    on = ladder(metric)

    found = [
        earned_credit(on, spent_minor=900, awards=[award(9)], visited_today=visited)
        for visited in (False, True)
    ]

    assert found == [counts, again]


@pytest.mark.parametrize("metric", ["spend", "orders", "visits", "balance"])
def test_a_sale_that_nothing_was_paid_for_counts_nothing(metric: str) -> None:
    earned = earned_credit(
        ladder(metric), spent_minor=0, awards=[award(9)], visited_today=False
    )

    assert earned == 0


def test_an_order_is_gone_with_its_last_line_and_points_as_they_are_taken() -> None:
    order, points = ladder("orders"), ladder("points")

    gone = [
        returned_credit(order, 1, points=5, nothing_left=nothing_left)
        for nothing_left in (False, True)
    ]

    assert gone == [0, 1]
    assert returned_credit(points, 9, points=5, nothing_left=False) == 5
    assert returned_credit(points, 9, points=12, nothing_left=True) == 9


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_days": 30, "window": "month"},
        {"window_months": 0},
        {"window": "fixed"},
        {"window": "fixed", "first_day": "2026-02-01", "last_day": "2026-01-01"},
        {"window": "month", "first_day": "2026-02-01"},
        {"window_days": 30, "ends": "end_of_period"},
        {"window_days": 30, "start": "next_period"},
        {"window": "month", "start": "next_period", "ends": "end_of_period"},
        {"window": "month", "ends": "end_of_period", "duration_days": 3},
        {"duration_days": 3, "duration_months": 3},
        {"falls": "at_once", "duration_days": 3},
    ],
)
def test_a_ladder_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OutOfBoundsError):
        ladder(**wrong)


def test_tiers_start_in_their_ladders_metric() -> None:
    money = (Tier(tier=BRONZE, from_minor=0), Tier(tier=GOLD, from_minor=1))

    with pytest.raises(OutOfBoundsError, match="tiers by orders start from from_count"):
        Ladder(metric="orders", window_days=30, tiers=money)
    with pytest.raises(OutOfBoundsError, match="needs from_minor"):
        Tier(tier=BRONZE)
    with pytest.raises(OutOfBoundsError, match="1 to 120 characters"):
        Benefit(text="")
