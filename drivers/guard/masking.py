"""Bytes as hex for people who set devices up, with every digit hidden."""

_DECIMAL = frozenset("0123456789")
_CONTROLS = 10
"""Bytes below this one frame packets and are no digits of anything."""


def masked_hex(data: bytes | bytearray) -> str:
    """Give bytes in hex; ``**`` for each that is a digit, or two digits as cards pack them.

    That also hides some letters: what is left shows how a device frames what it says.
    """
    return " ".join(_shown(byte) for byte in data)


def _shown(byte: int) -> str:
    text = f"{byte:02x}"
    return "**" if byte >= _CONTROLS and _DECIMAL.issuperset(text) else text
