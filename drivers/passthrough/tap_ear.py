"""Listens to what a tap passed on, on a thread of its own: it can hold up nothing."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from drivers.dialects.escpos_tap import EscposTap
from drivers.events import Heard, ReceiptPrinted
from drivers.framing.packets import Listener, PacketDevice

EAR_BYTES_MAX: Final = 256 << 10
"""What waits to be listened to; beyond it bytes are passed on unheard."""

_RETRY_S: Final = 1.0

Keep = Callable[[ReceiptPrinted], bool]
"""Keeps a receipt; False when it cannot just now, and it is asked again. Never raises."""


class TapEar:
    """Reads receipts out of a copy of the bytes. ``hear`` never waits and never raises."""

    def __init__(
        self,
        listener: Listener,
        *,
        encoding: str,
        keep: Keep,
        ready: threading.Event | None = None,
    ) -> None:
        """Say for whom it listens and who keeps what it hears.

        Until ``ready`` what went on waits: before the programme's cards are known, a
        member's would be taken for somebody's payment card.
        """
        self._ready = ready or _at_once()
        self._listener = listener
        self._encoding = encoding
        self._keep = keep
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._ended = self._gap = self._stopping = False
        self._thread = threading.Thread(
            target=self._run, name=f"tap ear {listener.device}", daemon=True
        )
        self.receipts = 0
        self.unheard = 0

    @property
    def is_alive(self) -> bool:
        """Whether somebody listens."""
        return self._thread.is_alive()

    @property
    def is_behind(self) -> bool:
        """Whether something that was passed on is still to be listened to."""
        with self._changed:
            return self._gap or bool(self._waiting)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def hear(self, data: bytes) -> None:
        """Take a copy of bytes that went on."""
        with self._changed:
            if self._gap or self._bytes + len(data) > EAR_BYTES_MAX:
                # Nothing more is taken until what is there was listened to: no receipt is
                # put together out of pieces that did not follow one another.
                self._gap = True
                return
            self._waiting.append(data)
            self._bytes += len(data)
            self._changed.notify()

    def end(self) -> None:
        """Say that nothing more comes: what is there is still listened to."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def join(self) -> None:
        """Wait until everything that was heard is kept."""
        self._thread.join()

    def stop(self, timeout_s: float) -> bool:
        """End, and say whether it ended in time."""
        with self._changed:
            self._ended = self._stopping = True
            self._changed.notify()
        self._ready.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._ready.wait()
        reader = self._reader()
        is_whole = True
        while (data := self._next()) is not None:
            if data:
                is_whole = self._take(reader.feed(data, _now_ms()), is_whole=is_whole)
            else:
                # What was not heard belongs to the receipt that is being printed.
                reader, is_whole = self._reader(), False
        # A receipt at which we stop is half a receipt.
        self._take(reader.close(), is_whole=is_whole and not self._stopping)

    def _reader(self) -> PacketDevice:
        dialect = EscposTap(self._listener, encoding=self._encoding)
        return PacketDevice(self._listener.device, dialect)

    def _next(self) -> bytes | None:
        """Wait for bytes; empty ones stand for a gap, None for the end."""
        with self._changed:
            while not self._waiting and not self._ended and not self._gap:
                self._changed.wait()
            if self._waiting and not self._stopping:
                data = self._waiting.popleft()
                self._bytes -= len(data)
                return data
            if self._gap and not self._stopping:
                self._gap = False
                return b""
            return None

    def _take(self, heard: Iterable[Heard], *, is_whole: bool) -> bool:
        for event in heard:
            if not isinstance(event, ReceiptPrinted):
                continue
            if is_whole:
                self._hand_on(event)
            else:
                self.unheard += 1
                is_whole = True
        return is_whole

    def _hand_on(self, event: ReceiptPrinted) -> None:
        while not self._keep(event):
            with self._changed:
                if self._stopping:
                    self.unheard += 1
                    return
                self._changed.wait(_RETRY_S)
        self.receipts += 1


def _at_once() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
