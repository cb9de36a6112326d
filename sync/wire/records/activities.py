"""The facts of an activity: who did what outside of a sale, and who brought them to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.wire.canonical import Json, NotCanonicalError, encode
from sync.wire.records.header import text

NAME: Final = r"^[A-Za-z0-9._:-]{1,64}$"
_KEY_MAX: Final = 200
_NAME: Final = re.compile(NAME, re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """``account`` did ``activity``; ``referred_by`` is the account of who brought them.

    ``key`` tells one such activity of a member from another; without it, it is done once.
    """

    account: str
    activity: str
    key: str = ""
    referred_by: str = ""

    @property
    def document(self) -> str:
        """The natural key: told anywhere, however often, it is one activity."""
        return f"{self.activity}|{self.account}||{self.key}|activity"


def activity_bytes(facts: ActivityFacts) -> bytes:
    """Return the canonical bytes."""
    return encode(activity_value(facts))


def activity_value(facts: ActivityFacts) -> Mapping[str, Json]:
    """Return the facts as they are written."""
    return {
        "account": facts.account,
        "activity": facts.activity,
        "key": facts.key,
        "referred_by": facts.referred_by,
    }


def read_activity(value: Mapping[str, Json]) -> ActivityFacts | None:
    """Read the facts of such a record; None once they are erased.

    Raises :class:`NotCanonicalError` on anything else.
    """
    if not value:
        return None
    facts = ActivityFacts(
        account=text(value, "account"),
        activity=text(value, "activity"),
        key=text(value, "key"),
        referred_by=text(value, "referred_by"),
    )
    if "\0" in f"{facts.account}{facts.key}{facts.referred_by}":
        raise NotCanonicalError("no activity")
    if not _NAME.fullmatch(facts.activity) or len(facts.key) > _KEY_MAX:
        raise NotCanonicalError("no activity")
    return facts
