"""Tables of what came back of sales, and which tills are to note it."""

from typing import Final

from sqlalchemy import Index, Integer, Table

from sync.office.database.columns import METADATA, flag, key, text, whole

RETURNED: Final = Table(
    "returned",
    METADATA,
    key("bucket", Integer),
    key("original"),
    key("record"),
    whole("number"),
    text("till"),
    whole("life"),
    text("branch"),
    whole("seq"),
    text("document"),
    text("state"),
    text("posted"),
    whole("outcome"),
    whole("at_ms"),
    Index("returned_outcome", "till", "outcome"),
    Index("returned_state", "state"),
)
"""What came back of a sale (its natural key, whose bucket it is), in the order ``number``.

``posted`` is what was moved for it so far; ``outcome`` numbers what its till is to be
told, for each till anew, 0 when there is nothing to tell."""

NOTED: Final = Table(
    "noted",
    METADATA,
    key("till"),
    key("record"),
    text("sale"),
    text("body"),
    flag("noted"),
    Index("noted_record", "record"),
)
"""Returns that a till which booked the sale is to note, and whether its journal has."""
