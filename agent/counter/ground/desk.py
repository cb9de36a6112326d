"""What every use case at the counter works with: the book, the time, who stands where."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from agent.counter.ground.attempts import Attempts
from agent.counter.ground.recognition import (
    Recognise,
    bearer_number,
    read_scan,
    recognition_of,
)
from agent.counter.ground.sessions import Session, Sessions
from drivers.guard.recognition import Recognition
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId
from rules.ground.refusal import Refusal
from rules.members.card_life import Counts, counts_for
from rules.members.phones import normal_phone
from rules.members.standing import Standing
from sync.kit.clock import Clock, from_ms
from sync.till.book.book import MemberView, NoProgrammeFault, TillBook
from sync.wire.keys.tokens import card_token, open_name, proof_secret
from sync.wire.records.identity import BrokenIdentityError, split_record

if TYPE_CHECKING:
    # What it does not need to hear: a scanner waits for nothing else.
    from agent.counter.asked.guard import Guarded

_CLOCKS_APART: Final = timedelta(seconds=5)
ACTIVE: Final = "active"
EXPIRED: Final = "expired"
CARD_EXPIRED: Final = "card_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A member in front of us, as shown here now; without a card shown, no ``name``."""

    account: AccountId
    name: str
    view: MemberView

    @property
    def standing(self) -> Standing:
        """Where the member is."""
        return self.view.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """Who a document is for. ``notice`` says why nobody, or why a member gets nothing.

    ``status`` is the card's when that is stopped or has expired, else the member's. With
    ``no_spending`` (a refusal's code) the member earns and cannot spend. The card that was
    shown is good until ``card_until`` (exclusive; None: for ever, or no card was shown);
    ``secret`` is that of its one-time codes, empty when no card was shown.
    """

    bearer: Bearer | None = None
    notice: str = ""
    status: str = ACTIVE
    no_spending: str = ""
    card_until: datetime | None = None
    secret: bytes = field(default=b"", repr=False)

    @property
    def spender(self) -> Bearer | None:
        """Who may spend: the bearer, unless something is in the way."""
        return None if self.notice or self.no_spending else self.bearer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card while it is looked up: never kept, never printed."""

    number: str = field(repr=False)
    token: bytes = field(repr=False)


class Desk:
    """The counter's hands; used on the loop's thread only."""

    def __init__(
        self,
        book: TillBook,
        *,
        store: str,
        clock: Clock,
        recognise: Recognise = read_scan,
    ) -> None:
        self.book: Final = book
        self.store: Final = store
        self.clock: Final = clock
        self.recognise: Final = recognise
        self.sessions: Final = Sessions()
        self.attempts: Final = Attempts()
        self._recognitions: dict[int, tuple[Recognition, tuple[str, ...]]] = {}
        self._recognised: tuple[int, tuple[Recognition, tuple[str, ...]]] | None = None
        self._rules_hashes: dict[int, str] = {}

    @property
    def life(self) -> str:
        """The life that writes, as places and records name it."""
        return str(self.book.journal.life)

    def now(self) -> datetime:
        """Return the instant."""
        return self.clock.now()

    def evaluator(self, at: datetime) -> Evaluator:
        """Return the programme in force at ``at``, or now's when none was in force then.

        A POS whose clock is years behind must not lose its sales' points.
        """
        try:
            return self.book.evaluator(at)
        except NoProgrammeFault:
            return self.book.evaluator(self.now())

    def recognition(self) -> Recognition:
        """Return how the programme in force recognises cards; before the first, none."""
        return self._recognition()[0]

    def refused_card_rules(self) -> tuple[str, ...]:
        """Return a sentence for each card rule of the programme that cannot be used."""
        return self._recognition()[1]

    def rules_hash(self, version: int) -> str:
        """Return 32 hexadecimal digits of a programme's SHA-256; empty when unknown."""
        if version not in self._rules_hashes:
            document = self.book.members.programme(version)
            if document is None:
                return ""
            self._rules_hashes[version] = sha256(document).hexdigest()[:32]
        return self._rules_hashes[version]

    def member(self, account: AccountId, *, name: str = "") -> Bearer | None:
        """Return a member by account, or None before their statement has come down."""
        view = self.book.view(account)
        return Bearer(account=account, name=name, view=view) if view else None

    def shown(self, card: str) -> Shown:
        """Return what a card that was shown is known by; keep it no longer than a call."""
        number = bearer_number(card, self.recognition())
        return Shown(number=number, token=card_token(self.book.keys.token, number))

    def phone(self, text: str) -> str:
        """Return a phone number as the programme reads it; empty when it is none."""
        version = self.book.programmes.in_force(self.now())
        evaluator = self.book.evaluator_of(version)
        terms = evaluator.programme.cards.phone if evaluator else None
        country, trunk = (terms.country, terms.trunk) if terms else ("", "")
        return normal_phone(text, country=country, trunk=trunk)

    def shown_as(self, card: str | None, phone: str | None) -> Shown | None:
        """Return what was shown: a card, else a phone number; None for neither."""
        if card is not None or phone is None:
            return None if card is None else self.shown(card)
        number = self.phone(phone) or phone
        return Shown(number=number, token=card_token(self.book.keys.token, number))

    def by_card(
        self, shown: Shown, *, named: bool = False, at: datetime | None = None
    ) -> Presented:
        """Look up who shows a card, with their name only if it will be told.

        ``at`` is when it was shown, if that was not just now.
        """
        found = self.book.cards.card(shown.token)
        if found is None:
            return Presented(notice="card_unknown")
        key = self.book.keys.token
        name = open_name(key, shown.number, found.sealed_name) if named else ""
        bearer = self.member(found.account, name=name)
        if bearer is None:
            return Presented(notice="card_unknown")
        if found.status != ACTIVE:
            return Presented(bearer=bearer, notice="card_blocked", status=found.status)
        until = from_ms(found.until_ms) if found.until_ms else None
        secret = proof_secret(key, shown.number) if found.kind == "card" else b""
        return replace(self.as_member(bearer, card_until=until, at=at), secret=secret)

    def as_member(
        self,
        bearer: Bearer,
        *,
        card_until: datetime | None = None,
        at: datetime | None = None,
    ) -> Presented:
        """Present a member who is known, by a card that is good until an instant if any."""
        status = bearer.standing.status
        if status != ACTIVE:
            return Presented(bearer=bearer, notice="member_blocked", status=status)
        counts = self._counts(card_until, at or self.now())
        return Presented(
            bearer=bearer,
            notice=CARD_EXPIRED if counts == "nothing" else "",
            status=ACTIVE if counts == "everything" else EXPIRED,
            no_spending=CARD_EXPIRED if counts == "earning" else "",
            card_until=card_until,
        )

    def of_session(self, session: Session | None) -> Presented:
        """Present who stands at a workstation; nobody where nobody does."""
        bearer = self.member(session.account, name=session.name) if session else None
        if session is None or bearer is None:
            return Presented()
        # The card was good when it was shown: nobody loses theirs while they pay.
        presented = self.as_member(bearer, card_until=session.card_until, at=session.since)
        return replace(presented, secret=session.secret)

    def guard(self, request: "Guarded") -> Refusal | None:
        """Refuse a request that holds a payment card's number."""
        # Loaded here: what a device says is guarded already, and nobody else asks so soon.
        from agent.counter.asked.guard import guarded  # noqa: PLC0415  # see above

        return guarded(request, self.recognition(), is_members=self.is_members)

    def presented(
        self, card: str | None, workstation: str, *, phone: str | None = None
    ) -> Presented:
        """Return who is in front of us: by card or phone, else by the session there."""
        shown = self.shown_as(card, phone)
        if shown is not None:
            return self.by_card(shown)
        return self.of_session(self.sessions.at(workstation, self.now()))

    def stood(self, workstation: str, at: datetime) -> Presented:
        """Return who stood at a workstation when something was sold that is told late.

        Only whoever was scanned before ``at`` and still stands there: whoever came later
        bought nothing of it, and of a POS whose clock is ahead nothing can be said.
        """
        now = self.now()
        session = self.sessions.at(workstation, now)
        if session is None or not session.since <= at <= now + _CLOCKS_APART:
            return Presented()
        return self.of_session(session)

    def leave(self, workstation: str, *, late: bool, buyer: AccountId | None) -> None:
        """End the turn at a workstation; by a late sale only its own buyer's."""
        session = self.sessions.at(workstation, self.now())
        if not late or (session is not None and session.account == buyer):
            self.sessions.end(workstation)

    def is_members(self, card: str) -> bool:
        """Say whether a number is on a card we know."""
        return self.book.cards.card(self.shown(card).token) is not None

    def is_ours(self, record: str) -> bool:
        """Say whether a text is the id of a record of the life that writes."""
        try:
            life, _ = split_record(record)
        except BrokenIdentityError:
            return False
        return life == self.book.journal.life

    def _counts(self, until: datetime | None, at: datetime) -> Counts:
        if until is None or at < until:
            return "everything"
        try:
            return counts_for(self.evaluator(at).programme.cards, until, at)
        except NoProgrammeFault:
            return "everything"

    def _recognition(self) -> tuple[Recognition, tuple[str, ...]]:
        """Return what the programme in force recognises; asked once a second at most."""
        second = self.clock.monotonic_ms() // 1000
        if self._recognised is None or self._recognised[0] != second:
            found = self._look_up()
            if found is None:
                return Recognition(), ()
            self._recognised = (second, found)
        return self._recognised[1]

    def _look_up(self) -> tuple[Recognition, tuple[str, ...]] | None:
        version = self.book.programmes.in_force(self.now())
        if version not in self._recognitions:
            evaluator = self.book.evaluator_of(version)
            if evaluator is None:
                return None
            self._recognitions[version] = recognition_of(evaluator.programme.cards)
        return self._recognitions[version]
