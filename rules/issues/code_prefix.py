"""What a voucher's code begins with, so that a person sees what it is for."""

from typing import Final

from rules.ground.ids import RuleId
from rules.ladder.terms import Ladder

GIFT_CARD: Final = "GIFT"
_USUAL: Final = "VAFA"


def code_prefix(kind: str, rule: RuleId, ladder: Ladder | None) -> str:
    """Return what a voucher's code begins with.

    A gift card's like any gift card's; the entered tier's name for its own coupon, else the
    house's usual prefix.
    """
    if kind == "gift_card":
        return GIFT_CARD
    for tier in ladder.tiers if ladder else ():
        if tier.entry_issue is not None and tier.entry_issue.rule == rule:
            return tier.tier.upper()
    return _USUAL
