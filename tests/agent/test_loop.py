"""The inbox and the loop: bounded, in order, and alive whatever a command does."""

from collections.abc import Iterator
from functools import partial
from threading import Event, get_ident

import pytest

from agent.loop.inbox import BusyFault, Inbox
from agent.loop.loop import Loop, QuarantinedError
from sync.kit.faults import Fault

WAIT_S = 30
CARD = "4111111111111111"


@pytest.fixture
def loop_and_inbox() -> Iterator[tuple[Loop, Inbox]]:
    """Run a loop over an inbox of three places."""
    inbox = Inbox(3)
    loop = Loop(inbox)
    loop.start()
    yield loop, inbox
    loop.stop(WAIT_S)


def test_commands_are_done_one_at_a_time_in_the_order_they_were_asked(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    _, inbox = loop_and_inbox
    done: list[int] = []

    futures = [inbox.ask("add", partial(done.append, at)) for at in range(3)]
    for future in futures:
        future.result(WAIT_S)

    assert done == [0, 1, 2]


def test_a_command_that_breaks_is_quarantined_without_its_data_and_the_loop_lives(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    loop, inbox = loop_and_inbox

    def breaks() -> None:
        raise ValueError(CARD)

    with pytest.raises(QuarantinedError) as caught:
        inbox.ask("scan", breaks).result(WAIT_S)

    (event,) = loop.quarantined
    assert caught.value.event == event
    assert (event.number, event.command, event.kind) == (1, "scan", "ValueError")
    assert event.place.startswith("test_loop.py:")
    assert CARD not in repr(event) + str(caught.value)
    assert inbox.ask("next", lambda: "alive").result(WAIT_S) == "alive"


def test_a_fault_reaches_whoever_asked_and_is_not_quarantined(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    loop, inbox = loop_and_inbox

    def fails() -> None:
        raise Fault("The disk is full.", hint="Free some room.")

    with pytest.raises(Fault, match="disk is full"):
        inbox.ask("sale", fails).result(WAIT_S)

    assert loop.quarantined == ()
    assert loop.call("next", lambda: "alive", timeout_s=WAIT_S) == "alive"


def test_a_full_inbox_says_so_at_once_and_begins_nothing(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    _, inbox = loop_and_inbox
    begun, go_on, done = Event(), Event(), list[int]()

    def waits() -> None:
        begun.set()
        go_on.wait(WAIT_S)

    inbox.ask("waits", waits)
    begun.wait(WAIT_S)
    for at in range(3):
        inbox.ask("fill", partial(done.append, at))
    with pytest.raises(BusyFault):
        inbox.ask("too many", lambda: done.append(99))
    go_on.set()
    inbox.ask("device", lambda: done.append(3), wait=True).result(WAIT_S)

    assert done == [0, 1, 2, 3]


def test_what_was_asked_before_closing_is_still_done(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    loop, inbox = loop_and_inbox
    begun, go_on = Event(), Event()

    def waits() -> str:
        begun.set()
        go_on.wait(WAIT_S)
        return "done"

    first, second = inbox.ask("first", waits), inbox.ask("second", lambda: "done too")
    begun.wait(WAIT_S)
    inbox.close()
    with pytest.raises(BusyFault):
        inbox.ask("late", lambda: None)
    go_on.set()

    assert (first.result(WAIT_S), second.result(WAIT_S)) == ("done", "done too")
    assert loop.stop(WAIT_S)


def test_a_command_nobody_waits_for_any_more_is_not_begun(
    loop_and_inbox: tuple[Loop, Inbox],
) -> None:
    _, inbox = loop_and_inbox
    begun, go_on, done = Event(), Event(), list[str]()

    def waits() -> None:
        begun.set()
        go_on.wait(WAIT_S)

    inbox.ask("waits", waits)
    begun.wait(WAIT_S)
    given_up = inbox.ask("given up", lambda: done.append("given up"))
    given_up.cancel()
    go_on.set()
    inbox.ask("wanted", lambda: done.append("wanted")).result(WAIT_S)

    assert done == ["wanted"]


def test_the_loop_may_call_itself(loop_and_inbox: tuple[Loop, Inbox]) -> None:
    loop, _ = loop_and_inbox

    inner = loop.call("outer", lambda: loop.call("inner", get_ident), timeout_s=WAIT_S)

    assert inner == loop.call("again", get_ident, timeout_s=WAIT_S)
