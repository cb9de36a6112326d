"""The floor without a C compiler: the statements of ``floor.c`` by the sqlite3 module."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter_ns
from typing import Final

from sync.book.files import open_writer
from sync.till.book import members
from sync.till.journal import journal

_TAIL: Final = (
    "SELECT r.position, r.body FROM tail t JOIN record r"
    " ON r.position = t.position WHERE t.account = ? ORDER BY t.position"
)
_HOLDING: Final = (
    "SELECT lot, amount, until_ms FROM holding"
    " WHERE account = ? AND unit = 'points' AND place = 't1.1' ORDER BY lot"
)
_DOCUMENT: Final = (
    "SELECT d.position, d.content, r.answer FROM document d"
    " JOIN record r ON r.position = d.position WHERE d.key = ?"
)
_CARD: Final = "SELECT account, name, status FROM card WHERE token = ?"
_STATEMENT: Final = "SELECT body FROM statement WHERE bucket = ? AND account = ?"
_PROGRAMME: Final = "SELECT coalesce(max(version), 0) FROM programme WHERE starts_ms <= ?"
_NOW_MS: Final = 1_795_250_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A sale as the floor needs it: the card's token and its account's bucket."""

    token: bytes
    bucket: int


class PlainFloor:
    """Sales of nothing but rows."""

    def __init__(
        self, members_file: Path, journal_file: Path, *, body_bytes: int, answer_bytes: int
    ) -> None:
        self.orders: Iterator[Order] = iter(())
        self._members: Final = open_writer(
            members_file, package=members.SCHEMA, precious=False
        )
        self._journal: Final = open_writer(journal_file, package=journal.SCHEMA)
        self._body: Final = bytes(body_bytes)
        self._answer: Final = bytes(answer_bytes)
        self._number = 0

    def __call__(self, runs: int) -> Sequence[int]:
        """Make ``runs`` sales; return the nanoseconds of each."""
        taken: list[int] = []
        for order in islice(self.orders, runs):
            began = perf_counter_ns()
            self._sell(order)
            taken.append(perf_counter_ns() - began)
        return taken

    def close(self) -> None:
        """Close both files."""
        self._members.close()
        self._journal.close()

    def _sell(self, order: Order) -> None:
        self._number += 1
        key = f"S01|L1|2026-11-21|{self._number:06d}|sale"
        self._look_up(order)
        self._journal.execute(_DOCUMENT, (key,)).fetchone()
        self._write(key, self._look_up(order))

    def _look_up(self, order: Order) -> str:
        ask = self._members.execute
        ask(_PROGRAMME, (_NOW_MS,)).fetchone()
        account, _, _ = ask(_CARD, (order.token,)).fetchone()
        ask(_STATEMENT, (order.bucket, account)).fetchone()
        ask("SELECT applied FROM bucket WHERE bucket = ?", (order.bucket,)).fetchone()
        self._journal.execute(_TAIL, (account,)).fetchall()
        self._journal.execute(_HOLDING, (account,)).fetchall()
        return str(account)

    def _write(self, key: str, account: str) -> None:
        position = 1 << 40 | self._number
        write = self._journal.execute
        write("BEGIN IMMEDIATE")
        write(
            "INSERT INTO record (position, hash, body, answer) VALUES (?, ?, ?, ?)",
            (position, bytes(32), self._body, self._answer),
        )
        write(
            "INSERT INTO document (key, content, position) VALUES (?, ?, ?)",
            (key, bytes(32), position),
        )
        write("INSERT INTO tail (account, position) VALUES (?, ?)", (account, position))
        write("COMMIT")
