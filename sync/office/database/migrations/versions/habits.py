"""What members bought, the segments they are in, and what becomes of their tiers."""

import sqlalchemy as sql
from alembic import op

revision = "0004_habits"
down_revision = "0003_card_until"

_TABLES = {
    "tenure": (("bucket", "account"), ("kind", "next_tier"), ("next_ms",)),
    "bought": (("bucket", "account", "document"), ("body",), ("day",)),
    "statistics": (("bucket", "account"), ("body",), ("last_ms",)),
    "belonging": (("bucket", "account"), ("segments",), ("since_ms",)),
}
_INDEXES = (
    ("tenure_next", "tenure", ["next_ms"]),
    ("bought_document", "bought", ["document"]),
    ("statistics_last", "statistics", ["last_ms"]),
)


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
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
