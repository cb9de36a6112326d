"""Tokens, tills and lives: nobody gets in without one, and no number is given twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.ground.refusal import Refusal
from sync.office.tills.enrolment import LIVES_PER_GENERATION, TILLS_PER_GENERATION
from sync.wire.messages import Conflict, Enrolled, EnrolRequest, Welcome
from tests.office.enrolling import new_till
from tests.office.world import World


def request(
    token: str, *, idem: str = "1" * 16, store: str = "S01", till: str = ""
) -> EnrolRequest:
    """Ask to be a till."""
    return EnrolRequest(
        token=token, store=store, key="ab" * 32, fingerprint="machine", idem=idem, till=till
    )


def enrolled(answer: Enrolled | Refusal) -> Enrolled:
    """Return a yes."""
    assert isinstance(answer, Enrolled), answer
    return answer


def refused(answer: Enrolled | Refusal) -> str:
    """Return a no's code."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_a_token_enrols_one_till_and_hands_over_what_it_needs(world: World) -> None:
    token = world.office.new_token("S01")

    answer = enrolled(world.office.enrol(request(token)))

    assert (answer.till, answer.life, answer.store, answer.generation) == (
        "t1",
        1,
        "S01",
        1,
    )
    assert answer.office_key == world.keys.signing.public.hex()
    assert answer.token_key == world.keys.token_key.hex()
    assert refused(world.office.enrol(request(token, idem="2" * 16))) == "token_used"


def test_a_lost_answer_is_had_again_by_who_asked_and_by_nobody_else(world: World) -> None:
    token = world.office.new_token("S01")
    first = world.office.enrol(request(token))

    assert world.office.enrol(request(token)) == first
    other_key = replace(request(token), key="cd" * 32)
    assert refused(world.office.enrol(other_key)) == "idem_reused"
    other_token = replace(request(token), token="x" * 20)
    assert refused(world.office.enrol(other_token)) == "idem_reused"


@pytest.mark.parametrize("store", ["S02", "S0\x001"])
def test_a_token_is_good_for_its_own_store_only(world: World, store: str) -> None:
    token = world.office.new_token("S01")

    assert refused(world.office.enrol(request(token, store=store))) == "unknown_token"
    assert refused(world.office.enrol(request("made-up-token"))) == "unknown_token"


def test_a_token_ends_and_a_reusable_one_enrols_many(world: World) -> None:
    ends = world.clock.now() + timedelta(hours=1)
    token = world.office.new_token("S01", reusable=True, expires=ends)
    first = enrolled(world.office.enrol(request(token)))
    second = enrolled(world.office.enrol(request(token, idem="2" * 16)))

    assert (first.till, second.till) == ("t1", "t2")
    world.clock.forward(hours=1)
    assert refused(world.office.enrol(request(token, idem="3" * 16))) == "token_expired"


def test_a_till_enrolled_again_on_its_machine_gets_its_next_life(world: World) -> None:
    first = new_till(world)
    again = new_till(world, till="t1", seed=8)

    assert (str(first.life), str(again.life)) == ("t1.1", "t1.2")
    assert isinstance(again.hello(), Welcome)
    old = first.hello()
    assert isinstance(old, Conflict)
    assert old.reason == "other_life"


def test_another_machine_store_or_life_is_another_till(world: World) -> None:
    new_till(world)

    assert str(new_till(world, fingerprint="other", till="t1").life) == "t2.1"
    assert str(new_till(world, "S02", till="t1").life) == "t3.1"
    assert str(new_till(world, till="t1.1", seed=8).life) == "t1.2"
    assert str(new_till(world, till="t1.1", seed=9).life) == "t4.1"
    assert str(new_till(world, till="t99", seed=9).life) == "t5.1"


def test_a_restored_office_never_gives_a_number_again(world: World) -> None:
    new_till(world)
    world.office.begin_generation()

    again = new_till(world, till="t1", seed=8)
    new = new_till(world, fingerprint="other")

    assert again.life.number == LIVES_PER_GENERATION
    assert new.life.till == f"t{TILLS_PER_GENERATION + 1}"


def test_a_retired_till_is_heard_no_more(world: World) -> None:
    till = new_till(world)
    assert world.office.retire("t1")
    assert not world.office.retire("t9")

    answer = till.hello()
    assert isinstance(answer, Conflict)
    assert answer.reason == "retired"
    pushed = world.office.push(till.batch())
    assert isinstance(pushed, Conflict)
    assert pushed.reason == "retired"
    assert new_till(world, till="t1", seed=8).life.till == "t2"
