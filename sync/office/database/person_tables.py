"""Tables of members as persons: what is known of them, and what happened to them."""

from typing import Final

from sqlalchemy import Integer, Table

from sync.office.database.columns import METADATA, key, text, whole

PERSON: Final = Table(
    "person",
    METADATA,
    key("bucket", Integer),
    key("account"),
    text("birthday"),
    text("customer_groups"),
    text("attributes"),
)
"""What is known of some members: a birthday (``MM-DD``), groups and attributes, with ``;``
between."""

HAPPENED: Final = Table(
    "happened",
    METADATA,
    key("bucket", Integer),
    key("account"),
    key("what"),
    text("given"),
    whole("at_ms"),
)
"""What happened to members that rules have yet to give something for: ``what`` is its kind
and names, ``given`` the rules whose gift for it a till gave already."""
