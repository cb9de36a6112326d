"""The stage: one head office and two tills, each a process of its own, on free ports."""

import csv
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from install.demo.baskets import Paper
from install.demo.line import HOST, Line
from install.demo.people import CAST, MEMBERS, STORES, people
from install.demo.programs import Company, StageFault, free_port
from install.demo.shop import Shop, plug_in
from install.demo.together import all_at_once, side_by_side
from sync.kit.clock import SystemClock

PROGRAMME: Final = Path(__file__).parent.parent / "programmes" / "demo.toml"
MEMBERS_S: Final = 60
SPENT_DAYS_AGO: Final = 30


class Stage:
    """Everything that runs, in a folder of its own; ended and swept when it is left.

    ``folder`` is an empty folder of somebody else's, who also sweeps it.
    """

    def __init__(
        self,
        *,
        stores: Sequence[str] = STORES,
        members: int = MEMBERS,
        folder: Path | None = None,
    ) -> None:
        self.folder: Final = folder or Path(tempfile.mkdtemp(prefix="vafa-demo-"))
        self.keeps_folder = folder is not None
        self._members: Final = members
        self.office_port: Final = free_port()
        self._company: Final = Company()
        now = SystemClock().now()
        self.shops: Final = tuple(
            self._shop(Paper(store=store, now=now)) for store in stores
        )

    def __enter__(self) -> Self:
        """Return the stage, still empty."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process and sweep, unless the folder is to be kept."""
        self._company.disband()
        for shop in self.shops:
            shop.hang_up()
            shop.scanner.close()
            shop.line.close()
        if not self.keeps_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def office_log(self) -> Path:
        """What head office and its commands said."""
        return self.folder / "office.log"

    @property
    def office_data(self) -> Path:
        """Head office's data folder."""
        return self.folder / "office"

    def set_up(self) -> None:
        """Start head office with its members, then both tills that know them."""
        self._start_office()
        openings = [partial(self._open, shop) for shop in self.shops]
        all_at_once(self._import_members, *openings)
        side_by_side(self._introduce, self.shops)

    def office(self, *words: str, allowed: Sequence[int] = (0,)) -> str:
        """Run a command of head office and return what it printed."""
        told = ("office", *words, "--data", str(self.office_data))
        return self._company.call(*told, log=self.office_log, allowed=allowed)

    def _start_office(self) -> None:
        served = self._company.start(
            "office",
            "serve",
            *("--data", str(self.office_data)),
            *("--listen", f"{HOST}:{self.office_port}"),
            *("--programme", str(PROGRAMME)),
            log=self.office_log,
        )
        served.wait_until(lambda: _is_heard(self.office_port))

    def _import_members(self) -> None:
        members = self.folder / "members.csv"
        write_members(members, count=self._members)
        self.office("import", str(members))

    def _open(self, shop: Shop) -> None:
        token = self.office("token", "--store", shop.store).split()[-1]
        shop.write_config()
        shop.enrol(token)
        shop.start()

    def _introduce(self, shop: Shop) -> None:
        """Sync until nothing new comes down and nothing waits to go up."""
        until = time.monotonic() + MEMBERS_S
        while not (shop.is_in_step() and all(shop.knows(person) for person in CAST)):
            if time.monotonic() > until:
                raise StageFault(
                    f"The till of {shop.store} did not get its members in {MEMBERS_S} s.",
                    hint=f"Its log is {shop.log}.",
                )

    def _shop(self, paper: Paper) -> Shop:
        folder = self.folder / paper.store
        folder.mkdir()
        return Shop(
            company=self._company,
            folder=folder,
            port=free_port(),
            line=Line(self.office_port),
            scanner=plug_in(folder / "scanner"),
            paper=paper,
        )


def write_members(path: Path, *, count: int) -> None:
    """Write the shop's members as head office imports them; they spent a month ago."""
    spent = (SystemClock().now() - timedelta(days=SPENT_DAYS_AGO)).date()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("account", "name", "cards", "cards_expire", "home", "points", "spend")
        )
        for person in people(count):
            cards = f"{person.card} {person.code}"
            spend = f"{person.spend_minor}@{spent}" if person.spend_minor else ""
            rows.writerow(
                (
                    person.member,
                    person.name,
                    cards,
                    spent if person.has_expired else "",
                    person.home,
                    person.points,
                    spend,
                )
            )


def _is_heard(port: int) -> bool:
    line = HTTPConnection(HOST, port, timeout=1)
    try:
        line.request("GET", "/v1/health")
        line.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        line.close()
    return True
