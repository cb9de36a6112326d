"""Until when each card is good."""

import sqlalchemy as sql
from alembic import op

revision = "0003_card_until"
down_revision = "0002_returns"


def upgrade() -> None:
    """Add the instant; the cards there are have no end."""
    op.add_column(
        "card",
        sql.Column(
            "until_ms", sql.BigInteger, nullable=False, server_default=sql.text("0")
        ),
    )
