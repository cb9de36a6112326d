"""What a coupon's code begins with, so that a person sees what it is for."""

from typing import Final

from rules.ids import RuleId
from rules.ladder.terms import Ladder

_USUAL: Final = "VAFA"


def code_prefix(rule: RuleId, ladder: Ladder | None) -> str:
    """Return the entered tier's name for its own coupon, else the house's usual prefix."""
    for tier in ladder.tiers if ladder else ():
        if tier.entry_issue is not None and tier.entry_issue.rule == rule:
            return tier.tier.upper()
    return _USUAL
