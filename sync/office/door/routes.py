"""The register of signed requests: a path, and how its message is read and answered."""

from collections.abc import Callable, Mapping
from typing import Final

from rules.ground.refusal import Refusal, refuse
from sync.office.office import Office
from sync.wire.keys.signing import Asked
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    HELLO,
    PROTOCOL_VERSION,
    PULL,
    PULLED,
    RECONCILE,
    RECONCILED,
    WELCOME,
    Hello,
    PullRequest,
    ReconcileRequest,
)
from sync.wire.records.batch import unpack_batch
from sync.wire.records.identity import Life

Route = Callable[[Office, Life, Asked], bytes | Refusal]

_NEIGHBOURS: Final = range(PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 2)


def _hello(office: Office, life: Life, asked: Asked) -> bytes | Refusal:
    message = HELLO.validate_json(asked.body)
    if not _is_its_own(message, life, asked):
        return refuse("not_this_till")
    if message.version not in _NEIGHBOURS:
        return refuse("protocol_version", ours=PROTOCOL_VERSION)
    return WELCOME.dump_json(office.hello(message))


def _push(office: Office, _life: Life, asked: Asked) -> bytes | Refusal:
    # Whose records these are, the batch's own signature says: a till also sends the tails
    # of lives that are closed.
    batch = unpack_batch(asked.body)
    if batch.nonce != asked.nonce:
        return refuse("not_this_till")
    answer = office.push(batch)
    return answer if isinstance(answer, Refusal) else ACKNOWLEDGEMENT.dump_json(answer)


def _pull(office: Office, life: Life, asked: Asked) -> bytes | Refusal:
    message = PULL.validate_json(asked.body)
    if not _is_its_own(message, life, asked):
        return refuse("not_this_till")
    return PULLED.dump_json(office.pull(message))


def _reconcile(office: Office, life: Life, asked: Asked) -> bytes | Refusal:
    message = RECONCILE.validate_json(asked.body)
    if not _is_its_own(message, life, asked):
        return refuse("not_this_till")
    return RECONCILED.dump_json(office.reconcile(message))


def _is_its_own(
    message: Hello | PullRequest | ReconcileRequest, life: Life, asked: Asked
) -> bool:
    said = (message.till, message.life, message.nonce)
    return said == (life.till, life.number, asked.nonce)


ROUTES: Final[Mapping[str, Route]] = {
    "/v1/hello": _hello,
    "/v1/push": _push,
    "/v1/pull": _pull,
    "/v1/reconcile": _reconcile,
}
"""What the door answers for a till that has proved itself."""
