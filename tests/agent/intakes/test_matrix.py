"""What each intake can do is said in one place, and the same everywhere."""

from pathlib import Path
from typing import get_args

import agent.pos
from agent.pos.intakes.matrix import CAPABILITIES, intake_name
from agent.pos.intakes.register import FORMATS
from agent.settings.config import IntakeFormat

README = Path(agent.pos.__file__).with_name("README.md")


def test_the_readme_shows_the_matrix_as_it_is() -> None:
    lines = README.read_text("utf-8").splitlines()

    for row in CAPABILITIES:
        shown = (f"`{row.intake}`", row.earn, row.discount, row.redeem, row.refund)
        assert f"| {' | '.join(shown)} | {row.instead} |" in lines


def test_every_registered_format_can_be_configured_and_is_in_the_matrix() -> None:
    assert set(FORMATS) == set(get_args(IntakeFormat))
    assert {row.intake for row in CAPABILITIES} == {
        "api",
        *(intake_name(name) for name in FORMATS),
    }
