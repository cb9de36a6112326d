"""What is signed on the wire and on paper: headers, programmes, the slip's proof."""

import json
from collections.abc import Mapping
from typing import Final

from sync.wire.keys.signing import Asked, SigningKey, answer_headers, request_headers
from sync.wire.programme.door import programme_bytes
from sync.wire.programme.seal import sealed_programme
from tests.agent.counter.shop import programme

KEY: Final = SigningKey(bytes(range(32)))
NONCE: Final = "0123456789abcdef" * 2
ASKED: Final = Asked(
    method="POST",
    path="/v1/push",
    body=b"the batch",
    life="t1.3",
    nonce=NONCE,
    generation=2,
)
ANSWER: Final = b'{"verdict":"stored"}'
STARTS_MS: Final = 1_795_254_130_000


def seals() -> dict[str, bytes]:
    """Return (file, bytes) of each signature as today's code makes it."""
    document = programme_bytes(programme())
    sealed = sealed_programme(1, STARTS_MS, document)
    return {
        "seals/request.headers": _lines(request_headers(KEY, ASKED)),
        "seals/answer.headers": _lines(answer_headers(KEY, NONCE, ANSWER)),
        "seals/programme.json": document,
        "seals/programme.signature": KEY.sign(sealed).hex().encode(),
    }


def headers_in(data: bytes) -> Mapping[str, str]:
    """Read the headers of a golden file."""
    rows = (line.partition(": ") for line in data.decode().splitlines())
    return {name: value for name, _, value in rows}


def proof_in(answer: bytes) -> bytes:
    """Return the proof on the slip that a sale's answer tells."""
    proof: str = json.loads(answer)["receipt"]["proof"]
    return proof.encode()


def _lines(headers: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in headers.items()).encode()
