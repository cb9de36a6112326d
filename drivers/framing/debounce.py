"""One nervous scan is one event: the same identity again within a moment is dropped."""

from collections.abc import Iterable, Iterator

from drivers.events import BarcodeScanned, CardSwiped, Heard

DEBOUNCE_MS = 800
"""A late acknowledgement makes scanners send again within this time."""

IDENTITY_CLASSES = frozenset({"member", "coupon", "gift_card"})
"""What is debounced. Never products: two equal items in a row are normal."""


class Debounce:
    """Remembers the last identity one device read; its memory is one text."""

    def __init__(self, window_ms: int = DEBOUNCE_MS) -> None:
        self._window_ms = window_ms
        self._last: tuple[str, str] | None = None
        self._last_ms = 0

    def sift(self, events: Iterable[Heard], at_ms: int) -> Iterator[Heard]:
        """Pass everything on but an identity seen less than the window ago.

        Each repeat starts the window anew: a card held before a scanner is one event.
        """
        for event in events:
            identity = _identity(event)
            if identity is None:
                yield event
                continue
            repeated = identity == self._last and at_ms - self._last_ms < self._window_ms
            self._last, self._last_ms = identity, at_ms
            if not repeated:
                yield event


def _identity(event: Heard) -> tuple[str, str] | None:
    match event:
        case BarcodeScanned() if event.class_name in IDENTITY_CLASSES:
            return event.class_name, event.token or event.data
        case CardSwiped() if event.class_name in IDENTITY_CLASSES:
            return event.class_name, event.token or ""
        case _:
            return None
