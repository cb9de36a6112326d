"""Logs as JSON lines on stderr, one event a line; long runs of digits never reach them."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import cache
from typing import Any, Final, TextIO

from typing_extensions import override

from sync.kit.clock import SystemClock

DIGITS_MAX: Final = 5
"""Six digits in a row may be a piece of a card number, so they are masked."""

_WORDS_MAX: Final = 500
_DIGITS = re.compile(r"\d(?:[ ]?\d){5,}|\d{4}(?:-\d{4}){2,}")
_CLOCK = SystemClock()
_LIBRARIES: Final = "library"


class Log:
    """One room's log. An event is a short name in the past tense; fields say the rest.

    structlog is loaded with the first event: a till hears its scanner before it can log.
    """

    def __init__(self, room: str) -> None:
        self._room = room

    def info(self, event: str, **fields: Any) -> None:
        """Write what happened as it should."""
        self._say("info", event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        """Write what did not work and what happens next."""
        self._say("warning", event, fields)

    def error(self, event: str, **fields: Any) -> None:
        """Write what someone has to look at."""
        self._say("error", event, fields)

    def _say(self, level: str, event: str, fields: Mapping[str, Any]) -> None:
        # A log on a full disk says nothing; it must never stop what it would tell of.
        with suppress(OSError):
            getattr(_structured(), level)(event, room=self._room, **fields)


class LibraryHandler(logging.Handler):
    """Passes on what a library logs: its words, masked, without a traceback's values."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write one line of a library."""
        kind = record.exc_info[0] if record.exc_info else None
        with suppress(OSError):
            _structured().log(
                record.levelno,
                "library_said",
                room=_LIBRARIES,
                library=record.name,
                words=record.getMessage(),
                exception=kind.__name__ if kind else "",
            )


def hear_libraries() -> None:
    """Send every library's warnings through the same mask, and nowhere else."""
    root = logging.getLogger()
    root.handlers[:] = [LibraryHandler()]
    root.setLevel(logging.WARNING)


def masked(text: str) -> str:
    """Return at most 500 characters of ``text``, each digit of a long run as ``#``."""
    return _DIGITS.sub(lambda found: "#" * len(found[0]), text)[:_WORDS_MAX]


def render(level: str, event: Mapping[str, Any], stream: TextIO) -> None:
    """Write one event to ``stream`` as the log would (for tests and tools)."""
    _build(stream).log(logging.getLevelNamesMapping()[level.upper()], **event)


@cache
def _structured() -> Any:
    return _build(sys.stderr)


def _build(stream: TextIO) -> Any:
    import structlog  # noqa: PLC0415  # a quarter of a second that readiness does not wait for

    return structlog.wrap_logger(
        structlog.WriteLogger(stream),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[
            _mask_event,
            structlog.processors.add_log_level,
            _add_instant,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_shape_only),
        ],
    )


def _mask_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in event.items():
        event[name] = _mask(value)
    return event


def _mask(value: Any) -> Any:
    match value:
        case None | bool():
            return value
        case int() | float() if len(str(value)) <= DIGITS_MAX:
            return value
        case Mapping():
            return {masked(str(name)): _mask(item) for name, item in value.items()}
        case list() | tuple():
            return [_mask(item) for item in value]
        case bytes() | bytearray():
            return f"{len(value)} bytes"
        case _:
            return masked(str(value))


def _add_instant(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    instant = _CLOCK.now().isoformat(timespec="milliseconds")
    event["at"] = instant.replace("+00:00", "Z")
    return event


def _shape_only(value: Any) -> str:
    return type(value).__name__
