"""What an end-to-end test may ask for: shops with tills that run, and head office."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from install.demo.shop import Shop
from install.demo.stage import Stage

FEW_MEMBERS = 12


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Run head office and the tills of two stores; books and logs stay with the test."""
    with Stage(members=FEW_MEMBERS, folder=tmp_path) as stage:
        stage.set_up()
        yield stage


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Stage]:
    """Run head office and one till."""
    with Stage(stores=("S01",), members=FEW_MEMBERS, folder=tmp_path) as stage:
        stage.set_up()
        yield stage


@pytest.fixture
def shop(lone: Stage) -> Shop:
    """Return the one shop of a lone till."""
    return lone.shops[0]
