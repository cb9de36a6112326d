"""One-time codes that were shown here: which were used, how many were wrong; in memory."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rules.ground.ids import AccountId
from rules.members.one_time import step_shown

WRONG_MAX: Final = 5
"""So many wrong codes of one member close the door for a while: few of a million."""

CLOSED: Final = timedelta(minutes=15)
_MEMBERS_MAX: Final = 10_000


@dataclass(slots=True, kw_only=True)
class _Tried:
    wrong: int = 0
    last: datetime
    used: int = -1


class Attempts:
    """What members of this till tried lately; the oldest is forgotten beyond a limit."""

    def __init__(self) -> None:
        self._tried: OrderedDict[AccountId, _Tried] = OrderedDict()

    def is_closed(self, account: AccountId, now: datetime) -> bool:
        """Say whether a member has to wait."""
        tried = self._tried.get(account)
        return tried is not None and tried.wrong >= WRONG_MAX and now - tried.last < CLOSED

    def passes(self, account: AccountId, secret: bytes, code: str, now: datetime) -> bool:
        """Say whether a code is right and was not used before; remember that it was."""
        tried = self._tried.setdefault(account, _Tried(last=now))
        self._tried.move_to_end(account)
        if len(self._tried) > _MEMBERS_MAX:
            self._tried.popitem(last=False)
        if now - tried.last >= CLOSED:
            tried.wrong = 0
        tried.last = now
        step = step_shown(secret, code, now, after=tried.used)
        if step is None:
            tried.wrong += 1
            return False
        tried.wrong, tried.used = 0, step
        return True
