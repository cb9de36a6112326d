"""Card tokens, names sealed under the card presented, voucher codes (PROTOCOL §4, §3d)."""

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

TOKEN_BYTES: Final = 16
_SECRET_BYTES: Final = 20
_NONCE: Final = bytes(12)
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody mistakes for one another when read aloud."""

_GROUPS: Final = (4, 4, 4)

_ACCOUNT_LETTERS: Final = 16
"""78 bits: two of ten million cards meet in one account once in ten billion such chains."""


def card_token(token_key: bytes, number: str) -> bytes:
    """Return the 16-byte keyed token under which tills know a card or phone number."""
    return hmac.digest(token_key, b"card " + number.encode(), "sha256")[:TOKEN_BYTES]


def account_of_card(token_key: bytes, number: str) -> str:
    """Return the account that a card enrolled at any till opens: the same everywhere.

    Two tills that enrol one card without a line make one member of it, not two.
    """
    found = hmac.digest(token_key, b"account " + number.encode(), "sha256")
    return f"m-{_letters(int.from_bytes(found), _ACCOUNT_LETTERS)}"


def seal_name(token_key: bytes, number: str, name: str) -> bytes:
    """Encrypt a member's name so that only the card's number, presented, opens it.

    RFC 8439 with a fixed nonce is safe for one message, so every name has a key of its own:
    it is derived from a keyed hash of number and name, which tells nothing without the
    number.
    """
    data = name.encode()
    asked = b"mark " + number.encode() + b"\n" + data
    mark = hmac.digest(token_key, asked, "sha256")[:TOKEN_BYTES]
    return mark + ChaCha20Poly1305(_name_key(token_key, number, mark)).encrypt(
        _NONCE, data, None
    )


def open_name(token_key: bytes, number: str, sealed: bytes) -> str:
    """Decrypt a name with the number presented; empty when it does not fit."""
    mark, data = sealed[:TOKEN_BYTES], sealed[TOKEN_BYTES:]
    try:
        cipher = ChaCha20Poly1305(_name_key(token_key, number, mark))
        return cipher.decrypt(_NONCE, data, None).decode()
    except (InvalidTag, UnicodeDecodeError, ValueError):
        return ""


def proof_secret(token_key: bytes, number: str) -> bytes:
    """Return the secret of a card's one-time codes; only its number, presented, opens it.

    It follows from the card, so every till knows it without a line and none keeps it; a
    card that takes another's place has another one.
    """
    return hmac.digest(token_key, b"proof " + number.encode(), "sha256")[:_SECRET_BYTES]


def voucher_code(voucher_key: bytes, issuance_key: str, prefix: str) -> str:
    """Return the code of a once-only award: a MAC of its issuance key, the same everywhere.

    Twelve letters of 30 behind a readable prefix carry 58 bits: ``GOLD-8H2P-4MXK-R7QT``.
    """
    number = int.from_bytes(hmac.digest(voucher_key, issuance_key.encode(), "sha256"))
    groups = []
    for size in _GROUPS:
        groups.append(_letters(number, size))
        number //= len(_ALPHABET) ** size
    return "-".join((prefix, *groups))


def _letters(number: int, count: int) -> str:
    """Write the lowest ``count`` digits of a number in our alphabet, the lowest first."""
    letters = ""
    for _ in range(count):
        number, at = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[at]
    return letters


def _name_key(token_key: bytes, number: str, mark: bytes) -> bytes:
    return hmac.digest(token_key, b"name " + mark + number.encode(), "sha256")
