"""A scanner that types: ``input_event`` bytes as Linux gives them, after its header."""

from collections.abc import Iterator

from drivers.kinds.keys import EV_KEY, EV_SYN, EVENT, layout_of

EV_MSC, MSC_SCAN = 4, 4
SHIFT, CTRL, ALT, ALT_GR, ENTER, TAB = 42, 29, 56, 100, 28, 15
_KEYPAD = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)


def event(kind: int, code: int, value: int) -> bytes:
    """Build one event; the moment it bears is of no interest."""
    return EVENT.pack(1_795_000_000, 123_456, kind, code, value)


def key(code: int, value: int) -> bytes:
    """Build what a key's change is: a scan code, the key, and the end of the report."""
    scanned, over = event(EV_MSC, MSC_SCAN, 0x7001E), event(EV_SYN, 0, 0)
    return scanned + event(EV_KEY, code, value) + over


def stroke(code: int, *held: int) -> bytes:
    """Press and release a key while others are held."""
    before = b"".join(key(other, 1) for other in held)
    after = b"".join(key(other, 0) for other in reversed(held))
    return before + key(code, 1) + key(code, 0) + after


def typed(text: str, *, layout: str = "us", end: int = ENTER) -> bytes:
    """Type a text and Enter, as a scanner does."""
    return b"".join(_strokes(text, layout)) + stroke(end)


def by_number(sign: str) -> bytes:
    """Type a sign by its number on the keypad, Alt held down."""
    digits = f"{ord(sign):04}"
    return key(ALT, 1) + b"".join(stroke(_KEYPAD[int(d)]) for d in digits) + key(ALT, 0)


def _strokes(text: str, layout: str) -> Iterator[bytes]:
    places = {
        sign: (code, level)
        for code, signs in reversed([*layout_of(layout).items()])
        for level, sign in reversed([*enumerate(signs)])
    }
    for sign in text:
        if sign == "\x1d":
            yield stroke(27, CTRL)
            continue
        code, level = places[sign]
        yield stroke(code, *((), (SHIFT,), (ALT_GR,))[level])
