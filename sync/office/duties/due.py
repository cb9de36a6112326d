"""Standing duties: what becomes usable, what ends, which tiers are over."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, and_, delete, or_, select

from rules.calendars.periods import fixed, local_day
from rules.ground.ids import AccountId, LotId, Place, TierId, Unit
from rules.ladder.credit import UNIT_OF
from rules.ladder.places import tier_on
from rules.value.counts import PREFIX, is_counter
from rules.value.ledger import AVAILABLE, PENDING, SPEND, TIER_CREDIT, USES, Entry
from sync.core import corrections
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, JOB, LOT, MEMBER, SAME_LOT, TOKEN
from sync.office.database.upserts import put
from sync.office.duties.idle import idle_pieces
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.status.tenures import read_coming
from sync.office.status.tier_credit import Climb, climb, credit_now
from sync.office.status.tiers import begin, bestow, fall, read_tiers, renew
from sync.office.tills.programmes import current_ladder
from sync.office.tills.roster import office_is_frozen
from sync.wire.buckets import bucket_of
from sync.wire.records.header import RecordKind
from sync.wire.records.ledger_part import LedgerPart

_CREDIT: Final = sorted(TIER_CREDIT)
AT_ONCE: Final = 1_000
"""How many lots or members one transaction deals with."""

DUE_EVERY: Final = timedelta(hours=1)
_TOKENS_KEPT: Final = timedelta(days=30)
_DUTY: Final = "standing_duties"

Done = TypeVar("Done")
Piece = corrections.Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesDone:
    """How many lots became usable and ended, how many tiers, whose spend grew too old.

    ``recounted`` sales were counted anew, ``looked_at`` members for their segments;
    ``given`` counts who was looked at for what rules give by themselves, ``budgeted`` the
    periods of budgets that were set aside or changed.
    """

    activated: int
    expired: int
    tiers: int
    told: int
    recounted: int = 0
    looked_at: int = 0
    given: int = 0
    budgeted: int = 0


def at(sitting: Sitting, now: datetime, duty: Callable[[Sitting], Done]) -> Done:
    """Do a duty as of ``now`` instead of the clock's moment."""
    return duty(replace(sitting, now=now))


def is_due(sitting: Sitting) -> bool:
    """Say whether the duties have not succeeded for as long as they may wait."""
    return sitting.now_ms - _last_success(sitting) >= DUE_EVERY // timedelta(milliseconds=1)


def activate(sitting: Sitting) -> int:
    """Make usable what has waited long enough, also what was taken back meanwhile."""
    # A coupon's use waits for its promise to be confirmed, not for a day.
    waited = and_(LOT.c.active_ms <= sitting.now_ms, BALANCE.c.unit != USES)
    pieces = _pieces(sitting, PENDING, waited)

    def move(book: OpenBook, piece: Piece) -> list[Entry]:
        amount = book.amount(*piece, PENDING)
        way = (PENDING, AVAILABLE)
        return [corrections.moved("activate", piece, amount, way=way)]

    return _say_all(sitting, "activate", pieces, move)


def expire(sitting: Sitting) -> int:
    """Take what is left of lots that ended; a member's debt is paid from it first.

    What a return took of a count after its period had ended is owed by nobody: it goes too.
    Not while a till has not told us, since our restore, what we dealt it and forgot.
    """
    if office_is_frozen(sitting.connection, sitting.generation):
        return 0
    counted = BALANCE.c.unit.startswith(PREFIX, autoescape=True)
    ended = and_(
        LOT.c.expires_ms.between(1, sitting.now_ms), or_(BALANCE.c.amount > 0, counted)
    )
    return _say_all(sitting, "expire", _pieces(sitting, AVAILABLE, ended), _end)


def end_tiers(sitting: Sitting) -> int:
    """Place anew the members whose tier has run out."""
    if current_ladder(sitting) is None:
        return 0
    rows = sitting.connection.execute(
        select(MEMBER.c.account)
        .where(MEMBER.c.tier_until_ms.between(1, sitting.now_ms))
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
        .limit(AT_ONCE)
    )
    accounts = set(rows.scalars())
    book = OpenBook(sitting)
    book.open(accounts)
    renew(book, read_tiers(sitting.connection, accounts))
    book.close()
    return len(accounts)


def expire_idle(sitting: Sitting) -> int:
    """Take what is left of members who neither earned nor spent for too long."""
    if office_is_frozen(sitting.connection, sitting.generation):
        return 0
    return _say_all(sitting, "expire", idle_pieces(sitting, AT_ONCE), _end)


def give_tier(sitting: Sitting, account: str, tier: str, last_day: str) -> bool:
    """Give a member a tier that a person decided; False when one of the two is unknown.

    ``last_day`` is its last local day, empty for a tier without end; raises ValueError for
    a text that is no day.
    """
    on = climb(sitting)
    day = date.fromisoformat(last_day) if last_day else None
    if on is None or tier_on(on.ladder, tier) is None:
        return False
    until_ms = 0 if day is None else to_ms(fixed(day, day, on.reckoning).end)
    book = OpenBook(sitting)
    book.open({account})
    done = bestow(book, account, TierId(tier), until_ms)
    book.close()
    return done


def begin_tiers(sitting: Sitting) -> int:
    """Begin tiers that were reached for a period that has begun."""
    coming = read_coming(sitting.connection, sitting.now_ms, AT_ONCE)
    if not coming:
        return 0
    book = OpenBook(sitting)
    book.open({one.account for one in coming})
    begin(book, coming)
    book.close()
    return len(coming)


def finish(sitting: Sitting) -> int:
    """Tell of spend that left the window, prune, and keep that all duties succeeded."""
    told = _tell_older_spend(sitting)
    before = to_ms(sitting.now - _TOKENS_KEPT)
    sitting.connection.execute(delete(TOKEN).where(TOKEN.c.expires_ms.between(1, before)))
    put(sitting.connection, JOB, [{"name": _DUTY, "success_ms": sitting.now_ms}])
    return told


def _tell_older_spend(sitting: Sitting) -> int:
    """Have statements written anew for members whose spend left the ladder's window."""
    on = climb(sitting)
    if on is None:
        return 0
    accounts = _whose_window_moved(sitting, on)
    book = OpenBook(sitting)
    book.open(accounts)
    for account in accounts:
        book.touch(account)
    if on.ladder.falls == "at_once":
        credit = credit_now(sitting.connection, on, accounts, sitting.now)
        for held in read_tiers(sitting.connection, accounts):
            fall(book, on, held, credit[held.account])
    book.close()
    return len(accounts)


def _whose_window_moved(sitting: Sitting, on: Climb) -> set[str]:
    """Return the accounts of which something counted at the last duties and does not now.

    A year of membership begins anew for each member on another day.
    """
    before = from_ms(_last_success(sitting))
    if on.ladder.window == "anniversary":
        days = {local_day(at, on.reckoning) for at in (before, sitting.now)}
        if len(days) == 1:
            return set()
        columns = (MEMBER.c.account, MEMBER.c.joined_ms)
        rows = sitting.connection.execute(select(*columns))
        return {
            row.account
            for row in rows
            if before < on.window(sitting.now, row.joined_ms).begin
        }
    was, now = on.window(before, 0), on.window(sitting.now, 0)
    unit = UNIT_OF.get(on.ladder.metric, SPEND)
    left = (
        select(LOT.c.account)
        .where(LOT.c.unit == unit)
        .where(LOT.c.earned_ms >= to_ms(was.begin), LOT.c.earned_ms < to_ms(now.begin))
        .distinct()
    )
    return set(sitting.connection.execute(left).scalars())


def _end(book: OpenBook, piece: Piece) -> list[Entry]:
    account, unit, lot = piece
    left = book.amount(*piece, AVAILABLE)
    entries: list[Entry] = []
    for debt_lot, amount in sorted(book.standing(account, unit, AVAILABLE).items()):
        paid = min(left, -amount)
        if paid > 0:
            entries.append(corrections.absorbed((account, unit), paid, way=(lot, debt_lot)))
            left -= paid
    if left > 0 or (left and is_counter(unit)):
        entries.append(corrections.expired(piece, left))
    return entries


def _pieces(sitting: Sitting, place: Place, condition: ColumnElement[bool]) -> list[Piece]:
    rows = sitting.connection.execute(
        select(BALANCE.c.account, BALANCE.c.unit, BALANCE.c.lot)
        .join(LOT, SAME_LOT)
        .where(BALANCE.c.place == place, BALANCE.c.unit.not_in(_CREDIT), condition)
        .order_by(BALANCE.c.bucket, BALANCE.c.account, BALANCE.c.unit, BALANCE.c.lot)
        .limit(AT_ONCE)
    )
    return [(AccountId(account), Unit(unit), LotId(lot)) for account, unit, lot in rows]


def _last_success(sitting: Sitting) -> int:
    success_ms = sitting.connection.execute(
        select(JOB.c.success_ms).where(JOB.c.name == _DUTY)
    ).scalar_one_or_none()
    return int(success_ms or 0)


def _say_all(
    sitting: Sitting,
    kind: RecordKind,
    pieces: Sequence[Piece],
    move: Callable[[OpenBook, Piece], list[Entry]],
) -> int:
    """Write one record a bucket; a piece is worked out after those before it are posted."""
    book = OpenBook(sitting)
    book.open({piece[0] for piece in pieces})
    by_bucket: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_bucket[bucket_of(piece[0])].append(piece)
    for bucket, some in by_bucket.items():
        said: list[Entry] = []
        for piece in some:
            entries = move(book, piece)
            book.post(entries)
            said += entries
        part = LedgerPart(entries=tuple(said))
        book.author.write(bucket, Writing(kind=kind, part=part, facts={}))
    book.close()
    return len(pieces)
