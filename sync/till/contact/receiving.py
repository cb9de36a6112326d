"""What comes down: grants into the journal, checkpoints and programmes into members.db."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rules.ground.ids import AccountId, LotId, Place, RecordId, Unit
from rules.value.ledger import Entry, Posting, Slice, transit_to
from sync.book.draft import Draft
from sync.book.given import part, text
from sync.kit.clock import from_ms
from sync.till.book.book import TillBook
from sync.till.book.members import CardRow, Checkpoint, checkpoint_of
from sync.till.journal.journal import TillJournal
from sync.wire.canonical import NotCanonicalError, decode_object, encode
from sync.wire.keys.signing import verify
from sync.wire.messages import (
    BucketDelta,
    GrantMessage,
    ProgrammeMessage,
    PullAnswer,
)
from sync.wire.programme.seal import sealed_programme
from sync.wire.records.identity import BrokenIdentityError, split_record
from sync.wire.records.ledger_part import Grant, LedgerPart
from sync.wire.returns import NoteAsked

CARDS_AT_ONCE: Final = 100

_DECIDED: Final = frozenset(
    {
        "given_back",
        "given_back_minor",
        "lines",
        "money_back",
        "qualifying_minor",
        "reversals",
    }
)

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


def keep_news(book: TillBook, answer: PullAnswer) -> None:
    """Take what an answer says of the fleet's keys and of returns."""
    if answer.life_keys:
        keys = [(key.life, bytes.fromhex(key.key)) for key in answer.life_keys]
        book.members.keep_life_keys(keys)
    book.members.keep_outcomes(answer.outcomes)
    take_notes(book, answer.notes)


def take_notes(book: TillBook, messages: Sequence[NoteAsked]) -> int:
    """Journal returns made elsewhere of sales of ours, each once; return how many.

    From then on they count as our own: what came back elsewhere is not taken again here.
    """
    return sum(_take_note(book, message) for message in messages)


def _take_note(book: TillBook, message: NoteAsked) -> bool:
    try:
        given = decode_object(message.facts.encode())
        life, _ = split_record(message.sale)
    except (NotCanonicalError, BrokenIdentityError):
        return False
    journal, sale = book.journal, RecordId(message.sale)
    known = life.till == journal.life.till and journal.read(sale) is not None
    if known and _is_noted(journal, sale, message.record):
        return False
    if journal.document(text(given, "document")) is not None:
        # The same return was booked here too: it counts already.
        given = {name: given[name] for name in given if name not in _DECIDED}
    draft = Draft(
        kind="note",
        at=book.clock.now(),
        ledger=LedgerPart(),
        facts=encode({"given": {**given, "elsewhere": message.record}}),
        reverses=sale if known else "",
    )
    journal.append(draft)
    return True


def _is_noted(journal: TillJournal, sale: RecordId, record: str) -> bool:
    for name in journal.reversals_of(sale):
        stored = journal.read(name)
        if stored is not None and text(part(stored.facts, "given"), "elsewhere") == record:
            return True
    return False


def apply_deltas(book: TillBook, deltas: Sequence[BucketDelta]) -> None:
    """Apply checkpoints, each in one transaction, without looking up in between."""
    for delta in deltas:
        _apply(book, checkpoint_of(delta))


def apply_checkpoints(
    book: TillBook, checkpoints: Sequence[Checkpoint]
) -> tuple[Checkpoint, ...]:
    """Apply checkpoints for about 10 ms, each in one transaction; return the others."""
    until = book.clock.monotonic_ms() + SLICE_MS
    for done, checkpoint in enumerate(checkpoints):
        if done and book.clock.monotonic_ms() > until:
            return tuple(checkpoints[done:])
        _apply(book, checkpoint)
    return ()


def card_slices(checkpoints: Sequence[Checkpoint]) -> Iterator[Sequence[CardRow]]:
    """Yield the cards of large checkpoints, few at a time: each has a page of its own."""
    for checkpoint in checkpoints:
        if len(checkpoint.cards) > CARDS_AT_ONCE:
            for at in range(0, len(checkpoint.cards), CARDS_AT_ONCE):
                yield checkpoint.cards[at : at + CARDS_AT_ONCE]


def keep_programmes(book: TillBook, messages: Sequence[ProgrammeMessage]) -> bool:
    """Keep programme versions that head office signed; say whether that was all of them."""
    kept = 0
    for message in messages:
        sealed = sealed_programme(
            message.version, message.starts_ms, message.document.encode()
        )
        if verify(book.keys.office, sealed, bytes.fromhex(message.signature)):
            book.members.keep_programme(
                message.version, message.starts_ms, message.document.encode()
            )
            kept += 1
    return kept == len(messages)


def _apply(book: TillBook, checkpoint: Checkpoint) -> None:
    if not book.members.apply(checkpoint):
        return
    own = {life: seq for life, seq in checkpoint.applied.items() if seq > 0}
    accounts = [account for _, account, _ in checkpoint.statements]
    tailed = book.journal.tailed(accounts) if own else ()
    if tailed:
        with book.journal.transaction():
            for account in tailed:
                book.journal.forget_tail(account, own)


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
