"""What comes down: grants into the journal, checkpoints and programmes into members.db."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rules.ids import AccountId, LotId, Place, Unit
from rules.ledger import Entry, Posting, Slice, transit_to
from sync.book.draft import Draft
from sync.kit.clock import from_ms
from sync.till.book import TillBook
from sync.wire.ledger_part import Grant, LedgerPart
from sync.wire.messages import (
    BucketDelta,
    CardMessage,
    GrantMessage,
    ProgrammeMessage,
)
from sync.wire.programme_seal import sealed_programme
from sync.wire.signing import verify

CARDS_AT_ONCE: Final = 100

SLICE_MS: Final = 10
"""How long checkpoints may be applied before the loop turns to its inbox again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How much came down in a contact."""

    grants: int = 0
    buckets: int = 0

    def plus(self, *, grants: int, buckets: int) -> "Received":
        """Return the sum with one more answer."""
        return Received(grants=self.grants + grants, buckets=self.buckets + buckets)


def take_grants(book: TillBook, messages: Sequence[GrantMessage]) -> int:
    """Journal the grants dealt to this life, each once; return how many were new."""
    journal = book.journal
    fresh = [
        message
        for message in messages
        if message.life == str(journal.life) and not journal.grant_taken(message.grant)
    ]
    if not fresh or journal.frozen:
        return 0
    grants = tuple(_grant(message) for message in fresh)
    entries = tuple(_take(grant) for grant in grants)
    journal.append(
        Draft(
            kind="take",
            at=book.clock.now(),
            ledger=LedgerPart(entries=entries, grants=grants),
        )
    )
    return len(grants)


def give_back(book: TillBook) -> int:
    """Journal that all this holder may still spend goes back; return how many points."""
    journal = book.journal
    rows = journal.connection.execute(
        "SELECT account, unit, lot, amount FROM holding WHERE place = ? ORDER BY 1, 2, 3",
        (str(journal.life),),
    ).fetchall()
    if not rows:
        return 0
    here, available = Place(str(journal.life)), Place("available")
    entries = tuple(
        Entry(
            "return",
            "",
            (
                Posting(AccountId(account), Unit(unit), -amount, LotId(lot), here),
                Posting(AccountId(account), Unit(unit), amount, LotId(lot), available),
            ),
        )
        for account, unit, lot, amount in rows
    )
    journal.append(
        Draft(kind="give_back", at=book.clock.now(), ledger=LedgerPart(entries=entries))
    )
    return sum(amount for *_, amount in rows)


def apply_deltas(book: TillBook, deltas: Sequence[BucketDelta]) -> tuple[BucketDelta, ...]:
    """Apply checkpoints for about 10 ms, each in one transaction; return the others."""
    until = book.clock.monotonic_ms() + SLICE_MS
    for done, delta in enumerate(deltas):
        if done and book.clock.monotonic_ms() > until:
            return tuple(deltas[done:])
        if book.members.apply(delta):
            _forget_tails(book, delta)
    return ()


def card_slices(deltas: Sequence[BucketDelta]) -> Iterator[Sequence[CardMessage]]:
    """Yield the cards of large checkpoints, few at a time: each lies on a page of its own."""
    for delta in deltas:
        if len(delta.cards) > CARDS_AT_ONCE:
            for at in range(0, len(delta.cards), CARDS_AT_ONCE):
                yield delta.cards[at : at + CARDS_AT_ONCE]


def keep_programmes(book: TillBook, messages: Sequence[ProgrammeMessage]) -> None:
    """Keep programme versions that head office signed; others are dropped."""
    for message in messages:
        sealed = sealed_programme(
            message.version, message.starts_ms, message.document.encode()
        )
        if verify(book.keys.office, sealed, bytes.fromhex(message.signature)):
            book.members.keep_programme(
                message.version, message.starts_ms, message.document.encode()
            )


def _forget_tails(book: TillBook, delta: BucketDelta) -> None:
    own = {life: seq for life, seq in delta.applied.items() if seq > 0}
    tailed = [
        statement.account
        for statement in delta.statements
        if own and book.journal.has_tail(AccountId(statement.account))
    ]
    if tailed:
        with book.journal.transaction():
            for account in tailed:
                book.journal.forget_tail(AccountId(account), own)


def _grant(message: GrantMessage) -> Grant:
    return Grant(
        grant=message.grant,
        life=message.life,
        account=AccountId(message.account),
        unit=Unit(message.unit),
        slices=tuple(
            Slice(
                lot=LotId(piece.lot),
                amount=piece.amount,
                good_until=from_ms(piece.until_ms) if piece.until_ms else None,
            )
            for piece in message.slices
        ),
    )


def _take(grant: Grant) -> Entry:
    here, transit = Place(grant.life), transit_to(grant.life)
    postings: list[Posting] = []
    for piece in grant.slices:
        postings += (
            Posting(grant.account, grant.unit, -piece.amount, piece.lot, transit),
            Posting(grant.account, grant.unit, piece.amount, piece.lot, here),
        )
    return Entry("take", grant.grant, tuple(postings))
