"""Ed25519 keys, signed requests and signed answers (PROTOCOL §4).

A request is signed by the till over method, path, body hash, nonce and generation; an
answer by head office over the nonce and its body hash. A captive portal or a proxy can
therefore neither ask nor answer, whatever it does to TLS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

LIFE_HEADER: Final = "vafa-life"
NONCE_HEADER: Final = "vafa-nonce"
GENERATION_HEADER: Final = "vafa-generation"
SIGNATURE_HEADER: Final = "vafa-signature"


class SigningKey:
    """A private key: a till's device key or head office's."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public: Final = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for a key file of mode 0600."""
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; the same message always gives the same bytes."""
        return self._key.sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` over ``message`` is by the holder of ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request's signature covers."""

    method: str
    path: str
    body: bytes
    life: str
    nonce: str
    generation: int

    def message(self) -> bytes:
        """Return the signed bytes."""
        parts = (
            self.method, self.path, sha256(self.body).hexdigest(), self.life, self.nonce,
            str(self.generation),
        )  # fmt: skip
        return b"vafa request\n" + "\n".join(parts).encode()


def request_headers(key: SigningKey, asked: Asked) -> dict[str, str]:
    """Return the headers that make a request ours."""
    return {
        LIFE_HEADER: asked.life,
        NONCE_HEADER: asked.nonce,
        GENERATION_HEADER: str(asked.generation),
        SIGNATURE_HEADER: key.sign(asked.message()).hex(),
    }


def request_is_by(public: bytes, asked: Asked, headers: Mapping[str, str]) -> bool:
    """Say whether the headers' signature over ``asked`` is by the holder of ``public``."""
    return verify(public, asked.message(), _unhex(headers.get(SIGNATURE_HEADER, "")))


def answer_headers(key: SigningKey, nonce: str, body: bytes) -> dict[str, str]:
    """Return the headers that make an answer head office's own."""
    return {SIGNATURE_HEADER: key.sign(_answered(nonce, body)).hex()}


def answer_is_by(
    public: bytes, nonce: str, body: bytes, headers: Mapping[str, str]
) -> bool:
    """Say whether an answer to ``nonce`` was given by the holder of ``public``."""
    return verify(public, _answered(nonce, body), _unhex(headers.get(SIGNATURE_HEADER, "")))


def _answered(nonce: str, body: bytes) -> bytes:
    return b"vafa answer\n" + nonce.encode() + b"\n" + sha256(body).digest()


def _unhex(value: str) -> bytes:
    try:
        return bytes.fromhex(value)
    except ValueError:
        return b""
