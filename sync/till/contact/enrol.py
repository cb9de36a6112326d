"""Enrolment: from a one-off token to a till that head office has numbered.

The key and a random id are kept before asking, so that a lost answer is had again by asking
again and a token is not spent twice.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.till.book.identity import Identity, fingerprint, keep, known
from sync.till.contact.transport import open_client, send
from sync.wire.keys.signing import SigningKey, answer_is_by
from sync.wire.messages import ENROL, ENROLLED, Enrolled, EnrolRequest

PENDING: Final = "enrolment.pending"
"""Holds the key and id of an enrolment whose answer has not come."""

_TIMEOUT_S: Final = 30


class EnrolmentFault(Fault):
    """Head office did not enrol this till."""


def enrol(
    directory: Path,
    *,
    url: str,
    authority: Path | None,
    token: str,
    store: str,
    entropy: Callable[[int], bytes],
) -> Identity:
    """Ask head office for a till number and a life; keep and return who we are now.

    An enrolled till that asks again gets a new life. Raises :class:`EnrolmentFault` or a
    LinkFault.
    """
    directory.mkdir(parents=True, exist_ok=True)
    before = known(directory)
    seed, idem = _pending(directory / PENDING, entropy)
    key = SigningKey(seed)
    request = EnrolRequest(
        token=token,
        store=store,
        key=key.public.hex(),
        fingerprint=fingerprint(),
        idem=idem,
        till=before.enrolled.till if before else "",
    )
    enrolled = _ask(url, authority, request)
    identity = Identity(
        office_url=url,
        enrolled=enrolled,
        secret_key=key.seed.hex(),
        fingerprint=request.fingerprint,
    )
    keep(directory, identity)
    (directory / PENDING).unlink()
    return identity


def _ask(url: str, authority: Path | None, request: EnrolRequest) -> Enrolled:
    with open_client(url, authority) as client:
        reply = send(
            client,
            "/v1/enrol",
            ENROL.dump_json(request),
            headers={"content-type": "application/json"},
            timeout_s=_TIMEOUT_S,
        )
    try:
        enrolled = ENROLLED.validate_json(reply.body)
    except ValidationError as error:
        raise EnrolmentFault(
            Sentence("Head office did not accept the token."),
            hint=Sentence("Make a new one there: vafa office token --store STORE"),
        ) from error
    office = bytes.fromhex(enrolled.office_key)
    if enrolled.idem != request.idem or not answer_is_by(
        office, request.idem, reply.body, reply.headers
    ):
        raise EnrolmentFault(
            Sentence("The answer was not to our question."),
            hint=Sentence(
                "Look for a proxy between the till and head office, and try again."
            ),
        )
    return enrolled


def _pending(path: Path, entropy: Callable[[int], bytes]) -> tuple[bytes, str]:
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        return bytes.fromhex(kept["seed"]), str(kept["idem"])
    seed, idem = entropy(32), entropy(16).hex()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"seed": seed.hex(), "idem": idem}, file)
        file.flush()
        os.fsync(file.fileno())
    return seed, idem
