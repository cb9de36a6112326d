"""What applied records do to the book: once each, whoever sends them."""

from dataclasses import replace
from datetime import timedelta

from rules.ground.ids import AccountId, LotId, Place, RuleId
from rules.value.ledger import Slice
from sync.wire.records.ledger_part import IssuedOnce
from tests.office.enrolling import new_till
from tests.office.forge import ForgedTill
from tests.office.looking import findings, quarantined, standing, statement_of
from tests.office.world import PROGRAMME, World

DOCUMENT = "S01|1|2026-11-20|7|sale"


def funded(world: World, till: ForgedTill, points: int = 1000) -> None:
    """Have a member with points available."""
    till.sale("m-1", points)
    till.push()
    world.office.run_due(world.clock.now())


def test_a_document_booked_at_two_tills_gives_once(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    one.sale("m-1", 50, spend=5000, key=DOCUMENT)
    two.sale("m-1", 50, spend=5000, key=DOCUMENT)

    one.push()
    two.push()

    assert standing(world, "m-1") == {"pending": 50}
    assert standing(world, "m-1", "spend") == {"available": 5000}
    assert findings(world) == ["duplicate"]
    assert world.office.verify().problems == ()


def test_value_spent_at_the_second_till_goes_back_to_available(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    funded(world, one)
    here, there = one.obtain("m-1", 300), two.obtain("m-1", 300)
    one.spend("m-1", here, key=DOCUMENT)
    two.spend("m-1", there, key=DOCUMENT)

    one.push()
    two.push()

    assert standing(world, "m-1") == {"available": 700}
    assert world.office.verify().problems == ()


def test_an_award_that_the_second_till_may_spend_becomes_debt_until_given_back(
    world: World,
) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    one.sale("m-1", 50, place=Place("t1.1"), key=DOCUMENT)
    second = two.sale("m-1", 50, place=Place("t2.1"), key=DOCUMENT)
    one.push()
    two.push()

    assert standing(world, "m-1") == {"t1.1": 50, "t2.1": 50, "available": -50}
    two.give_back("m-1", [Slice(lot=LotId(f"{second}/points"), amount=50, good_until=None)])
    two.push()
    assert standing(world, "m-1") == {"t1.1": 50}
    assert world.office.verify().problems == ()


def test_the_same_till_in_its_next_life_books_a_document_again_and_it_gives_once(
    world: World,
) -> None:
    till = new_till(world)
    till.sale("m-1", 50, key=DOCUMENT)
    till.push()
    again = new_till(world, till="t1", seed=8)
    again.sale("m-1", 50, key=DOCUMENT)

    again.push()

    assert standing(world, "m-1") == {"pending": 50}


def issued(key: str = "welcome|m-1|1", code: str = "GOLD-8H2P") -> IssuedOnce:
    """Promise a coupon."""
    return IssuedOnce(
        key=key,
        kind="coupon",
        rule=RuleId("welcome"),
        account=AccountId("m-1"),
        code=code,
        expires_ms=0,
    )


def test_an_award_given_once_is_confirmed_for_the_first_and_withdrawn_from_the_second(
    world: World,
) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    one.sale("m-1", 1, issued=[issued()])
    two.sale("m-1", 1, issued=[issued()])

    one.push()
    assert standing(world, "v-GOLD-8H2P", "uses") == {"available": 1}
    two.push()

    assert standing(world, "v-GOLD-8H2P", "uses") == {"available": 1}
    assert statement_of(one.sync(), "m-1").issued == {"welcome": 1}
    assert world.office.verify().problems == ()


def test_another_occurrence_is_another_award(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1, issued=[issued()])
    till.sale("m-1", 1, issued=[issued("welcome|m-1|2", "GOLD-ZZZZ")])

    assert statement_of(till.sync(), "m-1").issued == {"welcome": 2}


def test_an_award_of_a_duplicate_document_is_not_confirmed(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    one.sale("m-1", 1, key=DOCUMENT)
    two.sale("m-1", 1, key=DOCUMENT, issued=[issued()])

    one.push()
    two.push()

    assert standing(world, "v-GOLD-8H2P", "uses") == {}
    assert world.office.verify().problems == ()


def test_what_a_closed_life_holds_stays_its_own_and_its_tail_may_still_spend_it(
    world: World,
) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 400)
    till.spend("m-1", slices)
    again = new_till(world, till="t1", seed=8)
    again.sync()
    assert standing(world, "m-1") == {"available": 600, "t1.1": 400}

    till.push()

    assert standing(world, "m-1") == {"available": 600}
    assert findings(world) == []
    assert world.office.verify().problems == ()


def test_what_a_copied_till_overspends_is_the_houses_loss_and_a_finding(
    world: World,
) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 400)
    twin = till.copy()
    till.spend("m-1", slices)
    till.push()
    twin.spend("m-1", slices)
    twin.push()

    assert standing(world, "m-1") == {"available": 600}
    assert "overspent" in findings(world)
    assert standing(world, "house:adjusted") == {"house": -400}
    assert world.office.verify().problems == ()


def test_what_a_copied_till_gives_back_twice_comes_back_once(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 400)
    twin = till.copy()
    till.give_back("m-1", slices)
    till.push()
    twin.give_back("m-1", slices)
    twin.push()

    assert standing(world, "m-1") == {"available": 1000}
    assert standing(world, "house:adjusted") == {}
    assert "given_back_twice" in findings(world)
    assert world.office.verify().problems == ()


def test_what_a_copy_gives_back_stays_at_the_till_that_may_still_spend_it(
    world: World,
) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 400)
    twin = till.copy()
    till.sale("m-2", 1)
    till.push()
    twin.give_back("m-1", slices)

    twin.push()

    assert standing(world, "m-1") == {"available": 600, "t1.1": 400}
    assert world.office.verify().problems == ()


def test_what_was_spent_by_a_copy_is_not_given_back_by_the_other(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    slices = till.obtain("m-1", 400)
    twin = till.copy()
    twin.spend("m-1", slices)
    till.sale("m-2", 1)
    till.push()
    twin.push()
    till.give_back("m-1", slices)
    till.push()

    assert standing(world, "m-1") == {"available": 600}
    assert standing(world, "house:adjusted") == {}
    assert world.office.verify().problems == ()


def test_giving_back_what_was_never_held_gives_nothing(world: World) -> None:
    till = new_till(world)
    till.give_back("m-1", [Slice(lot=LotId("t9.9-1/1"), amount=5, good_until=None)])
    till.push()

    assert standing(world, "m-1") == {}
    assert findings(world) == ["given_back_twice"]
    assert world.office.verify().problems == ()


def test_a_grant_counts_once_and_only_as_it_was_dealt(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    (grant,) = till.sync(("m-1", 400)).grants
    more = replace(grant, slices=(replace(grant.slices[0], amount=500),))
    made_up = replace(grant, grant="o1.1-7/1")
    till.take(more)
    till.take(made_up)
    till.take(grant)
    till.take(grant)

    till.push()

    assert quarantined(world) == ["grant_differs", "grant_taken", "grant_unknown"]
    assert standing(world, "m-1") == {"available": 600, "t1.1": 400}
    assert world.office.verify().problems == ()


def test_a_grant_is_taken_by_the_life_it_names_only(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    funded(world, one)
    (grant,) = one.sync(("m-1", 400)).grants
    two.take(grant)
    two.take(replace(grant, life="t2.1"))

    two.push()

    assert quarantined(world) == ["grant_differs", "grant_of_another"]
    assert standing(world, "m-1") == {"available": 600, "transit:t1.1": 400}


def test_a_refund_that_arrives_before_its_sale_adds_up_the_same(world: World) -> None:
    one, two = new_till(world), new_till(world, fingerprint="other")
    sale = one.sale("m-1", 100, spend=60000)
    two.refund("m-1", sale, 40, spend=20000)

    two.push()
    one.push()

    assert sum(standing(world, "m-1").values()) == 60
    world.office.run_due(world.clock.now())
    assert standing(world, "m-1") == {"available": 60}
    statement = statement_of(one.sync(), "m-1")
    assert (statement.spend_minor, statement.tier) == (40000, "base")
    assert world.office.verify().problems == ()


def test_a_tier_is_given_by_the_office_when_the_spend_reaches_it(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1, spend=49999)
    till.push()
    assert statement_of(till.sync(), "m-1").tier == "base"
    till.sale("m-1", 1, spend=1)

    silver = statement_of(till.sync(), "m-1")

    assert (silver.tier, silver.spend_minor) == ("silver", 50000)
    until = world.clock.now() + timedelta(days=365)
    assert silver.tier_until_ms == int(until.timestamp()) * 1000


def test_a_return_takes_the_tier_that_its_spend_alone_held_up(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1, spend=50000)
    till.push()
    till.refund("m-1", "t1.1-1", 0, spend=40000)

    lower = statement_of(till.sync(), "m-1")

    assert (lower.tier, lower.spend_minor) == ("base", 10000)
    assert world.office.verify().problems == ()


def test_a_return_of_spend_that_left_the_window_takes_no_tier(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1, spend=50000)
    till.push()
    till.sale("m-1", 1, spend=60000, at=world.clock.now() - timedelta(days=365))
    till.refund("m-1", "t1.1-2", 0, spend=60000)

    assert statement_of(till.sync(), "m-1").tier == "silver"


def test_an_entry_coupon_that_was_not_used_goes_with_its_tier(world: World) -> None:
    ladder = b'{ tier = "silver", from_minor = 50000 }'
    gives = b', entry_issue = { rule = "welcome", kind = "coupon", valid_days = 9 } }'
    rules = PROGRAMME.replace(ladder, ladder[:-2] + gives)
    world.office.publish(rules.replace(b"version = 1", b"version = 2"), form="toml")
    till = new_till(world)
    till.sale("m-1", 1, spend=50000, issued=[issued()])
    till.push()
    assert standing(world, "v-GOLD-8H2P", "uses") == {"available": 1}

    till.refund("m-1", "t1.1-1", 0, spend=50000)
    till.push()

    assert standing(world, "v-GOLD-8H2P", "uses") == {}
    assert world.office.verify().problems == ()


def test_spend_before_the_window_gives_no_tier(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1, spend=60000, at=world.clock.now() - timedelta(days=365))

    statement = statement_of(till.sync(), "m-1")

    assert (statement.spend_minor, statement.tier) == (0, "base")


def test_credit_that_came_after_it_was_taken_back_leaves_no_row(world: World) -> None:
    near, far = new_till(world), new_till(world, fingerprint="other")
    sale = near.sale("m-1", spend=5000)
    far.refund("m-1", sale, 0, spend=5000)

    far.push()
    near.push()

    assert standing(world, "m-1", "spend") == {}
    assert world.office.verify().problems == ()
