"""The floor of the local API: the same counter behind the barest socket, as a process.

A frame is one byte that says scan or sale, four bytes of length, and the same JSON that a
POS sends; the answer is four bytes of length and the same JSON it gets.
"""

import gc
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from agent.counter.counter import Counter
from agent.counter.ground.answers import body_of
from agent.counter.ground.desk import Desk
from agent.pos.requests.shapes import SALE, SCAN
from rules.ground.refusal import Refusal
from tests.bench.selling import ROOT
from tests.bench.shop import STORE
from tests.bench.size import SMALLEST, Size
from tests.bench.till import NoSaleError, open_book

SCAN_MARK: Final = b"c"
SALE_MARK: Final = b"s"
_HOST: Final = "127.0.0.1"
_LENGTH: Final = 4


class FramedTill:
    """The asking side: one connection to the process."""

    def __init__(self, port: int) -> None:
        self._socket: Final = socket.create_connection((_HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers: Final = self._socket.makefile("rb")

    def scan(self, body: bytes) -> bytes:
        """Ask about a scan."""
        return self._ask(SCAN_MARK, body)

    def sale(self, body: bytes) -> bytes:
        """Have a sale booked."""
        return self._ask(SALE_MARK, body)

    def close(self) -> None:
        """Hang up; the process ends."""
        self._answers.close()
        self._socket.close()

    def _ask(self, mark: bytes, body: bytes) -> bytes:
        self._socket.sendall(mark + len(body).to_bytes(_LENGTH) + body)
        return self._answers.read(int.from_bytes(self._answers.read(_LENGTH)))


@contextmanager
def framed_till(directory: Path, size: Size) -> Iterator[FramedTill]:
    """Start the process on a folder of its own and connect to it."""
    figures = (size.members, size.rules)
    told = [sys.executable, "-m", "tests.bench.framed", str(directory), *map(str, figures)]
    with subprocess.Popen(told, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        port = process.stdout.readline() if process.stdout else ""
        till = FramedTill(int(port))
        try:
            yield till
        finally:
            till.close()


def main(directory: str, *figures: str) -> None:
    """Serve one connection until it hangs up."""
    members, rules = map(int, figures)
    size = replace(SMALLEST, members=members, rules=rules)
    with open_book(Path(directory), size) as book, socket.create_server((_HOST, 0)) as door:
        counter = Counter(Desk(book, store=STORE, clock=book.clock))
        gc.collect()
        gc.freeze()
        print(door.getsockname()[1], flush=True)
        caller, _ = door.accept()
        with caller:
            caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _serve(counter, caller)


def _serve(counter: Counter, caller: socket.socket) -> None:
    asked = caller.makefile("rb")
    while mark := asked.read(1):
        body = asked.read(int.from_bytes(asked.read(_LENGTH)))
        if mark == SCAN_MARK:
            answer = counter.scan(SCAN.validate_json(body))
        else:
            answer = counter.sale(SALE.validate_json(body))
        if isinstance(answer, Refusal):
            raise NoSaleError(answer.code)
        said = body_of(answer)
        caller.sendall(len(said).to_bytes(_LENGTH) + said)


if __name__ == "__main__":
    main(*sys.argv[1:])
