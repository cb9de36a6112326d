"""Who this till is: what head office said at enrolment, and the keys, in a 0600 file.

The file stands apart from the database, so that a copied database alone is nobody.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Enrolled
from sync.wire.records.identity import Life

FILE_NAME: Final = "identity.json"
_MACHINE_ID: Final = Path("/etc/machine-id")


class IdentityFault(Fault):
    """The till's identity is missing or cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An enrolled till. Secrets are lower-case hex."""

    office_url: str
    enrolled: Enrolled
    secret_key: str
    fingerprint: str

    @property
    def life(self) -> Life:
        """The life that head office numbered for this identity."""
        return Life(self.enrolled.till, self.enrolled.life)


@dataclass(frozen=True, slots=True, kw_only=True)
class TillKeys:
    """The keys a till works with; without ``seal`` no personal part is written."""

    signing: SigningKey
    office: bytes
    token: bytes
    voucher: bytes
    seal: bytes = b""


_ADAPTER: Final = TypeAdapter(Identity)


def fingerprint() -> str:
    """Return what tells this machine from a clone of its disk on another one."""
    machine = _MACHINE_ID.read_bytes() if _MACHINE_ID.exists() else b""
    return sha256(b"vafa machine " + machine.strip()).hexdigest()[:32]


def keep(directory: Path, identity: Identity) -> None:
    """Write the identity durably with mode 0600, replacing an older one whole."""
    path = directory / FILE_NAME
    fresh = path.with_suffix(".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
    ) as file:
        json.dump(asdict(identity), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def known(directory: Path) -> Identity | None:
    """Return the identity kept in a directory, or None before enrolment."""
    path = directory / FILE_NAME
    if not path.exists():
        return None
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise IdentityFault(
            Sentence("{file} cannot be read.", file=str(path)),
            hint=Sentence(
                "Run as the till's user; if the file is damaged, enrol the till again."
            ),
        ) from error


def keys_of(identity: Identity) -> TillKeys:
    """Return the identity's keys, ready to use."""
    return TillKeys(
        signing=SigningKey(bytes.fromhex(identity.secret_key)),
        office=bytes.fromhex(identity.enrolled.office_key),
        token=bytes.fromhex(identity.enrolled.token_key),
        voucher=bytes.fromhex(identity.enrolled.voucher_key),
        seal=bytes.fromhex(identity.enrolled.seal_key),
    )


def renewed(identity: Identity, enrolled: Enrolled, signing: SigningKey) -> Identity:
    """Return the identity for a new life."""
    return replace(identity, enrolled=enrolled, secret_key=signing.seed.hex())
