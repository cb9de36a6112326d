"""Contactless tags as the PN532 chip tells of them, in whatever reader it sits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from drivers.events import TagTech, TagTouched
from drivers.framing.presence import Presence

LISTED: Final = b"\xd5\x4b"
"""How the chip's answer to InListPassiveTarget begins (PN532 user manual, 7.3.5)."""

POLLED: Final = b"\xd5\x61"
"""How its answer to InAutoPoll begins: there each target says how long it is (7.3.13)."""

ABSENT_MS: Final = 1_000
"""A tag not answered for this long was taken away; hosts ask several times a second."""

_COUNT: Final = 2
_KIND_BYTES: Final = 2
_PLACE_BYTES: Final = 1

_UID_BYTES: Final = frozenset({4, 7, 10})
"""ISO/IEC 14443-3: a number of single, double or triple size."""

_UID: Final = 4
_RANDOM_UID_BYTES: Final = 4
_RANDOM: Final = 0x08
_HAS_MORE: Final = 0x20

_ATQB: Final = 0x50
_ATQB_BYTES: Final = 12

_POLL_BYTES: Final = frozenset({18, 20})
_POLLED_OK: Final = 0x01
_IDM_BYTES: Final = 8
_MADE_UP: Final = (b"\x01\xfe", b"\x02\xfe")
"""How the number of a phone that plays a FeliCa card begins (NFC Forum, Android)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """One target, and how many bytes tell of it, its place in the list not counted."""

    tech: TagTech
    uid: bytes = field(repr=False)
    length: int
    atqa: bytes = b""
    sak: bytes = b""
    is_random: bool = False


class TagList:
    """Tells which of the tags an answer lists have come, and which were there before."""

    def __init__(self, device: str, *, absent_ms: int = ABSENT_MS) -> None:
        """Say which reader it is."""
        self._device = device
        self._presence = Presence(absent_ms)

    def came(self, answer: bytes, at_ms: int) -> Iterator[TagTouched]:
        """Yield the tags that came, out of an answer that begins as ``is_listing`` says."""
        for target in _targets(answer):
            text = target.uid.hex().upper()
            if self._presence.begins(text, at_ms):
                yield TagTouched(
                    device=self._device,
                    tech=target.tech,
                    uid=text,
                    atqa=target.atqa.hex().upper() or None,
                    sak=target.sak.hex().upper() or None,
                    is_random=target.is_random,
                )

    def end(self) -> None:
        """Forget everybody: the reader is gone."""
        self._presence.end()


def is_listing(answer: bytes) -> bool:
    """Say whether the chip tells here who lies in the field."""
    return answer.startswith((LISTED, POLLED))


def _targets(answer: bytes) -> Iterator[_Target]:
    """Yield each target; what is told otherwise than we know ends the list."""
    is_polled = answer.startswith(POLLED)
    count = answer[_COUNT] if len(answer) > _COUNT else 0
    rest = answer[_COUNT + 1 :]
    for _ in range(count):
        # A polled target is told with its kind and its length before its place.
        target = _target(rest[_KIND_BYTES + _PLACE_BYTES if is_polled else _PLACE_BYTES :])
        if target is None:
            return
        yield target
        told = _KIND_BYTES + rest[1] if is_polled else _PLACE_BYTES + target.length
        rest = rest[told:]


def _target(told: bytes) -> _Target | None:
    """Read the front of ``told``, behind a target's place.

    The kinds cannot be taken for one another: the first four bits that a type A card
    answers are nought (ISO/IEC 14443-3), those of the others are not.
    """
    if told[:1] == bytes((_ATQB,)):
        return _type_b(told)
    if told[:1] and told[0] in _POLL_BYTES and told[1:2] == bytes((_POLLED_OK,)):
        return _felica(told)
    return _type_a(told)


def _type_a(told: bytes) -> _Target | None:
    """Read ``SENS_RES(2) SEL_RES length number``, and the answer to select behind it."""
    length = told[_UID - 1] if len(told) >= _UID else 0
    uid, at = told[_UID : _UID + length], _UID + length
    if length not in _UID_BYTES or len(uid) != length:
        return None
    if told[2] & _HAS_MORE and at < len(told):
        # An answer to select follows, its own length first.
        at += max(told[at], 1)
    return _Target(
        tech="ISO14443A",
        uid=uid,
        length=at,
        atqa=told[:2],
        sak=told[2:3],
        # A single-size number from 08 is made up for each touch (ISO/IEC 14443-3).
        is_random=length == _RANDOM_UID_BYTES and uid[0] == _RANDOM,
    )


def _type_b(told: bytes) -> _Target | None:
    """Read ``ATQB(12) length ATTRIB_RES``; its number may be made up for each touch.

    Passports and bank cards do so, and nothing in the answer says whether this one does
    (PUPI of ISO/IEC 14443-3): it names nobody.
    """
    if len(told) < _ATQB_BYTES:
        return None
    more = told[_ATQB_BYTES] if len(told) > _ATQB_BYTES else 0
    length = _ATQB_BYTES + 1 + more
    return _Target(tech="ISO14443B", uid=told[1:5], length=length, is_random=True)


def _felica(told: bytes) -> _Target | None:
    """Read ``length 01 IDm(8) PMm(8)`` and maybe more; the length counts itself."""
    if len(told) < told[0]:
        return None
    uid = told[2 : 2 + _IDM_BYTES]
    is_random = uid.startswith(_MADE_UP)
    return _Target(tech="FELICA", uid=uid, length=told[0], is_random=is_random)
