"""The one door out: signed requests to head office, and only answers it signed."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

import httpx

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.wire.keys.signing import Asked, SigningKey, answer_is_by, request_headers

ANSWER_BYTES_MAX: Final = 16 << 20
_HINT = Sentence("Nothing is lost: the till goes on and tries again by itself.")


class LinkFault(Fault):
    """Head office cannot be reached just now, or somebody else answered in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One request: where it goes, its bytes, the nonce its answer must be signed for."""

    path: str
    body: bytes
    life: str
    nonce: str
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A successful answer."""

    body: bytes
    headers: Mapping[str, str]


class Link(Protocol):
    """What carries a letter and brings its answer; raises :class:`LinkFault`."""

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Return the body of head office's answer."""
        ...


class HttpLink:
    """A link over HTTP; the certificate authority is pinned when one is named."""

    def __init__(
        self, url: str, *, key: SigningKey, office_key: bytes, authority: Path | None = None
    ) -> None:
        self._url: Final = url
        self._authority: Final = authority
        self._opening: Final = Lock()
        self._client: httpx.Client | None = None
        self._key: Final = key
        self._office_key: Final = office_key

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Send a signed request; return the answer's body once its signature is proved."""
        asked = Asked(
            method="POST",
            path=letter.path,
            body=letter.body,
            life=letter.life,
            nonce=letter.nonce,
            generation=letter.generation,
        )
        reply = send(
            self._opened(),
            letter.path,
            letter.body,
            headers=request_headers(self._key, asked),
            timeout_s=timeout_s,
        )
        if not answer_is_by(self._office_key, letter.nonce, reply.body, reply.headers):
            raise LinkFault(
                Sentence("An answer that is not head office's own was dropped."),
                hint=Sentence(
                    "Look for a captive portal or a proxy on the way to head office."
                ),
            )
        return reply.body

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _opened(self) -> httpx.Client:
        # Only when asked: a till whose authority's file is missing sells all the same.
        with self._opening:
            if self._client is None:
                self._client = open_client(self._url, self._authority)
            return self._client


def open_client(url: str, authority: Path | None) -> httpx.Client:
    """Open a client for head office: no environment proxies, bounded connections.

    Raises :class:`LinkFault` when the authority's file cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=str(authority)) if authority else True
    except OSError as error:
        raise LinkFault(
            Sentence(
                "The certificate authority's file {authority} cannot be used: {why}.",
                authority=str(authority),
                why=error.strerror or type(error).__name__,
            ),
            hint=Sentence("Mend [office] ca in till.toml, or put the file there."),
        ) from error
    return httpx.Client(
        base_url=url,
        verify=context,
        trust_env=False,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=4, max_keepalive_connections=2),
    )


def send(
    client: httpx.Client,
    path: str,
    body: bytes,
    *,
    headers: dict[str, str],
    timeout_s: float,
) -> Reply:
    """Post bytes and return a successful reply; anything else is a :class:`LinkFault`."""
    try:
        with client.stream(
            "POST", path, content=body, headers=headers, timeout=timeout_s
        ) as response:
            content = _read(response)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise LinkFault(
            Sentence("Head office cannot be reached ({why}).", why=type(error).__name__),
            hint=_HINT,
        ) from error
    if response.status_code != httpx.codes.OK:
        raise LinkFault(
            Sentence("Head office answered {code}.", code=response.status_code),
            hint=_HINT,
        )
    return Reply(body=content, headers=response.headers)


def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > ANSWER_BYTES_MAX:
            raise LinkFault(Sentence("An answer was too long and was dropped."), hint=_HINT)
    return bytes(content)
