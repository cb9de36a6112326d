"""Until when a card is good, and what it counts for afterwards."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from rules.calendars.local_days import end_of_month_day
from rules.members.card_terms import CardTerms

Counts = Literal["everything", "earning", "nothing"]
"""What a card may be shown for: also to spend, to earn only, or not at all."""


def good_until(terms: CardTerms, at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant (exclusive) when a card given at ``at`` ends; None for never."""
    if terms.expires_months is None:
        return None
    return end_of_month_day(at, zone, months=terms.expires_months)


def counts_for(terms: CardTerms, until: datetime | None, at: datetime) -> Counts:
    """Say what a card that is good ``until`` (exclusive; None: for ever) counts for."""
    return "everything" if until is None or at < until else terms.expired
