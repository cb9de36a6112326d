"""Real till files for tests, and drafts to write into them."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rules.ground.ids import AccountId, LotId, Place, RuleId
from rules.value.ledger import (
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Entry,
    Lot,
    Posting,
    Slice,
    held_at,
    transit_to,
)
from sync.book.draft import Draft
from sync.till.journal.anchor import Anchor
from sync.till.journal.journal import TillJournal
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import Grant, Held, LedgerPart

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SARA = AccountId("m-7Q2K9V")
LIFE = Life("t1", 3)


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime = START) -> None:
        self.instant = start

    def now(self) -> datetime:
        """Return the instant last set."""
        return self.instant

    def monotonic_ms(self) -> int:
        """Return milliseconds since the start of the test."""
        return (self.instant - START) // timedelta(milliseconds=1)


def counted_entropy() -> Callable[[int], bytes]:
    """Return a source of bytes that never repeats and is the same in every run."""
    count = itertools.count()
    return lambda size: next(count).to_bytes(size)


def open_journal(directory: Path, *, life: Life = LIFE) -> TillJournal:
    """Open a journal that head office has numbered."""
    journal = TillJournal(
        directory / "journal.db",
        clock=FakeClock(),
        entropy=counted_entropy(),
        anchor=Anchor(directory / "anchor"),
    )
    with journal.transaction() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO life (life, till) VALUES (?, ?)",
            (life.number, life.till),
        )
    journal.reload()
    return journal


def earned(journal: TillJournal, points: int, *, number: str = "1") -> Draft:
    """Return a sale that earns pending points."""
    lot = LotId(f"{journal.next_record}/1")
    entry = Entry(
        "earn",
        "base",
        (
            Posting(SARA, POINTS, points, lot, PENDING),
            Posting(HOUSE_EARNED, POINTS, -points, LotId(""), HOUSE),
        ),
    )
    born = Lot(
        lot=lot,
        account=SARA,
        unit=POINTS,
        rule="base",
        earned_at=START,
        active_from=START,
        expires=None,
    )
    return Draft(
        kind="sale",
        at=START,
        key=f"S01|L1|2026-11-21|{number}|sale",
        ledger=LedgerPart(entries=(entry,), lots=(born,)),
    )


def taken(
    journal: TillJournal, points: int, *, grant: str = "o1.1-1", lot: str = "a/1"
) -> Draft:
    """Return the taking of a grant of one slice."""
    life = str(journal.life)
    piece = Slice(lot=LotId(lot), amount=points, good_until=START + timedelta(days=90))
    entry = Entry(
        "take",
        grant,
        (
            Posting(SARA, POINTS, -points, piece.lot, transit_to(life)),
            Posting(SARA, POINTS, points, piece.lot, Place(life)),
        ),
    )
    dealt = Grant(grant=grant, life=life, account=SARA, unit=POINTS, slices=(piece,))
    return Draft(
        kind="take", at=START, ledger=LedgerPart(entries=(entry,), grants=(dealt,))
    )


def held(journal: TillJournal, points: int, *, lot: str = "a/1") -> Draft:
    """Return a hold on one slice."""
    life = str(journal.life)
    piece = Slice(lot=LotId(lot), amount=points, good_until=None)
    entry = Entry(
        "hold",
        "points-off",
        (
            Posting(SARA, POINTS, -points, piece.lot, Place(life)),
            Posting(SARA, POINTS, points, piece.lot, held_at(life)),
        ),
    )
    aside = Held(
        account=SARA,
        unit=POINTS,
        reward=RuleId("points-off"),
        value_minor=points,
        workstation="L1",
        slices=(piece,),
    )
    return Draft(kind="hold", at=START, ledger=LedgerPart(entries=(entry,), held=(aside,)))


def spent(journal: TillJournal, hold: str, points: int, *, lot: str = "a/1") -> Draft:
    """Return a sale paid with a hold."""
    entry = Entry(
        "redeem",
        "points-off",
        (
            Posting(SARA, POINTS, -points, LotId(lot), held_at(str(journal.life))),
            Posting(HOUSE_REDEEMED, POINTS, points, LotId(""), HOUSE),
        ),
    )
    return Draft(
        kind="sale",
        at=START,
        key=f"S01|L1|2026-11-21|{journal.next_record}|sale",
        ledger=LedgerPart(entries=(entry,), closes=(hold,)),
    )
