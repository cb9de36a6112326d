"""What is special about some members' tiers: gifts, grace, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from sync.office.database.tables import TENURE
from sync.office.database.upserts import put
from sync.office.database.wanted import is_in, wanted_accounts
from sync.wire.buckets import bucket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A tier that begins for a member at an instant."""

    account: str
    tier: str
    at_ms: int


def keep(
    connection: Connection, account: str, *, kind: str = "", coming: Coming | None = None
) -> None:
    """Keep what is special about a member's tier; nothing special is no row."""
    bucket = bucket_of(account)
    if not kind and coming is None:
        connection.execute(
            delete(TENURE).where(TENURE.c.bucket == bucket, TENURE.c.account == account)
        )
        return
    row: dict[str, object] = {
        "bucket": bucket,
        "account": account,
        "kind": kind,
        "next_tier": coming.tier if coming else "",
        "next_ms": coming.at_ms if coming else 0,
    }
    put(connection, TENURE, [row])


def read_kinds(connection: Connection, accounts: Collection[str]) -> dict[str, str]:
    """Return the kinds of some members' tiers, where they are not the usual."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(TENURE.c.account, TENURE.c.kind).join(these, is_in(these, TENURE))
    )
    return {row.account: row.kind for row in rows}


def read_coming(connection: Connection, until_ms: int, limit: int) -> list[Coming]:
    """Return tiers that begin by an instant."""
    rows = connection.execute(
        select(TENURE.c.account, TENURE.c.next_tier, TENURE.c.next_ms)
        .where(TENURE.c.next_ms.between(1, until_ms))
        .order_by(TENURE.c.bucket, TENURE.c.account)
        .limit(limit)
    )
    return [
        Coming(account=row.account, tier=row.next_tier, at_ms=row.next_ms) for row in rows
    ]


def read_next(connection: Connection, accounts: Collection[str]) -> dict[str, Coming]:
    """Return the tiers that begin for some members."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(TENURE.c.account, TENURE.c.next_tier, TENURE.c.next_ms)
        .join(these, is_in(these, TENURE))
        .where(TENURE.c.next_ms > 0)
    )
    return {
        row.account: Coming(account=row.account, tier=row.next_tier, at_ms=row.next_ms)
        for row in rows
    }
