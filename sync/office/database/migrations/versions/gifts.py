"""What is known of members as persons, and what happened that something is given for."""

import sqlalchemy as sql
from alembic import op

revision = "0005_gifts"
down_revision = "0004_habits"

_TABLES = {
    "person": (("bucket", "account"), ("birthday", "customer_groups", "attributes"), ()),
    "happened": (("bucket", "account", "what"), ("given",), ("at_ms",)),
}


def upgrade() -> None:
    """Make the tables."""
    for name, (keys, texts, wholes) in _TABLES.items():
        op.create_table(
            name,
            *(
                sql.Column(
                    key,
                    sql.Integer if key == "bucket" else sql.Text,
                    primary_key=True,
                    nullable=False,
                    autoincrement=False,
                )
                for key in keys
            ),
            *(sql.Column(text, sql.Text, nullable=False) for text in texts),
            *(sql.Column(whole, sql.BigInteger, nullable=False) for whole in wholes),
        )
