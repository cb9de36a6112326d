"""Campaigns' budgets at tills: parts, promises to other lanes, returns, days offline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from agent.pos.requests.shapes import ATTACH
from rules.campaigns.campaign import Campaign
from rules.discounts.percent import Percent
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, RuleId
from rules.programme import Programme
from rules.value.budgets import Budget
from sync.till.journal.rebuilding import differences
from tests.stories.chain import (
    AT,
    OLD_CARD,
    Chain,
    Json,
    StoryTill,
    a_chain,
    line,
    read,
    said,
    story_programme,
)

HALF = RuleId("summer-half")
EXTRA = RuleId("summer-extra")
SUMMER = AccountId("b-summer")


def budgeted(*budgets: Budget) -> Programme:
    """Return the story's programme with a campaign: half price, and points again."""
    made = story_programme()
    return replace(
        made,
        earn=(*made.earn, PerSpend(rule=EXTRA, step_minor=100, campaign="summer")),
        discounts=(Percent(rule=HALF, percent=Fraction(50), campaign="summer"),),
        campaigns=(Campaign(campaign="summer", budgets=budgets),),
    )


MONEY = Budget(counts="discount_minor", amount=3_000, returned="restored")
POINTS = Budget(counts="points", amount=90)


def quote(till: StoryTill, amount_minor: int, *, lane: str = "L1", **more: object) -> Json:
    """Quote one line."""
    asked: Json = {
        "workstation": lane,
        "currency": "MYR",
        "at": AT,
        "lines": [line("1", amount_minor)],
    }
    return said(till.quote(asked | more))


def off(quoted: Json) -> int:
    """Return what a quote takes off."""
    return sum(one["amount_minor"] for one in quoted["discounts"])


def told(answer: Json, rule: str) -> list[str]:
    """Return why a rule gave less, or nothing."""
    return [one["words"] for one in answer["not_used"] if one["rule"] == rule]


def buy(till: StoryTill, amount_minor: int, *, lane: str = "L1", **more: object) -> Json:
    """Quote and sell one line; return the sale as it was asked."""
    shown = {name: more[name] for name in ("card", "at") if name in more}
    taken = off(quote(till, amount_minor, lane=lane, **shown))
    sale = till.sale_of(amount_minor, **more)
    sale["document"]["workstation"] = lane
    sale["lines"][0]["discount_minor"] = taken
    sale["tenders"] = [{"tender": "cash", "amount_minor": amount_minor - taken}]
    said(till.sale(sale))
    return sale


def left(chain: Chain) -> dict[str, int]:
    """Return what is left of each period of the budgets, as head office has it."""
    return {
        f"{one.period.lot} {one.period.unit}": one.left
        for one in chain.office.office.budgets()
    }


def agree(chain: Chain) -> None:
    """Hold every end against the other, and every projection against its journal."""
    chain.sync()
    for till in chain.tills:
        assert not differences(till.till.book.journal.connection)
    assert chain.office.problems() == ()
    assert chain.quarantined() == []


def test_a_till_gives_its_part_and_says_that_it_was_less(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY)) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()

        whole = quote(here, 1_600)
        buy(here, 1_600)
        short = quote(here, 1_600)
        buy(here, 1_600)
        spent = quote(here, 1_600)
        buy(there, 2_000)

        assert [off(one) for one in (whole, short, spent)] == [800, 200, 0]
        assert told(short, HALF) == ["refuse.budget_short"]
        assert told(spent, HALF) == ["refuse.budget_spent"]
        for till in chain.tills:
            till.mend()
        agree(chain)
        assert left(chain) == {"b-summer/ever b.discount_minor.ever": 1_000}


def test_what_one_lane_was_promised_the_other_is_not(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY)) as chain:
        till = chain.tills[0]
        till.cut()

        first = quote(till, 1_600, lane="L1")
        second = quote(till, 1_600, lane="L2")
        buy(till, 1_600, lane="L1")
        after = quote(till, 1_600, lane="L2")
        chain.time.advance(timedelta(minutes=31))
        forgotten = quote(till, 1_600, lane="L1")

        assert [off(one) for one in (first, second, after)] == [800, 200, 200]
        assert off(forgotten) == 200, "nobody waits for half an hour"


def test_points_in_part_and_what_a_member_was_given_is_theirs(tmp_path: Path) -> None:
    own = Budget(counts="points", amount=50, of="member", per="month", returned="restored")
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(POINTS, own)) as chain:
        here = chain.tills[0]
        here.cut()

        first = said(here.sale(here.sale_of(4_000, card=OLD_CARD)))
        second = said(here.sale(here.sale_of(4_000, card=OLD_CARD)))

        assert _earned(first) == 30, "a third of 90 is here"
        assert told(first, EXTRA) == ["refuse.budget_short"]
        assert told(second, EXTRA) == ["refuse.budget_spent"]
        here.mend()
        chain.sync()
        third = said(here.sale(here.sale_of(4_000, card=OLD_CARD)))
        assert _earned(third) == 20, "of their own 50 so much is left"
        agree(chain)


def test_a_void_gives_back_what_the_terms_say(tmp_path: Path) -> None:
    own = Budget(counts="uses", amount=2, of="member", returned="restored")
    kept = Budget(counts="points", amount=300)
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY, kept, own)) as chain:
        here, there = chain.tills
        sale = buy(here, 1_600, card=OLD_CARD)
        chain.sync()
        before = left(chain)

        _void(here, sale)

        assert off(quote(here, 1_600, card=OLD_CARD)) == 800
        agree(chain)
        assert before == {
            "b-summer/ever b.discount_minor.ever": 2_200,
            "b-summer/ever b.points.ever": 292,
        }
        assert left(chain) == {
            "b-summer/ever b.discount_minor.ever": 3_000,
            "b-summer/ever b.points.ever": 292,
        }
        view = there.till.book.view(AccountId("m-1"))
        assert view is not None
        assert view.standing.count("n.campaign.summer.uses") == 0


def test_goods_that_come_back_elsewhere_give_back_once_their_till_noted_it(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY)) as chain:
        here, there = chain.tills
        sale = buy(here, 1_600)
        chain.sync()
        here.cut()

        _void(there, sale)
        there.sync()
        waiting = left(chain)
        here.mend()
        chain.sync()

        assert waiting == {"b-summer/ever b.discount_minor.ever": 2_200}
        agree(chain)
        assert left(chain) == {"b-summer/ever b.discount_minor.ever": 3_000}


def test_each_day_begins_anew_without_a_line(tmp_path: Path) -> None:
    day = Budget(counts="uses", amount=4, of="store", per="day")
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(day)) as chain:
        here = chain.tills[0]
        here.cut()
        gave = [_uses(here, chain, 4) for _ in range(6)]

        assert gave == [2, 2, 2, 2, 0, 0], "today and three days ahead, half of each"
        here.mend()
        agree(chain)


def test_what_is_given_back_at_night_is_dealt_to_whoever_needs_it(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY)) as chain:
        here = chain.tills[0]
        buy(here, 2_000)
        here.sync()

        for till in chain.tills:
            till.close_day()
            till.sync()
        chain.sync()

        parts = [_here(till) for till in chain.tills]
        assert parts == [667, 667], "2,000 are left: for two tills and head office"
        agree(chain)


def test_a_frozen_till_gives_nothing_of_budgets(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY)) as chain:
        here = chain.tills[0]
        here.till.book.journal.freeze("anchor")

        assert told(quote(here, 1_600), HALF) == ["refuse.budget_spent"]


def test_a_sale_given_to_a_member_later_draws_for_what_it_gives_then(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY, POINTS)) as chain:
        here = chain.tills[0]
        sale = buy(here, 1_600)
        request = {"document": sale["document"], "card": OLD_CARD}

        attached = said(here.till.counter.attach(read(ATTACH, request)))

        assert _earned(attached) == 8
        agree(chain)
        assert left(chain) == {
            "b-summer/ever b.discount_minor.ever": 2_200,
            "b-summer/ever b.points.ever": 82,
        }


def test_head_office_draws_on_what_nobody_has_where_it_gives_a_sale_itself(
    tmp_path: Path,
) -> None:
    store = Budget(counts="points", amount=12, of="store", per="month", returned="restored")
    with a_chain(tmp_path, "S01", "S02", rules=budgeted(MONEY, store)) as chain:
        here, there = chain.tills
        sale = buy(here, 1_600)
        chain.sync()
        request = {"document": sale["document"], "card": OLD_CARD}

        said(there.till.counter.attach(read(ATTACH, request)))
        agree(chain)

        left_now = left(chain)
        assert left_now["b-summer@S01/2026-11 b.points.month"] == 12 - 6, "half is here"
        assert left_now["b-summer@S02/2026-11 b.points.month"] == 12
        assert chain.findings() == []


def _void(till: StoryTill, sale: Json) -> None:
    document = till.document("V1", kind="void")
    said(
        till.void(
            {"document": document, "original": {"document": sale["document"]}, "at": AT}
        )
    )


def _earned(answer: Json) -> int:
    return sum(one["points"] for one in answer["earned"] if one["rule"] == EXTRA)


def _here(till: StoryTill) -> int:
    pieces = till.till.book.journal.holdings(SUMMER, MONEY.unit)
    return sum(piece.amount for piece in pieces)


def _uses(till: StoryTill, chain: Chain, tries: int) -> int:
    """Return how often the campaign gives today; then it is tomorrow."""
    at = chain.time.now.isoformat()
    gave: Sequence[int] = [
        off(quote(till, 1_000, at=at)) and off_sold(till, at) for _ in range(tries)
    ]
    chain.time.advance(timedelta(days=1))
    return sum(amount > 0 for amount in gave)


def off_sold(till: StoryTill, at: str) -> int:
    """Buy for half the price; return what came off."""
    return sum(one["discount_minor"] for one in buy(till, 1_000, at=at)["lines"])
