"""The floor of a sale: the same rows, bytes and flush without Vafa; in C where one can."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Final

from sync.book.files import open_writer
from sync.till.journal.journal import SCHEMA
from sync.wire.buckets import bucket_of
from sync.wire.keys.tokens import card_token
from tests.bench.measuring import Block
from tests.bench.plain_floor import Order, PlainFloor
from tests.bench.shop import TOKEN_KEY, account_of, card_of
from tests.bench.size import Size
from tests.bench.till import LIFE, visits

IN_C: Final = "C with SQLite"
IN_PYTHON: Final = "sqlite3 module"
JOURNAL: Final = "floor.db"
MEMBERS: Final = "members.db"
_SOURCE: Final = Path(__file__).with_name("floor.c")
_PACKAGES: Final = ("gcc", "libc6-dev", "libsqlite3-dev")
_ORDER: Final = struct.Struct("<16si")
_SPARE: Final = 500


class FloorError(Exception):
    """The floor stopped in the middle."""


class CFloor:
    """The C program, which waits between blocks."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process: Final = process

    def __call__(self, runs: int) -> Sequence[int]:
        """Make ``runs`` sales; return the nanoseconds of each."""
        asked, answered = _pipes(self._process)
        asked.write(f"{runs}\n")
        asked.flush()
        taken = [int(line) for line in iter(answered.readline, "\n") if line]
        if len(taken) != runs:
            raise FloorError(f"{len(taken)} sales of {runs}")
        return taken


@contextmanager
def floor_of(
    directory: Path, size: Size, *, body_bytes: int, answer_bytes: int
) -> Iterator[tuple[str, Block]]:
    """Open the floor on the till's own members.db and a journal beside ours.

    Yields what it is called and its block. Records and answers have the sizes of ours.
    """
    told = floor_command(directory, size, body_bytes=body_bytes, answer_bytes=answer_bytes)
    if told is None:
        with closing(
            PlainFloor(
                directory / MEMBERS,
                directory / JOURNAL,
                body_bytes=body_bytes,
                answer_bytes=answer_bytes,
            )
        ) as plain:
            plain.orders = _orders(size)
            yield IN_PYTHON, plain
        return
    with subprocess.Popen(
        told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield IN_C, CFloor(process)
        _pipes(process)[0].close()


def floor_command(
    directory: Path, size: Size, *, body_bytes: int, answer_bytes: int
) -> list[str] | None:
    """Make the floor's files beside the till's and return its command; None without C."""
    new_journal(directory / JOURNAL)
    program = _compiled(directory)
    if program is None:
        return None
    sales = directory / "sales.bin"
    orders = islice(_orders(size), _SPARE + 2 * size.runs * size.blocks)
    sales.write_bytes(b"".join(_ORDER.pack(order.token, order.bucket) for order in orders))
    files = (program, directory / MEMBERS, directory / JOURNAL, sales)
    return [*map(str, files), str(body_bytes), str(answer_bytes)]


def new_journal(path: Path) -> None:
    """Make an empty journal, in place of what is there."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    connection = open_writer(path, package=SCHEMA)
    connection.execute(
        "INSERT INTO life (life, till) VALUES (?, ?)", (LIFE.number, LIFE.till)
    )
    connection.close()


def _pipes(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise FloorError("the floor was started without pipes")
    return process.stdin, process.stdout


def _orders(size: Size) -> Iterator[Order]:
    for visit in visits(size):
        account = account_of(visit.member)
        token = card_token(TOKEN_KEY, card_of(visit.member))
        yield Order(token=token, bucket=bucket_of(account))


def _compiled(directory: Path) -> Path | None:
    """Return the built program; None where it cannot be built nor a compiler had."""
    program = directory / "floor"
    if _compile(program):
        return program
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"bench: installing {' '.join(_PACKAGES)} for the floor", file=sys.stderr)
        subprocess.run(
            ["apt-get", "install", "-y", "--no-install-recommends", *_PACKAGES],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        if _compile(program):
            return program
    print("bench: no C compiler or no sqlite3.h: the floor is in Python", file=sys.stderr)
    return None


def _compile(program: Path) -> bool:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return False
    done = subprocess.run(
        [compiler, "-O2", "-o", program, _SOURCE, "-lsqlite3"],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0
