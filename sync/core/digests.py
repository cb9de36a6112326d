"""Digests that till and head office compare at night: rights, and balances by bucket."""

from collections.abc import Iterable
from hashlib import sha256

from sync.wire.messages import Statement


def rights_digest(rows: Iterable[tuple[str, str, str, str, int]]) -> str:
    """Digest a life's own (account, unit, lot, place, amount) rows, amounts not zero."""
    lines = sorted("|".join(map(str, row)) for row in rows)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def bucket_digest(accounts: Iterable[tuple[str, int, int]]) -> str:
    """Digest (account, available, pending) as a till shows them."""
    lines = sorted("|".join(map(str, row)) for row in accounts)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def stated(statement: Statement) -> tuple[str, int, int]:
    """Return what of a statement goes into its bucket's digest."""
    return statement.account, statement.available, statement.pending
