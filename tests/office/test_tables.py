"""The tables are the ones that the migrations make, and Citus could distribute them."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sync.office.database.columns import METADATA
from sync.office.database.engine import upgrade
from tests.office.world import World


def test_the_migrations_make_exactly_these_tables(world: World) -> None:
    with world.engine.begin() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(world: World) -> None:
    upgrade(world.engine)

    assert world.office.verify().agrees


def test_books_begin_with_their_bucket_and_journals_with_their_till() -> None:
    first = {
        name: next(iter(table.primary_key)).name for name, table in METADATA.tables.items()
    }

    assert {name for name, key in first.items() if key == "bucket"} == {
        *("balance", "lot", "member", "card", "change"),
        *("document", "issuance", "dealt", "bucket", "returned", "merged"),
        *("tenure", "bought", "statistics", "belonging", "person", "happened"),
    }
    assert {name for name, key in first.items() if key == "till"} == {
        *("till", "life", "journal", "head", "quarantine", "finding", "noted"),
    }


def test_no_table_has_a_unique_key_beside_its_primary_one() -> None:
    for table in METADATA.tables.values():
        assert not any(index.unique for index in table.indexes)
        assert {type(c).__name__ for c in table.constraints} == {"PrimaryKeyConstraint"}
        assert not table.foreign_keys
