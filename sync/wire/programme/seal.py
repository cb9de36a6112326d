"""What head office signs when it publishes a programme: version, start, document."""

from hashlib import sha256


def sealed_programme(version: int, starts_ms: int, document: bytes) -> bytes:
    """Return the bytes that a programme's signature covers."""
    return b"vafa programme %d %d " % (version, starts_ms) + sha256(document).digest()
