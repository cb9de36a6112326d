"""What a scan says of tiers by visits: how many are left, what the tier gives, its end."""

from dataclasses import replace
from pathlib import Path

from agent.counter.ground.parts import way_of
from rules.ground.ids import TierId
from rules.ladder.terms import Benefit, Ladder, Tier
from rules.programme import Programme
from rules.value.units import UnitTerms
from tests.stories.chain import OLD_CARD, a_chain, story_programme

TIERS = (
    Tier(tier=TierId("guest"), from_count=0),
    Tier(
        tier=TierId("friend"),
        from_count=2,
        benefits=(Benefit(text="Free delivery"), Benefit(text="رایگان", language="fa")),
    ),
    Tier(tier=TierId("family"), from_count=5),
)
LATER = "2026-11-22T17:42:10+08:00"


def visits(**terms: object) -> Programme:
    ladder = Ladder(metric="visits", window_days=90, tiers=TIERS, **terms)  # type: ignore[arg-type]  # by name
    return replace(story_programme(), ladder=ladder)


def test_two_sales_of_one_day_are_one_visit_and_the_next_day_another(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=visits()) as chain:
        here, there = chain.tills
        here.cut()
        here.sell(500, card=OLD_CARD)
        here.sell(700, card=OLD_CARD)
        there.sell(900, card=OLD_CARD)
        shown = here.member(OLD_CARD)["next_tier"]
        assert (shown["metric"], shown["have"], shown["need"]) == ("visits", 1, 2)
        assert way_of(shown) == (1, 2)
        here.mend()
        there.sync()
        here.sync()
        assert here.member(OLD_CARD)["next_tier"]["have"] == 1

        answer = here.sell(500, card=OLD_CARD, at=LATER)

        assert answer["member"]["tier"] == "friend"
        chain.sync()
        told = there.member(OLD_CARD)
        assert told["tier"] == "friend"
        assert told["tier_until"].endswith("Z")
        assert [one["text"] for one in told["benefits"]] == ["Free delivery", "رایگان"]
        assert told["next_tier"]["have"] == 2


def test_a_visit_that_comes_back_whole_is_none(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=visits()) as chain:
        till = chain.tills[0]
        till.sell(500, card=OLD_CARD)
        sale = till.sale_of(700, card=OLD_CARD, at=LATER)
        till.sale(sale)
        assert till.member(OLD_CARD)["next_tier"]["have"] == 2
        returned = {
            "document": till.document("000900", "refund"),
            "at": LATER,
            "currency": "MYR",
            "original": {"document": sale["document"]},
            "lines": [{"line": "1", "of_line": "1", "quantity": "1", "amount_minor": 700}],
            "tenders": [],
        }

        till.refund(returned)

        assert till.member(OLD_CARD)["next_tier"]["have"] == 1
        chain.sync()
        assert till.member(OLD_CARD)["next_tier"]["have"] == 1
        assert chain.office.problems() == ()


def test_a_tier_to_come_is_told_with_its_day(tmp_path: Path) -> None:
    tiers = tuple(replace(tier, from_count=min(tier.starts, 1)) for tier in TIERS[:2])
    ladder = Ladder(metric="orders", window="month", start="next_period", tiers=tiers)
    with a_chain(tmp_path, rules=replace(story_programme(), ladder=ladder)) as chain:
        till = chain.tills[0]
        till.sell(500, card=OLD_CARD)
        chain.sync()

        told = till.member(OLD_CARD)

        assert told["tier"] == "guest"
        assert told["tier_to_come"] == {
            "tier": "friend",
            "begins": "2026-11-30T16:00:00Z",
        }


def test_ends_are_told_once_they_are_near(tmp_path: Path) -> None:
    terms = UnitTerms(expires_days=30, warn_days=7)
    with a_chain(tmp_path, rules=replace(story_programme(), units=(terms,))) as chain:
        till = chain.tills[0]
        till.sell(5_000, card=OLD_CARD)
        chain.sync()
        assert till.member(OLD_CARD)["balances"][0]["expiring"] == []

        chain.wait(days=25)
        chain.sync()

        expiring = till.member(OLD_CARD)["balances"][0]["expiring"]
        assert [one["points"] for one in expiring] == [50]
