"""Tiers: only head office says who has which. Up at once, down late or by a return."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, select, update

from rules.calendars.periods import local_day
from rules.ground.ids import TierId
from rules.issues.deciding import given_with
from rules.issues.happening import Happening
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnTierEntry
from rules.ladder.changes import TierChange, begun, ended, given, raised, returned
from rules.ladder.credit import UNIT_OF
from rules.ladder.places import entered, place_on, rank
from rules.ladder.tenure import graced, tenure
from rules.ladder.terms import Tier
from rules.value.counts import counts_for
from sync.kit.clock import from_ms, to_ms
from sync.office.database.tables import LOT, MEMBER
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.journals.vouchers import Codes, withdraw_vouchers
from sync.office.members.happenings import note
from sync.office.status.tenures import Coming, keep, read_kinds, read_next
from sync.office.status.tier_credit import Climb, climb, credit_in, credit_now
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart

_HELD_ON: Final = frozenset({"renewed", "kept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TierHeld:
    """A member's tier; ``until_ms`` 0 has no end.

    ``kind`` is ``given`` when a person gave it and ``grace`` when it has outlived its end.
    """

    account: str
    tier: TierId
    until_ms: int
    joined_ms: int
    kind: str = ""


def promote(book: OpenBook) -> None:
    """Give members who were posted tier credit the tier it reaches, if higher.

    The book is flushed: the sums are read from it.
    """
    on = climb(book.sitting)
    climbers = book.movers if on and on.ladder.metric == "balance" else book.spenders
    if on is None or not climbers:
        return
    connection, now = book.sitting.connection, book.sitting.now
    credit = credit_now(connection, on, climbers, now)
    for held in read_tiers(connection, climbers):
        have = credit[held.account]
        change = raised(on.ladder, held.tier, have)
        if change is None:
            if on.ladder.falls == "at_once":
                fall(book, on, held, have)
        elif on.ladder.start == "next_period":
            _announce(book, on, _on_the_first_step(book, on, held), change)
        else:
            give(book, on, held, change)


def fall(book: OpenBook, on: Climb, held: TierHeld, credit: int) -> None:
    """Lower a tier that what counts now does not hold up, or let its grace begin.

    Not one that a person gave, nor one whose grace runs already: its end decides.
    """
    if held.kind:
        return
    change = ended(on.ladder, held.tier, credit)
    if change.kind == "graced":
        _keep_for_a_while(book, on, held, change, at=book.sitting.now)
    elif change.kind == "lowered":
        give(book, on, held, change)


def begin(book: OpenBook, coming: Sequence[Coming]) -> None:
    """Begin tiers that were reached for the period that begins now."""
    on = climb(book.sitting)
    connection = book.sitting.connection
    held = {one.account: one for one in read_tiers(connection, {c.account for c in coming})}
    for one in coming:
        holder = held.get(one.account)
        last = from_ms(one.at_ms) - timedelta(milliseconds=1)
        if on is not None and holder is not None:
            span = on.window(last, holder.joined_ms)
            credit = credit_in(connection, on, {one.account: span}).get(one.account, 0)
            change = begun(on.ladder, holder.tier, TierId(one.tier), credit)
            if change is not None:
                give(book, on, holder, change, at=last)
                continue
        keep(connection, one.account, kind=holder.kind if holder else "")


def _on_the_first_step(book: OpenBook, on: Climb, held: TierHeld) -> TierHeld:
    """Return who holds a tier already; who holds none is given the lowest."""
    first = None if held.tier else raised(on.ladder, held.tier, 0)
    if first is None:
        return held
    give(book, on, held, first)
    return replace(held, tier=first.tier)


def _announce(book: OpenBook, on: Climb, held: TierHeld, change: TierChange) -> None:
    """Keep that a tier will begin with the next period, and say so.

    What was announced already, or is held, is not said again.
    """
    coming = read_next(book.sitting.connection, (held.account,)).get(held.account)
    best = max(coming.tier if coming else "", held.tier, key=partial(rank, on.ladder))
    if rank(on.ladder, change.tier) <= rank(on.ladder, best):
        return
    joined = on.joined(held.joined_ms)
    now = book.sitting.now
    begins = tenure(on.ladder, change.tier, now, on.reckoning, joined=joined).begins
    facts: dict[str, Json] = {
        "account": held.account,
        "next_tier": change.tier,
        "from_ms": to_ms(begins),
        "why": change.words,
        "values": dict(change.values),
    }
    writing = Writing(kind="tier", part=LedgerPart(), facts=facts)
    book.say(bucket_of(held.account), writing)
    book.touch(held.account)
    coming = Coming(account=held.account, tier=change.tier, at_ms=to_ms(begins))
    keep(book.sitting.connection, held.account, kind=held.kind, coming=coming)


def _keep_for_a_while(
    book: OpenBook, on: Climb, held: TierHeld, change: TierChange, *, at: datetime
) -> None:
    """Keep a tier that fell short until its grace is over."""
    until = to_ms(graced(on.ladder, at, on.reckoning))
    _write(book, held, change, until_ms=until)
    keep(book.sitting.connection, held.account, kind="grace")


def demote(book: OpenBook, codes: Codes) -> None:
    """Take a tier from members whose returned credit alone was holding it up.

    Not one that stands for another reason. A voucher given on entering what is lost now,
    and not used, is withdrawn; ``codes`` are those of each account by rule, the newest
    last. The book is flushed.
    """
    on = climb(book.sitting)
    if on is None or not book.unspent:
        return
    connection, now = book.sitting.connection, book.sitting.now
    gone = _gone_from_window(book, on)
    left = credit_now(connection, on, gone.keys(), now)
    for held in read_tiers(connection, gone.keys()):
        after = left[held.account]
        before = after + gone[held.account]
        change = returned(on.ladder, held.tier, before=before, after=after)
        if change is None:
            # What a till gave on entering a tier that was never ours to give.
            reached = place_on(on.ladder, before).tier
            _withdraw(book, held, entered(on.ladder, held.tier, reached), book.promised)
            continue
        give(book, on, held, change)
        lost = entered(on.ladder, change.tier, held.tier)
        _withdraw(book, held, lost, {**codes, **book.promised})


def disappoint(book: OpenBook) -> None:
    """Note who was given something that goes with a tier which they never entered.

    A till foresaw it: it had not heard of a return, or of the end of what counted.
    """
    on = climb(book.sitting)
    rules = [rule for rule in _gifts(book) if rule.lost == "withdraw"]
    given = {
        account: [rule for rule in rules if _gave(book, account, rule)]
        for account in (book.gave if rules else ())
    }
    if on is None or not any(given.values()):
        return
    for held in read_tiers(book.sitting.connection, given.keys()):
        stands = {tier.tier for tier in entered(on.ladder, TierId(""), held.tier)}
        for rule in given[held.account]:
            if isinstance(rule.on, OnTierEntry) and stands.isdisjoint(rule.on.tiers):
                left = Happening(kind="tier_exit", names=rule.on.tiers)
                note(book.sitting, [(held.account, left)])


def _gave(book: OpenBook, account: str, rule: IssueRule) -> bool:
    """Say whether a record applied just now gave an account something by a rule."""
    names = book.gave.get(account, ())
    return rule.rule in names or any(counts_for(name, rule.rule) for name in names)


def _withdraw(book: OpenBook, held: TierHeld, lost: Iterable[Tier], codes: Codes) -> None:
    """Take back the newest voucher that each rule gave on entering what is lost."""
    for rule in given_with(_gifts(book), {tier.tier for tier in lost}):
        newest = codes.get((held.account, rule.rule), ())[-1:]
        withdraw_vouchers(book, newest, why="tier not reached")


def _gone_from_window(book: OpenBook, on: Climb) -> dict[str, int]:
    """Sum the credit that was just taken of lots whose moment still counts."""
    unspent, book.unspent = book.unspent, []
    connection = book.sitting.connection
    accounts = {one[0] for one in unspent}
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(LOT.c.account, LOT.c.lot, LOT.c.earned_ms)
        .join(these, is_in(these, LOT))
        .where(LOT.c.unit == UNIT_OF.get(on.ladder.metric, ""))
    )
    earned = {(row.account, row.lot): from_ms(row.earned_ms) for row in rows}
    windows = {
        held.account: on.window(book.sitting.now, held.joined_ms)
        for held in read_tiers(connection, accounts)
    }
    gone: dict[str, int] = {}
    for account, lot, amount in unspent:
        at = earned.get((account, lot))
        if at is not None and account in windows and at in windows[account]:
            gone[account] = gone.get(account, 0) + amount
    return gone


def _gifts(book: OpenBook) -> tuple[IssueRule, ...]:
    programme = current(book.sitting)
    return programme.gifts if programme else ()


def renew(book: OpenBook, held: Iterable[TierHeld]) -> None:
    """Place members whose tier has come to its end anew: the same one again, or lower."""
    on = climb(book.sitting)
    if on is None:
        return
    ended_now = tuple(held)
    spans = {
        one.account: on.window_ended(_end_of(on, one, book.sitting.now), one.joined_ms)
        for one in ended_now
    }
    credit = credit_in(book.sitting.connection, on, spans)
    for one in ended_now:
        have, in_grace = credit.get(one.account, 0), one.kind == "grace"
        change = ended(on.ladder, one.tier, have, in_grace=in_grace)
        if change.kind == "graced":
            _keep_for_a_while(book, on, one, change, at=from_ms(one.until_ms))
        else:
            give(book, on, one, change, at=_renewed_from(on, one, book.sitting.now))


def give(
    book: OpenBook,
    on: Climb,
    held: TierHeld,
    change: TierChange,
    *,
    at: datetime | None = None,
) -> None:
    """Write down that a member has a tier from now on, until when, and why.

    ``at`` is the instant its end is counted from, else now.
    """
    until_ms = tier_end(on, change.tier, at or book.sitting.now, held.joined_ms)
    _write(book, held, change, until_ms=until_ms)
    keep(book.sitting.connection, held.account)


def bestow(book: OpenBook, account: str, tier: TierId, until_ms: int) -> bool:
    """Give a tier that a person decided, until then (0: no end); False: no such member.

    It stands whatever the credit is; when it ends, the credit decides again.
    """
    for held in read_tiers(book.sitting.connection, (account,)):
        _write(book, held, given(held.tier, tier), until_ms=until_ms)
        keep(book.sitting.connection, account, kind="given")
        return True
    return False


def _write(book: OpenBook, held: TierHeld, change: TierChange, *, until_ms: int) -> None:
    bucket = bucket_of(held.account)
    facts: dict[str, Json] = {
        "account": held.account,
        "tier": change.tier,
        "until_ms": until_ms,
        "why": change.words,
        "values": dict(change.values),
    }
    book.say(bucket, Writing(kind="tier", part=LedgerPart(), facts=facts))
    book.touch(held.account)
    book.sitting.connection.execute(
        update(MEMBER)
        .where(MEMBER.c.bucket == bucket, MEMBER.c.account == held.account)
        .values(tier=change.tier, tier_until_ms=until_ms)
    )
    note(book.sitting, [(held.account, one) for one in _happened(book, held, change)])


def _happened(book: OpenBook, held: TierHeld, change: TierChange) -> Iterator[Happening]:
    """Yield what a change of tier is to rules: tiers entered, left, held on.

    What a till gave, which foresaw it in a record that was applied just now, is given.
    """
    programme = current(book.sitting)
    if programme is None or not programme.gifts:
        return
    up = tuple(t.tier for t in entered(programme.ladder, held.tier, change.tier))
    down = tuple(t.tier for t in entered(programme.ladder, change.tier, held.tier))
    if up:
        given_by_till = tuple(
            rule.rule for rule in programme.gifts if _gave(book, held.account, rule)
        )
        yield Happening(kind="tier_entry", names=up, given=given_by_till)
    if down:
        yield Happening(kind="tier_exit", names=down)
    if change.kind in _HELD_ON and change.tier == held.tier:
        today = local_day(book.sitting.now, programme.reckoning)
        yield Happening(kind="tier_renewal", names=(change.tier,), day=today)


def tier_end(on: Climb, tier: TierId, at: datetime, joined_ms: int) -> int:
    """Return when a tier given at ``at`` ends; the lowest one never does."""
    joined = on.joined(joined_ms)
    until = tenure(on.ladder, tier, at, on.reckoning, joined=joined).until
    return 0 if until is None else to_ms(until)


def read_tiers(connection: Connection, accounts: Collection[str]) -> list[TierHeld]:
    """Read which tiers some members hold."""
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(
        select(MEMBER.c.account, MEMBER.c.tier, MEMBER.c.tier_until_ms, MEMBER.c.joined_ms)
        .join(these, is_in(these, MEMBER))
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
    )
    kinds = read_kinds(connection, accounts)
    return [
        TierHeld(
            kind=kinds.get(row.account, ""),
            account=row.account,
            tier=TierId(row.tier),
            until_ms=row.tier_until_ms,
            joined_ms=row.joined_ms,
        )
        for row in rows
    ]


def _end_of(on: Climb, held: TierHeld, now: datetime) -> datetime:
    """Return the instant at which an ended tier is judged.

    The last so many days and months are those until now; a period is the one that ended.
    """
    return now if on.ladder.window is None else from_ms(held.until_ms)


def _renewed_from(on: Climb, held: TierHeld, now: datetime) -> datetime:
    """Return the instant from which a renewed tier lasts."""
    if on.ladder.window is None:
        return now
    end = from_ms(held.until_ms)
    return end if on.ladder.ends == "end_of_period" else end - timedelta(milliseconds=1)
