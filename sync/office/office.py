"""Head office: a message in, a message out, whatever carries them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError

from rules.campaigns.draws import Won
from rules.campaigns.goals import GoalState
from rules.ground.refusal import Refusal
from rules.members.member_facts import FactsChange, MemberFacts
from rules.programme import Programme
from sync.core.intake import Reason
from sync.kit.clock import Clock
from sync.office import applying
from sync.office.budgets import setting_aside, states
from sync.office.database import desk
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.keys import Entropy, OfficeKeys, make_keys
from sync.office.database.second_place import SecondPlace
from sync.office.draws import drawing
from sync.office.draws.draw_lists import DrawList
from sync.office.duties import due
from sync.office.gifts import activities, days_come, events_told, giving
from sync.office.goals.states import goal_states
from sync.office.joining import importing
from sync.office.journals import acknowledging, intake, verifying
from sync.office.members import happenings
from sync.office.returning import returns_due
from sync.office.status import belonging, explaining, learning, recounting
from sync.office.telling import pulling, reconciling
from sync.office.tills import enrolment, fleet, greeting, programmes, restoring, roster
from sync.wire.keys.signing import Asked, request_is_by
from sync.wire.messages import (
    Acknowledgement,
    Conflict,
    Enrolled,
    EnrolRequest,
    Hello,
    PullAnswer,
    PullRequest,
    Reconciled,
    ReconcileRequest,
    Welcome,
)
from sync.wire.programme.door import Form
from sync.wire.records.activities import ActivityFacts
from sync.wire.records.batch import Batch
from sync.wire.records.identity import Life

APPLY_AT_ONCE: Final = 500
"""How many records one transaction applies."""

_OURS_TO_SET_ASIDE: Final = (DataError, IntegrityError, OverflowError)
"""What the database says of values it cannot hold; else it is not the record's fault."""


class Office:
    """One head office on one database. Not to be used by two threads at once.

    Without ``keys`` it makes new ones, and without a ``second_place`` it remembers nothing
    beside its database: for worlds that live no longer than this object.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        entropy: Entropy,
        keys: OfficeKeys | None = None,
        second_place: SecondPlace | None = None,
    ) -> None:
        self.keys: Final = keys or make_keys(entropy)
        self._second_place: Final = second_place or SecondPlace(None)
        self._desk = desk.Desk(engine, clock=clock, entropy=entropy, keys=self.keys)

    def new_token(
        self, store: str, *, reusable: bool = False, expires: datetime | None = None
    ) -> str:
        """Make an enrolment token for a store, for one till or many until it expires."""
        return self._desk.transact(
            enrolment.new_token, store, reusable=reusable, expires=expires
        )

    def enrol(self, request: EnrolRequest) -> Enrolled | Refusal:
        """Give a till or its next life a number; the same ``idem`` has the same answer.

        Refusals: ``unknown_token``, ``token_expired``, ``token_used``, ``idem_reused``.
        """
        return self._desk.transact(enrolment.enrol, request)

    def hello(self, message: Hello) -> Welcome | Conflict:
        """Open a session and tell our mark, or say why this is not the till we know."""
        return self._desk.transact(greeting.hello, message)

    def push(self, batch: Batch) -> Acknowledgement | Conflict | Refusal:
        """Store a batch, answer for it, and apply what can be applied by now.

        Refusals: ``broken_record``, ``bad_signature``.
        """
        stored = self._desk.transact(intake.store, batch)
        if isinstance(stored, Refusal):
            return stored
        if isinstance(stored, str):
            return self.conflict(batch.nonce, stored)
        for journal in self._desk.look(applying.behind, stored.life):
            self._apply(journal, APPLY_AT_ONCE * 20)
        self._give()
        return self._desk.look(acknowledging.acknowledge, batch.nonce, stored)

    def apply_pending(self, limit: int = 10_000) -> int:
        """Apply stored records of any journal, at most ``limit``; return how many."""
        done = 0
        for journal in self._desk.look(applying.behind):
            done += self._apply(journal, limit - done)
        self._give()
        return done

    def pull(self, request: PullRequest) -> PullAnswer | Conflict:
        """Deal and repeat grants; answer with what changed since the cursors."""
        return self._desk.transact(pulling.pull, request)

    def reconcile(self, request: ReconcileRequest) -> Reconciled | Conflict:
        """Compare head, count, rights and balances with a till's, and name what differs."""
        return self._desk.look(reconciling.reconcile, request)

    def run_due(self, now: datetime) -> due.DutiesDone:
        """Do the standing duties as of ``now``, always in this order.

        What waited becomes usable, tiers begin and end, what ended expires, whoever's
        credit left the window is told, and once a local day every member's segments are
        looked at. Then rules give by themselves what the day and what happened bring.
        """
        self._desk.transact(due.at, now, returns_due.look_again)
        return due.DutiesDone(
            recounted=self._desk.transact(due.at, now, recounting.recount_all),
            activated=self._until_done(due.activate, now),
            tiers=self._until_done(due.begin_tiers, now)
            + self._until_done(due.end_tiers, now),
            expired=self._until_done(due.expire, now)
            + self._until_done(due.expire_idle, now),
            budgeted=self._desk.transact(due.at, now, setting_aside.set_aside),
            told=self._desk.transact(due.at, now, due.finish),
            looked_at=self._until_done(belonging.look_at_all, now),
            given=self._until_done(days_come.give_for_days, now)
            + self._until_done(giving.give_waiting, now),
        )

    def run_if_due(self, now: datetime) -> bool:
        """Do the duties if their last success is an hour ago; say whether they were."""
        if not self._desk.look(due.at, now, due.is_due):
            return False
        self.run_due(now)
        return True

    def publish(
        self, document: bytes, *, form: Form = "json", starts: datetime | None = None
    ) -> Programme:
        """Check, sign and publish a programme; it starts at once or at ``starts``."""
        programme = self._desk.transact(
            programmes.publish, document, form=form, starts=starts
        )
        self._desk.transact(setting_aside.set_aside)
        return programme

    def import_members(self, newcomers: Iterable[importing.Newcomer]) -> importing.Imported:
        """Take in members with cards, opening points, spend and tier, but nobody twice."""
        rows = tuple(newcomers)
        members, left_out = self._desk.transact(importing.prepare, rows)
        for some in chunks(members, importing.AT_ONCE):
            left_out += self._desk.transact(importing.take_in, some)
        return importing.Imported(
            members=len(rows) - len(left_out), left_out=tuple(sorted(left_out))
        )

    def give_tier(self, account: str, tier: str, last_day: str = "") -> bool:
        """Give a member a tier that a person decided, to a last day (empty: no end).

        It stands whatever the member's credit is, and ends like any other. False when the
        member or the tier is unknown; ValueError for what is no day.
        """
        return self._desk.transact(due.give_tier, account, tier, last_day)

    def explain_member(self, account: str) -> explaining.MemberExplained | None:
        """Tell where a member stands and why; None when there is no such member."""
        return self._desk.look(explaining.explain_member, account)

    def learn(self, account: str, change: FactsChange) -> MemberFacts | None:
        """Change what is known of a member as a person; None when there is none such.

        Raises OutOfBoundsError for facts that no rule could ask for.
        """
        return self._desk.transact(learning.learn, account, change)

    def tell_event(self, event: str, document: str) -> int | None:
        """Say that an event happened to a sale (its natural key): what waited is usable.

        Returns how much of it; None when the sale is not known here.
        """
        return self._desk.transact(events_told.tell_event, event, document)

    def close_draw(self, name: str) -> DrawList:
        """Close a prize draw and return its entries; the same whenever it is asked.

        Raises a :class:`Fault` for an unknown draw, or one closed with other entries.
        """
        return self._desk.transact(drawing.close_draw, name)

    def hold_draw(self, drawn: DrawList, seed: bytes) -> tuple[Won, ...]:
        """Find the winners of a closed draw; coupons among the prizes are given once.

        Raises a :class:`Fault` for another list or another seed than was promised.
        """
        return self._desk.transact(drawing.hold_draw, drawn, seed)

    def tell_activities(
        self, lines: Iterable[tuple[int, ActivityFacts]]
    ) -> activities.ActivitiesTold:
        """Take in what members did elsewhere, each once; rules give what that brings."""
        told = activities.ActivitiesTold(new=0, known=0, left_out=())
        for some in chunks(tuple(lines), activities.AT_ONCE):
            more = self._desk.transact(activities.tell_activities, some)
            told = activities.ActivitiesTold(
                new=told.new + more.new,
                known=told.known + more.known,
                left_out=(*told.left_out, *more.left_out),
            )
            self._give()
        return told

    def begin_generation(self) -> int:
        """Say that this database was restored from a backup; return the new generation.

        Nothing is dealt to anyone until every till has sent again what it has.
        """
        return self._desk.transact(restoring.begin_generation, self._second_place)

    def retire(self, till: str) -> bool:
        """Take a till off the roster: nothing it says is heard again. False if unknown."""
        return self._desk.transact(restoring.retire, till)

    def verify(self) -> verifying.Verified:
        """Verify every chain, every signature, and the book against the journals."""
        return self._desk.look(verifying.verify)

    def fleet(self) -> fleet.Fleet:
        """Tell how every till stands."""
        return self._desk.look(fleet.fleet)

    def budgets(self) -> tuple[states.BudgetState, ...]:
        """Tell how every period of campaigns' budgets stands, by campaign and store."""
        return tuple(self._desk.look(states.budget_states).values())

    def goals(self) -> tuple[GoalState, ...]:
        """Tell how the goals of the programme's campaigns stand, in its order."""
        # A programme that was just published may ask for what nobody has counted yet.
        self._desk.transact(recounting.recount_all)
        return self._desk.look(goal_states)

    def conflict(self, nonce: str, reason: Reason) -> Conflict:
        """Tell whoever asked that it is not the till we know."""
        return self._desk.look(_conflict, nonce, reason)

    def authenticate(
        self, life: Life, asked: Asked, headers: Mapping[str, str]
    ) -> bool | None:
        """Say whether that life's key signed a request; None when the life is unknown."""
        return self._desk.look(_is_by, life, asked, headers)

    def _give(self) -> None:
        """Give what rules give by themselves for what was just applied."""
        while self._desk.look(happenings.are_waiting):
            self._desk.transact(giving.give_waiting)

    def _until_done(self, duty: Callable[[Sitting], int], now: datetime) -> int:
        done = 0
        while some := self._desk.transact(due.at, now, duty):
            done += some
        return done

    def _apply(self, journal: applying.Behind, limit: int) -> int:
        """Apply one journal's records; one that the database cannot hold is set aside."""
        done = 0
        at_once = APPLY_AT_ONCE
        while done < limit:
            try:
                some = self._desk.transact(
                    applying.apply_some, journal, min(at_once, limit - done)
                )
            except _OURS_TO_SET_ASIDE as error:
                if at_once == 1:
                    self._desk.transact(applying.set_aside, journal, type(error).__name__)
                at_once = 1
                continue
            done += some
            if not some:
                break
        return done


def _conflict(sitting: Sitting, nonce: str, reason: Reason) -> Conflict:
    return Conflict(nonce=nonce, generation=sitting.generation, reason=reason)


def _is_by(
    sitting: Sitting, life: Life, asked: Asked, headers: Mapping[str, str]
) -> bool | None:
    known = roster.read_life(sitting.connection, life)
    if known is None:
        return None
    return request_is_by(bytes.fromhex(known.key), asked, headers)
