"""What a check says: how it is, one cause in one sentence, and what mends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["ok", "warn", "fail", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer. ``mend`` is a command where there is one; only what is well has none.

    ``remark`` is what is to be known before that is typed. What is no command is a
    Sentence, or the system's own text. Nothing here ever holds a secret, a card number or
    anything about a member.
    """

    outcome: Outcome
    cause: str
    mend: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        """Hold that whoever is told of trouble is told what to do about it."""
        if bool(self.mend) != (self.outcome in {"warn", "fail"}):
            raise ValueError(f"a finding of {self.outcome} and its mending do not fit")

    def mending(self, tell: Callable[[str], str] = str) -> str:
        """Write what mends it in one line, as it is typed, the remark behind it."""
        mend, remark = tell(self.mend), tell(self.remark)
        return f"{mend}   # {remark}" if remark else mend


def ok(cause: str) -> Finding:
    """Say that it is as it should be."""
    return Finding(outcome="ok", cause=cause)


def warn(cause: str, *, mend: str, remark: str = "") -> Finding:
    """Say that the till works, and that somebody should look."""
    return Finding(outcome="warn", cause=cause, mend=mend, remark=remark)


def fail(cause: str, *, mend: str, remark: str = "") -> Finding:
    """Say that something does not work, or soon will not."""
    return Finding(outcome="fail", cause=cause, mend=mend, remark=remark)


def not_applicable(cause: str) -> Finding:
    """Say why there is nothing to look at here."""
    return Finding(outcome="not_applicable", cause=cause)
