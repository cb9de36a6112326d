"""The till's book: its journal, head office's statements, and what both say now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from rules.calendars.periods import local_day
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, TierId
from rules.members.standing import Standing
from rules.programme import Programme
from rules.value.counts import is_counter
from rules.value.ledger import POINTS, VISITS, Slice
from sync.kit.clock import Clock, from_ms
from sync.kit.faults import Fault
from sync.till.book.cards import TillCards
from sync.till.book.identity import TillKeys
from sync.till.book.members import MemberFile
from sync.till.book.programmes import Programmes
from sync.till.journal.anchor import FOLDER, POSITION, Anchor
from sync.till.journal.journal import TillJournal
from sync.till.journal.overlay import Overlay
from sync.wire.keys.tokens import card_token, open_name
from sync.wire.messages import NOTHING_FURTHER, Further, Statement
from sync.wire.records.identity import Life


class NoProgrammeFault(Fault):
    """The till has not heard of a programme yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A card that is known here: whose it is and what it says on it."""

    account: AccountId
    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A member as shown here now: the statement with our own newer records laid over it.

    ``held_elsewhere`` says how many points other stores hold for the member, by store.
    """

    standing: Standing
    statement: Statement
    held_elsewhere: Mapping[str, int]


class TillBook:
    """Everything a till knows, for the loop's thread alone."""

    def __init__(
        self,
        *,
        journal: TillJournal,
        members: MemberFile,
        keys: TillKeys,
        store: str,
        clock: Clock,
    ) -> None:
        self.journal: Final = journal
        self.members: Final = members
        self.programmes: Final = Programmes(members)
        self.cards: Final = TillCards(journal, members)
        self.keys = keys
        self.store: Final = store
        self.clock: Final = clock
        self.line_down = False
        """Whether head office did not answer when it was last asked anything."""
        self._newest_view: tuple[tuple[object, ...], MemberView] | None = None

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        keys: TillKeys,
        store: str,
        clock: Clock,
        entropy: Callable[[int], bytes],
    ) -> Self:
        """Open (or begin) the book in a directory; the anchor lies in one beside it."""
        anchors = directory / FOLDER
        anchors.mkdir(parents=True, exist_ok=True)
        journal = TillJournal(
            directory / "journal.db",
            clock=clock,
            entropy=entropy,
            anchor=Anchor(anchors / POSITION),
        )
        members = MemberFile(directory / "members.db")
        return cls(journal=journal, members=members, keys=keys, store=store, clock=clock)

    def find(self, number: str) -> Found | None:
        """Look a card or phone number up by its keyed token; the number is not kept."""
        card = self.cards.card(card_token(self.keys.token, number))
        if card is None:
            return None
        name = open_name(self.keys.token, number, card.sealed_name)
        return Found(account=card.account, name=name, status=card.status)

    def view(self, account: AccountId) -> MemberView | None:
        """Return a member as shown here now, or None before a statement has come down."""
        # From scan to sale the same member is looked at again and again; little happens.
        journal = self.journal
        state = (account, journal.head, journal.frozen, self.members.changes)
        if self._newest_view is not None and self._newest_view[0] == state:
            newest = self._newest_view[1]
            here = newest.standing.points_here
            if self._good(here) == here:
                return newest
        view = self._view(account)
        self._newest_view = (state, view) if view else None
        return view

    def _view(self, account: AccountId) -> MemberView | None:
        statement = self.members.statement(account) or self._enrolled_here(account)
        if statement is None:
            return None
        applied = self.members.applied(account)
        own = self.journal.newer_than(account, applied)
        here = self._spendable(account)
        further = statement.further or NOTHING_FURTHER
        standing = Standing(
            account=account,
            status=statement.status,
            tier=TierId(statement.tier),
            tier_until=from_ms(statement.tier_until_ms)
            if statement.tier_until_ms
            else None,
            spend_minor=statement.spend_minor + own.spend_minor,
            issued=tuple(sorted(_sum_counts(statement.issued, own.issued).items())),
            revision=statement.revision,
            as_of=from_ms(statement.as_of_ms),
            available=statement.available + own.available,
            pending=statement.pending + own.pending,
            points_here=here,
            counts=_counters(statement, own),
            segments=further.segments,
            groups=further.groups,
            birthday=further.birthday,
            attributes=tuple(sorted(further.attributes.items())),
            joined=further.joined,
            visited=self._visited(account, further),
        )
        elsewhere = {
            store: points for store, points in statement.held.items() if store != self.store
        }
        return MemberView(standing=standing, statement=statement, held_elsewhere=elsewhere)

    def _visited(self, account: AccountId, told: Further) -> str:
        """Return the local day of the last visit that counted, where visits do."""
        evaluator = self.evaluator_of(self.programmes.in_force(self.clock.now()))
        ladder = evaluator.programme.ladder if evaluator else None
        if evaluator is None or ladder is None or ladder.metric != "visits":
            return told.visited
        own = self.journal.own_lot(account, VISITS)
        if own is None:
            return told.visited
        day = local_day(own.earned_at, evaluator.reckoning).isoformat()
        return max(day, told.visited)

    def _enrolled_here(self, account: AccountId) -> Statement | None:
        """Return what stands for a statement that has not come down yet."""
        joined_ms = self.cards.joined_ms(account)
        if not joined_ms:
            return None
        programme = self.evaluator_of(self.programmes.in_force(self.clock.now()))
        ladder = programme.programme.ladder if programme else None
        return Statement(
            account=account,
            status="active",
            home=self.store,
            tier=ladder.tiers[0].tier if ladder else "",
            tier_until_ms=0,
            spend_minor=0,
            available=0,
            dealable=0,
            pending=0,
            held={},
            issued={},
            expiring=(),
            revision=0,
            as_of_ms=joined_ms,
        )

    def programme(self, at: datetime | None = None) -> Programme:
        """Return the programme in force; before the first, :class:`NoProgrammeFault`."""
        return self.evaluator(at).programme

    def evaluator(self, at: datetime | None = None) -> Evaluator:
        """Return the compiled programme in force."""
        found = self.evaluator_of(self.programmes.in_force(at or self.clock.now()))
        if found is None and self.programmes.unread(self.clock.now()):
            raise NoProgrammeFault(
                "The programme of head office is written for a newer Vafa.",
                hint="Upgrade Vafa here, or publish one there that it knows.",
            )
        if found is None:
            raise NoProgrammeFault(
                "No programme has come from head office yet.",
                hint="Publish one there (vafa office programme FILE), then: vafa sync now",
            )
        return found

    def evaluator_of(self, version: int) -> Evaluator | None:
        """Return the compiled programme of one version, or None if not known here."""
        return self.programmes.evaluator(version)

    def begin_life(self, life: Life, generation: int) -> None:
        """Start writing under a life that head office numbered; again changes nothing."""
        with self.journal.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO life (life, till, generation) VALUES (?, ?, ?)",
                (life.number, life.till, generation),
            )
        self.journal.reload()

    def close(self) -> None:
        """Close both files."""
        self.journal.close()
        self.members.close()

    def _spendable(self, account: AccountId) -> tuple[Slice, ...]:
        if self.journal.frozen:
            return ()
        return self._good(self.journal.holdings(account, POINTS))

    def _good(self, slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
        if not slices:
            return slices
        now = self.clock.now()
        return tuple(
            piece for piece in slices if piece.good_until is None or piece.good_until > now
        )


def _counters(statement: Statement, own: Overlay) -> tuple[tuple[str, int], ...]:
    """Return a member's counters: head office's word and our own newer sales."""
    told = {
        balance.unit: balance.available
        for balance in statement.balances
        if is_counter(balance.unit)
    }
    ours = {str(unit): sums[0] for unit, sums in own.units.items() if is_counter(unit)}
    return tuple(sorted(_sum_counts(told, ours).items())) if told or ours else ()


def _sum_counts(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {name: first.get(name, 0) + second.get(name, 0) for name in {*first, *second}}
