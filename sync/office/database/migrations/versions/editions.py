"""Which edition of the rules each till can read, and each programme was written for."""

import sqlalchemy as sql
from alembic import op

revision = "0007_editions"
down_revision = "0006_whose"


def upgrade() -> None:
    """Add the columns: no till has said yet what it reads, and there was one edition."""
    for table, edition in (("till", "0"), ("programme", "1")):
        column = sql.Column(
            "edition", sql.BigInteger, nullable=False, server_default=sql.text(edition)
        )
        op.add_column(table, column)
