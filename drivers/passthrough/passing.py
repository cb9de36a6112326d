"""A conversation whose bytes go on to a POS as they came, but for codes that are ours."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from drivers.conversation import Clock, Line, Sink
from drivers.events import BarcodeScanned, CardSwiped, DeviceEvent, Heard, Reply
from drivers.framing.debounce import IDENTITY_CLASSES, Debounce
from drivers.framing.lines import wipe
from drivers.passthrough.passage import Passage
from drivers.register import Driver

TAKEN_CLASSES = IDENTITY_CLASSES | {"voucher"}
"""What a POS that knows no loyalty could make nothing of."""

SILENCE_MS = 120
"""Bytes are held back while a code may still become ours, but not past this silence …"""

HELD_MS = 600
"""… nor longer than this in all: a POS gets every byte that is not ours by then."""

_SLOW_DUE_MS = 300
_RETRY_MS = 20
_ENDS = frozenset(b"\r\n\x03\x11\x13")
"""What stands between codes and begins none: line ends, ETX, flow control."""

_TRAILING = frozenset(b"\r\n\x03")
_TRAILING_MOST = 2
_TRAILING_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedDriver:
    """A driver whose port a POS owns, and where the POS now reads instead.

    The driver is built with ``debounce_ms=0``: a code that is repeated must be seen again,
    or it would go on to the POS.
    ``take`` deals with an event that is ours at once, or gives False: then the POS gets it.
    """

    driver: Driver
    passage: Passage
    take: Sink = field(repr=False)
    classes: frozenset[str] = TAKEN_CLASSES


class Passing:
    """Takes what is ours and passes everything else on, byte for byte and in order.

    When anything is unwell (``take`` refuses, the driver raises), everything is passed on.
    """

    def __init__(self, passed: PassedDriver, *, clock: Clock, sink: Sink) -> None:
        """Join them; ``sink`` is told of what went on to the POS, and must not wait."""
        self._passed = passed
        self._driver = passed.driver
        self._passage = passed.passage
        self._clock = clock
        self._sink = sink
        self._debounce = Debounce()
        self._held = bytearray()
        self._first_ms = self._last_ms = 0
        self._taken_ms: int | None = None
        self._trailing = 0
        self._is_passing = False
        """Whether the code that is open went on to the POS in part, so that it all must."""
        self._is_fresh = True
        self.is_blind = False
        self.bytes_read = 0
        self.events = 0

    def hear(self, line: Line) -> int:
        """Wait for either side, or for a silence to mean something; give bytes heard."""
        self._give_back(line)
        due_ms = self._driver.due_ms()
        data = line.read(self._timeout_ms(due_ms))
        if not data:
            self._idle(self._clock.advance(until_ms=None), line)
            return 0
        count = len(data)
        self.bytes_read += count
        at_ms = self._clock.advance(until_ms=None if due_ms is None else due_ms - 1)
        for at in range(count):
            self._hear_byte(data[at : at + 1], at_ms, line)
        if self._is_passing or self.is_blind:
            self._pass_on()
        wipe(data)
        return count

    def end(self) -> None:
        """Pass on what is held: the device is gone."""
        for event in self._asked(self._driver.close):
            if not isinstance(event, Reply):
                self.events += 1
                self._sink(event)
        self._pass_on()
        self._is_passing, self.is_blind, self._is_fresh = False, False, True

    def _timeout_ms(self, due_ms: int | None) -> int | None:
        dues = [due for due in (due_ms, self._held_until_ms()) if due is not None]
        if not self._passage.flush():
            dues.append(self._clock.now_ms + _RETRY_MS)
        return max(min(dues) - self._clock.now_ms, 0) if dues else None

    def _held_until_ms(self) -> int | None:
        if not self._held:
            return None
        until_ms = self._last_ms + SILENCE_MS
        due_ms = self._driver.due_ms()
        if due_ms is not None and due_ms - self._last_ms <= _SLOW_DUE_MS:
            # Its own silence soon ends the code, and only then is it known whose it is.
            until_ms = max(until_ms, due_ms + 1)
        return min(until_ms, self._first_ms + HELD_MS)

    def _give_back(self, line: Line) -> None:
        told = self._passage.take_back()
        # What the POS wrote while there was no device was for nobody.
        if told and not self._is_fresh:
            line.write(told)
        self._is_fresh = False

    def _hear_byte(self, byte: bytearray, at_ms: int, line: Line) -> None:
        if not self._held:
            self._first_ms = at_ms
        self._last_ms = at_ms
        self._held += byte
        if self.is_blind:
            return
        sign = byte[0]
        said = self._asked(lambda: self._driver.feed(byte, at_ms))
        byte[0] = 0
        if said:
            self._decide(said, at_ms, line)
        elif self._driver.due_ms() is None and sign in _ENDS:
            self._between(sign, at_ms)
        elif at_ms - self._first_ms >= HELD_MS:
            self._let_go()

    def _idle(self, at_ms: int, line: Line) -> None:
        said = [] if self.is_blind else self._asked(lambda: self._driver.idle(at_ms))
        if said:
            self._decide(said, at_ms, line)
        until_ms = self._held_until_ms()
        if until_ms is not None and at_ms >= until_ms:
            self._let_go()

    def _decide(self, said: list[Heard], at_ms: int, line: Line) -> None:
        events = [one for one in said if not isinstance(one, Reply)]
        self.events += len(events)
        is_ours = bool(events) and not self._is_passing and self._are_ours(events)
        self._is_passing = False
        if not is_ours:
            for event in events:
                self._sink(event)
        # What could not be dealt with now is not told either: it would be dealt with late,
        # when another customer may stand there, and the POS has it.
        if not (is_ours and self._takes(events, at_ms)):
            self._pass_on()
            return
        self._taken_ms, self._trailing = at_ms, 0
        wipe(self._held)
        for one in said:
            if isinstance(one, Reply):
                # The POS has never heard of this code and would not answer for it.
                line.write(one.data)

    def _are_ours(self, events: list[DeviceEvent]) -> bool:
        return all(self._is_ours(event) for event in events)

    def _takes(self, events: list[DeviceEvent], at_ms: int) -> bool:
        fresh = list(self._debounce.sift(events, at_ms))
        is_taken = all(
            self._passed.take(event) for event in fresh if not isinstance(event, Reply)
        )
        if not is_taken:
            # Only what was taken is taken again silently.
            self._debounce = Debounce()
        return is_taken

    def _is_ours(self, event: DeviceEvent) -> bool:
        match event:
            case BarcodeScanned() | CardSwiped():
                return event.class_name in self._passed.classes
            case _:
                return False

    def _between(self, byte: int, at_ms: int) -> None:
        is_trailing = (
            self._taken_ms is not None
            and at_ms - self._taken_ms < _TRAILING_MS
            and self._trailing < _TRAILING_MOST
            and byte in _TRAILING
            and len(self._held) == 1
        )
        if is_trailing:
            # The LF of a CR LF belongs to the code that was taken.
            self._trailing += 1
            wipe(self._held)
        else:
            self._is_passing = False
            self._pass_on()

    def _let_go(self) -> None:
        self._is_passing = self._driver.due_ms() is not None
        self._pass_on()

    def _pass_on(self) -> None:
        self._taken_ms = None
        if self._held:
            self._passage.pass_on(self._held)
            wipe(self._held)

    def _asked(self, hear: Callable[[], Iterable[Heard]]) -> list[Heard]:
        try:
            return list(hear())
        except Exception:  # noqa: BLE001  # whatever is wrong with us, the POS's line lives
            self.is_blind = True
            return []
