"""The first tables."""

import sqlalchemy as sql
from alembic import op

revision = "0001"
down_revision = None

_KINDS = {
    "text": sql.Text,
    "whole": sql.BigInteger,
    "small": sql.Integer,
    "bytes": sql.LargeBinary,
    "flag": sql.Boolean,
}

TABLES = {
    "setting": (
        "name text key",
        "value text",
    ),
    "token": (
        "token_hash text key",
        "store text",
        "reusable flag",
        "expires_ms whole",
        "used_by text",
    ),
    "enrolment": (
        "idem text key",
        "token_hash text",
        "key text",
        "store text",
        "till text",
        "life whole",
        "generation whole",
    ),
    "till": (
        "till text key",
        "store text",
        "life whole",
        "ticket whole",
        "ticket_nonce text",
        "session whole",
        "claimed_seq whole",
        "greeted whole",
        "reported whole",
        "retired flag",
        "last_seen_ms whole",
    ),
    "life": (
        "till text key",
        "life whole key",
        "store text",
        "key text",
        "fingerprint text",
        "frozen text",
        "enrolled_ms whole",
    ),
    "journal": (
        "till text key",
        "life whole key",
        "branch text key",
        "seq whole key",
        "packed bytes",
        "hash bytes",
    ),
    "head": (
        "till text key",
        "life whole key",
        "branch text key",
        "base_seq whole",
        "base_hash bytes",
        "durable whole",
        "hash bytes",
        "applied whole",
        "safe whole",
        "signed_seq whole",
        "signature bytes",
    ),
    "quarantine": (
        "till text key",
        "life whole key",
        "branch text key",
        "seq whole key",
        "reason text",
        "at_ms whole",
    ),
    "finding": (
        "till text key",
        "life whole key",
        "branch text key",
        "seq whole key",
        "code text key",
        "detail text",
        "at_ms whole",
    ),
    "bucket": (
        "bucket small key",
        "revision whole",
    ),
    "balance": (
        "bucket small key",
        "account text key",
        "unit text key",
        "lot text key",
        "place text key",
        "amount whole",
    ),
    "lot": (
        "bucket small key",
        "account text key",
        "unit text key",
        "lot text key",
        "rule text",
        "earned_ms whole",
        "active_ms whole",
        "expires_ms whole",
    ),
    "member": (
        "bucket small key",
        "account text key",
        "name text",
        "status text",
        "home text",
        "tier text",
        "tier_until_ms whole",
        "joined_ms whole",
    ),
    "card": (
        "bucket small key",
        "token text key",
        "account text",
        "sealed_name text",
        "status text",
        "kind text",
    ),
    "merged": (
        "bucket small key",
        "account text key",
        "owner text",
    ),
    "numbers": (
        "first whole key",
        "till text",
        "life whole",
        "prefix text",
        "length whole",
        "count whole",
    ),
    "change": (
        "bucket small key",
        "account text key",
        "revision whole",
    ),
    "document": (
        "bucket small key",
        "key text key",
        "till text",
        "life whole",
        "branch text",
        "seq whole",
    ),
    "issuance": (
        "bucket small key",
        "key text key",
        "rule text",
        "account text",
        "code text",
        "record text",
        "expires_ms whole",
    ),
    "dealt": (
        "bucket small key",
        "grant_id text key",
        "till text",
        "life whole",
        "account text",
        "unit text",
        "points whole",
        "slices text",
        "taken_by text",
        "dealt_ms whole",
    ),
    "programme": (
        "version whole key",
        "starts_ms whole",
        "document text",
        "signature text",
    ),
    "job": (
        "name text key",
        "success_ms whole",
    ),
}

INDEXES = (
    ("balance_place", "balance", ("place", "unit")),
    ("lot_earned", "lot", ("earned_ms",)),
    ("lot_expires", "lot", ("expires_ms",)),
    ("member_home", "member", ("home",)),
    ("member_tier_until", "member", ("tier_until_ms",)),
    ("card_token", "card", ("token",)),
    ("card_account", "card", ("account",)),
    ("numbers_life", "numbers", ("till", "life")),
    ("change_revision", "change", ("bucket", "revision")),
    ("issuance_account", "issuance", ("bucket", "account")),
    ("dealt_life", "dealt", ("till", "life", "taken_by")),
)

BUCKETS = 1024


def upgrade() -> None:
    """Make the tables, and one row for each bucket of members."""
    for name, columns in TABLES.items():
        op.create_table(name, *(_column(*words.split()) for words in columns))
    for name, table, of in INDEXES:
        op.create_index(name, table, list(of))
    bucket = sql.table("bucket", sql.column("bucket"), sql.column("revision"))
    op.bulk_insert(bucket, [{"bucket": number, "revision": 0} for number in range(BUCKETS)])


def _column(name: str, kind: str, key: str = "") -> sql.Column[object]:
    return sql.Column(
        name, _KINDS[kind], primary_key=bool(key), nullable=False, autoincrement=False
    )
