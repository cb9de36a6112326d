"""The problems of members, their cards and what is given to them afterwards."""

from collections.abc import Mapping
from typing import Final

from agent.pos.problems.wording import Wording

MEMBER_PROBLEMS: Final[Mapping[str, Wording]] = {
    "card_or_phone": Wording(
        422,
        "One of card and phone is needed",
        hint="Send either card= or phone=, not both.",
    ),
    "not_a_member_card": Wording(
        409,
        "This is no card of the programme",
        hint="Scan a blank member card, or leave card out to get a new number.",
    ),
    "card_taken": Wording(
        409,
        "Somebody has this card already",
        hint="Take another blank card; a scan tells whose this one is.",
    ),
    "key_missing": Wording(
        422,
        "A wish for a new number needs a key",
        hint="Send key, a name of your own for this wish: asked again, it is one card.",
    ),
    "no_new_numbers": Wording(
        409,
        "This till has no new card numbers left",
        hint="Use a blank card; numbers come with the next contact (vafa sync now), "
        "if the programme has new_numbers.",
    ),
    "refers_oneself": Wording(
        409,
        "A member cannot refer themselves",
        hint="Send in referred_by the card of the member who brought this one.",
    ),
    "wish_differs": Wording(
        409,
        "Something else was asked for under this key",
        "It made record {record}.",
        "Use another key for another wish.",
    ),
    "only_sales_attach": Wording(
        422,
        "Only a sale is given to a member",
        "The document is a {kind}.",
        "Name the sale's own document.",
    ),
    "sale_not_here": Wording(
        404,
        "This till did not book the sale",
        hint="Practise on a sale that was booked here.",
    ),
    "has_member": Wording(
        409,
        "The sale has a member already",
        "It is record {record}.",
        "Points were given when it was booked; nothing needs to be done.",
    ),
    "already_attached": Wording(
        409,
        "The sale was attached to another member",
        "Record {record} did it.",
        "A sale is attached once; head office can correct it.",
    ),
    "returned_whole": Wording(
        409,
        "Nothing is left of the sale",
        "All of record {record} came back.",
        "There is nothing to earn on.",
    ),
    "unknown_suspended": Wording(
        404,
        "No sale is suspended under this name",
        hint="Scan the card again and name the hold in the sale: both are good still.",
    ),
    "not_a_phone": Wording(
        422,
        "This cannot be a phone number",
        hint="Type it with its country, like +60 12 345 6789; without, the programme's "
        "cards.phone says which country is meant.",
    ),
    "phone_taken": Wording(
        409,
        "Somebody has this phone number already",
        hint="Look the member up by it, and replace their card if they lost it.",
    ),
}
