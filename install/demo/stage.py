"""The stage: one head office and two tills, each a process of its own, on free ports."""

import csv
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from install.demo.answers import UnexpectedError
from install.demo.baskets import Paper
from install.demo.calls import LostAnswerError
from install.demo.line import HOST, Line
from install.demo.people import CAST, MEMBERS, STORES, people
from install.demo.programs import POLL_S, Company, StageFault, free_port
from install.demo.shop import Shop, plug_in
from sync.kit.clock import SystemClock
from sync.kit.faults import Fault

PROGRAMME: Final = Path(__file__).parent.parent / "programmes" / "demo.toml"
MEMBERS_S: Final = 20

T = TypeVar("T")


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
        side_by_side(self._open, self.shops)

    def office(self, *words: str, allowed: Sequence[int] = (0,)) -> str:
        """Run a command of head office and return what it printed."""
        told = ("office", *words, "--data", str(self.office_data))
        return self._company.call(*told, log=self.office_log, allowed=allowed)

    def _start_office(self) -> None:
        members = self.folder / "members.csv"
        write_members(members, count=self._members)
        self.office("import", str(members))
        listen = ("--listen", f"{HOST}:{self.office_port}")
        served = self._company.start(
            "office",
            "serve",
            "--data",
            str(self.office_data),
            *listen,
            "--programme",
            str(PROGRAMME),
            log=self.office_log,
        )
        served.wait_until(lambda: _is_heard(self.office_port))

    def _open(self, shop: Shop) -> None:
        token = self.office("token", "--store", shop.store).split()[-1]
        shop.write_config()
        shop.enrol(token)
        shop.start()
        shop.sync()
        until = time.monotonic() + MEMBERS_S
        while not all(shop.knows(person) for person in CAST):
            if time.monotonic() > until:
                raise StageFault(
                    f"The till of {shop.store} did not get its members in {MEMBERS_S} s.",
                    hint=f"Its log is {shop.log}.",
                )
            time.sleep(POLL_S)

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


def side_by_side(work: Callable[[Shop], T], shops: Sequence[Shop]) -> tuple[T, ...]:
    """Do the same at every shop at once, and return when all have done it or failed."""
    answers: dict[str, T] = {}
    errors: list[Exception] = []

    def do(shop: Shop) -> None:
        try:
            answers[shop.store] = work(shop)
        except (UnexpectedError, LostAnswerError, Fault, OSError) as error:
            errors.append(error)

    # Daemons: whoever presses Ctrl-C does not wait for them.
    threads = [threading.Thread(target=do, args=(shop,), daemon=True) for shop in shops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return tuple(answers[shop.store] for shop in shops)


def write_members(path: Path, *, count: int) -> None:
    """Write the shop's members as head office imports them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("member", "name", "cards", "home", "points", "spend_minor"))
        for person in people(count):
            cards = f"{person.card} {person.code}"
            rows.writerow(
                (
                    person.member,
                    person.name,
                    cards,
                    person.home,
                    person.points,
                    person.spend_minor,
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
