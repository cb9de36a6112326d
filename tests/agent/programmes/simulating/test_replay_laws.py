"""However fast past sales are replayed, it comes to what the long way comes to."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.programmes.programme_files import load
from agent.programmes.simulating.past import PastLines, PastSales, Row
from agent.programmes.simulating.replay import Asked, replay
from rules.campaigns.campaign import Campaign
from rules.conditions.counters import Cap, Uses
from rules.conditions.when import When
from rules.discounts.amount import Amount
from rules.discounts.combination import Combination
from rules.discounts.percent import Percent
from rules.earn.per_visit import PerVisit
from rules.ground.ids import RuleId
from rules.issues.gifts import GivePoints
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase
from rules.ladder.terms import Ladder
from rules.programme import Programme
from rules.value.budgets import Budget
from tests.agent.programmes.simulating.plainly import plainly

DEMO = load(Path("install/programmes/demo.toml"))
_MIDNIGHT_MS = 1_769_875_200_000
"""Where the demo is at home, and so an instant at which points may begin and end."""

_HOURS_MS = 12 * 3_600_000


def rich(**terms: object) -> Programme:
    """Return the demo's programme with more of everything."""
    assert DEMO.ladder is not None
    return replace(
        DEMO,
        earn=(
            *DEMO.earn,
            PerVisit(rule=RuleId("visit"), points=5, caps=(Cap(per="month", points=10),)),
        ),
        discounts=(
            *DEMO.discounts,
            Percent(
                rule=RuleId("cash"),
                percent=Fraction(3),
                stacking="always",
                when=When(tenders=("cash",)),
            ),
            Percent(rule=RuleId("bread"), percent=Fraction(15), categories=("bread",)),
            Amount(
                rule=RuleId("once"),
                amount_minor=500,
                minimum_minor=4_000,
                uses=(Uses(per="month"),),
                when=When(members=True),
            ),
        ),
        issues=(
            IssueRule(
                rule=RuleId("thanks"),
                on=OnPurchase(minimum_minor=9_000),
                gives=GivePoints(points=25),
                times="month",
            ),
        ),
        **terms,  # type: ignore[arg-type]  # of a test's own making
    )


def short(ladder: Ladder | None) -> Ladder:
    """Return a ladder on which tiers end and begin within a season."""
    assert ladder is not None
    return replace(ladder, window_days=None, window="month", start="next_period")


def by_visits(ladder: Ladder | None) -> Ladder:
    """Return a ladder that counts days with a sale, a tier a day."""
    assert ladder is not None
    tiers = [
        replace(tier, from_minor=None, from_count=days)
        for days, tier in enumerate(ladder.tiers)
    ]
    return replace(ladder, metric="visits", tiers=tuple(tiers))


PROGRAMMES = st.sampled_from(
    (
        DEMO,
        rich(),
        rich(combination=Combination(choose="best")),
        rich(ladder=short(DEMO.ladder)),
        rich(ladder=by_visits(DEMO.ladder)),
        rich(
            units=(replace(DEMO.units[0], pending_days=0, expires_months=1),),
            ladder=None,
        ),
    )
)
rows: st.SearchStrategy[Row] = st.builds(
    lambda category, pieces, price, off: (
        f"{category}-{price % 3}",
        category,
        pieces * 1000,
        pieces * price,
        off * price // 10 if pieces > 0 else 0,
    ),
    st.sampled_from(("coffee", "bread", "home")),
    st.sampled_from((1, 1, 1, 2, 3, -1)),
    st.integers(min_value=1, max_value=19_000),
    st.sampled_from((0, 0, 0, 1, 10)),
)
HALF_DAYS = st.sampled_from((0, 1, 30, 31, 58, 59, 88, 116, 240))
"""Days and nights after the first on which points of the one before begin or end."""

receipts = st.lists(
    st.tuples(
        HALF_DAYS,
        st.sampled_from(("sara", "omid", "")),
        st.lists(rows, min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=12,
)


def kept(drawn: list[tuple[int, str, list[Row]]]) -> PastSales:
    """Keep receipts whose lines lie scattered over the file: first ones, then second."""
    past = PastSales()
    for turn in range(max(len(lines) for _, _, lines in drawn)):
        here = [
            (str(number), _MIDNIGHT_MS + half_days * _HOURS_MS, member, lines[turn])
            for number, (half_days, member, lines) in enumerate(drawn)
            if turn < len(lines)
        ]
        numbers, moments, members, columns = zip(*here, strict=True)
        skus, categories, quantities, amounts, discounts = zip(*columns, strict=True)
        past.add(
            PastLines(
                numbers=numbers,
                stores=("S01",) * len(here),
                at_ms=moments,
                members=members,
                skus=skus,
                categories=categories,
                quantities_milli=quantities,
                amounts_minor=amounts,
                discounts_minor=discounts,
            )
        )
    return past


@given(PROGRAMMES, receipts, st.booleans())
def test_a_replay_comes_to_what_the_long_way_comes_to(
    programme: Programme,
    drawn: list[tuple[int, str, list[Row]]],
    redeems: bool,  # noqa: FBT001  # drawn
) -> None:
    past = kept(drawn)
    asked = Asked(programme=programme, redeem="whenever" if redeems else "never", workers=1)

    fast = replay(past, asked, lambda _done, _of: None)

    assert fast == plainly(past, programme, redeem=redeems)


def budgeted(points: int) -> Programme:
    """Return the demo's programme as one campaign that gives so many points in all."""
    budgets = (Budget(counts="points", amount=points),)
    return replace(
        DEMO,
        earn=tuple(replace(rule, campaign="all") for rule in DEMO.earn),
        campaigns=(Campaign(campaign="all", budgets=budgets),),
    )


@given(receipts, st.integers(min_value=0, max_value=3_000))
def test_whoever_comes_first_gets_what_a_budget_has_and_no_more(
    drawn: list[tuple[int, str, list[Row]]], points: int
) -> None:
    past = kept(drawn)

    free, bound = (
        replay(past, Asked(programme=programme, workers=1), lambda _done, _of: None)
        for programme in (DEMO, budgeted(points))
    )

    assert bound.earned == min(points, free.earned)
    assert (bound.sales, bound.net_minor) == (free.sales, free.net_minor)
    if points >= free.earned:
        assert bound == free
