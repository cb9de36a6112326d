"""Accounts that a till posted to before head office knew them: each gets a member's row."""

from collections.abc import Sequence

from rules.value.ledger import is_member
from sync.office.database.desk import Sitting
from sync.office.database.tables import MEMBER
from sync.office.database.upserts import Row, insert_new
from sync.office.journals.reading import Read
from sync.office.tills.roster import read_life
from sync.wire.buckets import bucket_of


def welcome_accounts(sitting: Sitting, records: Sequence[Read]) -> None:
    """Make a row for each account of one life's records; its home is that store."""
    accounts = {account for record in records for account in record.accounts()}
    life = read_life(sitting.connection, records[0].life) if records else None
    rows: list[Row] = [
        {
            "bucket": bucket_of(account),
            "account": account,
            "name": "",
            "status": "active",
            "home": "" if life is None else life.store,
            "tier": "",
            "tier_until_ms": 0,
            "joined_ms": sitting.now_ms,
        }
        for account in sorted(accounts)
        if is_member(account)
    ]
    insert_new(sitting.connection, MEMBER, rows)
