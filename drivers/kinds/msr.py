"""The driver of magnetic-stripe readers that send lines (MagTek, ID TECH)."""

from collections.abc import Callable, Iterator
from typing import Literal

from drivers.cards.stripe import Swipe, pieces
from drivers.cards.swipes import judge
from drivers.events import ControlHeard, DeviceEvent, GarbageReceived, Heard
from drivers.framing.debounce import DEBOUNCE_MS, Debounce
from drivers.framing.lines import Frame, LineFramer, Lost
from drivers.guard.recognition import Recognition
from drivers.kinds.profiles import StripeProfile

_SENSOR = {"1": "card_inserted", "0": "card_removed"}
"""What insertion readers say of the card itself (MagTek)."""

_NOISE = "\ufffd" + "".join(map(chr, (*range(0x20), 0x7F)))
"""What a line picks up before a reader speaks: no track has such signs."""


class StripeReader:
    """Bytes of a stripe reader to events. Owns no port, thread, clock or file."""

    kind: Literal["stripe_reader"] = "stripe_reader"

    def __init__(
        self,
        device: str,
        profile: StripeProfile,
        *,
        recognition: Callable[[], Recognition],
        debounce_ms: int = DEBOUNCE_MS,
    ) -> None:
        """Name the device; rules are asked for at each swipe: new ones count at once."""
        self._device = device
        self._profile = profile
        self._recognition = recognition
        self._framer = LineFramer(profile.lines)
        self._debounce = Debounce(debounce_ms)
        self._swipe = Swipe()
        self._heard_ms = 0

    def feed(self, data: bytes | bytearray, at_ms: int) -> Iterator[Heard]:
        """Yield an event for each swipe these bytes complete. Never raises on bytes."""
        yield from self.idle(at_ms)
        for frame in self._framer.feed(data, at_ms):
            yield from self._debounce.sift(self._read(frame, at_ms), at_ms)
        self._heard_ms = at_ms

    def idle(self, at_ms: int) -> Iterator[Heard]:
        """Yield what silence up to ``at_ms`` means."""
        for frame in self._framer.idle(at_ms):
            yield from self._debounce.sift(self._read(frame, at_ms), at_ms)
        due_ms = self._swipe_due_ms()
        if due_ms is not None and at_ms >= due_ms:
            yield from self._debounce.sift(self._finish(), at_ms)

    def due_ms(self) -> int | None:
        """When ``idle`` will have something to say; None while nothing is open."""
        dues = (self._framer.due_ms(), self._swipe_due_ms())
        return min((due for due in dues if due is not None), default=None)

    def close(self) -> Iterator[Heard]:
        """Yield the tracks read whole and what became of the rest: the device is gone."""
        yield from self._finish()
        for frame in self._framer.close():
            yield from self._read(frame, 0)

    def _swipe_due_ms(self) -> int | None:
        return None if self._swipe.is_empty else self._heard_ms + self._profile.group_ms

    def _read(self, frame: Frame, at_ms: int) -> Iterator[DeviceEvent]:
        self._heard_ms = at_ms
        if isinstance(frame, Lost):
            yield from self._finish()
            yield self._lost(frame.length, frame.reason)
            return
        line = frame.decode("ascii", "replace").lstrip(_NOISE)
        sensor = _SENSOR.get(line)
        if sensor is not None:
            yield ControlHeard(device=self._device, name=sensor)
        else:
            yield from self._read_tracks(line)

    def _read_tracks(self, line: str) -> Iterator[DeviceEvent]:
        found = list(pieces(line))
        if not found:
            yield from self._finish()
            yield self._lost(len(line), "msr_no_sentinel")
        for piece in found:
            if not self._swipe.has_room_for(piece):
                yield from self._finish()
            self._swipe.add(piece)
        if self._profile.group_ms == 0 or self._swipe.is_full:
            yield from self._finish()

    def _finish(self) -> Iterator[DeviceEvent]:
        swipe, self._swipe = self._swipe, Swipe()
        if not swipe.is_empty:
            yield judge(self._device, swipe, self._recognition())

    def _lost(self, length: int, reason: str) -> GarbageReceived:
        return GarbageReceived(device=self._device, length=length, reason=reason)
