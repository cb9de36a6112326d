"""One-time codes: six digits that a member's phone shows for half a minute (RFC 6238)."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rules.ground import bounds

STEP_S: Final = 30
DIGITS: Final = 6
_AROUND: Final = (-1, 0, 1)
"""A phone's clock may be half a minute off, and a customer takes time to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTerms:
    """From which worth (minor units) a redemption needs the member's one-time code."""

    from_minor: int

    def __post_init__(self) -> None:
        """Refuse what is no sum."""
        most = bounds.MONEY_MINOR_MAX
        bounds.within("from_minor", self.from_minor, least=1, most=most)


def step_of(at: datetime) -> int:
    """Return the number of the half minute of an instant."""
    return int(at.timestamp()) // STEP_S


def code_of(secret: bytes, step: int) -> str:
    """Return the code of a half minute (RFC 4226's truncation of HMAC-SHA-1)."""
    digest = hmac.digest(secret, step.to_bytes(8), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_shown(secret: bytes, code: str, at: datetime, *, after: int) -> int | None:
    """Return the half minute that a code shown at an instant is of, None for a wrong one.

    One of a step up to ``after`` was used before and is wrong. Every code that could be is
    compared, in the same time whichever it is.
    """
    now = step_of(at)
    typed = code.encode()
    right = [
        now + apart
        for apart in _AROUND
        if hmac.compare_digest(code_of(secret, max(0, now + apart)).encode(), typed)
    ]
    return next((step for step in right if step > after), None)
