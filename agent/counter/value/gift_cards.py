"""A gift card's account: a keyed token of its code, so that no till lists codes."""

from typing import Final

from agent.counter.ground.desk import Desk
from rules.ids import AccountId
from rules.ledger import GIFT_CARD_PREFIX
from sync.wire.tokens import card_token, voucher_code

_PREFIX: Final = "GIFT"


def gift_card_account(desk: Desk, code: str) -> AccountId:
    """Return the account of a gift card's code, however it was typed."""
    plain = code.strip().upper()
    token = card_token(desk.book.keys.token, f"gift {plain}")
    return AccountId(GIFT_CARD_PREFIX + token.hex())


def new_code(desk: Desk, key: str, line: str) -> str:
    """Return the code of a card that a document makes: nobody guesses it.

    The same at every till, so that a sale booked at two lanes makes one card.
    """
    return voucher_code(desk.book.keys.voucher, f"gift|{key}|{line}", _PREFIX)
