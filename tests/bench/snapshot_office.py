"""A head office of a few lines, as a process: takes what comes up, sends one snapshot.

It speaks the wire's own messages and signs its answers. What it sends is read and written
before it is asked, so that it costs the machine little while the till is measured. From a
line on its standard input on, the snapshot comes down.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Final

from sync.wire.keys.signing import answer_headers
from sync.wire.messages import (
    ACKNOWLEDGEMENT,
    HELLO,
    PULL,
    PULLED,
    STATEMENT,
    WELCOME,
    Acknowledgement,
    BucketDelta,
    CardMessage,
    PullAnswer,
    Statement,
    Welcome,
)
from sync.wire.records.batch import unpack_batch
from sync.wire.records.record import genesis, unpack
from tests.bench.member_file import AS_OF_MS
from tests.bench.running import HOST, OFFICE_KEY
from tests.bench.selling import ROOT
from tests.bench.till import LIFE

ANSWER_BYTES: Final = 64 * 1024
"""What head office puts into one answer, more or less; a bucket is never cut in two."""

NOT_YET: Final = "0" * 16
_ROW_BYTES: Final = 620


class SnapshotOffice:
    """What the till is told. ``go`` lets the snapshot come down."""

    def __init__(self, answers: list[bytes]) -> None:
        self.go = False
        self._answers: Final = iter(answers)
        self._seq = 0
        self._head = genesis(str(LIFE))

    def answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        """Return the nonce of a request and what is answered."""
        if path == "/v1/push":
            return self._push(body)
        if path == "/v1/hello":
            nonce = HELLO.validate_json(body).nonce
            return nonce, WELCOME.dump_json(self._welcome(nonce))
        nonce = PULL.validate_json(body).nonce
        return nonce, self._pull().replace(NOT_YET.encode(), nonce.encode(), 1)

    def _welcome(self, nonce: str) -> Welcome:
        return Welcome(
            nonce=nonce,
            session=1,
            generation=1,
            durable_seq=self._seq,
            hash=self._head.hex(),
            safe_seq=0,
            ticket=1,
            now_ms=AS_OF_MS,
        )

    def _push(self, body: bytes) -> tuple[str, bytes]:
        batch = unpack_batch(body)
        for packed in batch.records[max(0, self._seq + 1 - batch.first_seq) :]:
            self._head = unpack(packed).chained_to(self._head)
            self._seq += 1
        answer = Acknowledgement(
            nonce=batch.nonce,
            generation=1,
            verdict="stored",
            durable_seq=self._seq,
            hash=self._head.hex(),
            safe_seq=0,
            applied_seq=0,
        )
        return batch.nonce, ACKNOWLEDGEMENT.dump_json(answer)

    def _pull(self) -> bytes:
        piece = next(self._answers, None) if self.go else None
        return pull_answer((), more=False) if piece is None else piece


def pull_answer(deltas: tuple[BucketDelta, ...], *, more: bool) -> bytes:
    """Write an answer whose nonce is not known yet."""
    answer = PullAnswer(
        nonce=NOT_YET,
        generation=1,
        grants=(),
        deltas=deltas,
        more=more,
        programmes=(),
        frozen=False,
        now_ms=AS_OF_MS,
    )
    return PULLED.dump_json(answer)


def snapshot(members_file: Path, members: int) -> Iterator[bytes]:
    """Yield the answers that replace whole buckets of at least so many members in all."""
    with closing(sqlite3.connect(f"file:{members_file}?mode=ro", uri=True)) as source:
        deltas: list[BucketDelta] = []
        count = size = 0
        for (bucket,) in source.execute(
            "SELECT bucket FROM bucket ORDER BY bucket"
        ).fetchall():
            delta = _delta(source, bucket)
            count += len(delta.statements)
            size += len(delta.statements) * _ROW_BYTES
            deltas.append(delta)
            if size >= ANSWER_BYTES or count >= members:
                yield pull_answer(tuple(deltas), more=count < members)
                deltas, size = [], 0
            if count >= members:
                return


def _delta(source: sqlite3.Connection, bucket: int) -> BucketDelta:
    statements = source.execute(
        "SELECT body FROM statement WHERE bucket = ? ORDER BY account", (bucket,)
    )
    cards = source.execute(
        "SELECT lower(hex(token)), account, lower(hex(name)), status FROM card"
        " WHERE bucket = ?",
        (bucket,),
    )
    return BucketDelta(
        bucket=bucket,
        revision=2,
        whole=True,
        applied={},
        statements=tuple(_newer(STATEMENT.validate_json(body)) for (body,) in statements),
        cards=tuple(
            CardMessage(token=token, account=account, name=name, status=status)
            for token, account, name, status in cards
        ),
    )


def _newer(statement: Statement) -> Statement:
    return replace(statement, revision=2, available=statement.available + 1)


def _handler(office: SnapshotOffice) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            nonce, answer = office.answer(self.path, body)
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            for name, value in answer_headers(OFFICE_KEY, nonce, answer).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def main(members_file: str, members: str) -> None:
    """Serve until the standard input ends."""
    office = SnapshotOffice(list(snapshot(Path(members_file), int(members))))
    server = ThreadingHTTPServer((HOST, 0), _handler(office))
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    for _ in islice(sys.stdin, 1):
        office.go = True
    sys.stdin.read()


class OfficeProcess:
    """The office seen from outside."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process: Final = process
        self.url: Final = f"http://{HOST}:{port}"

    def send_snapshot(self) -> None:
        """Let it come down with the till's next contacts."""
        if self._process.stdin is not None:
            self._process.stdin.write("go\n")
            self._process.stdin.flush()


@contextmanager
def snapshot_office(members_file: Path, members: int) -> Iterator[OfficeProcess]:
    """Start it; what it sends is made from a till's own file."""
    told = [sys.executable, "-m", "tests.bench.snapshot_office"]
    with subprocess.Popen(
        [*told, str(members_file), str(members)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        port = process.stdout.readline() if process.stdout else ""
        try:
            yield OfficeProcess(process, int(port))
        finally:
            if process.stdin is not None:
                process.stdin.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
