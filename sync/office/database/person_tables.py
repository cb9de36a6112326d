"""Tables of members as persons: what is known of them, and what happened to them."""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from sync.office.database.tables import METADATA


def _key(name: str, kind: type[Text | Integer] = Text) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False)


PERSON: Final = Table(
    "person",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("birthday"),
    _text("customer_groups"),
    _text("attributes"),
)
"""What is known of some members: a birthday (``MM-DD``), groups and attributes, with ``;``
between."""

HAPPENED: Final = Table(
    "happened",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _key("what"),
    _text("given"),
    Column("at_ms", BigInteger, nullable=False),
)
"""What happened to members that rules have yet to give something for: ``what`` is its kind
and names, ``given`` the rules whose gift for it a till gave already."""
