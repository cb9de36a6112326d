"""Head office's tables, the same on SQLite, PostgreSQL and Citus.

The first column of every key says where a row lives once the tables are distributed:
journals by till, books by bucket, the roster and the rest nowhere (small, everywhere). No
triggers, no sequences, no unique keys beside the primary ones; ids are made by us.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
)

METADATA: Final = MetaData()


def _key(name: str, kind: type[Text | Integer | BigInteger] = Text) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[object]:
    return Column(name, BigInteger, nullable=False)


def _bytes(name: str) -> Column[object]:
    return Column(name, LargeBinary, nullable=False)


def _flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False)


SETTING: Final = Table("setting", METADATA, _key("name"), _text("value"))
"""Single values: the generation, the last till's number, the name, our public key."""

TOKEN: Final = Table(
    "token",
    METADATA,
    _key("token_hash"),
    _text("store"),
    _flag("reusable"),
    _whole("expires_ms"),
    _text("used_by"),
)
"""Enrolment tokens by SHA-256; ``used_by`` is the enrolment that used up a one-off one."""

ENROLMENT: Final = Table(
    "enrolment",
    METADATA,
    _key("idem"),
    _text("token_hash"),
    _text("key"),
    _text("store"),
    _text("till"),
    _whole("life"),
    _whole("generation"),
)
"""What was answered to each enrolment, so that a lost answer can be had again."""

TILL: Final = Table(
    "till",
    METADATA,
    _key("till"),
    _text("store"),
    _whole("life"),
    _whole("ticket"),
    _text("ticket_nonce"),
    _whole("session"),
    _whole("claimed_seq"),
    _whole("greeted"),
    _whole("reported"),
    _flag("retired"),
    _whole("last_seen_ms"),
)
"""The roster. ``greeted`` is the newest generation a till's hello named, ``reported`` the
one in which it had sent everything it claimed to have (``claimed_seq``)."""

LIFE: Final = Table(
    "life",
    METADATA,
    _key("till"),
    _key("life", BigInteger),
    _text("store"),
    _text("key"),
    _text("fingerprint"),
    _text("frozen"),
    _whole("enrolled_ms"),
)
"""Each life's device key; ``frozen`` says why nothing is dealt to it, else it is empty."""

JOURNAL: Final = Table(
    "journal",
    METADATA,
    _key("till"),
    _key("life", BigInteger),
    _key("branch"),
    _key("seq", BigInteger),
    _bytes("packed"),
    _bytes("hash"),
)
"""Every journal, the tills' and ours (``o<bucket>``): packed bytes and chain hashes."""

HEAD: Final = Table(
    "head",
    METADATA,
    _key("till"),
    _key("life", BigInteger),
    _key("branch"),
    _whole("base_seq"),
    _bytes("base_hash"),
    _whole("durable"),
    _bytes("hash"),
    _whole("applied"),
    _whole("safe"),
    _whole("signed_seq"),
    _bytes("signature"),
)
"""Where each journal stands: stored, applied, in a verified backup, last signed.

A branch begins after ``base_seq``, where the chain hash was ``base_hash``."""

QUARANTINE: Final = Table(
    "quarantine",
    METADATA,
    _key("till"),
    _key("life", BigInteger),
    _key("branch"),
    _key("seq", BigInteger),
    _text("reason"),
    _whole("at_ms"),
)
"""Records that are stored and not applied, and why."""

FINDING: Final = Table(
    "finding",
    METADATA,
    _key("till"),
    _key("life", BigInteger),
    _key("branch"),
    _key("seq", BigInteger),
    _key("code"),
    _text("detail"),
    _whole("at_ms"),
)
"""What a person should look at."""

BUCKET: Final = Table("bucket", METADATA, _key("bucket", Integer), _whole("revision"))
"""One row a bucket of members: its change counter, and the lock of whoever writes in it."""

BALANCE: Final = Table(
    "balance",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _key("unit"),
    _key("lot"),
    _key("place"),
    _whole("amount"),
    Index("balance_place", "place", "unit"),
)
"""The sum of all postings by place; a row that would be zero is not there."""

LOT: Final = Table(
    "lot",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _key("unit"),
    _key("lot"),
    _text("rule"),
    _whole("earned_ms"),
    _whole("active_ms"),
    _whole("expires_ms"),
    Index("lot_earned", "earned_ms"),
    Index("lot_expires", "expires_ms"),
)
"""Lots as they were born; ``expires_ms`` 0 never expires."""

SAME_LOT: Final = and_(
    *(BALANCE.c[name] == LOT.c[name] for name in ("bucket", "account", "unit", "lot"))
)
"""How a balance is joined with its lot."""

MEMBER: Final = Table(
    "member",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("name"),
    _text("status"),
    _text("home"),
    _text("tier"),
    _whole("tier_until_ms"),
    _whole("joined_ms"),
    Index("member_home", "home"),
    Index("member_tier_until", "tier_until_ms"),
)
"""The members; ``home`` is their store, ``tier_until_ms`` 0 has no end."""

TENURE: Final = Table(
    "tenure",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("kind"),
    _text("next_tier"),
    _whole("next_ms"),
    Index("tenure_next", "next_ms"),
)
"""What is special about a member's tier: ``kind`` says that a person gave it (``given``) or
that it has outlived its end (``grace``); ``next_tier`` begins at ``next_ms`` (0: none)."""

BOUGHT: Final = Table(
    "bought",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _key("document"),
    _text("body"),
    _whole("day"),
    Index("bought_document", "document"),
)
"""What stands of each sale in its member's statistics; returns are taken off already."""

STATISTICS: Final = Table(
    "statistics",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("body"),
    _whole("last_ms"),
    Index("statistics_last", "last_ms"),
)
"""Each member's purchases by day: the sum of their ``bought``. ``last_ms`` is when they
last earned or spent anything."""

BELONGING: Final = Table(
    "belonging",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("segments"),
    _whole("since_ms"),
)
"""The segments a member is in, names with spaces between, and since when it is those."""

CARD: Final = Table(
    "card",
    METADATA,
    _key("bucket", Integer),
    _key("token"),
    _text("account"),
    _text("sealed_name"),
    _text("status"),
    _text("kind"),
    _whole("until_ms"),
    Index("card_token", "token"),
    Index("card_account", "account"),
)
"""Cards by keyed token, in their account's bucket; the name is sealed under the number.
A phone number is one of ``kind`` phone; ``until_ms`` 0 is good for ever."""

MERGED: Final = Table(
    "merged",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _text("owner"),
)
"""Accounts that are a member's second one: points on them go to the ``owner``'s."""

NUMBERS: Final = Table(
    "numbers",
    METADATA,
    _key("first", BigInteger),
    _text("till"),
    _whole("life"),
    _text("prefix"),
    _whole("length"),
    _whole("count"),
    Index("numbers_life", "till", "life"),
)
"""Ranges of new card numbers, each allotted to one life for ever."""

CHANGE: Final = Table(
    "change",
    METADATA,
    _key("bucket", Integer),
    _key("account"),
    _whole("revision"),
    Index("change_revision", "bucket", "revision"),
)
"""At which revision of its bucket an account last changed."""

DOCUMENT: Final = Table(
    "document",
    METADATA,
    _key("bucket", Integer),
    _key("key"),
    _text("till"),
    _whole("life"),
    _text("branch"),
    _whole("seq"),
    Index("document_key", "key"),
)
"""Which record a document's natural key was first seen in."""

RETURNED: Final = Table(
    "returned",
    METADATA,
    _key("bucket", Integer),
    _key("original"),
    _key("record"),
    _whole("number"),
    _text("till"),
    _whole("life"),
    _text("branch"),
    _whole("seq"),
    _text("document"),
    _text("state"),
    _text("posted"),
    _whole("outcome"),
    _whole("at_ms"),
    Index("returned_outcome", "till", "outcome"),
    Index("returned_state", "state"),
)
"""What came back of a sale (its natural key, whose bucket it is), in the order ``number``.

``posted`` is what was moved for it so far; ``outcome`` numbers what its till is to be
told, for each till anew, 0 when there is nothing to tell."""

NOTED: Final = Table(
    "noted",
    METADATA,
    _key("till"),
    _key("record"),
    _text("sale"),
    _text("body"),
    _flag("noted"),
    Index("noted_record", "record"),
)
"""Returns that a till which booked the sale is to note, and whether its journal has."""

ISSUANCE: Final = Table(
    "issuance",
    METADATA,
    _key("bucket", Integer),
    _key("key"),
    _text("rule"),
    _text("account"),
    _text("code"),
    _text("record"),
    _whole("expires_ms"),
    Index("issuance_account", "bucket", "account"),
)
"""Awards given once, by issuance key, and the record whose promise stands."""

DEALT: Final = Table(
    "dealt",
    METADATA,
    _key("bucket", Integer),
    _key("grant_id"),
    _text("till"),
    _whole("life"),
    _text("account"),
    _text("unit"),
    _whole("points"),
    _text("slices"),
    _text("taken_by"),
    _whole("dealt_ms"),
    Index("dealt_life", "till", "life", "taken_by"),
)
"""Grants; ``taken_by`` is the record that took one into its journal, empty until then."""

PROGRAMME: Final = Table(
    "programme",
    METADATA,
    _key("version", BigInteger),
    _whole("starts_ms"),
    _text("document"),
    _text("signature"),
)
"""Published programmes: canonical JSON and our signature."""

JOB: Final = Table("job", METADATA, _key("name"), _whole("success_ms"))
"""When each standing duty last succeeded."""
