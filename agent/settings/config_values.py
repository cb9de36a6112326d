"""How single settings are written: addresses, durations, times of day, office URLs."""

import re
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from rules.ground.sentence import Sentence

UNIX: Final = "unix:"
"""An address that begins so is a Unix socket's path."""

_PORT_MAX: Final = 65535
_UNITS: Final = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
}  # fmt: skip
_DURATION = re.compile(r"([1-9][0-9]{0,5}) ?([a-z]+)")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def parse_address(text: str) -> str:
    """Check ``127.0.0.1:8787``, ``[::1]:8787`` or ``unix:/run/vafa/api.sock``.

    Only this machine may knock: the API has no encryption of its own.
    """
    if text.startswith(UNIX):
        if not PurePosixPath(text.removeprefix(UNIX)).is_absolute():
            raise ValueError('write a Unix socket as "unix:/run/vafa/api.sock"')
        return text
    host, port = split_address(text)
    if not is_loopback(host):
        raise ValueError(
            f"{host} is not this machine; use 127.0.0.1, [::1] or a Unix socket"
        )
    if not 0 <= port <= _PORT_MAX:
        raise ValueError(f"{port} is no port")
    return text


def split_address(text: str) -> tuple[str, int]:
    """Split ``host:port``; brackets around an IPv6 address fall away."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit():
        raise ValueError('write it as "127.0.0.1:8787"')
    return host.removeprefix("[").removesuffix("]"), int(port)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def parse_duration(value: object) -> timedelta:
    """Read ``"5 min"``, ``"30 s"`` or ``"1 h"``."""
    match = _DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match is None or match[2] not in _UNITS:
        raise ValueError(f'{value!r} is no length of time; write "5 min", "30 s" or "1 h"')
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def parse_time_of_day(value: object) -> time:
    """Read ``"02:00"``, the till's local time."""
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{value!r} is no time of day; write "02:00"')
    return time(int(match[1]), int(match[2]))


def check_office_url(text: str) -> str:
    """Allow https anywhere and http only to this machine; no path, no user, no query."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(Sentence('write it as "https://office.example:8788"'))
    if parts.username or parts.query or parts.fragment or parts.path not in {"", "/"}:
        raise ValueError(Sentence("only scheme, host and port belong in it"))
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(
            Sentence("http would send members' data in the open; use https with `ca`")
        )
    return text.rstrip("/")


def check_zone(text: str) -> str:
    """Return the name of a zone of the IANA list, or an empty text."""
    try:
        return ZoneInfo(text).key if text else ""
    except (ValueError, OSError) as error:
        raise ValueError("a zone such as `Asia/Kuala_Lumpur` was expected") from error
