"""Why a line of a file was left out, as people are told it."""

from collections.abc import Mapping
from typing import Final

from rules.ground.sentence import Sentence

WHY: Final[Mapping[str, Sentence]] = {
    "account_known": Sentence("the member is known already"),
    "account_twice": Sentence("the account is in the file twice"),
    "bad_account": Sentence("the account is none"),
    "bad_name": Sentence("the name cannot be used"),
    "bad_phone": Sentence("the phone number is none"),
    "bad_points": Sentence("the points are out of bounds"),
    "bad_spend": Sentence("the spend is out of bounds"),
    "card_known": Sentence("the card is a member's already"),
    "card_twice": Sentence("the card is in the file twice"),
    "refers_oneself": Sentence("the member refers themselves"),
    "unknown_member": Sentence("the member is not known"),
    "unknown_tier": Sentence("the tier is not known"),
}
"""What is said for each reason that importing and activities give."""
