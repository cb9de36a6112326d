"""A programme goes only to tills that can read it; the office says who cannot."""

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from rules.programme import EDITION
from sync.kit.faults import Fault
from sync.office.command_line.tasks import TASKS
from sync.office.database.tables import PROGRAMME
from sync.wire.messages import PullAnswer
from tests.office.enrolling import new_till
from tests.office.forge import ForgedTill
from tests.office.world import PROGRAMME as STORY
from tests.office.world import START, World


def hello(till: ForgedTill, *, edition: int) -> None:
    """Say hello as a till that knows an edition of the rules."""
    till.hello(replace(till.hello_message(), edition=edition))


def told(till: ForgedTill, *, newest: int = 0, held: int = -1) -> list[int]:
    """Return which programmes come down to a till."""
    asked = replace(till.pull_message(), programme=newest, programmes=held)
    answer = till.office.pull(asked)
    assert isinstance(answer, PullAnswer)
    return [programme.version for programme in answer.programmes]


def publish(world: World, version: int, *, edition: int) -> None:
    """Publish a programme, and let it be of an edition as a newer head office would."""
    document = STORY.replace(b"version = 1", f"version = {version}".encode())
    world.office.publish(document, form="toml", starts=START)
    with world.engine.begin() as connection:
        this = PROGRAMME.c.version == version
        connection.execute(PROGRAMME.update().where(this).values(edition=edition))


def test_a_programme_is_held_back_from_a_till_that_cannot_read_it(world: World) -> None:
    till = new_till(world)
    publish(world, 2, edition=EDITION + 1)
    hello(till, edition=EDITION)
    assert told(till) == [1]

    (seen,) = world.office.fleet().tills
    assert (seen.edition, seen.held_back) == (EDITION, 2)

    hello(till, edition=EDITION + 1)
    assert told(till, newest=1, held=1) == [2]
    (seen,) = world.office.fleet().tills
    assert (seen.edition, seen.held_back) == (EDITION + 1, 0)


def test_what_was_held_back_comes_after_an_upgrade_below_what_came_since(
    world: World,
) -> None:
    till = new_till(world)
    publish(world, 2, edition=EDITION + 1)
    publish(world, 3, edition=EDITION)
    hello(till, edition=EDITION)
    assert told(till) == [1, 3]
    assert told(till, newest=3, held=2) == []
    assert world.office.fleet().tills[0].held_back == 0

    hello(till, edition=EDITION + 1)

    assert told(till, newest=3, held=2) == [1, 2, 3]
    assert told(till, newest=3, held=3) == []


def test_head_office_says_from_whom_a_programme_is_held_back(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    till = new_till(world)
    hello(till, edition=0)
    file = tmp_path / "second.toml"
    file.write_bytes(STORY.replace(b"version = 1", b"version = 2"))

    TASKS["programme"](world.office, argparse.Namespace(file=file))
    TASKS["status"](world.office, argparse.Namespace(json=False))

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "programme story, version 2, is published"
    for line in (said[1], said[-1]):
        assert "programme 2 is held back, it knows edition 0 of the rules only" in line
    assert said[1].startswith("t1 at S01")


def test_head_office_publishes_nothing_that_it_cannot_read_itself(world: World) -> None:
    future = STORY.replace(b"version = 1", b"version = 2\nedition = 99")

    with pytest.raises(Fault) as refused:
        world.office.publish(future, form="toml", starts=START)

    assert "edition 99" in refused.value.hint
    assert "upgrade Vafa" in refused.value.hint
