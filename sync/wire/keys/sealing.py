"""Seal what identifies a person so that only head office opens it (PROTOCOL §1.3, §4).

An X25519 key agreement with a key used once, then ChaCha20-Poly1305 (RFC 7748, RFC 8439):
the till that sealed a part cannot open it again.
"""

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES: Final = 32
_NONCE: Final = bytes(12)
"""Every key seals one message only."""


class SealingKey:
    """Head office's private key for personal parts, derived from its secret seed."""

    def __init__(self, seed: bytes) -> None:
        secret = hmac.digest(seed, b"vafa personal parts", "sha256")
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self.public: Final = self._key.public_key().public_bytes_raw()

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed to us; empty when this is nothing of the kind."""
        once, data = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(once))
            return _cipher(shared, once, self.public).decrypt(_NONCE, data, None)
        except (InvalidTag, ValueError):
            return b""


def seal(public: bytes, data: bytes, *, chance: bytes) -> bytes:
    """Seal ``data`` to the holder of ``public``; ``chance`` is 32 fresh random bytes."""
    key = X25519PrivateKey.from_private_bytes(chance)
    once = key.public_key().public_bytes_raw()
    shared = key.exchange(X25519PublicKey.from_public_bytes(public))
    return once + _cipher(shared, once, public).encrypt(_NONCE, data, None)


def _cipher(shared: bytes, once: bytes, public: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(shared, once + public, "sha256"))
