"""The running till: alive, at its address, nothing set aside, its intakes read."""

import os
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.processes import listener
from agent.doctor.users import me
from agent.settings.config_values import UNIX, split_address
from drivers.ports.holders import holders
from sync.till.inspection.inspecting import JOURNAL

_STOPPED: Final = "The till is not running."


def _alive(ground: Ground) -> Finding:
    if ground.health:
        if ground.health.get("status") == "failing":
            return fail(
                "The till runs and books no sales.",
                mend="journalctl -u vafa -n 50 && sudo systemctl restart vafa",
            )
        return ok(f"The till has run for {ground.health.get('uptime_s')} s and answers.")
    if not ground.is_ours:
        return not_applicable("Only the till's own user may ask it: see folder.owner.")
    if ground.holder is None:
        return warn(_STOPPED, mend=f"sudo systemctl start vafa   # {ground.command('run')}")
    return fail(
        f"The till is {ground.holder} and does not answer: {ground.health_fault}",
        mend="journalctl -u vafa -n 50 && sudo systemctl restart vafa",
    )


def _address(ground: Ground) -> Finding:
    listen = ground.settings.api.listen
    if ground.health:
        return ok("The local API answers at its address.")
    if listen.startswith(UNIX):
        path = Path(listen.removeprefix(UNIX)).parent
        if not os.access(path, os.W_OK):
            return fail(
                f"The socket's folder {path} is not there, or not ours to write.",
                mend=f"sudo install -d -o {ground.user} -m 700 {path}",
            )
        return ok(f"The socket's folder {path} can be used.")
    _, port = split_address(listen)
    other = listener(ground.machine.proc, port) if port else None
    if other is None:
        return ok(f"The address {listen} is free.")
    if ground.holder is not None and other.pid == ground.holder.pid:
        return not_applicable("The till has it: see till.alive.")
    return fail(
        f"{other} listens at {listen}, so the till cannot.",
        mend=f"sudo kill {other.pid}   # or change [api] listen in {ground.file.name}",
    )


def _set_aside(ground: Ground) -> Finding:
    loop = ground.health.get("loop")
    if not isinstance(loop, dict):
        return not_applicable(_STOPPED)
    count = loop.get("quarantined")
    if count:
        return warn(
            f"Since the start {count} events broke something and were set aside.",
            mend="journalctl -u vafa | grep quarantined   # and tell who looks after Vafa",
        )
    return ok("No event was set aside.")


def _intakes(ground: Ground) -> Finding:
    rejecting = _rejecting(ground.health.get("intakes"))
    if rejecting:
        return warn(
            f"Files in {rejecting} were rejected: not all in them is booked.",
            mend=f"cat {rejecting}/rejected/*.why.txt   # then drop them again, mended",
        )
    intakes = ground.settings.intakes
    if not intakes:
        return not_applicable("No [[intakes]] are named.")
    for intake in intakes:
        path = ground.file.absolute().parent / intake.path
        if not path.is_dir():
            return fail(f"The intake folder {path} is not there.", mend=f"mkdir -p {path}")
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            return fail(
                f"The intake folder {path} cannot be written: nothing moves to done.",
                mend=f"sudo chgrp -R vafa {path} && sudo chmod -R g+rwX {path}",
            )
    return ok(f"{counted(len(intakes), 'intake folder')} can be used.")


def _rejecting(told: object) -> str:
    """Return the first intake's folder that rejected files since the start."""
    for intake in told if isinstance(told, list) else ():
        if isinstance(intake, dict) and isinstance(intake.get("files"), dict):
            path = str(intake.get("path", ""))
            if intake["files"].get("rejected") and path:
                return path
    return ""


def _make_folders(ground: Ground) -> str:
    made = []
    for intake in ground.settings.intakes:
        path = ground.file.absolute().parent / intake.path
        if not path.exists():
            path.mkdir(parents=True)
            if me() == 0:
                os.chown(path, ground.user, -1)
            made.append(str(path))
    return f"made {', '.join(made)}" if made else ""


def _alone(ground: Ground) -> Finding:
    # Two writers of one file can harm it.
    journal = ground.folder / JOURNAL
    if not journal.exists():
        return not_applicable("There is no book yet.")
    ours = {os.getpid(), ground.holder.pid if ground.holder else 0}
    others = [
        each for each in holders(ground.machine.proc, journal) if each.pid not in ours
    ]
    if others:
        return warn(
            f"{others[0]} has the journal open beside the till.",
            mend=f"sudo kill {others[0].pid}   # nothing but the till may write it",
        )
    return ok("Nobody but the till has the journal open.")


GROUP: Final = Group(
    "Running till",
    (
        Check(name="till.alive", look=_alive),
        Check(name="till.address", look=_address),
        Check(name="till.events", look=_set_aside),
        Check(name="till.intakes", look=_intakes, repair=_make_folders),
        Check(name="till.alone", look=_alone),
    ),
)
