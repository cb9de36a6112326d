"""What a forged till speaks to: an office itself, or a line to one."""

from typing import Protocol

from rules.ground.refusal import Refusal
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
from sync.wire.records.batch import Batch
from tests.office.world import FakeClock


class Door(Protocol):
    """What a till asks: an office, or a line to one."""

    def enrol(self, request: EnrolRequest) -> Enrolled | Refusal:
        """Answer an enrolment."""
        ...

    def hello(self, message: Hello) -> Welcome | Conflict:
        """Answer a hello."""
        ...

    def push(self, batch: Batch) -> Acknowledgement | Conflict | Refusal:
        """Answer a push."""
        ...

    def pull(self, request: PullRequest) -> PullAnswer | Conflict:
        """Answer a pull."""
        ...

    def reconcile(self, request: ReconcileRequest) -> Reconciled | Conflict:
        """Answer the night's question."""
        ...


class Surroundings(Protocol):
    """Where a till stands: the time, and the way to head office."""

    clock: FakeClock

    @property
    def office(self) -> Door:
        """The way to head office."""
        ...
