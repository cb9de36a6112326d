"""Value that waits for an event, and value that ends because nobody came."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rules.programme import Programme
from rules.value.units import UnitTerms
from sync.office.command_line.tasks import TASKS
from tests.stories.chain import (
    OLD_CARD,
    Chain,
    StoryTill,
    a_chain,
    said,
    story_programme,
)

MEMBER = "m-1"
OPENING = 1_000


def programme(**terms: object) -> Programme:
    return replace(story_programme(), units=(UnitTerms(**terms),))  # type: ignore[arg-type]  # by name


def points(till: StoryTill) -> tuple[int, int]:
    till.sync()
    shown = till.member(OLD_CARD)["balances"][0]
    return shown["available"], shown["pending"]


def test_points_wait_for_the_order_to_be_complete(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=programme(pending_until="order_complete")) as chain:
        till = chain.tills[0]
        till.sell(5_000, card=OLD_CARD)
        chain.sync()
        chain.wait(days=400)
        assert points(till) == (OPENING, 50)
        key = "S01|L1|2026-11-21|000001|sale"

        assert chain.office.office.tell_event("something_else", key) == 0
        assert chain.office.office.tell_event("order_complete", key) == 50
        assert chain.office.office.tell_event("order_complete", key) == 0
        assert chain.office.office.tell_event("order_complete", "S01|L1|x|1|sale") is None

        assert points(till) == (OPENING + 50, 0)
        assert list(chain.office.problems()) == []


def test_an_event_is_told_of_the_record_by_which_a_sale_is_somebodys(
    tmp_path: Path,
) -> None:
    rules = programme(pending_until="order_complete")
    with a_chain(tmp_path, "S01", "S01", rules=rules) as chain:
        unknown, known = chain.tills
        sale = unknown.sale_of(5_000)
        said(unknown.sale(sale))
        said(known.sale(sale | {"card": OLD_CARD}))
        chain.sync()
        key = "S01|L1|2026-11-21|000001|sale"

        assert chain.office.office.tell_event("order_complete", key) == 50
        assert points(unknown) == points(known) == (OPENING + 50, 0)


def test_what_nobody_touches_for_months_ends_and_the_statement_says_when(
    tmp_path: Path,
) -> None:
    terms = programme(expires_inactive_months=6, grace_days=10)
    with a_chain(tmp_path, rules=terms) as chain:
        till = chain.tills[0]
        till.sell(5_000, card=OLD_CARD)
        chain.sync()
        till.close_day()
        chain.sync()
        view = till.till.book.view(chain.office.members[0])
        assert view is not None
        assert view.statement.further is not None
        ends_ms = view.statement.further.inactive_ms

        _wait_until(chain, ends_ms - 1)
        assert points(till)[0] == OPENING + 50
        _wait_until(chain, ends_ms + 1)
        # What a till still holds ends once it is given back at the day's close.
        till.close_day()
        chain.sync()
        chain.wait(hours=1)

        assert points(till) == (0, 0)
        assert list(chain.office.problems()) == []


def test_a_till_that_was_not_heard_since_is_waited_for_within_the_grace(
    tmp_path: Path,
) -> None:
    terms = programme(expires_inactive_months=6, grace_days=10)
    with a_chain(tmp_path, rules=terms) as chain:
        here, there = chain.tills
        here.sell(5_000, card=OLD_CARD)
        chain.sync()
        here.close_day()
        chain.sync()
        view = here.till.book.view(chain.office.members[0])
        assert view is not None
        there.cut()
        assert view.statement.further is not None
        _wait_until(chain, view.statement.further.inactive_ms + 1)
        here.sync()
        chain.wait(hours=1)
        assert points(here)[0] == OPENING + 50

        chain.wait(days=10)
        here.close_day()
        here.sync()
        chain.wait(hours=1)

        assert points(here) == (0, 0)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[Chain, str], str]:
    def tell(chain: Chain, account: str) -> str:
        arguments = argparse.Namespace(account=account)
        assert TASKS["member"](chain.office.office, arguments) == 0
        return capsys.readouterr().out

    return tell


def test_whoever_asks_is_told_where_a_member_stands_and_why(
    tmp_path: Path, told: Callable[[Chain, str], str]
) -> None:
    with a_chain(tmp_path) as chain:
        chain.tills[0].sell(60_000, card=OLD_CARD)
        chain.sync()

        lines = told(chain, MEMBER).splitlines()

        assert lines[0].startswith("m-1: tier gold until 20")
        assert lines[1] == "counts 60,000; at the top (1.000)"
        assert lines[2] == "segments: none"
        assert lines[3].startswith("coupon GOLD-")
        assert lines[4].endswith("bronze to gold: raised, 60,000 of 50,000")


def _wait_until(chain: Chain, moment_ms: int) -> None:
    now_ms = int(chain.tills[0].till.book.clock.now().timestamp() * 1000)
    seconds, over = divmod(moment_ms - now_ms, 1000)
    for till in chain.tills:
        till.sync()
    chain.wait(seconds=seconds, milliseconds=over)
    for till in chain.tills:
        till.sync()
    chain.wait(milliseconds=1)
