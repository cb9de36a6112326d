"""Knock at head office step by step, so that a person is told which step fails.

It says nothing about the till: no letter is sent and nothing is signed.
"""

import http.client
import socket
import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from sync.kit.clock import Clock

Obstacle = Literal["name", "connection", "authority", "encryption", "answer"]
"""The step that failed: name looked up, connected, CA file read, TLS agreed, answered."""

_HTTPS_PORT: Final = 443
_HTTP_PORT: Final = 80
_PATH: Final = "/v1/health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far the knocking came. ``words`` are the system's own about the obstacle.

    ``verify_code`` is OpenSSL's when the certificate was not believed. ``ahead_s`` says by
    how many seconds this machine's clock is ahead of head office's.
    """

    host: str
    port: int
    encrypted: bool
    obstacle: Obstacle | None = None
    words: str = ""
    verify_code: int = 0
    certificate_until: datetime | None = None
    authority_until: datetime | None = None
    ahead_s: int | None = None


def reach(url: str, authority: Path | None, *, timeout_s: int, clock: Clock) -> Reach:
    """Look the name up, connect, agree on TLS with the pinned authority, ask the time."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "https"
    port = parts.port or (_HTTPS_PORT if encrypted else _HTTP_PORT)
    come = Reach(host=parts.hostname or "", port=port, encrypted=encrypted)
    try:
        socket.getaddrinfo(come.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        # A name that no name server could ever know is a UnicodeError.
        return replace(come, obstacle="name", words=_words(error))
    try:
        line = socket.create_connection((come.host, port), timeout=timeout_s)
    except OSError as error:
        return replace(come, obstacle="connection", words=_words(error))
    with line:
        if encrypted:
            return _encrypted(come, line, authority, clock)
        return _asked(come, line, clock)


def _encrypted(
    come: Reach, line: socket.socket, authority: Path | None, clock: Clock
) -> Reach:
    try:
        context = ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        return replace(come, obstacle="authority", words=_words(error))
    come = replace(come, authority_until=_authority_until(context))
    try:
        wrapped = context.wrap_socket(line, server_hostname=come.host)
    except ssl.SSLCertVerificationError as error:
        return replace(
            come,
            obstacle="encryption",
            words=error.verify_message,
            verify_code=error.verify_code,
        )
    except OSError as error:
        return replace(come, obstacle="encryption", words=_words(error))
    with wrapped:
        shown = wrapped.getpeercert() or {}
        until = _instant(shown.get("notAfter"))
        return _asked(replace(come, certificate_until=until), wrapped, clock)


def _asked(come: Reach, line: socket.socket, clock: Clock) -> Reach:
    connection = http.client.HTTPConnection(come.host, come.port)
    connection.sock = line
    try:
        connection.request("GET", _PATH)
        before = clock.now()
        said = connection.getresponse().getheader("Date", "")
        theirs = parsedate_to_datetime(said)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return replace(come, obstacle="answer", words=_words(error))
    # Date has whole seconds: what is cut off is no difference between clocks.
    ahead = before.replace(microsecond=0) - theirs.astimezone(UTC)
    return replace(come, ahead_s=int(ahead.total_seconds()))


def _authority_until(context: ssl.SSLContext) -> datetime | None:
    """Return when the first of the pinned authorities ends."""
    ends = [_instant(each.get("notAfter")) for each in context.get_ca_certs()]
    return min((end for end in ends if end is not None), default=None)


def _instant(said: object) -> datetime | None:
    if not isinstance(said, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(said), UTC)


def _words(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or type(error).__name__)
