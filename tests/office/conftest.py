"""Every test of head office runs twice: on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from sync.office.database.columns import METADATA
from sync.office.database.engine import DATABASE_FILE, open_engine, sqlite_url
from tests.office.world import PROGRAMME, World
from tests.postgresql import PostgresqlServer


@pytest.fixture(scope="session")
def empty_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, to be copied by each test."""
    folder = tmp_path_factory.mktemp("office")
    open_engine(sqlite_url(folder)).dispose()
    return folder / DATABASE_FILE


@pytest.fixture(scope="session")
def office_postgresql_url(postgresql_server: PostgresqlServer) -> str:
    """Migrate one PostgreSQL database, to be emptied by each test."""
    url = postgresql_server.new_database()
    open_engine(url).dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind with head office's tables."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("empty_sqlite_file")
        shutil.copy(file, tmp_path / DATABASE_FILE)
        return sqlite_url(tmp_path)
    url: str = request.getfixturevalue("office_postgresql_url")
    engine = create_engine(url)
    _empty(engine)
    engine.dispose()
    return url


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Make an office with a programme published."""
    world = World(open_engine(database_url))
    world.office.publish(PROGRAMME, form="toml")
    yield world
    world.engine.dispose()


def _empty(engine: Engine) -> None:
    names = ", ".join(f'"{name}"' for name in METADATA.tables if name != "bucket")
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names}"))
        connection.execute(text("UPDATE bucket SET revision = 0"))
