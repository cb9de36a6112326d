"""Returns of sales, wherever they were booked."""

import sqlalchemy as sql
from alembic import op

revision = "0002_returns"
down_revision = "0001"

_TEXT, _WHOLE = sql.Text, sql.BigInteger


def upgrade() -> None:
    """Make the tables, and documents findable by their key alone."""
    op.create_table(
        "returned",
        _key("bucket", sql.Integer),
        _key("original", _TEXT),
        _key("record", _TEXT),
        *(_column(name, _TEXT) for name in ("till", "branch", "document")),
        *(_column(name, _TEXT) for name in ("state", "posted")),
        *(_column(name, _WHOLE) for name in ("number", "life", "seq", "outcome", "at_ms")),
    )
    op.create_table(
        "noted",
        _key("till", _TEXT),
        _key("record", _TEXT),
        *(_column(name, _TEXT) for name in ("sale", "body")),
        sql.Column("noted", sql.Boolean, nullable=False),
    )
    op.create_index("document_key", "document", ["key"])
    op.create_index("returned_outcome", "returned", ["till", "outcome"])
    op.create_index("returned_state", "returned", ["state"])
    op.create_index("noted_record", "noted", ["record"])


def _column(name: str, kind: type[sql.Text | sql.BigInteger]) -> sql.Column[object]:
    return sql.Column(name, kind, nullable=False)


def _key(
    name: str, kind: type[sql.Text | sql.BigInteger | sql.Integer]
) -> sql.Column[object]:
    return sql.Column(name, kind, primary_key=True, nullable=False, autoincrement=False)
