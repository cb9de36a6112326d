"""``vafa office draw …``: a seed is promised, a list closed, winners found and checked."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_bytes
from typing import Final

from rules.campaigns.draws import commitment
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.kit.words import tell
from sync.office.draws.draw_lists import DrawList, list_bytes, read_list, result_bytes
from sync.office.office import Office

SEED_BYTES: Final = 32
FILE_BYTES_MAX: Final = 1 << 30
_DIFFERS: Final = 1
_OWN: Final = 0o600


def _commit(arguments: argparse.Namespace) -> int:
    seed = token_bytes(SEED_BYTES)
    _write(arguments.seed, seed.hex().encode() + b"\n")
    _say(f'commitment = "{commitment(seed)}"')
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    """Find the winners again; compare them with a published result if there is one."""
    drawn, seed = _list_in(arguments.list), _seed_in(arguments.seed)
    result = _result(drawn, seed)
    _tell(result)
    if arguments.result is None:
        return 0
    same = _read(arguments.result) == result
    _say(
        Sentence("the result is this list's and this seed's")
        if same
        else Sentence("the result differs")
    )
    return 0 if same else _DIFFERS


def _close(office: Office, arguments: argparse.Namespace) -> int:
    closed = office.close_draw(arguments.name)
    _write(arguments.list, list_bytes(closed))
    tickets = sum(one.tickets for one in closed.entries)
    _say(
        Sentence(
            "{entries} entries, {tickets} tickets, hash {hash}",
            entries=len(closed.entries),
            tickets=tickets,
            hash=closed.hash,
        )
    )
    return 0


def _hold(office: Office, arguments: argparse.Namespace) -> int:
    drawn, seed = _list_in(arguments.list), _seed_in(arguments.seed)
    office.hold_draw(drawn, seed)
    result = _result(drawn, seed)
    if arguments.result is not None:
        _write(arguments.result, result)
    _tell(result)
    return 0


ALONE: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "commit": _commit,
    "verify": _verify,
}
"""What needs no head office: anyone may do it."""

STEPS: Final[Mapping[str, Callable[[Office, argparse.Namespace], int]]] = {
    "close": _close,
    "hold": _hold,
}


def draw(office: Office, arguments: argparse.Namespace) -> int:
    """Close or hold a draw."""
    return STEPS[arguments.step](office, arguments)


def _result(drawn: DrawList, seed: bytes) -> bytes:
    try:
        return result_bytes(drawn, seed)
    except ValueError as error:
        raise Fault(
            str(error), hint=Sentence("Name the file that holds that seed.")
        ) from error


def _tell(result: bytes) -> None:
    _say(result.decode())


def _list_in(file: Path) -> DrawList:
    return read_list(_read(file))


def _seed_in(file: Path) -> bytes:
    try:
        return bytes.fromhex(_read(file).decode("ascii"))
    except ValueError as error:
        raise Fault(
            Sentence("{file} holds no seed", file=str(file)),
            hint=Sentence("A seed is hexadecimal: digits 0-9, a-f."),
        ) from error


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise Fault(
                Sentence("{file} is too large", file=str(file)),
                hint=Sentence("Name the file of a draw."),
            )
        return file.read_bytes()
    except OSError as error:
        raise Fault(
            Sentence(
                "{file} cannot be read: {why}", file=str(file), why=str(error.strerror)
            ),
            hint=Sentence("Name the file of a draw."),
        ) from error


def _write(file: Path, data: bytes) -> None:
    """Write a new file, readable by its owner; never over one that is there."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN)
    except OSError as error:
        raise Fault(
            Sentence(
                "{file} cannot be written: {why}", file=str(file), why=str(error.strerror)
            ),
            hint=Sentence("Name a new file."),
        ) from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)


def _say(line: str) -> None:
    sys.stdout.write(f"{tell(line)}\n")
