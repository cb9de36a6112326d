"""Campaigns' budgets at head office: set aside, parted, dealt, used, changed, over."""

from dataclasses import replace
from datetime import timedelta

from rules.ground.ids import AccountId, LotId, Unit
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_BUDGETS, Lot, Slice
from sync.office.budgets.states import BudgetState, budget_out
from sync.wire.messages import GrantMessage, PullAnswer, Want
from sync.wire.records.ledger_part import LedgerPart
from tests.office.enrolling import new_till
from tests.office.entries import earn, entry
from tests.office.forge import ForgedTill
from tests.office.looking import findings, quarantined, standing
from tests.office.world import PROGRAMME, START, World

SUMMER = AccountId("b-summer")
POINTS = Unit("b.points.ever")
USES = Unit("b.uses.day")
CAMPAIGN = """
[[campaigns]]
campaign = "summer"
budgets = [
    {{ counts = "points", amount = {points} }},
    {{ counts = "uses", amount = 8, of = "store", per = "day" }},
]

[[earn]]
kind = "per_spend"
rule = "extra"
step_minor = 100
campaign = "summer"
"""


def publish(world: World, points: int, *, version: int = 2) -> None:
    """Publish the programme with a campaign of so many points in all."""
    renewed = PROGRAMME.replace(b"version = 1", b"version = %d" % version)
    document = renewed + CAMPAIGN.format(points=points).encode()
    world.office.publish(document, form="toml", starts=START)


def stores(world: World) -> tuple[ForgedTill, ForgedTill]:
    """Enrol one till in each of two stores."""
    return new_till(world), new_till(world, store="S02", fingerprint="other")


def dealt(answer: PullAnswer, unit: Unit) -> list[tuple[str, int]]:
    """Return the lots and amounts of a unit that an answer grants."""
    return [
        (piece.lot, piece.amount)
        for grant in answer.grants
        for piece in grant.slices
        if grant.unit == unit
    ]


def take_all(till: ForgedTill) -> None:
    """Sync, take what is dealt, and send that."""
    grants = till.sync().grants
    if grants:
        till.take(*grants)
    till.push()


def draw(till: ForgedTill, amount: int, *, key: str = "") -> str:
    """Book a sale that draws on the campaign's points."""
    spent = entry(
        "redeem",
        (SUMMER, POINTS, -amount, "b-summer/ever", str(till.life)),
        (HOUSE_BUDGETS, POINTS, amount, "", HOUSE),
    )
    return till.append("sale", LedgerPart(entries=(spent,)), key=key)


def state(world: World, lot: str = "b-summer/ever") -> BudgetState:
    """Return how one period stands."""
    (found,) = (one for one in world.office.budgets() if one.period.lot == lot)
    return found


def test_a_budget_is_set_aside_once_and_parted_among_tills_and_head_office(
    world: World,
) -> None:
    one, two = stores(world)
    publish(world, 900)
    publish(world, 900)

    assert dealt(one.sync(), POINTS) == [("b-summer/ever", 300)]
    assert dealt(two.sync(), POINTS) == [("b-summer/ever", 300)]
    assert dealt(one.sync(), POINTS) == [("b-summer/ever", 300)], "told until it is taken"
    assert standing(world, SUMMER, POINTS) == {
        AVAILABLE: 300,
        "transit:t1.1": 300,
        "transit:t2.1": 300,
    }
    assert world.office.verify().problems == ()


def test_a_till_is_topped_up_once_half_its_part_is_gone(world: World) -> None:
    one, two = stores(world)
    publish(world, 900)
    take_all(one)
    take_all(two)
    draw(one, 100)
    assert dealt(one.sync(), POINTS) == []
    draw(one, 150)

    granted = dealt(one.sync(), POINTS)

    assert granted == [("b-summer/ever", 217 - 50)], "650 are left: 217 for each of three"
    assert (state(world).used, state(world).left) == (250, 650)


def test_a_stores_part_of_a_day_is_dealt_for_days_ahead_and_to_its_tills_only(
    world: World,
) -> None:
    one, two = stores(world)
    publish(world, 900)

    mine, theirs = dealt(one.sync(), USES), dealt(two.sync(), USES)

    days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    assert mine == [(f"b-summer@S01/{day}", 4) for day in days]
    assert theirs == [(f"b-summer@S02/{day}", 4) for day in days]
    want = Want(account="b-summer@S02", unit=USES, points=1)
    asked = one.office.pull(replace(one.pull_message(deltas=False), wants=(want,)))
    assert isinstance(asked, PullAnswer)
    assert {grant.account for grant in asked.grants} == {SUMMER, "b-summer@S01"}


def test_what_a_quote_lacks_is_dealt_as_far_as_it_is_there(world: World) -> None:
    one, two = stores(world)
    publish(world, 900)
    take_all(one)
    take_all(two)
    want = Want(account=SUMMER, unit=POINTS, points=1_000)

    asked = one.office.pull(replace(one.pull_message(deltas=False), wants=(want,)))

    assert isinstance(asked, PullAnswer)
    assert dealt(asked, POINTS) == [("b-summer/ever", 300)]
    assert standing(world, SUMMER, POINTS).get(AVAILABLE, 0) == 0


def test_a_budget_made_larger_or_smaller_is_so_as_far_as_nobody_has_it(
    world: World,
) -> None:
    one, two = stores(world)
    publish(world, 900)
    take_all(one)
    take_all(two)

    publish(world, 1_000, version=3)
    larger = state(world)
    publish(world, 100, version=4)
    smaller = state(world)

    assert (larger.set_aside, larger.here) == (1_000, 400)
    assert (smaller.set_aside, smaller.here) == (600, 0), "what is dealt may be given"
    assert world.office.verify().problems == ()


def test_what_nobody_gave_by_the_periods_end_is_set_aside_no_more(world: World) -> None:
    one, _ = stores(world)
    publish(world, 900)
    take_all(one)

    world.clock.forward(days=1)
    world.office.run_due(world.clock.now())

    over = state(world, "b-summer@S01/2026-11-20")
    assert (over.set_aside, over.used, over.here, over.left) == (4, 0, 0, 4)
    slices = (Slice(lot=over.period.lot, amount=4, good_until=None),)
    own = entry(
        "return",
        *(
            (over.period.account, USES, sign * piece.amount, piece.lot, place)
            for piece in slices
            for sign, place in ((-1, str(one.life)), (1, AVAILABLE))
        ),
    )
    one.append("give_back", LedgerPart(entries=(own,)))
    one.push()
    world.office.run_due(world.clock.now())
    assert [lot.period.lot for lot in world.office.budgets() if lot.left == 0] == []
    assert standing(world, "b-summer@S01", USES).get("t1.1") == 12
    assert world.office.verify().problems == ()


def test_a_sale_that_two_lanes_booked_draws_once(world: World) -> None:
    one, two = stores(world)
    publish(world, 900)
    take_all(one)
    take_all(two)
    for till in (one, two):
        draw(till, 40, key="S01|1|2026-11-20|7|sale")

    one.push()
    two.push()

    assert findings(world) == ["duplicate"]
    assert state(world).used == 40
    assert world.office.verify().problems == ()


def test_a_till_puts_nothing_into_a_budget_and_draws_only_its_own_part(
    world: World,
) -> None:
    one, _ = stores(world)
    publish(world, 900)
    take_all(one)
    lot = LotId(f"{one.next_id()}/1")
    born = Lot(
        lot=lot,
        account=SUMMER,
        unit=POINTS,
        rule="",
        earned_at=START,
        active_from=START,
        expires=START + timedelta(days=9),
    )
    one.append("sale", LedgerPart(entries=(earn(born, 500, AVAILABLE),), lots=(born,)))
    unasked = entry(
        "redeem",
        (SUMMER, POINTS, -10, "b-summer/ever", AVAILABLE),
        (HOUSE_BUDGETS, POINTS, 10, "", HOUSE),
    )
    one.append("sale", LedgerPart(entries=(unasked,)))

    one.push()

    assert quarantined(world) == ["place_not_allowed", "place_not_allowed"]
    assert state(world).used == 0


def test_a_campaigns_budgets_are_dealt_from_three_days_before_it_until_it_ends(
    world: World,
) -> None:
    one, _ = stores(world)
    dates = '\nwhen = { first_day = "2026-11-24", last_day = "2026-11-25" }\n'
    document = (
        PROGRAMME.replace(b"version = 1", b"version = 2")
        + CAMPAIGN.format(points=900).replace('"summer"\n', f'"summer"{dates}', 1).encode()
    )
    world.office.publish(document, form="toml", starts=START)

    early = one.sync().grants
    world.clock.forward(days=1)
    begun = {piece.lot for grant in one.sync().grants for piece in grant.slices}

    assert early == ()
    assert begun == {"b-summer/ever", "b-summer@S01/2026-11-24"}
    world.clock.forward(days=9)
    world.office.run_due(world.clock.now())
    assert "b-summer@S01/2026-11-26" not in {
        one.period.lot for one in world.office.budgets()
    }


def test_how_a_budget_stands_is_told(world: World) -> None:
    one, _ = stores(world)
    publish(world, 900)
    take_all(one)
    draw(one, 30)
    one.push()

    assert budget_out(state(world)) == {
        "campaign": "summer",
        "store": "",
        "counts": "points",
        "per": "ever",
        "period": "ever",
        "set_aside": 900,
        "used": 30,
        "here": 600,
        "at_tills": 270,
    }


def test_a_grant_names_until_when_its_period_lasts(world: World) -> None:
    one, _ = stores(world)
    publish(world, 900)

    grants: tuple[GrantMessage, ...] = one.sync().grants

    ends = {
        piece.lot: piece.until_ms
        for grant in grants
        for piece in grant.slices
        if grant.unit in {POINTS, USES}
    }
    midnight = START.replace(hour=16, minute=0)
    assert ends["b-summer/ever"] == 0
    assert ends["b-summer@S01/2026-11-20"] == int(midnight.timestamp() * 1000)
