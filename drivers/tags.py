"""Contactless tags as the PN532 chip tells of them, in whatever reader it sits."""

from collections.abc import Iterator

from drivers.events import TagTouched
from drivers.presence import Presence

LISTED = b"\xd5\x4b"
"""How the chip's answer to InListPassiveTarget begins (PN532 user manual, 7.3.5)."""

ABSENT_MS = 1_000
"""A tag not answered for this long was taken away; hosts ask several times a second."""

_UID_BYTES = frozenset({4, 7, 10})
"""ISO/IEC 14443-3: a number of single, double or triple size."""

_RANDOM_UID_BYTES = 4
_RANDOM = 0x08
_HAS_MORE = 0x20
_UID = 5


class TagList:
    """Tells which of the tags an answer lists have come, and which were there before."""

    def __init__(self, device: str, *, absent_ms: int = ABSENT_MS) -> None:
        """Say which reader it is."""
        self._device = device
        self._presence = Presence(absent_ms)

    def came(self, answer: bytes, at_ms: int) -> Iterator[TagTouched]:
        """Yield the tags that came, out of an answer that begins with ``LISTED``."""
        for atqa, sak, uid in _type_a(answer):
            text = uid.hex().upper()
            # ISO/IEC 14443-3: a single-size number from 08 is made up for each touch.
            is_random = len(uid) == _RANDOM_UID_BYTES and uid[0] == _RANDOM
            if self._presence.begins(text, at_ms):
                yield TagTouched(
                    device=self._device,
                    tech="ISO14443A",
                    uid=text,
                    atqa=atqa.hex().upper(),
                    sak=f"{sak:02X}",
                    is_random=is_random,
                )

    def end(self) -> None:
        """Forget everybody: the reader is gone."""
        self._presence.end()


def _type_a(answer: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield (SENS_RES, SEL_RES, number) of each target: ``number atqa sak length uid``."""
    count, at = answer[2] if len(answer) > len(LISTED) else 0, 3
    for _ in range(count):
        target = answer[at:]
        length = target[4] if len(target) >= _UID else 0
        uid = target[_UID : _UID + length]
        if length not in _UID_BYTES or len(uid) != length:
            # FeliCa and type B are listed otherwise, and would be read as nobody's number.
            return
        yield target[1:3], target[3], uid
        at += _UID + length
        if target[3] & _HAS_MORE and at < len(answer):
            # An answer to select follows, its own length first.
            at += max(answer[at], 1)
