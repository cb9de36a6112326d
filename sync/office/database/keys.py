"""Head office's secrets: what signs its word and makes card tokens and voucher codes."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.wire.canonical import NotCanonicalError, decode_object, encode
from sync.wire.keys.sealing import SealingKey
from sync.wire.keys.signing import SigningKey
from sync.wire.records.header import text

Entropy = Callable[[int], bytes]
"""Where unpredictable bytes come from: so many, please."""

KEYS_FILE: Final = "office.keys"
_KEY_BYTES: Final = 32
_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKeys:
    """``signing`` makes answers and programmes ours; every till has the two others too."""

    signing: SigningKey
    token_key: bytes
    voucher_key: bytes

    @property
    def sealing(self) -> SealingKey:
        """What opens the personal parts that tills seal to us."""
        return SealingKey(self.signing.seed)


def make_keys(entropy: Entropy) -> OfficeKeys:
    """Make new keys of unpredictable bytes."""
    return OfficeKeys(
        signing=SigningKey(entropy(_KEY_BYTES)),
        token_key=entropy(_KEY_BYTES),
        voucher_key=entropy(_KEY_BYTES),
    )


def keys_in(folder: Path, entropy: Entropy) -> OfficeKeys:
    """Read the keys in ``folder``, or make them and a file only its owner may read.

    Raises a :class:`Fault` when the file is unreadable or open to others.
    """
    file = folder / KEYS_FILE
    if not file.exists():
        _write(file, make_keys(entropy))
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        raise Fault(
            Sentence("others may read head office's keys in {file}", file=str(file)),
            hint=Sentence(
                "chmod 600 {file}, and think about who may have copied them.",
                file=str(file),
            ),
        )
    return _read(file)


def _write(file: Path, keys: OfficeKeys) -> None:
    """Write beside and rename, so that the file is whole or not there."""
    value = {
        "signing": keys.signing.seed.hex(),
        "token_key": keys.token_key.hex(),
        "voucher_key": keys.voucher_key.hex(),
    }
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(encode(value))
        stream.flush()
        os.fsync(stream.fileno())
    beside.rename(file)


def _read(file: Path) -> OfficeKeys:
    try:
        value = decode_object(file.read_bytes())
        seed, token_key, voucher_key = (
            bytes.fromhex(text(value, name))
            for name in ("signing", "token_key", "voucher_key")
        )
    except (NotCanonicalError, ValueError, json.JSONDecodeError) as error:
        raise Fault(
            Sentence("head office's keys in {file} cannot be read", file=str(file)),
            hint=Sentence(
                "Put back the file from your backup; tills know the office by these keys."
            ),
        ) from error
    return OfficeKeys(
        signing=SigningKey(seed), token_key=token_key, voucher_key=voucher_key
    )
