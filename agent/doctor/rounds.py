"""A round: every group at once, each check within its time, all within ten seconds."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, warn
from agent.doctor.ground import Ground, NoGroundFault
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

ROUND_S: Final = 9
"""What has not been said by then is told as such."""
_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one check said. ``fixed`` says what ``--fix`` did about it before."""

    check: Check
    finding: Finding
    fixed: str = ""


Notice = Callable[[int, str], None]
"""Told how many checks are done and the name of the newest."""


def examine(
    ground: Ground, groups: Sequence[Group], *, notice: Notice = lambda *_: None
) -> tuple[Result, ...]:
    """Ask every check and return what each said, in the groups' order."""
    until_ns = time.monotonic_ns() + ROUND_S * _NS
    said: SimpleQueue[tuple[str, Finding]] = SimpleQueue()
    for group in groups:
        _begin(_ask_all, group.checks, ground, until_ns, said)
    wanted = [check for group in groups for check in group.checks]
    found: dict[str, Finding] = {}
    while len(found) < len(wanted):
        # A check that is over its time says so a little after the round's end.
        left_s = max(until_ns - time.monotonic_ns(), 0) / _NS + 1
        try:
            name, finding = said.get(timeout=left_s)
        except Empty:
            break
        found[name] = finding
        notice(len(found), name)
    return tuple(
        Result(check=check, finding=found.get(check.name) or _too_slow(check, ROUND_S))
        for check in wanted
    )


def repaired(ground: Ground, results: Iterable[Result]) -> dict[str, str]:
    """Mend what is safe to mend; return what was done, by the check's name."""
    done: dict[str, str] = {}
    for result in results:
        mending = result.check.repair
        if mending is None or result.finding.outcome not in {"warn", "fail"}:
            continue
        try:
            did = mending(ground)
        except OSError as error:
            did = Sentence("nothing: {why}", why=error.strerror or type(error).__name__)
        if did:
            done[result.check.name] = did
    return done


def with_repairs(results: Iterable[Result], done: Mapping[str, str]) -> tuple[Result, ...]:
    """Return what was found after mending, with what was done."""
    return tuple(
        replace(result, fixed=done.get(result.check.name, "")) for result in results
    )


def chosen(groups: Iterable[Group], names: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups with the checks of these names (``book`` is all of ``book.…``)."""
    return tuple(
        Group(group.title, checks)
        for group in groups
        if (checks := tuple(each for each in group.checks if _is_meant(each, names)))
    )


def _is_meant(check: Check, names: Sequence[str]) -> bool:
    return not names or any(
        check.name == name or check.name.startswith(f"{name}.") for name in names
    )


def _ask_all(
    checks: tuple[Check, ...],
    ground: Ground,
    until_ns: int,
    said: SimpleQueue[tuple[str, Finding]],
) -> None:
    for check in checks:
        left_s = max(until_ns - time.monotonic_ns(), 0) / _NS
        limit_s = min(check.limit_s, left_s)
        answer: SimpleQueue[Finding] = SimpleQueue()
        # A thread of its own: a disk or a name server that hangs holds nobody else up.
        _begin(_ask, check, ground, answer)
        try:
            said.put((check.name, answer.get(timeout=limit_s)))
        except Empty:
            said.put((check.name, _too_slow(check, limit_s)))


def _ask(check: Check, ground: Ground, answer: SimpleQueue[Finding]) -> None:
    try:
        answer.put(check.look(ground))
    except NoGroundFault as fault:
        answer.put(
            not_applicable(
                Sentence("{fault} See {hint}.", fault=fault.what, hint=fault.hint)
            )
        )
    except Fault as fault:
        answer.put(fail(fault.what, mend=fault.hint or ground.command("doctor")))
    except PermissionError as error:
        answer.put(_denied(check, ground, error))
    except OSError as error:
        answer.put(
            warn(
                Sentence(
                    "This could not be looked at: {why}.",
                    why=error.strerror or type(error).__name__,
                ),
                mend=f"sudo {ground.command(f'doctor {check.name}')}",
            )
        )


def _denied(check: Check, ground: Ground, error: PermissionError) -> Finding:
    if not ground.is_ours:
        return not_applicable(
            Sentence("Only the till's own user may look: see folder.owner.")
        )
    return warn(
        Sentence("This could not be looked at: {why}.", why=str(error.strerror)),
        mend=f"sudo {ground.command(f'doctor {check.name}')}",
    )


def _too_slow(check: Check, limit_s: float) -> Finding:
    return warn(
        Sentence("This did not end within {seconds} s.", seconds=max(round(limit_s), 1)),
        mend=f"vafa doctor {check.name}",
        remark=Sentence("alone it has the machine to itself"),
    )


def _begin(work: Callable[..., None], *arguments: object) -> None:
    Thread(target=work, args=arguments, daemon=True).start()
