"""Digests that till and head office compare at night: rights, and balances by bucket."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from sync.wire.messages import Statement

Stated = tuple[str, int, int] | tuple[str, str, int, int]
"""(account, available, pending) of points, or (account, unit, available, pending)."""


def rights_digest(rows: Iterable[tuple[str, str, str, str, int]]) -> str:
    """Digest a life's own (account, unit, lot, place, amount) rows, amounts not zero."""
    lines = sorted("|".join(map(str, row)) for row in rows)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def bucket_digest(accounts: Iterable[Stated]) -> str:
    """Digest (account, available, pending) of points as a till shows them.

    Other units' rows are (account, unit, available, pending), none where both are nothing.
    """
    lines = sorted("|".join(map(str, row)) for row in accounts)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def stated(statement: Statement) -> Iterator[Stated]:
    """Yield what of a statement goes into its bucket's digest."""
    yield statement.account, statement.available, statement.pending
    for unit in statement.balances:
        if unit.available or unit.pending:
            yield statement.account, unit.unit, unit.available, unit.pending
