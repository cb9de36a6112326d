"""Gift cards at the counter: the account of a code, and codes of cards that are sold."""

from agent.counter.ground.desk import Desk
from rules.ground.ids import AccountId
from rules.issues.code_prefix import GIFT_CARD
from sync.wire.keys import vouchers
from sync.wire.keys.tokens import voucher_code


def gift_card_account(desk: Desk, code: str) -> AccountId:
    """Return the account of a gift card's code, however it was typed."""
    return vouchers.gift_card_account(desk.book.keys.token, code)


def new_code(desk: Desk, key: str, line: str) -> str:
    """Return the code of a card that a document makes: nobody guesses it.

    The same at every till, so that a sale booked at two lanes makes one card.
    """
    return voucher_code(desk.book.keys.voucher, f"gift|{key}|{line}", GIFT_CARD)
