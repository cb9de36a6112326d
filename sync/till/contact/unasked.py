"""Coupons spent here without head office having been asked: how much they took off."""

from dataclasses import dataclass

from sync.till.contact.cursor import cursor_of
from sync.till.journal.journal import TillJournal


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """How much coupons of one rule took off here unasked.

    ``within_minor`` in sales of a time; ``unheard_minor`` in those that head office has not
    acknowledged yet, whatever the clocks say.
    """

    within_minor: int
    unheard_minor: int


def unasked(journal: TillJournal, rule: str, start_ms: int, end_ms: int) -> Unasked:
    """Return how much that is; the time is from ``start_ms`` to ``end_ms`` (excluded)."""
    heard = journal.life.position(cursor_of(journal).acknowledged)
    within, unheard = journal.connection.execute(
        "SELECT coalesce(sum(amount_minor) FILTER (WHERE at_ms >= ? AND at_ms < ?), 0),"
        " coalesce(sum(amount_minor) FILTER (WHERE position > ?), 0)"
        " FROM unasked WHERE rule = ?",
        (start_ms, end_ms, heard, rule),
    ).fetchone()
    return Unasked(within_minor=within, unheard_minor=unheard)
