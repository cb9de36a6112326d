"""A capture: what a device sent, as a recorded exchange, without what must not be kept."""

import json
from collections.abc import Callable

from drivers.conversation import Line
from drivers.events import (
    UNKNOWN_CLASS,
    BarcodeScanned,
    CardSwiped,
    ControlHeard,
    DeviceEvent,
    NoRead,
    TagTouched,
)
from drivers.framing.lines import wipe
from drivers.guard.id_documents import is_national_number

_HELD_BYTES_MAX = 8_192
_KEPT = (ControlHeard, NoRead, TagTouched)
"""What may be written down beside codes and the programme's own cards. Payment cards,
documents, numbers that may be a person's, strangers' cards and whatever could not be read
may not: nobody knows what is in it."""


class CapturedLine:
    """A line whose reads are written down, once it is known what they were."""

    def __init__(self, line: Line, *, now_ms: Callable[[], int]) -> None:
        """Listen in on a line."""
        self._line = line
        self._now_ms = now_ms
        self._held = bytearray()
        self._reads: list[tuple[int, int]] = []
        self._undated = 0
        self._last_ms: int | None = None
        self._is_safe = True
        self._is_told = False
        self.steps: list[str | dict[str, int]] = []

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what the line gives, and hold a copy."""
        self._date()
        data = self._line.read(timeout_ms)
        if len(self._held) + len(data) > _HELD_BYTES_MAX:
            self._is_safe = False
        elif data:
            self._undated = len(data)
            self._held += data
        return data

    def write(self, data: bytes) -> None:
        """Send; what we say is not part of what the device said."""
        self._line.write(data)

    def tell(self, event: DeviceEvent) -> None:
        """Learn what the held bytes were."""
        self._is_safe = self._is_safe and _may_be_kept(event)
        self._is_told = True

    def settle(self) -> None:
        """Keep the held bytes, or forget them: the driver waits for no more of them."""
        self._date()
        at = 0
        for at_ms, length in self._reads:
            if self._last_ms is not None and at_ms > self._last_ms:
                self.steps.append({"gap_ms": at_ms - self._last_ms})
            self._last_ms = at_ms
            if self._is_safe and self._is_told:
                self.steps.append(bytes(self._held[at : at + length]).hex(" "))
            at += length
        self._reads.clear()
        wipe(self._held)
        self._is_safe, self._is_told = True, False

    def _date(self) -> None:
        # The clock goes on behind a read: only then is it told when that was.
        if self._undated:
            self._reads.append((self._now_ms(), self._undated))
            self._undated = 0


def _may_be_kept(event: DeviceEvent) -> bool:
    match event:
        case BarcodeScanned(class_name=class_name, data=data):
            return class_name != UNKNOWN_CLASS or not is_national_number(data)
        case CardSwiped():
            return event.token is not None
        case _:
            return isinstance(event, _KEPT)


def capture_row(name: str, profile: str, steps: list[str | dict[str, int]]) -> str:
    """Give a capture as a line that ``vafa decode`` and ``vafa replay`` read."""
    return json.dumps({"id": name, "profile": profile, "rx": steps})
