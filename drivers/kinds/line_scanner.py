"""The driver of scanners that send a line per code, which is nearly all of them."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

from drivers.cards.stripe import Swipe, pieces
from drivers.cards.swipes import judge
from drivers.codes.identifiers import declared, split_glued
from drivers.codes.scans import ScanJudge
from drivers.events import (
    CheckFailed,
    DeviceEvent,
    GarbageReceived,
    Heard,
    IdDocumentSeen,
    ParityMismatched,
    Reply,
)
from drivers.framing.debounce import DEBOUNCE_MS, Debounce
from drivers.framing.lines import Frame, LineFramer, Lost
from drivers.guard.control_data import FRAMED_ANSWER, answer
from drivers.guard.document_silence import DocumentSilence
from drivers.guard.recognition import Recognition
from drivers.kinds.profiles import ScannerProfile

_ACK, _NAK = b"\x06", b"\x15"
"""What Honeywell, Datalogic and Metrologic scanners wait for when told to."""

_SENT_AGAIN = (CheckFailed, GarbageReceived, ParityMismatched)
"""What the scanner is asked to send again: the line, or its light, was disturbed."""

_STRIPE = re.compile(rb"[%;][ -~]*\?[ -~]?|(?:%[A-Z*]?|;)[0-9*][ -~]*")
"""A magnetic stripe on the same line, as combined devices have, whole or broken off."""

_STRIPE_STARTS = frozenset(b"%;")


class LineScanner:
    """Bytes of a line scanner to events. Owns no port, thread, clock or file."""

    kind: Literal["line_scanner"] = "line_scanner"

    def __init__(
        self,
        device: str,
        profile: ScannerProfile,
        *,
        recognition: Callable[[], Recognition],
        debounce_ms: int = DEBOUNCE_MS,
    ) -> None:
        """Name the device; rules are asked for at each code: new ones count at once."""
        self._device = device
        self._profile = profile
        self._recognition = recognition
        self._framer = LineFramer(profile.lines)
        self._debounce = Debounce(debounce_ms)
        self._document = DocumentSilence()
        self._judge: ScanJudge | None = None

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Heard]:
        """Yield an event for each line these bytes complete. Never raises on bytes."""
        for frame in self._framer.feed(data, at_ms):
            yield from self._debounce.sift(self._answered(frame, at_ms), at_ms)

    def idle(self, at_ms: int) -> Iterator[Heard]:
        """Yield what silence up to ``at_ms`` means."""
        for frame in self._framer.idle(at_ms):
            yield from self._debounce.sift(self._answered(frame, at_ms), at_ms)

    def due_ms(self) -> int | None:
        """When ``idle`` will have something to say; None while nothing is open."""
        return self._framer.due_ms()

    def close(self) -> Iterator[Heard]:
        """Yield what became of the open line: the device is gone."""
        self._document.end()
        for frame in self._framer.close():
            yield from self._read(frame, 0)

    def _answered(self, frame: Frame, at_ms: int) -> list[Heard]:
        """Give what a line says, and behind it the answer a scanner may wait for."""
        said: list[Heard] = [*self._read(frame, at_ms)]
        if self._profile.acknowledges:
            is_good = not any(isinstance(one, _SENT_AGAIN) for one in said)
            said.append(Reply(_ACK if is_good else _NAK))
        return said

    def _read(self, frame: Frame, at_ms: int) -> list[DeviceEvent]:
        # Lists, not generators: this is the way of every scan to its event.
        if isinstance(frame, Lost):
            lost = GarbageReceived(
                device=self._device, length=frame.length, reason=frame.reason
            )
            return [lost]
        if self._document.swallows(at_ms):
            return []
        # A scanner that ends its codes with TAB or ETX may send CR LF all the same.
        line = bytes(frame).strip(b"\r\n")
        return self._read_line(line, at_ms) if line else []

    def _read_line(self, line: bytes, at_ms: int) -> list[DeviceEvent]:
        told: list[DeviceEvent] = []
        while self._profile.answers and (found := FRAMED_ANSWER.match(line)):
            recognition = self._recognition()
            said = answer(
                self._device, "device_info", found[1], recognition=recognition, is_text=True
            )
            told.append(said)
            line = line[found.end() :]
        if not line:
            return told
        if self._document.begins(line, at_ms):
            return [*told, IdDocumentSeen(self._device)]
        if line[0] in _STRIPE_STARTS and _STRIPE.fullmatch(line):
            return [*told, self._swiped(line)]
        return told + self._scanned(line)

    def _scanned(self, line: bytes) -> list[DeviceEvent]:
        recognition = self._recognition()
        judge = self._judge
        if judge is None or judge.recognition is not recognition:
            judge = ScanJudge(device=self._device, recognition=recognition)
            self._judge = judge
        code_ids = self._profile.code_ids
        return [judge.judge(declared(part, code_ids)) for part in split_glued(line)]

    def _swiped(self, line: bytes) -> DeviceEvent:
        swipe = Swipe()
        for piece in pieces(line.decode("ascii")):
            if swipe.has_room_for(piece):
                swipe.add(piece)
        return judge(self._device, swipe, self._recognition())
