"""Who wrote what: tills, lives and record ids (PROTOCOL §1.2)."""

import re
from dataclasses import dataclass
from typing import Final, Self

from rules.ground.ids import RecordId

_LIFE = re.compile(r"([to][0-9]{1,9})\.([1-9][0-9]{0,5})", re.ASCII)
_RECORD = re.compile(r"([to][0-9]{1,9}\.[1-9][0-9]{0,5})-([1-9][0-9]{0,11})", re.ASCII)
SEQ_BITS: Final = 40
"""A record's place in a till's file is one integer: life above, seq in the low 40 bits."""

LAST_SEQ: Final = (1 << SEQ_BITS) - 1


class BrokenIdentityError(Exception):
    """A text that is no till, life or record id."""


@dataclass(frozen=True, slots=True, order=True)
class Life:
    """One unbroken chain under one device key: ``t1.3`` is life 3 of till ``t1``.

    Head office authors under ``o<bucket>.<generation>``.
    """

    till: str
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``t1.3``."""
        match = _LIFE.fullmatch(text)
        if match is None:
            raise BrokenIdentityError("not a life")
        return cls(match[1], int(match[2]))

    def __str__(self) -> str:
        """Write ``t1.3``."""
        return f"{self.till}.{self.number}"

    def record(self, seq: int) -> RecordId:
        """Return the id of this life's record number ``seq`` (from 1)."""
        return RecordId(f"{self.till}.{self.number}-{seq}")

    def position(self, seq: int) -> int:
        """Return the integer under which a till stores its record ``seq`` of this life."""
        return self.number << SEQ_BITS | seq


def split_record(record: str) -> tuple[Life, int]:
    """Read ``t1.3-1842`` as its life and sequence number."""
    match = _RECORD.fullmatch(record)
    if match is None:
        raise BrokenIdentityError("not a record id")
    return Life.parse(match[1]), int(match[2])


def split_position(position: int) -> tuple[int, int]:
    """Read a stored position as (life number, sequence number)."""
    return position >> SEQ_BITS, position & ((1 << SEQ_BITS) - 1)
