"""Tiers: only head office says who has which. Up at once, down late or by a return."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from rules.ids import AccountId, TierId
from rules.ledger import AVAILABLE, SPEND, USES
from rules.programme import Ladder
from rules.tiers import entered, place_on, window_start
from sync.core import corrections
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


def demote(book: OpenBook, codes: Mapping[tuple[str, str], Sequence[str]]) -> None:
    """Take a tier from members whose returned spend alone was holding it up.

    Not one that stands for another reason. A coupon given on entering what is lost now, and
    not used, is withdrawn; ``codes`` are those of each account by rule, the newest last.
    The book is flushed.
    """
    ladder = current_ladder(book.sitting)
    if ladder is None or not book.unspent:
        return
    start = window_start(ladder, book.sitting.now)
    gone = _gone_from_window(book, start)
    left = spend_since(book.sitting.connection, gone.keys(), start)
    for held in read_tiers(book.sitting.connection, gone.keys()):
        after = place_on(ladder, left[held.account]).tier
        before = place_on(ladder, left[held.account] + gone[held.account]).tier
        rank = _rank(ladder, held.tier)
        if _rank(ladder, after) < rank <= _rank(ladder, before):
            give(book, ladder, held.account, after)
            for lost in entered(ladder, after, TierId(held.tier)):
                if lost.entry_issue is not None:
                    _withdraw(book, codes.get((held.account, lost.entry_issue.rule), ()))


def _gone_from_window(book: OpenBook, start: datetime) -> dict[str, int]:
    """Sum the spend that was just taken of lots whose moment still counts."""
    unspent, book.unspent = book.unspent, []
    these = wanted_accounts(book.sitting.connection, {one[0] for one in unspent})
    rows = book.sitting.connection.execute(
        select(LOT.c.account, LOT.c.lot)
        .join(these, is_in(these, LOT))
        .where(LOT.c.unit == SPEND, LOT.c.earned_ms + 0 > to_ms(start))
    )
    counting = {(account, lot) for account, lot in rows}
    gone: dict[str, int] = {}
    for account, lot, amount in unspent:
        if (account, lot) in counting:
            gone[account] = gone.get(account, 0) + amount
    return gone


def _withdraw(book: OpenBook, codes: Sequence[str]) -> None:
    """Take back the newest of some vouchers, if nobody has used it."""
    for code in codes[-1:]:
        voucher = AccountId(f"v-{code}")
        for lot, uses in book.standing(voucher, USES, AVAILABLE).items():
            if uses > 0:
                entry = corrections.withdrawn(voucher, lot, place=AVAILABLE)
                facts: dict[str, Json] = {"code": code, "why": "tier not reached"}
                writing = Writing(
                    kind="correct", part=LedgerPart(entries=(entry,)), facts=facts
                )
                book.say(bucket_of(voucher), writing)


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
