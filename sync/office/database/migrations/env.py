"""What Alembic runs: the migrations, on the connection that the engine's file hands it."""

from alembic import context

from sync.office.database.columns import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA
)
with context.begin_transaction():
    context.run_migrations()
