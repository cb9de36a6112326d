"""What a pull tells of returns: the fleet's keys, what to note, what became of ours."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from sync.wire.shape import Shape

Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(min_length=1, max_length=128)]
Count = Annotated[int, Field(ge=0, le=2**53)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeKey:
    """The public key (Ed25519) of a till's life, to check what is printed on its slips."""

    life: Name
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAsked:
    """A return made elsewhere of ``sale``, a record of the asking till, to be journalled.

    ``facts`` is JSON: what came back and what was decided, as in a refund's own facts. Once
    it is in the till's journal, head office gives back what was spent.
    """

    record: Name
    sale: Name
    facts: Annotated[str, Field(max_length=1 << 19)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What head office made of a return that the asking till booked.

    ``number`` grows for each till. ``reversed`` and ``given_back`` are points that stand.
    """

    number: Count
    record: Name
    state: Literal[
        "waiting", "pending_acceptance", "settled", "refused", "blind", "undecidable"
    ]
    reversed: int
    given_back: int
    at_ms: Count


OUTCOME: Final[Shape[Outcome]] = Shape(Outcome)
