"""A shop's habits: anonymous, late and suspended sales, one card in two lanes."""

from pathlib import Path

from agent.pos.requests.shapes import RESUME, SUSPEND
from tests.stories.chain import (
    OLD_CARD,
    Json,
    StoryTill,
    a_chain,
    read,
    refused,
    said,
    story_programme,
)

MEMBER = "m-1"


def suspend(till: StoryTill, workstation: str = "L1") -> Json:
    """Suspend the sale in progress."""
    asked = read(SUSPEND, {"workstation": workstation})
    return said(till.till.counter.suspend(asked))


def resume(till: StoryTill, suspended: str, workstation: str) -> object:
    """Go on with a suspended sale."""
    asked = read(RESUME, {"workstation": workstation, "suspended": suspended})
    return till.till.counter.resume(asked)


def drop(till: StoryTill, workstation: str = "L1") -> list[str]:
    """Drop the sale in progress at a workstation."""
    released: list[str] = said(till.void({"workstation": workstation}))["released"]
    return released


def paid_with(till: StoryTill, hold: str, points: int, workstation: str = "L1") -> Json:
    """Write a sale of 1,000 of which a hold pays a part."""
    sale = till.sale_of(1_000)
    sale["document"]["workstation"] = workstation
    sale["tenders"] = [
        {"tender": "points", "amount_minor": points, "hold": hold},
        {"tender": "cash", "amount_minor": 1_000 - points},
    ]
    return sale | {"holds": [hold]}


def test_a_sale_of_nobody_is_journalled_and_reaches_head_office(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.cut()
        before = here.records

        sold = here.sell(900)
        assert (sold["member"], sold["earned"]) == (None, [])
        assert here.records == before + 1
        here.mend()
        rows = chain.office.look().execute("SELECT key FROM document").fetchall()
        assert [key for (key,) in rows] == ["nobody|S01|L1|2026-11-21|000001|sale"]
        assert chain.office.problems() == ()


def test_late_sales_earn_by_the_programme_of_their_day_in_any_order(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        chain.wait(days=2)
        chain.office.publish(story_programme(2, points=5))
        chain.sync()
        here.cut()

        # The agent was down on the 21st; the newer programme began on the 23rd.
        late = [here.sale_of(1_000, card=OLD_CARD, late=True) for _ in range(3)]
        for sale in reversed(late):
            earned = said(here.sale(sale))["earned"]
            assert [award["points"] for award in earned] == [10]
        today = here.sale_of(1_000, card=OLD_CARD, at="2026-11-23T18:00:00+08:00")
        assert [award["points"] for award in said(here.sale(today))["earned"]] == [50]
        again = said(here.sale(late[0] | {"late": False}))
        assert again["earned"][0]["points"] == 10
        here.mend()
        assert here.available(MEMBER) == 1_080
        assert (chain.findings(), chain.office.problems()) == ([], ())


def test_a_late_sale_says_nothing_of_who_stands_at_the_workstation_now(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.scan(OLD_CARD)

        assert here.sell(500, late=True)["member"] is None


def test_a_suspended_sale_keeps_its_member_and_hold_while_others_are_served(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.scan(OLD_CARD)
        hold = said(here.hold(100))["hold"]

        parked = suspend(here)
        assert parked["holds"] == [hold]
        assert said(here.till.counter.session("L1"))["kind"] == "none"
        assert here.sell(500)["member"] is None
        assert drop(here) == []
        resumed = resume(here, parked["suspended"], "L2")
        assert isinstance(resumed, dict)
        assert resumed["member"]["name"] == "Member 1"
        assert resumed["holds"] == [hold]
        assert drop(here, "L1") == []
        sold = said(here.sale(paid_with(here, hold, 100, "L2")))
        assert sold["member"]["id"] == MEMBER
        assert sold["notices"] == []
        assert refused(resume(here, parked["suspended"], "L2")) == "unknown_suspended"
        chain.sync()
        assert chain.office.problems() == ()


def test_a_resumed_sale_that_is_dropped_lets_its_hold_go(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.scan(OLD_CARD)
        hold = said(here.hold(100))["hold"]
        parked = suspend(here)

        resume(here, parked["suspended"], "L2")
        assert drop(here, "L2") == [hold]


def test_the_days_close_ends_what_is_suspended(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.scan(OLD_CARD)
        hold = said(here.hold(100))["hold"]
        parked = suspend(here)

        assert said(here.till.counter.close_day())["released"] == [hold]
        assert refused(resume(here, parked["suspended"], "L1")) == "unknown_suspended"


def test_after_a_restart_the_hold_of_a_suspended_sale_still_pays(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.scan(OLD_CARD)
        hold = said(here.hold(100))["hold"]
        parked = suspend(here)
        here.till.restart()

        assert refused(resume(here, parked["suspended"], "L1")) == "unknown_suspended"
        sold = said(here.sale(paid_with(here, hold, 100)))
        assert (sold["member"]["id"], sold["notices"]) == (MEMBER, [])


def test_a_sale_suspended_at_one_till_is_paid_anew_at_another(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        one, two = chain.tills
        one.scan(OLD_CARD)
        hold = said(one.hold(900))["hold"]
        suspend(one)

        # A hold lives at the till that made it: released there, made again here.
        assert refused(two.hold(900, card=OLD_CARD)) == "over_allowance"
        said(one.till.counter.release(hold))
        one.close_day()
        one.sync()
        anew = said(two.hold(900, card=OLD_CARD))["hold"]
        assert said(two.sale(paid_with(two, anew, 900)))["notices"] == []
        chain.sync()
        assert [till.available(MEMBER) for till in chain.tills] == [101, 101]
        assert chain.office.problems() == ()


def test_one_card_in_two_lanes_of_a_till_spends_no_point_twice(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01") as chain:
        (here,) = chain.tills
        for workstation in ("L1", "L2"):
            here.scan(OLD_CARD, workstation)
        first = said(here.hold(700, workstation="L1"))["hold"]

        assert refused(here.hold(700, workstation="L2")) == "over_allowance"
        second = said(here.hold(300, workstation="L2"))["hold"]
        for hold, points, lane in ((first, 700, "L1"), (second, 300, "L2")):
            sold = said(here.sale(paid_with(here, hold, points, lane)))
            assert sold["notices"] == []
        chain.sync()
        assert chain.office.problems() == ()


def test_one_card_in_two_tills_without_a_line_spends_no_point_twice(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        one, two = chain.tills
        said(one.till.counter.release(said(one.hold(900, card=OLD_CARD))["hold"]))
        for till in chain.tills:
            till.cut()

        spent = said(
            one.sale(paid_with(one, said(one.hold(900, card=OLD_CARD))["hold"], 900))
        )
        assert spent["notices"] == []
        refusal = two.hold(900, card=OLD_CARD)
        assert refused(refusal) == "over_allowance"
        for till in chain.tills:
            till.mend()
        chain.sync()
        assert one.available(MEMBER) == two.available(MEMBER)
        assert (chain.findings(), chain.office.problems()) == ([], ())


def test_an_award_given_once_collapses_when_two_lanes_gave_it_without_a_line(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        codes = []
        for till in chain.tills:
            till.cut()
            (issued,) = till.sell(60_000, card=OLD_CARD)["issued"]
            codes.append(issued["code"])

        assert codes[0] == codes[1]
        for till in chain.tills:
            till.mend()
        chain.sync()
        look = chain.office.look()
        (uses,) = look.execute(
            "SELECT sum(amount) FROM balance WHERE unit = 'uses' AND account = ?",
            (f"v-{codes[0]}",),
        ).fetchone()
        assert uses == 1
        assert chain.office.problems() == ()
