"""Head office's tables, the same on SQLite, PostgreSQL and Citus.

The first column of every key says where a row lives once the tables are distributed:
journals by till, books by bucket, the roster and the rest nowhere (small, everywhere). No
triggers, no sequences, no unique keys beside the primary ones; ids are made by us.
"""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, Table, and_

from sync.office.database.columns import METADATA, blob, flag, key, text, whole

SETTING: Final = Table("setting", METADATA, key("name"), text("value"))
"""Single values: the generation, the last till's number, the name, our public key."""

TOKEN: Final = Table(
    "token",
    METADATA,
    key("token_hash"),
    text("store"),
    flag("reusable"),
    whole("expires_ms"),
    text("used_by"),
)
"""Enrolment tokens by SHA-256; ``used_by`` is the enrolment that used up a one-off one."""

ENROLMENT: Final = Table(
    "enrolment",
    METADATA,
    key("idem"),
    text("token_hash"),
    text("key"),
    text("store"),
    text("till"),
    whole("life"),
    whole("generation"),
)
"""What was answered to each enrolment, so that a lost answer can be had again."""

TILL: Final = Table(
    "till",
    METADATA,
    key("till"),
    text("store"),
    whole("life"),
    whole("ticket"),
    text("ticket_nonce"),
    whole("session"),
    whole("claimed_seq"),
    whole("greeted"),
    whole("reported"),
    flag("retired"),
    whole("last_seen_ms"),
    whole("edition"),
)
"""The roster. ``greeted`` is the newest generation a till's hello named, ``reported`` the
one in which it had sent everything it claimed to have (``claimed_seq``)."""

LIFE: Final = Table(
    "life",
    METADATA,
    key("till"),
    key("life", BigInteger),
    text("store"),
    text("key"),
    text("fingerprint"),
    text("frozen"),
    whole("enrolled_ms"),
)
"""Each life's device key; ``frozen`` says why nothing is dealt to it, else it is empty."""

JOURNAL: Final = Table(
    "journal",
    METADATA,
    key("till"),
    key("life", BigInteger),
    key("branch"),
    key("seq", BigInteger),
    blob("packed"),
    blob("hash"),
)
"""Every journal, the tills' and ours (``o<bucket>``): packed bytes and chain hashes."""

HEAD: Final = Table(
    "head",
    METADATA,
    key("till"),
    key("life", BigInteger),
    key("branch"),
    whole("base_seq"),
    blob("base_hash"),
    whole("durable"),
    blob("hash"),
    whole("applied"),
    whole("safe"),
    whole("signed_seq"),
    blob("signature"),
)
"""Where each journal stands: stored, applied, in a verified backup, last signed.

A branch begins after ``base_seq``, where the chain hash was ``base_hash``."""

QUARANTINE: Final = Table(
    "quarantine",
    METADATA,
    key("till"),
    key("life", BigInteger),
    key("branch"),
    key("seq", BigInteger),
    text("reason"),
    whole("at_ms"),
)
"""Records that are stored and not applied, and why."""

FINDING: Final = Table(
    "finding",
    METADATA,
    key("till"),
    key("life", BigInteger),
    key("branch"),
    key("seq", BigInteger),
    key("code"),
    text("detail"),
    whole("at_ms"),
)
"""What a person should look at."""

BUCKET: Final = Table("bucket", METADATA, key("bucket", Integer), whole("revision"))
"""One row a bucket of members: its change counter, and the lock of whoever writes in it."""

BALANCE: Final = Table(
    "balance",
    METADATA,
    key("bucket", Integer),
    key("account"),
    key("unit"),
    key("lot"),
    key("place"),
    whole("amount"),
    Index("balance_place", "place", "unit"),
)
"""The sum of all postings by place; a row that would be zero is not there."""

LOT: Final = Table(
    "lot",
    METADATA,
    key("bucket", Integer),
    key("account"),
    key("unit"),
    key("lot"),
    text("rule"),
    whole("earned_ms"),
    whole("active_ms"),
    whole("expires_ms"),
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
    key("bucket", Integer),
    key("account"),
    text("name"),
    text("status"),
    text("home"),
    text("tier"),
    whole("tier_until_ms"),
    whole("joined_ms"),
    Index("member_home", "home"),
    Index("member_tier_until", "tier_until_ms"),
)
"""The members; ``home`` is their store, ``tier_until_ms`` 0 has no end."""

TENURE: Final = Table(
    "tenure",
    METADATA,
    key("bucket", Integer),
    key("account"),
    text("kind"),
    text("next_tier"),
    whole("next_ms"),
    Index("tenure_next", "next_ms"),
)
"""What is special about a member's tier: ``kind`` says that a person gave it (``given``) or
that it has outlived its end (``grace``); ``next_tier`` begins at ``next_ms`` (0: none)."""

BOUGHT: Final = Table(
    "bought",
    METADATA,
    key("bucket", Integer),
    key("account"),
    key("document"),
    text("body"),
    whole("day"),
    Index("bought_document", "document"),
)
"""What stands of each sale in its member's statistics; returns are taken off already."""

STATISTICS: Final = Table(
    "statistics",
    METADATA,
    key("bucket", Integer),
    key("account"),
    text("body"),
    whole("last_ms"),
    Index("statistics_last", "last_ms"),
)
"""Each member's purchases by day: the sum of their ``bought``. ``last_ms`` is when they
last earned or spent anything."""

BELONGING: Final = Table(
    "belonging",
    METADATA,
    key("bucket", Integer),
    key("account"),
    text("segments"),
    whole("since_ms"),
)
"""The segments a member is in, names with spaces between, and since when it is those."""

CARD: Final = Table(
    "card",
    METADATA,
    key("bucket", Integer),
    key("token"),
    text("account"),
    text("sealed_name"),
    text("status"),
    text("kind"),
    whole("until_ms"),
    Index("card_token", "token"),
    Index("card_account", "account"),
)
"""Cards by keyed token, in their account's bucket; the name is sealed under the number.
A phone number is one of ``kind`` phone; ``until_ms`` 0 is good for ever."""

MERGED: Final = Table(
    "merged",
    METADATA,
    key("bucket", Integer),
    key("account"),
    text("owner"),
)
"""Accounts that are a member's second one: points on them go to the ``owner``'s."""

NUMBERS: Final = Table(
    "numbers",
    METADATA,
    key("first", BigInteger),
    text("till"),
    whole("life"),
    text("prefix"),
    whole("length"),
    whole("count"),
    Index("numbers_life", "till", "life"),
)
"""Ranges of new card numbers, each allotted to one life for ever."""

CHANGE: Final = Table(
    "change",
    METADATA,
    key("bucket", Integer),
    key("account"),
    whole("revision"),
    Index("change_revision", "bucket", "revision"),
)
"""At which revision of its bucket an account last changed."""

DOCUMENT: Final = Table(
    "document",
    METADATA,
    key("bucket", Integer),
    key("key"),
    text("till"),
    whole("life"),
    text("branch"),
    whole("seq"),
    Index("document_key", "key"),
)
"""Which record a document's natural key was first seen in."""

ISSUANCE: Final = Table(
    "issuance",
    METADATA,
    key("bucket", Integer),
    key("key"),
    text("rule"),
    text("account"),
    text("code"),
    text("record"),
    whole("expires_ms"),
    Index("issuance_account", "bucket", "account"),
)
"""Awards given once, by issuance key, and the record whose promise stands."""

DEALT: Final = Table(
    "dealt",
    METADATA,
    key("bucket", Integer),
    key("grant_id"),
    text("till"),
    whole("life"),
    text("account"),
    text("unit"),
    whole("points"),
    text("slices"),
    text("taken_by"),
    whole("dealt_ms"),
    Index("dealt_life", "till", "life", "taken_by"),
)
"""Grants; ``taken_by`` is the record that took one into its journal, empty until then."""

PROGRAMME: Final = Table(
    "programme",
    METADATA,
    key("version", BigInteger),
    whole("starts_ms"),
    text("document"),
    text("signature"),
    whole("edition"),
)
"""Published programmes: canonical JSON and our signature."""

JOB: Final = Table("job", METADATA, key("name"), whole("success_ms"))
"""When each standing duty last succeeded."""
