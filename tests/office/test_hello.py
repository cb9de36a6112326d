"""Contacts: honest tills are never taken for copies, copies are."""

import pytest

from sync.wire.messages import Conflict, Welcome
from tests.office.enrolling import new_till
from tests.office.forge import ForgedTill
from tests.office.world import World


def conflict(answer: Welcome | Conflict) -> str:
    """Return why not."""
    assert isinstance(answer, Conflict), answer
    return answer.reason


def test_each_hello_opens_a_session_and_moves_the_ticket(world: World) -> None:
    till = new_till(world)

    first, second = till.hello(), till.hello()

    assert isinstance(first, Welcome)
    assert isinstance(second, Welcome)
    assert (second.session, second.ticket) == (first.session + 1, first.ticket + 1)
    assert second.now_ms > 0


def test_a_hello_whose_answer_was_lost_is_welcome_again(world: World) -> None:
    till = new_till(world)
    message = till.hello_message()
    first = world.office.hello(message)

    again = till.hello(message)

    assert isinstance(first, Welcome)
    assert isinstance(again, Welcome)
    assert again.ticket == first.ticket
    assert isinstance(till.hello(), Welcome)


def test_a_late_hello_changes_nothing_for_an_honest_till(world: World) -> None:
    till = new_till(world)
    late = till.hello_message()
    till.hello(late)
    till.hello()
    till.sale("m-1", 5)
    till.push()

    assert conflict(world.office.hello(late)) == "ticket"
    assert isinstance(till.hello(), Welcome)
    assert till.pull().grants == ()


def test_a_copy_is_found_by_the_ticket_that_was_used(world: World) -> None:
    till = new_till(world)
    till.hello()
    twin = till.copy()
    till.hello()
    till.hello()

    assert conflict(twin.hello()) == "ticket"


def test_a_twin_that_says_hello_first_shuts_the_other_out(world: World) -> None:
    till = new_till(world)
    till.hello()
    twin = till.copy()
    twin.hello()
    twin.hello()

    assert conflict(till.hello()) == "ticket"


def test_a_rewound_journal_is_found_although_its_ticket_is_the_next(world: World) -> None:
    till = new_till(world)
    till.hello()
    old = till.copy()
    till.sale("m-1", 5)
    till.push()

    assert conflict(old.hello()) == "rewound"


def test_another_history_of_the_same_length_is_a_fork(world: World) -> None:
    till = new_till(world)
    till.hello()
    twin = till.copy()
    till.sale("m-1", 5)
    twin.sale("m-1", 6)
    till.push()

    assert conflict(twin.hello()) == "fork"


@pytest.mark.parametrize("times", [1, 3])
def test_an_unknown_till_is_told_so(world: World, times: int) -> None:
    till = new_till(world)
    stranger = ForgedTill(
        world=world,
        store="S01",
        life=type(till.life)("t77", times),
        key=till.key,
        fingerprint="x",
        chance=till.chance,
    )

    assert conflict(stranger.hello()) == "unknown_till"


def test_fault_free_worlds_know_no_conflict_however_answers_are_repeated(
    world: World,
) -> None:
    till = new_till(world)
    for number in range(12):
        message = till.hello_message()
        for _ in range(1 + number % 3):
            assert isinstance(till.hello(message), Welcome)
        till.sale("m-1", number + 1)
        batch = till.batch()
        for _ in range(1 + number % 2):
            till.push(batch)
        till.push()
        till.pull()

    assert world.office.fleet().findings == 0
    assert world.office.verify().problems == ()
