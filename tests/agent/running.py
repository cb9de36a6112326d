"""A real till for these tests: files as after enrolment, the daemon as its own process."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from agent.pos.operations import OPERATIONS
from rules.programme import Programme
from sync.kit.faults import Fault
from sync.till.book.identity import Identity, keep
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Enrolled
from tests.agent.counter.shop import LIFE, STORE, TOKEN_KEY, Shop

OK = 200
START_S = 30
"""Long enough for any machine; a till that takes this long is broken."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """Return the body as a JSON object."""
        value: Json = json.loads(self.body)
        return value


@dataclass
class RunningTill:
    """A daemon that runs, and how to knock at it."""

    folder: Path
    process: subprocess.Popen[str]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """The configuration it runs on."""
        return self.folder / "till.toml"

    @property
    def address(self) -> str:
        """Where it listens."""
        return (self.folder / "data" / "address").read_text(encoding="utf-8").strip()

    def token(self, name: str = "pos") -> str:
        """Return a POS's token."""
        return (self.folder / "data" / "tokens" / f"{name}.token").read_text().strip()

    def connect(self) -> HTTPConnection:
        """Open a connection."""
        return HTTPConnection(self.address, timeout=START_S)

    def ask(
        self,
        method: str,
        path: str,
        value: object = None,
        *,
        headers: dict[str, str | None] | None = None,
    ) -> Reply:
        """Ask with the POS's token; a header given as None is left out."""
        sent: dict[str, str | None] = {"Authorization": f"Bearer {self.token()}"}
        body = None
        if value is not None:
            sent["Content-Type"] = "application/json"
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
        sent |= headers or {}
        connection = self.connect()
        try:
            connection.request(
                method,
                path,
                body=body,
                headers={name: text for name, text in sent.items() if text is not None},
            )
            reply = read(connection.getresponse())
        finally:
            connection.close()
        conforms(method, path, reply)
        return reply

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(START_S)

    def log(self) -> str:
        """Return what it wrote to stderr so far."""
        return (self.folder / "stderr").read_text(encoding="utf-8")


def read(response: HTTPResponse) -> Reply:
    """Read a whole response."""
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, response.read())


def conforms(method: str, path: str, reply: Reply) -> None:
    """Hold every yes of the till against its description: no field more, none less."""
    asked = path.partition("?")[0]
    for operation in OPERATIONS.values():
        template = re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(operation.path))
        if method == operation.method and re.fullmatch(template, asked):
            if reply.status == OK and operation.answer is not str:
                shape: TypeAdapter[object] = TypeAdapter(operation.answer)
                shape.validate_python(reply.json, extra="forbid")
            return


def enrolled_folder(
    folder: Path, *, extra: str = "", dealt: int = 0, rules: Programme | None = None
) -> Path:
    """Write what enrolment and a first sync leave: identity, programme, Sara's card.

    ``dealt`` of her points are this till's to spend, as its first record.
    """
    data = folder / "data"
    data.mkdir(parents=True)
    shop = Shop(data, rules)
    shop.member(available=1240, dealable=1240 - dealt, pending=35)
    if dealt:
        shop.deal(dealt)
    shop.book.close()
    keep(data, identity())
    config = folder / "till.toml"
    config.write_text(
        f'store = "{STORE}"\ndata = "data"\n[api]\nlisten = "127.0.0.1:0"\n{extra}',
        encoding="utf-8",
    )
    return config


def identity() -> Identity:
    """Return the identity that the shop's files belong to."""
    key = SigningKey(bytes(32))
    return Identity(
        office_url="http://127.0.0.1:1",
        enrolled=Enrolled(
            idem="0" * 16,
            organisation="corner",
            store=STORE,
            till=LIFE.till,
            life=LIFE.number,
            generation=1,
            office_key=key.public.hex(),
            token_key=TOKEN_KEY.hex(),
            voucher_key=(b"v" * 32).hex(),
        ),
        secret_key=key.seed.hex(),
        fingerprint="f" * 32,
    )


def start(config: Path) -> RunningTill:
    """Start the daemon and wait until it serves."""
    folder = config.parent
    address = folder / "data" / "address"
    address.unlink(missing_ok=True)
    with (folder / "stderr").open("a", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "sync.kit.cli", "run", "--config", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            text=True,
        )
    till = RunningTill(folder, process)
    until = time.monotonic() + START_S
    while not address.exists():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise Fault(f"the till did not start:\n{till.log()}", hint="Read its log.")
        time.sleep(0.01)
    return till


@contextmanager
def running(config: Path) -> Iterator[RunningTill]:
    """Run the daemon for the length of a test."""
    till = start(config)
    try:
        yield till
    finally:
        if till.process.poll() is None:
            till.process.kill()
        till.process.wait(START_S)


def command(
    *words: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of ours as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "sync.kit.cli", *words],
        capture_output=True,
        text=True,
        timeout=START_S,
        env=os.environ | (env or {}),
        check=False,
    )
