"""What every check may look at: the till's settings and folder, its machine, itself."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from agent.doctor.machine import Limits, Machine
from agent.doctor.processes import lock_holder
from agent.doctor.users import me
from agent.settings.config import TillConfig, load
from agent.settings.premises import LOCK_FILE
from drivers.ports.holders import Process
from rules.ground.sentence import Sentence
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.till.book.identity import Identity, known
from sync.till.inspection.inspecting import JOURNAL, JournalFacts, inspect_journal
from sync.till.inspection.reaching import Reach, reach

Json = dict[str, object]
_SEE: Final = "settings.file"


class NoGroundFault(Fault):
    """What a check needs first is not there: another check says so, this one does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What was heard of the running till: its health, or why there is none.

    ``folder`` is the data folder as far as a file that is otherwise wrong names one.
    """

    folder: Path | None = None
    health: Json = field(default_factory=dict)
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One till on one machine, at one moment.

    What could not be had is None, and its fault says why. ``holder`` is the process that
    works in the data folder. ``journal`` and ``reach`` look when they are first asked, and
    raise a Fault when they cannot. ``user`` is whom the till runs as: the folder's owner;
    ``is_ours`` says that this process may look as that user may.
    """

    file: Path
    environment: Mapping[str, str]
    machine: Machine
    limits: Limits
    clock: Clock
    user: int
    is_ours: bool
    config: TillConfig | None = None
    config_fault: Fault | None = None
    data: Path | None = None
    holder: Process | None = None
    health: Json = field(default_factory=dict)
    health_fault: Fault | None = None
    journal: Callable[[], JournalFacts]
    reach: Callable[[], Reach]

    @property
    def folder(self) -> Path:
        """The data folder; raises :class:`NoGroundFault` where none is named."""
        if self.data is None:
            raise NoGroundFault(Sentence("No data folder is known."), hint=_SEE)
        return self.data

    @property
    def settings(self) -> TillConfig:
        """The configuration; raises :class:`NoGroundFault` when it cannot be used."""
        if self.config is None:
            raise NoGroundFault(Sentence("The configuration cannot be used."), hint=_SEE)
        return self.config

    def identity(self) -> Identity | None:
        """Who this till is; None before enrolment, a Fault when it cannot be read."""
        return known(self.folder)

    def command(self, words: str) -> str:
        """Write a command of ours for this till."""
        return f"vafa {words} --config {shlex.quote(str(self.file))}"


def gather(
    file: Path,
    *,
    environment: Mapping[str, str],
    live: Live,
    clock: Clock,
    machine: Machine | None = None,
    limits: Limits | None = None,
) -> Ground:
    """Look where the till is; never raises a Fault and does not wait."""
    machine, limits = machine or Machine(), limits or Limits()
    config, config_fault = _config(file, environment)
    data = config.data if config else live.folder
    holder = lock_holder(machine.proc, data / LOCK_FILE) if data else None

    @cache
    def journal() -> JournalFacts:
        return inspect_journal((data or Path()) / JOURNAL)

    @cache
    def office() -> Reach:
        if config is None or config.office is None:
            raise NoGroundFault(Sentence("No head office is named."), hint="office")
        there = config.office
        return reach(there.url, there.ca, timeout_s=limits.office_s, clock=clock)

    user = _owner(data)
    return Ground(
        file=file,
        environment=environment,
        machine=machine,
        limits=limits,
        clock=clock,
        user=user,
        is_ours=me() in {0, user},
        config=config,
        config_fault=config_fault,
        data=data,
        holder=holder,
        health=live.health,
        health_fault=live.fault,
        journal=journal,
        reach=office,
    )


def _config(
    file: Path, environment: Mapping[str, str]
) -> tuple[TillConfig | None, Fault | None]:
    try:
        return load(file, environment), None
    except Fault as fault:
        return None, fault


def _owner(data: Path | None) -> int:
    try:
        return data.stat().st_uid if data else me()
    except OSError:
        return me()
