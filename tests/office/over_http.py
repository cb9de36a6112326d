"""A line to head office over HTTP, signed and proved at both ends as a till does it."""

from typing import TypeVar

import httpx

from rules.ground.refusal import Refusal
from sync.wire.keys.signing import Asked, SigningKey, answer_is_by, request_headers
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    ENROL,
    ENROLLED,
    HELLO,
    PULL,
    PULLED,
    RECONCILE,
    RECONCILED,
    WELCOME,
    Acknowledgement,
    Conflict,
    Enrolled,
    EnrolRequest,
    Hello,
    PullAnswer,
    PullRequest,
    Reconciled,
    ReconcileRequest,
    Welcome,
)
from sync.wire.records.batch import Batch, pack_batch
from sync.wire.records.identity import Life
from sync.wire.shape import Shape

T = TypeVar("T")


class HttpDoor:
    """Speaks for one till once it has enrolled; ``office_key`` is learned then."""

    def __init__(self, client: httpx.Client, key: SigningKey) -> None:
        self.client = client
        self.key = key
        self.life = Life("t0", 1)
        self.office_key = b""

    def enrol(self, request: EnrolRequest) -> Enrolled | Refusal:
        """Enrol and remember who we are and who the office is."""
        response = self.client.post("/v1/enrol", content=ENROL.dump_json(request))
        if response.status_code != 200:
            return Refusal(response.json()["code"])
        answer = ENROLLED.validate_json(response.content)
        self.life = Life(answer.till, answer.life)
        self.office_key = bytes.fromhex(answer.office_key)
        proved = answer_is_by(
            self.office_key, request.idem, response.content, response.headers
        )
        assert proved
        return answer

    def hello(self, message: Hello) -> Welcome | Conflict:
        """Say hello."""
        body = HELLO.dump_json(message)
        return self._read(WELCOME, self.post("/v1/hello", body, message.nonce))

    def push(self, batch: Batch) -> Acknowledgement | Conflict | Refusal:
        """Push a batch."""
        response = self.post("/v1/push", pack_batch(batch), batch.nonce)
        if response.status_code != 200:
            return Refusal(response.json()["code"])
        return self._read(ACKNOWLEDGEMENT, response)

    def pull(self, request: PullRequest) -> PullAnswer | Conflict:
        """Pull."""
        body = PULL.dump_json(request)
        return self._read(PULLED, self.post("/v1/pull", body, request.nonce))

    def reconcile(self, request: ReconcileRequest) -> Reconciled | Conflict:
        """Compare."""
        body = RECONCILE.dump_json(request)
        return self._read(RECONCILED, self.post("/v1/reconcile", body, request.nonce))

    def post(self, path: str, body: bytes, nonce: str) -> httpx.Response:
        """Send a signed request; the answer must be the office's, problems too."""
        asked = Asked(
            method="POST",
            path=path,
            body=body,
            life=str(self.life),
            nonce=nonce,
            generation=1,
        )
        response = self.client.post(
            path, content=body, headers=request_headers(self.key, asked)
        )
        assert answer_is_by(self.office_key, nonce, response.content, response.headers)
        return response

    @staticmethod
    def _read(adapter: Shape[T], response: httpx.Response) -> T:
        assert response.status_code == 200, response.text
        return adapter.validate_json(response.content)
