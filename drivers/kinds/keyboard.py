"""The driver of scanners that pretend to be keyboards, heard by their key presses."""

from collections.abc import Callable, Iterator
from typing import Literal

from drivers.events import Heard
from drivers.framing.debounce import DEBOUNCE_MS
from drivers.framing.lines import wipe
from drivers.guard.recognition import Recognition
from drivers.kinds.keys import EVENT, Keys, is_event, layout_of
from drivers.kinds.line_scanner import LineScanner
from drivers.kinds.profiles import KeyboardProfile

_TORN_MS = 500
"""An event whose rest does not come within this silence is given up."""


class KeyboardWedge:
    """Input events of a keyboard to events of a scanner. Owns no port, thread or clock.

    What is typed is a line scanner's text, so the guard and the rules are the same.
    """

    kind: Literal["keyboard"] = "keyboard"

    def __init__(
        self,
        device: str,
        profile: KeyboardProfile,
        *,
        recognition: Callable[[], Recognition],
        debounce_ms: int = DEBOUNCE_MS,
    ) -> None:
        """Name the device; ValueError for a layout that is not there."""
        self._keys = Keys(layout_of(profile.layout))
        self._torn = bytearray()
        self._heard_ms = 0
        self._scanner = LineScanner(
            device, profile.scanner, recognition=recognition, debounce_ms=debounce_ms
        )

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Heard]:
        """Yield an event for each code these presses complete. Never raises on bytes."""
        yield from self.idle(at_ms)
        self._heard_ms = at_ms
        torn, typed, at = self._torn, bytearray(), 0
        torn += data
        while len(torn) - at >= EVENT.size:
            if is_event(torn, at):
                typed += self._keys.type(torn, at).encode()
                at += EVENT.size
            else:
                # Events come whole from the kernel; noise is stepped over byte by byte.
                at += 1
        torn[:at] = bytes(at)
        del torn[:at]
        if typed:
            yield from self._scanner.feed(typed, at_ms)
            wipe(typed)

    def idle(self, at_ms: int) -> Iterator[Heard]:
        """Yield what silence up to ``at_ms`` means."""
        if at_ms - self._heard_ms >= _TORN_MS:
            # No scanner holds a key for so long; a release may have been lost.
            self._keys.release()
            wipe(self._torn)
        yield from self._scanner.idle(at_ms)

    def due_ms(self) -> int | None:
        """When ``idle`` will have something to say; None while nothing is open."""
        torn_ms = self._heard_ms + _TORN_MS if self._torn else None
        dues = (torn_ms, self._scanner.due_ms())
        return min((due for due in dues if due is not None), default=None)

    def close(self) -> Iterator[Heard]:
        """Yield what became of the open code: the keyboard is gone."""
        wipe(self._torn)
        self._keys.release()
        yield from self._scanner.close()
