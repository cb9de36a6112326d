"""The running till: alive, at its address, nothing set aside, its intakes read."""

import os
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.processes import called, listener
from agent.doctor.users import me
from agent.settings.config_values import UNIX, split_address
from drivers.ports.holders import holders
from rules.ground.sentence import Counted, Sentence
from sync.till.inspection.inspecting import JOURNAL

_STOPPED: Final = Sentence("The till is not running.")


def _alive(ground: Ground) -> Finding:
    if ground.health:
        if ground.health.get("status") == "failing":
            return fail(
                Sentence("The till runs and books no sales."),
                mend="journalctl -u vafa -n 50 && sudo systemctl restart vafa",
            )
        return ok(
            Sentence(
                "The till has run for {seconds} s and answers.",
                seconds=str(ground.health.get("uptime_s")),
            )
        )
    if not ground.is_ours:
        return not_applicable(
            Sentence("Only the till's own user may ask it: see folder.owner.")
        )
    if ground.holder is None:
        return warn(
            _STOPPED,
            mend="sudo systemctl start vafa",
            remark=ground.command("run"),
        )
    return fail(
        Sentence(
            "The till is {program} and does not answer: {why}",
            program=called(ground.holder),
            why=ground.health_fault.what if ground.health_fault else "",
        ),
        mend="journalctl -u vafa -n 50 && sudo systemctl restart vafa",
    )


def _address(ground: Ground) -> Finding:
    listen = ground.settings.api.listen
    if ground.health:
        return ok(Sentence("The local API answers at its address."))
    if listen.startswith(UNIX):
        path = Path(listen.removeprefix(UNIX)).parent
        if not os.access(path, os.W_OK):
            return fail(
                Sentence(
                    "The socket's folder {path} is not there, or not ours to write.",
                    path=str(path),
                ),
                mend=f"sudo install -d -o {ground.user} -m 700 {path}",
            )
        return ok(Sentence("The socket's folder {path} can be used.", path=str(path)))
    _, port = split_address(listen)
    other = listener(ground.machine.proc, port) if port else None
    if other is None:
        return ok(Sentence("The address {address} is free.", address=listen))
    if ground.holder is not None and other.pid == ground.holder.pid:
        return not_applicable(Sentence("The till has it: see till.alive."))
    return fail(
        Sentence(
            "{program} listens at {address}, so the till cannot.",
            program=called(other),
            address=listen,
        ),
        mend=f"sudo kill {other.pid}",
        remark=Sentence("or change [api] listen in {name}", name=ground.file.name),
    )


def _set_aside(ground: Ground) -> Finding:
    loop = ground.health.get("loop")
    if not isinstance(loop, dict):
        return not_applicable(_STOPPED)
    count = loop.get("quarantined")
    if count:
        return warn(
            Sentence(
                "Since the start {count} events broke something and were set aside.",
                count=count,
            ),
            mend="journalctl -u vafa | grep quarantined",
            remark=Sentence("and tell who looks after Vafa"),
        )
    return ok(Sentence("No event was set aside."))


def _intakes(ground: Ground) -> Finding:
    rejecting = _rejecting(ground.health.get("intakes"))
    if rejecting:
        return warn(
            Sentence(
                "Files in {folder} were rejected: not all in them is booked.",
                folder=rejecting,
            ),
            mend=f"cat {rejecting}/rejected/*.why.txt",
            remark=Sentence("then drop them again, mended"),
        )
    intakes = ground.settings.intakes
    if not intakes:
        return not_applicable(Sentence("No [[intakes]] are named."))
    for intake in intakes:
        path = ground.file.absolute().parent / intake.path
        if not path.is_dir():
            return fail(
                Sentence("The intake folder {path} is not there.", path=str(path)),
                mend=f"mkdir -p {path}",
            )
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            return fail(
                Sentence(
                    "The intake folder {path} cannot be written: nothing moves to done.",
                    path=str(path),
                ),
                mend=f"sudo chgrp -R vafa {path} && sudo chmod -R g+rwX {path}",
            )
    return ok(
        Sentence(
            "{folders} can be used.",
            folders=Counted(
                "{count} intake folder", "{count} intake folders", count=len(intakes)
            ),
        )
    )


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
    return Sentence("made {names}", names=tuple(made)) if made else ""


def _alone(ground: Ground) -> Finding:
    # Two writers of one file can harm it.
    journal = ground.folder / JOURNAL
    if not journal.exists():
        return not_applicable(Sentence("There is no book yet."))
    ours = {os.getpid(), ground.holder.pid if ground.holder else 0}
    others = [
        each for each in holders(ground.machine.proc, journal) if each.pid not in ours
    ]
    if others:
        return warn(
            Sentence(
                "{program} has the journal open beside the till.", program=called(others[0])
            ),
            mend=f"sudo kill {others[0].pid}",
            remark=Sentence("nothing but the till may write it"),
        )
    return ok(Sentence("Nobody but the till has the journal open."))


GROUP: Final = Group(
    Sentence("Running till"),
    (
        Check(name="till.alive", look=_alive),
        Check(name="till.address", look=_address),
        Check(name="till.events", look=_set_aside),
        Check(name="till.intakes", look=_intakes, repair=_make_folders),
        Check(name="till.alone", look=_alone),
    ),
)
