"""What every test may ask for: Hypothesis profiles and a real PostgreSQL."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.left_behind import with_a_card
from tests.postgresql import PostgresqlServer

# A slow machine is no failed law, so no profile has a deadline. CI draws the same examples
# each time, so that a red run is the change's doing and not chance; what CI's examples miss
# is looked for by dev, which draws anew each time, and by long (--hypothesis-profile=long).
# What commands say is compared in English, whatever the machine speaks.
os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile("dev", max_examples=60, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def no_payment_card_stays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Search what the tests left behind, when all of them are over."""
    yield
    found = sorted(with_a_card(tmp_path_factory.getbasetemp()))
    assert found == [], "a payment card's number is in these files"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Run a PostgreSQL of this worker's own until the worker ends."""
    with PostgresqlServer.started() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: PostgresqlServer) -> str:
    """Name one database of this worker's own, as SQLAlchemy does; its tests share it."""
    return postgresql_server.new_database()


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgresqlServer) -> str:
    """Name an empty database that no other test uses, as SQLAlchemy does."""
    return postgresql_server.new_database()
