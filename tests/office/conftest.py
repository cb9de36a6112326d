"""Every test of head office runs twice: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.office.engine import open_engine, sqlite_url
from tests.office.world import PROGRAMME, World


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Make an office with a programme published."""
    world = World(open_engine(database_url))
    world.office.publish(PROGRAMME, form="toml")
    yield world
    world.engine.dispose()
