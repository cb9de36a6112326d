"""The machine under the till: Python, packages, memory, files, time."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.lasting import lasting
from rules.ground.sentence import Sentence
from sync.kit.clock import BUILD_DATE, from_ms
from sync.till.inspection.inspecting import JOURNAL, MEMBERS, inspect_members
from sync.wire.programme.door import read_programme

_OLDEST: Final = (3, 11)
_NEWEST: Final = (3, 14)
_KILOBYTE: Final = 1024
_MEGABYTE: Final = 1 << 20
_REQUIREMENT: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[[^]]*\])?(?P<bounds>[^;]*)")
_BOUND: Final = re.compile(r"(>=|<)\s*([0-9][0-9.]*)")
_OPEN_FILES: Final = re.compile(r"^Max open files +(\d+|unlimited)", re.MULTILINE)
_AVAILABLE: Final = re.compile(r"^MemAvailable: +(\d+) kB", re.MULTILINE)
_REINSTALL: Final = "pip install --upgrade --force-reinstall vafa"
_WHERE: Final = Sentence("in the till's .venv")


def _python(ground: Ground) -> Finding:
    ours = ground.machine.python
    written = f"Python {ours[0]}.{ours[1]}"
    if ours < _OLDEST:
        return fail(
            Sentence("{what} is too old.", what=written),
            mend="sudo apt-get install python3",
        )
    if ours > _NEWEST:
        return warn(
            Sentence("{what} is newer than this Vafa was tried with.", what=written),
            mend="python3.13 -m venv .venv && .venv/bin/pip install vafa",
        )
    return ok(Sentence("{what} is one that this Vafa knows.", what=written))


def _packages(ground: Ground) -> Finding:
    wrong = next(_unmet(ground.machine.requirements), None)
    if wrong:
        return fail(wrong, mend=_REINSTALL, remark=_WHERE)
    return ok(Sentence("Every package is there, in a version that fits."))


def _unmet(requirements: tuple[str, ...]) -> Iterator[Sentence]:
    for written in requirements:
        found = _REQUIREMENT.match(written)
        # What stands after a semicolon is for another system, or an extra.
        if found is None or ";" in written:
            continue
        name = found["name"]
        try:
            there = version(name)
        except PackageNotFoundError:
            yield Sentence("The package {name} is not installed.", name=name)
            continue
        for sign, bound in _BOUND.findall(found["bounds"]):
            if (_numbers(there) >= _numbers(bound)) != (sign == ">="):
                yield Sentence(
                    "The package {name} is {there}, and {wanted} is needed.",
                    name=name,
                    there=there,
                    wanted=f"{sign}{bound}",
                )


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", written.partition("+")[0])[:3])


def _memory(ground: Ground) -> Finding:
    found = _found(ground, "meminfo", _AVAILABLE)
    if found is None:
        return not_applicable(
            Sentence("This system does not tell how much memory is free.")
        )
    free = int(found) * _KILOBYTE
    said = Sentence("{free} MB of memory can be had.", free=free // _MEGABYTE)
    if free < ground.limits.memory_bytes_warn:
        return warn(
            said,
            mend="ps -eo rss,comm --sort=-rss | head",
            remark=Sentence("close what is large"),
        )
    return ok(said)


def _descriptors(ground: Ground) -> Finding:
    process = ground.holder.pid if ground.holder else os.getpid()
    found = _found(ground, f"{process}/limits", _OPEN_FILES)
    if found is None:
        return not_applicable(
            Sentence("This system does not tell how many files may be open.")
        )
    count = int(found) if found.isdecimal() else found
    if isinstance(count, int) and count < ground.limits.descriptors_warn:
        return warn(
            Sentence("Only {count} files may be open at once.", count=count),
            mend="sudo systemctl edit vafa",
            remark="[Service] LimitNOFILE=4096",
        )
    return ok(Sentence("{count} files may be open at once.", count=count))


def _zone(ground: Ground) -> Finding:
    if "TZ" not in ground.environment and not ground.machine.zone_file.exists():
        return warn(
            Sentence("This machine has no time zone: the night's work comes at 02:00 UTC."),
            mend="sudo timedatectl set-timezone Region/City",
        )
    path = ground.folder / MEMBERS
    facts = inspect_members(path, ground.clock.now()) if path.exists() else None
    if facts is None or not facts.in_force:
        return ok(Sentence("This machine has a time zone."))
    name = read_programme(facts.document, form="json").zone
    try:
        there = ground.clock.now().astimezone(ZoneInfo(name)).utcoffset()
    except ZoneInfoNotFoundError:
        return fail(
            Sentence("The programme's time zone {name} is not known here.", name=name),
            mend="sudo apt-get install tzdata && sudo systemctl restart vafa",
        )
    if ground.clock.now().astimezone().utcoffset() != there:
        return warn(
            Sentence(
                "This machine's clock shows another time of day than the programme's "
                "{name}.",
                name=name,
            ),
            mend=f"sudo timedatectl set-timezone {name}",
        )
    return ok(
        Sentence("Machine and programme agree on the time of day ({name}).", name=name)
    )


def _records(ground: Ground) -> Finding:
    # Time that went back: the newest record lies in the future.
    now = ground.clock.now()
    if now <= BUILD_DATE:
        return fail(
            Sentence("This clock is before this version of Vafa was made."),
            mend="sudo timedatectl set-ntp true",
        )
    if not (ground.folder / JOURNAL).exists():
        return not_applicable(Sentence("Nothing was booked yet."))
    last_ms = ground.journal().last_at_ms
    behind = from_ms(last_ms) - now if last_ms else timedelta()
    if behind >= ground.limits.clock_fail:
        return fail(
            Sentence(
                "This clock is {length} behind the newest record.", length=lasting(behind)
            ),
            mend="sudo timedatectl set-ntp true",
        )
    return ok(Sentence("This clock is not behind the newest record."))


def _found(ground: Ground, name: str, pattern: re.Pattern[str]) -> str | None:
    path = ground.machine.proc / name
    found = pattern.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return found[1] if found else None


GROUP: Final = Group(
    Sentence("Machine"),
    (
        Check(name="machine.python", look=_python),
        Check(name="machine.packages", look=_packages),
        Check(name="machine.memory", look=_memory),
        Check(name="machine.files", look=_descriptors),
        Check(name="machine.zone", look=_zone),
        Check(name="machine.clock", look=_records),
    ),
)
