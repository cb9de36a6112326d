"""``vafa setup``: scan anything; port and profile are found and written down."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.commands.place import add_config
from sync.kit.faults import Fault
from sync.kit.words import say

if TYPE_CHECKING:
    from agent.devices.setting_up import Found

SUMMARY = "find a scanner: scan anything, and it is written into till.toml"

_WAIT_S: Final = 120.0
_EACH_S: Final = 6.0


class NothingHeardFault(Fault):
    """No device said anything that makes sense."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "--port",
        metavar="PORT",
        action="append",
        default=[],
        help="listen only here (default: every port that no device has yet)",
    )
    parser.add_argument("--name", default="", help="what to call the device")
    parser.add_argument("--seconds", type=float, default=_WAIT_S, help="give up after")
    parser.add_argument(
        "--each", type=float, default=_EACH_S, help="seconds at each rate of a port"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--json", action="store_true", help="print it for programs")


def run(arguments: argparse.Namespace) -> int:
    """Listen, tell, ask, write; a Fault when nothing was heard or the file is amiss."""
    # Loaded here: the help of `vafa` is not to wait for all of this.
    from agent.devices.device_entries import added, written  # noqa: PLC0415  # see above
    from agent.settings.config import load  # noqa: PLC0415  # see above

    file = Path(arguments.config)
    config = load(file, os.environ)
    used = tuple(device.port for device in config.devices)
    found = _heard(arguments, used)
    text = file.read_text(encoding="utf-8")
    names = tuple(device.name for device in config.devices)
    fresh, entry = added(text, found, name=arguments.name, names=names)
    is_kept = not arguments.dry_run and (arguments.yes or _agreed(arguments, entry))
    backup = written(file, fresh) if is_kept else None
    _tell(arguments, found, entry, backup)
    return 0


def _heard(arguments: argparse.Namespace, used: tuple[str, ...]) -> "Found":
    from agent.devices.setting_up import Listening, candidates  # noqa: PLC0415  # as in run

    ports = candidates(arguments.port, used)
    if not ports:
        raise NothingHeardFault(
            say("There is no port to listen on."),
            hint=say("Plug the device in, and see `vafa devices`."),
        )
    if not arguments.json:
        _ask_for_scans(ports)
    with Listening(ports, each_s=arguments.each) as listening:
        found = listening.first(arguments.seconds)
    if found is None:
        raise NothingHeardFault(
            _unheard([f"{port}: {fault}" for port, fault in listening.faults.items()]),
            hint=say(
                "Stop the till if it has the port (systemctl stop vafa); see if the "
                "scanner is set to RS-232 or USB-COM, and try `vafa listen PORT`."
            ),
        )
    return found


def _ask_for_scans(ports: list[str]) -> None:
    named = ", ".join(ports)
    print(say("Listening on {ports}. Nothing is sent to any of them.", ports=named))
    print(say("Scan anything now, again and again, until it is found."), flush=True)


def _unheard(faults: list[str]) -> str:
    if not faults:
        return say("Nothing that makes sense was heard.")
    return say("Nothing that makes sense was heard: {faults}.", faults="; ".join(faults))


def _agreed(arguments: argparse.Namespace, entry: str) -> bool:
    if arguments.json or not sys.stdin.isatty():
        return False
    asked = say("Add this to {file}? [y/N]", file=str(arguments.config))
    print(f"\n{entry}\n{asked} ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _tell(
    arguments: argparse.Namespace, found: "Found", entry: str, backup: Path | None
) -> None:
    if arguments.json:
        print(json.dumps(_row(arguments, found, entry, backup), ensure_ascii=False))
        return
    print("\n".join(_found_told(found)))
    print(f"\n{entry}")
    if backup is None:
        print(say("Not written. Add it yourself, or say --yes."))
        return
    file = str(arguments.config)
    print(say("Written to {file}; as it was: {backup}", file=file, backup=str(backup)))
    print(say("Restart the till to hear it: sudo systemctl restart vafa"))


def _found_told(found: "Found") -> tuple[str, str]:
    settings, guess = found.settings, found.guess
    shown = say("(not shown)") if guess.is_private else found.shown
    signs = "; ".join(map(say, guess.says))
    return (
        say(
            "Heard on {port} at {baud}: {shown}",
            port=settings.port,
            baud=str(settings.baud),
            shown=shown,
        ),
        say("It speaks as {profile}: {signs}.", profile=guess.profile, signs=signs),
    )


def _row(
    arguments: argparse.Namespace, found: "Found", entry: str, backup: Path | None
) -> dict[str, object]:
    return {
        "port": found.settings.port,
        "baud": found.settings.baud,
        "data_bits": found.settings.data_bits,
        "parity": found.settings.parity,
        "driver": found.guess.driver,
        "profile": found.guess.profile,
        "signs": list(found.guess.says),
        "heard": found.shown,
        "entry": entry,
        "file": str(arguments.config),
        "written": backup is not None,
        "backup": None if backup is None else str(backup),
    }
