"""Which account a voucher's code stands for, and what is in it: the same at both ends.

A coupon's account holds its one use and has its code in clear; a gift card's holds money
and is a keyed token, so that nobody lists codes.
"""

from rules.ground.ids import AccountId, Unit
from rules.value.ledger import COUPON_PREFIX, GIFT_CARD_PREFIX, USES
from rules.vouchers.money import MONEY
from sync.wire.keys.tokens import card_token

_GIFT_CARD = "gift_card"


def coupon_account(code: str) -> AccountId:
    """Return the account of a coupon's code, however it was typed."""
    return AccountId(COUPON_PREFIX + _plain(code))


def gift_card_account(token_key: bytes, code: str) -> AccountId:
    """Return the account of a gift card's code, however it was typed."""
    token = card_token(token_key, f"gift {_plain(code)}")
    return AccountId(GIFT_CARD_PREFIX + token.hex())


def voucher_of(kind: str, code: str, token_key: bytes) -> tuple[AccountId, Unit]:
    """Return the account of what is given once, and the unit in it."""
    if kind == _GIFT_CARD:
        return gift_card_account(token_key, code), MONEY
    return coupon_account(code), USES


def vouchers_of_code(code: str, token_key: bytes) -> tuple[tuple[AccountId, Unit], ...]:
    """Return all that a code may stand for, where nobody says what it is."""
    return (coupon_account(code), USES), (gift_card_account(token_key, code), MONEY)


def _plain(code: str) -> str:
    return code.strip().upper()
