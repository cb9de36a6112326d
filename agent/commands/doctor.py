"""``vafa doctor``: what is wrong with this till, why, and what mends it."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.commands.asking import ask
from agent.commands.place import add_config, data_folder, find
from sync.kit.faults import Fault
from sync.kit.words import say

if TYPE_CHECKING:
    from agent.doctor.ground import Ground, Live
    from agent.doctor.rounds import Notice

SUMMARY = "say what is wrong with this till, why, and what mends it"

_ERASE: Final = "\r\x1b[2K"
_ASK_S: Final = 2


class NoCheckFault(Fault):
    """There is no check of the name that was asked for."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "names",
        metavar="CHECK",
        nargs="*",
        help="only these: `office.clock`, or `ports` for all of ports (default: all)",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="mend what is safe to mend: close files to others, make folders, "
        "remove what a stopped till left behind",
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument(
        "--list", action="store_true", help="print the names of the checks and end"
    )
    parser.epilog = "Exit code: 0 all is well, 1 something to look at, 2 something fails."


def run(arguments: argparse.Namespace) -> int:
    """Look, mend if asked, look again, and tell."""
    # Loaded here: what is looked with is not needed for help.
    from agent.doctor import register as listed  # noqa: PLC0415  # see above
    from agent.doctor.rounds import (  # noqa: PLC0415  # see above
        chosen,
        examine,
        repaired,
        with_repairs,
    )
    from agent.doctor.telling import (  # noqa: PLC0415  # see above
        as_json,
        exit_code,
        told,
    )
    from agent.words.terminal import words_here  # noqa: PLC0415  # see above

    if arguments.list:
        print("\n".join(check.name for check in listed.checks()))
        return 0
    groups = chosen(listed.GROUPS, arguments.names)
    if not groups:
        raise NoCheckFault(
            say("There is no check {names}.", names=" ".join(arguments.names)),
            hint=say("Type: {command}", command="vafa doctor --list"),
        )
    notice = _progress(sum(len(group.checks) for group in groups))
    results = examine(_ground(arguments), groups, notice=notice)
    if arguments.fix and (mended := repaired(_ground(arguments), results)):
        again = examine(_ground(arguments), groups, notice=notice)
        results = with_repairs(again, mended)
    if arguments.json:
        print(json.dumps(as_json(results), ensure_ascii=False, indent=2))
    else:
        print("\n".join(told(groups, results, words_here(os.environ))))
    return exit_code(results)


def _ground(arguments: argparse.Namespace) -> "Ground":
    from agent.doctor.ground import gather  # noqa: PLC0415  # as in run
    from sync.kit.clock import SystemClock  # noqa: PLC0415  # as in run

    file = Path(arguments.config)
    return gather(file, environment=os.environ, live=_live(file), clock=SystemClock())


def _live(file: Path) -> "Live":
    from agent.doctor.ground import Live  # noqa: PLC0415  # as in run

    folder = None
    try:
        folder = data_folder(file)
        health = ask(find(file), "GET", "/v1/health", timeout_s=_ASK_S)
    except Fault as fault:
        return Live(folder=folder, fault=fault)
    return Live(folder=folder, health=health)


def _progress(count: int) -> "Notice":
    if not sys.stderr.isatty():
        return lambda *_: None

    def notice(done: int, name: str) -> None:
        told = say("{done} of {count}: {name}", done=str(done), count=str(count), name=name)
        print(_ERASE + (told if done < count else ""), end="", file=sys.stderr, flush=True)

    return notice
