"""Bearer tokens: one a POS, each in a 0600 file of its own, compared in constant time."""

import os
from collections.abc import Callable, Iterable
from hmac import compare_digest
from pathlib import Path
from typing import Final

from sync.kit.faults import Fault

FOLDER: Final = "tokens"
SUFFIX: Final = ".token"
KEY_SUFFIX: Final = ".key"
COMMAND_LINE: Final = "cli"
"""The token that the machine's own commands use."""

PAGES: Final = "pages"
"""Not a token but what signs the pages' cookies: deleting its file signs everybody out."""

_TOKEN_BYTES: Final = 32
_TOKEN_CHARACTERS_MIN: Final = 32


class TokenFault(Fault):
    """A token file cannot be used."""


class Tokens:
    """Which POS a token belongs to."""

    def __init__(self, tokens: Iterable[tuple[str, bytes]]) -> None:
        self._tokens: Final = tuple(tokens)

    def owner(self, presented: bytes) -> str | None:
        """Name the POS whose token this is; every token is compared, whichever fits."""
        found = None
        for name, token in self._tokens:
            if compare_digest(token, presented):
                found = name
        return found


def open_tokens(
    folder: Path, names: Iterable[str], *, entropy: Callable[[int], bytes]
) -> Tokens:
    """Read the tokens of ``names`` from ``folder``; make those that are not there yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Tokens(
        (name, _read_or_make(folder / f"{name}{SUFFIX}", entropy)) for name in names
    )


def open_key(folder: Path, name: str, *, entropy: Callable[[int], bytes]) -> bytes:
    """Read a secret of our own from ``folder``, kept as a token is; make it if need be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _read_or_make(folder / f"{name}{KEY_SUFFIX}", entropy)


def _read_or_make(path: Path, entropy: Callable[[int], bytes]) -> bytes:
    try:
        if not path.exists():
            _make(path, entropy(_TOKEN_BYTES).hex())
        token = path.read_bytes().strip()
        mode = path.stat().st_mode & 0o077
    except OSError as error:
        raise TokenFault(
            f"{path.name} cannot be read: {error.strerror}.",
            hint="The data folder and its files belong to the till's own user.",
        ) from error
    if os.name == "posix" and mode:
        raise TokenFault(
            f"{path.name} can be read by others.", hint=f"Type: chmod 600 {path}"
        )
    if len(token) < _TOKEN_CHARACTERS_MIN or not token.isalnum():
        raise TokenFault(
            f"{path.name} holds no token.", hint="Delete it: a new one is made."
        )
    return token


def _make(path: Path, token: str) -> None:
    # Written aside and renamed: a half-written token would lock its POS out.
    fresh = path.with_suffix(".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
    ) as file:
        file.write(token + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
