"""A shop of the play: its till as a process, its POS, its scanner, its line."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from drivers.recorded.simulate import PtyScanner, Scanner, SocketScanner
from install.demo.answers import OK, Answer
from install.demo.baskets import WORKSTATION, Paper
from install.demo.calls import LostAnswerError, Pos
from install.demo.line import HOST, Line
from install.demo.people import Person
from install.demo.programs import Company, Program

SYNC_S: Final = 60


@dataclass(slots=True, kw_only=True)
class Shop:
    """One store: its till, its POS, its scanner and its line to head office."""

    company: Company
    folder: Path
    port: int
    line: Line
    scanner: Scanner
    paper: Paper
    more_settings: str = ""
    language: str = "en"
    sandbox: bool = False
    till: Program | None = None
    _pos: Pos | None = None

    @property
    def store(self) -> str:
        """The store's name."""
        return self.paper.store

    @property
    def pos(self) -> Pos:
        """The POS of this shop's one workstation; there from the till's first start on."""
        if self._pos is None:
            self._pos = Pos(self.port, token=self.token)
        return self._pos

    @property
    def scanner_kind(self) -> str:
        """What the pretended scanner is plugged into."""
        return "socket" if "://" in self.scanner.port else "pty"

    @property
    def config(self) -> Path:
        """The till's configuration file."""
        return self.folder / "till.toml"

    @property
    def data(self) -> Path:
        """The till's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the till and its commands said."""
        return self.folder / "till.log"

    @property
    def token(self) -> str:
        """The POS's token, as the till wrote it."""
        path = self.data / "tokens" / "pos.token"
        return path.read_text(encoding="ascii").strip()

    def write_config(self) -> None:
        """Write till.toml, as a technician would."""
        lines = [
            f"store = {_toml(self.store)}",
            f"data = {_toml(str(self.data))}",
            f"workstation = {_toml(WORKSTATION)}",
            f"language = {_toml(self.language)}",
            f"sandbox = {str(self.sandbox).lower()}",
            "",
            "[api]",
            f"listen = {_toml(f'{HOST}:{self.port}')}",
            "requests_per_s = 5000",
            "",
            "[office]",
            f"url = {_toml(self.line.url)}",
            "",
            "[[devices]]",
            'name = "scanner"',
            'driver = "line_scanner"',
            f"port = {_toml(self.scanner.port)}",
            "",
            self.more_settings,
        ]
        self.config.write_text("\n".join(lines), encoding="utf-8")

    def enrol(self, token: str) -> None:
        """Enrol the till with head office, over the line."""
        paper = self.folder / "enrol.token"
        paper.touch(mode=0o600)
        paper.write_text(token + "\n", encoding="ascii")
        self.vafa("enrol", "--office", self.line.url, "--token-file", str(paper))

    def start(self) -> None:
        """Start the till, also after a crash, and wait until its door is open."""
        self.hang_up()
        self.till = self.company.start("run", "--config", str(self.config), log=self.log)
        self.till.wait_until(self.answers)

    def kill(self) -> None:
        """End the till as a power cut does."""
        if self.till is not None:
            self.till.kill()

    def sync(self) -> Answer:
        """Bring this till and head office together now."""
        return self._carry({})

    def answers(self) -> bool:
        """Whether the till's door is open."""
        stranger = Pos(self.port, token="-")  # noqa: S106  # a stranger shows no token
        try:
            return stranger.get("/v1/health").status == OK
        except LostAnswerError:
            return False
        finally:
            stranger.close()

    def knows(self, person: Person) -> bool:
        """Whether the till finds a member by their card."""
        return self.pos.get("/v1/members", card=person.card).status == OK

    def is_in_step(self) -> bool:
        """Sync, and say whether nothing came down and nothing waits to go up."""
        report = self.sync()
        return report.at("complete") is True and not (
            report.whole("buckets") or report.whole("grants") or report.whole("waiting")
        )

    def night(self) -> Answer:
        """Sync, and compare every cursor, count, hash and balance with head office."""
        return self._carry({"reconcile": True})

    def hang_up(self) -> None:
        """Close what the POS keeps open."""
        if self._pos is not None:
            self._pos.close()

    def _carry(self, wish: Mapping[str, object]) -> Answer:
        # A caller who waits for all of it, however much there is.
        with closing(Pos(self.port, token=self.token, timeout_s=SYNC_S)) as patient:
            return patient.post("/v1/sync", wish).accepted()

    def vafa(self, *words: str, allowed: Sequence[int] = (0,)) -> str:
        """Run a command of this till and return what it printed."""
        return self.company.call(
            *words, "--config", str(self.config), log=self.log, allowed=allowed
        )


def plug_in(path: Path) -> Scanner:
    """Plug in a pretended scanner: on a pty, or on a socket where there is no pty."""
    try:
        return PtyScanner(path)
    except (OSError, AttributeError):
        # A container without /dev/pts, or a system that never had one.
        return SocketScanner()


def _toml(text: str) -> str:
    # A JSON string is a TOML string, as long as no letter is written as two escapes.
    return json.dumps(text, ensure_ascii=False)
