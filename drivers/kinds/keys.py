"""Key presses to text: what a keyboard's input events type, by a layout."""

import struct
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

EVENT = struct.Struct("@llHHi")
"""``struct input_event`` of this machine: seconds, microseconds, type, code, value."""

EV_SYN, EV_KEY = 0, 1
_TYPES = frozenset((*range(6), 0x11, 0x12, 0x14, 0x15, 0x16, 0x17))
_CODE_MAX = 0x2FF
_RELEASED, _PRESSED, _REPEATED = 0, 1, 2
_VALUES = frozenset((_RELEASED, _PRESSED, _REPEATED))

_SHIFTS, _CONTROLS, _ALT, _ALT_GR = frozenset((42, 54)), frozenset((29, 97)), 56, 100
_MODIFIERS = _SHIFTS | _CONTROLS | {_ALT, _ALT_GR}
_ENTERS = {28: "\r", 96: "\r", 15: "\t"}
_KEYPAD = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8"}
_KEYPAD |= {73: "9", 55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}
_ALT_DIGITS_MAX = 4

LAYOUTS = ("de", "es", "fr", "it", "uk", "us")
"""Files of ``drivers/kinds/layouts``; a test holds the two level."""


@cache
def layout_of(name: str) -> Mapping[int, str]:
    """Read a layout: key code to what it types plain, with Shift and with AltGr."""
    if name not in LAYOUTS:
        raise ValueError(f"{name!r} is not one of {', '.join(LAYOUTS)}")
    file = files("drivers.kinds.layouts").joinpath(f"{name}.toml")
    text = file.read_text(encoding="utf-8")
    return {int(code): str(signs) for code, signs in tomllib.loads(text).items()}


def is_event(raw: bytes | bytearray, at: int) -> bool:
    """Say whether the bytes from ``at``, of which there are enough, can be an event."""
    _, micros, kind, code, value = EVENT.unpack_from(raw, at)
    is_key = kind != EV_KEY or value in _VALUES
    return kind in _TYPES and code <= _CODE_MAX and is_key and 0 <= micros < 1_000_000  # noqa: PLR2004  # a second


class Keys:
    """What is held down, and so what the next key types."""

    def __init__(self, layout: Mapping[int, str]) -> None:
        """Say how the keyboard is laid out; nothing is held down."""
        self._layout = layout
        self._down: set[int] = set()
        self._alt_digits = ""

    def type(self, raw: bytes | bytearray, at: int) -> str:
        """Give what the event at ``at`` types; nothing for releases and repeats."""
        _, _, kind, code, value = EVENT.unpack_from(raw, at)
        if kind != EV_KEY or value == _REPEATED:
            return ""
        if value == _RELEASED:
            self._down.discard(code)
            return self._alt_typed() if code == _ALT else ""
        if code in _MODIFIERS:
            self._down.add(code)
            return ""
        return self._pressed(code)

    def release(self) -> None:
        """Let go of everything: the keyboard is gone."""
        self._down.clear()
        self._alt_digits = ""

    def _pressed(self, code: int) -> str:
        if code in _KEYPAD:
            return self._keypad(_KEYPAD[code])
        if code in _ENTERS:
            return _ENTERS[code]
        signs = self._layout.get(code, "")
        if self._down & _CONTROLS and _ALT_GR not in self._down:
            # A scanner that is told to sends FNC1 as Ctrl and the key of GS, ``]``.
            return chr(ord(signs[0].upper()) & 0x1F) if signs else ""
        level = 2 if _ALT_GR in self._down else int(bool(self._down & _SHIFTS))
        return signs[level : level + 1]

    def _keypad(self, sign: str) -> str:
        if _ALT not in self._down:
            return sign
        # On Windows any sign can be typed by its number on the keypad, Alt held down.
        self._alt_digits = (self._alt_digits + sign)[-_ALT_DIGITS_MAX:]
        return ""

    def _alt_typed(self) -> str:
        digits, self._alt_digits = self._alt_digits, ""
        return chr(int(digits) & 0xFF) if digits.isdigit() else ""
