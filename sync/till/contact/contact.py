"""A till's contact with head office: hello, push what is new, pull what changed.

Runs on the sync thread; whatever touches the book is handed to the loop's thread through
``in_loop``, piece by piece, so that a sale never waits for the wire. Every step is one
idempotent request, and a cursor moves only on proof (:mod:`sync.core.till_side`).
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Protocol, TypeVar

from pydantic import ValidationError

from rules.ground.sentence import Sentence
from rules.programme import EDITION
from sync.core.till_side import (
    Disbelieve,
    Diverged,
    Proceed,
    Verdict,
    judge_acknowledgement,
    judge_welcome,
)
from sync.till.book.book import TillBook
from sync.till.book.members import Checkpoint, checkpoint_of
from sync.till.book.numbers import keep_numbers, ranges_told
from sync.till.contact.cursor import (
    cursor_of,
    hash_at,
    keep_contact,
    keep_cursor,
    keep_nonce,
    taken_since,
)
from sync.till.contact.outbox import next_batch
from sync.till.contact.receiving import (
    Received,
    apply_checkpoints,
    card_slices,
    keep_news,
    keep_programmes,
    take_grants,
)
from sync.till.contact.transport import Letter, Link, LinkFault
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    HELLO,
    PROTOCOL_VERSION,
    PULL,
    PULLED,
    WELCOME,
    Acknowledgement,
    BucketDelta,
    Conflict,
    Hello,
    PullAnswer,
    PullRequest,
    Want,
    Welcome,
)
from sync.wire.records.batch import pack_batch
from sync.wire.shape import Shape

REQUEST_TIMEOUT_S: Final = 30
ROUNDS_MAX: Final = 10_000
HELLOS_MAX: Final = 3
NONCE_BYTES: Final = 16
_AGAIN = Sentence("It tries again by itself.")

T = TypeVar("T")


class InLoop(Protocol):
    """Runs a piece of work on the loop's thread and returns what it returns."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Run ``work`` there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReport:
    """What one contact did. ``problem`` is empty when it went through to the end."""

    pushed: int = 0
    received: Received = field(default_factory=Received)
    waiting: int = 0
    applied: bool = False
    problem: str = ""
    hint: str = ""

    @property
    def complete(self) -> bool:
        """Whether all that was here went up and everything came down."""
        return not self.problem


class Contact:
    """Carries the till's side of the protocol over a link."""

    def __init__(
        self,
        book: TillBook,
        link: Link,
        *,
        fingerprint: str,
        in_loop: InLoop,
        entropy: Callable[[int], bytes],
    ) -> None:
        self._book: Final = book
        self._link: Final = link
        self._fingerprint: Final = fingerprint
        self._in_loop: Final = in_loop
        self._entropy: Final = entropy
        self._session = 0
        self._one_at_a_time: Final = threading.Lock()

    def run(self) -> ContactReport:
        """Say hello, push what is here, pull everything; report what stopped it, if any."""
        with self._one_at_a_time:
            report = ContactReport()
            try:
                self._hello()
                report = replace(report, pushed=self._push_all())
                report = replace(report, received=self._pull_all())
            except LinkFault as fault:
                report = replace(report, problem=str(fault), hint=fault.hint)
            return replace(report, waiting=self._in_loop(self._waiting))

    def ask(self, wants: Sequence[Want], *, timeout_s: float) -> bool:
        """Ask for points a member intends to spend now; say whether a grant came."""
        try:
            if not self._session:
                self._hello(timeout_s=timeout_s)
            answer = self._pull(tuple(wants), deltas=False, timeout_s=timeout_s)
        except LinkFault:
            return False
        return self._in_loop(partial(take_grants, self._book, answer.grants)) > 0

    def _hello(self, *, timeout_s: float = REQUEST_TIMEOUT_S) -> None:
        for _ in range(HELLOS_MAX):
            hello = self._in_loop(self._prepare_hello)
            body = self._send("/v1/hello", HELLO.dump_json(hello), hello.nonce, timeout_s)
            answer = _read(WELCOME, body)
            verdict = self._in_loop(partial(self._judge_hello, hello, answer))
            _follow(verdict)
            if isinstance(answer, Welcome) and isinstance(verdict, Proceed):
                self._session = answer.session
                return
        raise LinkFault(Sentence("Head office's answers were old ones."), hint=_AGAIN)

    def _prepare_hello(self) -> Hello:
        journal = self._book.journal
        cursor = cursor_of(journal)
        nonce = keep_nonce(journal, self._entropy(NONCE_BYTES).hex())
        return Hello(
            version=PROTOCOL_VERSION,
            till=journal.life.till,
            life=journal.life.number,
            generation=cursor.generation,
            seq=journal.seq,
            hash=journal.head.hex(),
            ticket=cursor.ticket,
            nonce=nonce,
            fingerprint=self._fingerprint,
            edition=EDITION,
        )

    def _judge_hello(self, hello: Hello, answer: Welcome | Conflict) -> Verdict:
        journal = self._book.journal
        verdict = judge_welcome(
            cursor_of(journal),
            answer,
            nonce=hello.nonce,
            seq=journal.seq,
            hash_at=partial(hash_at, journal),
        )
        self._settle(verdict)
        return verdict

    def _push_all(self) -> int:
        """Push what is here now: sales that come faster than batches would else hold us."""
        pushed = 0
        upto = self._in_loop(lambda: self._book.journal.seq)
        for _ in range(ROUNDS_MAX):
            nonce = self._entropy(NONCE_BYTES).hex()
            batch = self._in_loop(partial(next_batch, self._book, upto=upto, nonce=nonce))
            if batch is None:
                break
            body = self._send("/v1/push", pack_batch(batch), nonce, REQUEST_TIMEOUT_S)
            answer = _read(ACKNOWLEDGEMENT, body)
            verdict = self._in_loop(partial(self._judge_push, nonce, answer))
            _follow(verdict)
            if isinstance(verdict, Disbelieve):
                self._hello()
            else:
                pushed += len(batch.records)
        return pushed

    def _judge_push(self, nonce: str, answer: Acknowledgement | Conflict) -> Verdict:
        journal = self._book.journal
        verdict = judge_acknowledgement(
            cursor_of(journal),
            answer,
            nonce=nonce,
            seq=journal.seq,
            hash_at=partial(hash_at, journal),
        )
        self._settle(verdict)
        return verdict

    def _pull_all(self) -> Received:
        total = Received()
        signed = True
        for _ in range(ROUNDS_MAX):
            answer = self._pull((), deltas=True, timeout_s=REQUEST_TIMEOUT_S)
            signed &= self._in_loop(partial(keep_programmes, self._book, answer.programmes))
            grants = self._in_loop(partial(take_grants, self._book, answer.grants))
            if answer.numbers:
                self._in_loop(partial(keep_numbers, self._book, answer.numbers))
            if answer.life_keys or answer.notes or answer.outcomes:
                self._in_loop(partial(keep_news, self._book, answer))
            self._apply(answer.deltas)
            total = total.plus(grants=grants, buckets=len(answer.deltas))
            self._in_loop(partial(keep_contact, self._book))
            if not answer.more:
                break
        if not signed:
            raise LinkFault(
                Sentence("A programme that head office did not sign was refused."),
                hint=Sentence("Publish it there again: vafa office programme FILE"),
            )
        return total

    def _apply(self, deltas: Sequence[BucketDelta]) -> None:
        """Have deltas applied; what can be worked out beforehand is, on this thread."""
        waiting: Sequence[Checkpoint] = [checkpoint_of(delta) for delta in deltas]
        for cards in card_slices(waiting):
            self._in_loop(partial(self._book.members.keep_cards, cards))
        while waiting:
            waiting = self._in_loop(partial(apply_checkpoints, self._book, waiting))

    def _pull(
        self, wants: tuple[Want, ...], *, deltas: bool, timeout_s: float
    ) -> PullAnswer:
        for _ in range(HELLOS_MAX):
            request = self._in_loop(partial(self._prepare_pull, wants, deltas=deltas))
            body = self._send("/v1/pull", PULL.dump_json(request), request.nonce, timeout_s)
            answer = _read(PULLED, body)
            if isinstance(answer, PullAnswer) and answer.nonce == request.nonce:
                return answer
            if isinstance(answer, Conflict) and answer.reason != "session":
                verdict = Diverged(answer.reason)
                self._in_loop(partial(self._settle, verdict))
                _follow(verdict)
            self._hello(timeout_s=timeout_s)
        raise LinkFault(Sentence("Head office does not keep our session."), hint=_AGAIN)

    def _prepare_pull(self, wants: tuple[Want, ...], *, deltas: bool) -> PullRequest:
        journal, members = self._book.journal, self._book.members
        return PullRequest(
            till=journal.life.till,
            life=journal.life.number,
            session=self._session,
            generation=cursor_of(journal).generation,
            nonce=self._entropy(NONCE_BYTES).hex(),
            programme=members.newest_programme(),
            programmes=len(members.programme_starts()),
            wants=wants,
            taken=taken_since(journal) if wants else (),
            deltas=deltas,
            numbers=ranges_told(self._book) if deltas else -1,
            life_keys=members.life_keys(),
            outcomes=members.newest_outcome(),
            revisions=members.revisions() if deltas else {},
        )

    def _send(self, path: str, body: bytes, nonce: str, timeout_s: float) -> bytes:
        journal = self._book.journal
        cursor = self._in_loop(partial(cursor_of, journal))
        letter = Letter(
            path=path,
            body=body,
            life=str(journal.life),
            nonce=nonce,
            generation=cursor.generation,
        )
        try:
            answer = self._link.ask(letter, timeout_s=timeout_s)
        except LinkFault:
            self._hears(answers=False)
            raise
        self._hears(answers=True)
        return answer

    def _hears(self, *, answers: bool) -> None:
        """Note whether head office answered, for whoever may decide only if it cannot."""
        self._book.line_down = not answers

    def _settle(self, verdict: Verdict) -> None:
        journal = self._book.journal
        if isinstance(verdict, Proceed):
            keep_cursor(journal, verdict.cursor)
        elif isinstance(verdict, Diverged) and not journal.frozen:
            journal.freeze(verdict.reason)

    def _waiting(self) -> int:
        journal = self._book.journal
        return journal.seq - cursor_of(journal).acknowledged


def _follow(verdict: Verdict) -> None:
    if isinstance(verdict, Diverged):
        raise LinkFault(
            Sentence(
                "Head office does not know this till's history ({reason}).",
                reason=verdict.reason,
            ),
            hint=Sentence(
                "Sales go on and nothing is lost; enrol this till again: vafa enrol"
            ),
        )


def _read(shape: Shape[T], body: bytes) -> T:
    try:
        return shape.validate_json(body)
    except ValidationError as error:
        raise LinkFault(
            Sentence("Head office's answer could not be understood."),
            hint=Sentence(
                "Compare the versions of till and head office (vafa status on both)."
            ),
        ) from error
