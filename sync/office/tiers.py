"""Tiers: only head office says who has which. Up at once, down only after its end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from rules.ids import TierId
from rules.ledger import SPEND
from rules.programme import Ladder
from rules.tiers import place_on, window_start
from sync.kit.clock import to_ms
from sync.office.authoring import Writing
from sync.office.open_book import OpenBook
from sync.office.programmes import current_ladder
from sync.office.tables import BALANCE, LOT, MEMBER, SAME_LOT
from sync.office.wanted import is_in, wanted_accounts
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.ledger_part import LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class TierHeld:
    """A member's tier; ``until_ms`` 0 has no end."""

    account: str
    tier: str
    until_ms: int


def promote(book: OpenBook) -> None:
    """Give members who were posted tier credit the tier their spend reaches, if higher.

    The book is flushed: the sums are read from it.
    """
    ladder = current_ladder(book.sitting)
    if ladder is None or not book.spenders:
        return
    reached = _reached(book, ladder, book.spenders)
    for held in read_tiers(book.sitting.connection, book.spenders):
        if _rank(ladder, reached[held.account]) > _rank(ladder, held.tier):
            give(book, ladder, held.account, reached[held.account])


def renew(book: OpenBook, held: Iterable[TierHeld]) -> None:
    """Place members whose tier has come to its end anew: the same one again, or lower."""
    ladder = current_ladder(book.sitting)
    if ladder is None:
        return
    ended = tuple(held)
    reached = _reached(book, ladder, {member.account for member in ended})
    for member in ended:
        give(book, ladder, member.account, reached[member.account])


def give(book: OpenBook, ladder: Ladder, account: str, tier: str) -> None:
    """Write down that a member has a tier from now on, for at least the ladder's window."""
    until_ms = tier_end(ladder, tier, book.sitting.now)
    bucket = bucket_of(account)
    facts: dict[str, Json] = {"account": account, "tier": tier, "until_ms": until_ms}
    book.say(bucket, Writing(kind="tier", part=LedgerPart(), facts=facts))
    book.touch(account)
    book.sitting.connection.execute(
        update(MEMBER)
        .where(MEMBER.c.bucket == bucket, MEMBER.c.account == account)
        .values(tier=tier, tier_until_ms=until_ms)
    )


def tier_end(ladder: Ladder, tier: str, at: datetime) -> int:
    """Return when a tier given at ``at`` ends; the lowest one never does."""
    if tier == ladder.tiers[0].tier:
        return 0
    return to_ms(at + timedelta(days=ladder.window_days))


def read_tiers(connection: Connection, accounts: Collection[str]) -> list[TierHeld]:
    """Read which tiers some members hold."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(MEMBER.c.account, MEMBER.c.tier, MEMBER.c.tier_until_ms)
        .join(these, is_in(these, MEMBER))
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
    )
    return [
        TierHeld(account=account, tier=tier, until_ms=until_ms)
        for account, tier, until_ms in rows
    ]


def spend_since(
    connection: Connection, accounts: Collection[str], start: datetime
) -> dict[str, int]:
    """Return the qualifying spend of some accounts after an instant."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(BALANCE.c.account, func.sum(BALANCE.c.amount))
        .select_from(these.join(BALANCE, is_in(these, BALANCE)).join(LOT, SAME_LOT))
        # Plus nothing: else SQLite would look through the dates of all members.
        .where(BALANCE.c.unit == SPEND, LOT.c.earned_ms + 0 > to_ms(start))
        .group_by(BALANCE.c.account)
    )
    return dict.fromkeys(accounts, 0) | {account: int(total) for account, total in rows}


def _reached(
    book: OpenBook, ladder: Ladder, accounts: Collection[str]
) -> dict[str, TierId]:
    start = window_start(ladder, book.sitting.now)
    spend = spend_since(book.sitting.connection, accounts, start)
    return {account: place_on(ladder, total).tier for account, total in spend.items()}


def _rank(ladder: Ladder, tier: str) -> int:
    """Count a tier's step; one the ladder does not know stands below the first."""
    names = [step.tier for step in ladder.tiers]
    return names.index(TierId(tier)) if tier in names else -1
