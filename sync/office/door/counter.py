"""What happens to a request once its bytes are here: proved, read, answered and signed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from pydantic import ValidationError

from rules.ground.refusal import Refusal, refuse
from sync.office.door.problems import MEDIA_TYPE, problem_body, refuse_message, wording
from sync.office.door.routes import ROUTES
from sync.office.office import Office
from sync.wire.canonical import NotCanonicalError
from sync.wire.keys.signing import (
    GENERATION_HEADER,
    LIFE_HEADER,
    NONCE_HEADER,
    Asked,
    answer_headers,
)
from sync.wire.messages import ENROL, ENROLLED, WELCOME
from sync.wire.records.batch import BrokenBatchError
from sync.wire.records.identity import BrokenIdentityError, Life

JSON: Final = "application/json"
BODY_BYTES_MAX: Final[Mapping[str, int]] = {
    "/v1/enrol": 4 << 10,
    "/v1/hello": 4 << 10,
    "/v1/push": 4 << 20,
    "/v1/pull": 256 << 10,
    "/v1/reconcile": 512 << 10,
}
"""How much of a body is read at each path, at most."""

_NONCE: Final = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
_WHOLE: Final = re.compile(r"[0-9]{1,16}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer's bytes and headers."""

    status: int
    body: bytes
    media_type: str
    headers: Mapping[str, str]


class Counter:
    """Answers requests, one at a time whichever thread brings them."""

    def __init__(self, office: Office, *, guard: Lock) -> None:
        self._office = office
        self._guard = guard

    def health(self) -> Mapping[str, str | int]:
        """Say that head office works, and how many tills it knows."""
        with self._guard:
            fleet = self._office.fleet()
        return {
            "status": "frozen" if fleet.frozen else "ok",
            "generation": fleet.generation,
            "tills": len(fleet.tills),
            "programme": fleet.programme,
        }

    def enrol(self, body: bytes) -> Reply:
        """Answer an enrolment; it is signed for its ``idem``."""
        try:
            request = ENROL.validate_json(body)
        except ValidationError as error:
            return self.refused(refuse_message(_told(error)), "")
        with self._guard:
            answer = self._office.enrol(request)
        if isinstance(answer, Refusal):
            return self.refused(answer, request.idem)
        return self._reply(ENROLLED.dump_json(answer), request.idem)

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer a signed request."""
        asked = _asked(path, headers, body)
        if asked is None:
            return self.refused(refuse("bad_headers"), "")
        with self._guard:
            return self._proved(asked, headers)

    def refused(self, refusal: Refusal, nonce: str) -> Reply:
        """Answer with a problem."""
        body = problem_body(refusal)
        return Reply(
            status=wording(refusal).status,
            body=body,
            media_type=MEDIA_TYPE,
            headers=answer_headers(self._office.keys.signing, nonce, body),
        )

    def _proved(self, asked: Asked, headers: Mapping[str, str]) -> Reply:
        try:
            life = Life.parse(asked.life)
        except BrokenIdentityError:
            return self.refused(refuse("bad_headers"), asked.nonce)
        proved = self._office.authenticate(life, asked, headers)
        if proved is None:
            conflict = self._office.conflict(asked.nonce, "unknown_till")
            return self._reply(WELCOME.dump_json(conflict), asked.nonce)
        if not proved:
            return self.refused(refuse("bad_signature"), asked.nonce)
        try:
            answer = ROUTES[asked.path](self._office, life, asked)
        except ValidationError as error:
            answer = refuse_message(_told(error))
        except (BrokenBatchError, NotCanonicalError) as error:
            answer = refuse("broken_batch", detail=str(error))
        if isinstance(answer, Refusal):
            return self.refused(answer, asked.nonce)
        return self._reply(answer, asked.nonce)

    def _reply(self, body: bytes, nonce: str) -> Reply:
        return Reply(
            status=200,
            body=body,
            media_type=JSON,
            headers=answer_headers(self._office.keys.signing, nonce, body),
        )


def _asked(path: str, headers: Mapping[str, str], body: bytes) -> Asked | None:
    nonce = headers.get(NONCE_HEADER, "")
    generation = headers.get(GENERATION_HEADER, "")
    if not _NONCE.fullmatch(nonce) or not _WHOLE.fullmatch(generation):
        return None
    return Asked(
        method="POST",
        path=path,
        body=body,
        life=headers.get(LIFE_HEADER, ""),
        nonce=nonce,
        generation=int(generation),
    )


def _told(error: ValidationError) -> str:
    """Say where a message is wrong without repeating what it held."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}"
