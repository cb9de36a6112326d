"""``vafa sync now``: bring the running till and head office together, and report."""

import argparse
import json
from pathlib import Path
from typing import Final

from agent.commands.asking import Json, ask
from agent.commands.place import add_config, find
from sync.kit.words import say

SUMMARY = "push and pull everything now, and report"
TIMEOUT_S: Final = 600


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "--reconcile",
        action="store_true",
        help="compare every balance with head office, as the night does",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as it came")


def run(arguments: argparse.Namespace) -> int:
    """Sync and print; exit code 1 when it did not go through, or did not agree."""
    report = ask(
        find(Path(arguments.config)),
        "POST",
        "/v1/sync",
        body={"reconcile": arguments.reconcile},
        timeout_s=TIMEOUT_S,
    )
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(report)))
    done = report.get("complete") is True and report.get("agrees", True) is True
    return 0 if done else 1


def _told(report: Json) -> list[str]:
    waiting = say("{count} records wait", count=_value(report, "waiting"))
    if report.get("complete") is not True:
        hint = _known(report.get("hint"))
        return [_known(report.get("problem")), f"{hint} {waiting}."]
    lines = [
        say(
            "In step: {pushed} records went up; {buckets} buckets and {grants} grants came "
            "down; {waiting}.",
            pushed=_value(report, "pushed"),
            buckets=_value(report, "buckets"),
            grants=_value(report, "grants"),
            waiting=waiting,
        )
    ]
    if report.get("agrees") is True:
        lines.append(
            say(
                "Head office agrees on {accounts} accounts and {records} records.",
                accounts=_value(report, "accounts"),
                records=_value(report, "records"),
            )
        )
    elif "agrees" in report:
        differs = str(report.get("differs"))
        lines.append(say("Head office does not agree: {differs}", differs=differs))
    return lines


def _value(report: Json, name: str) -> str | int:
    value = report.get(name)
    return value if isinstance(value, int) else str(value)


def _known(text: object) -> str:
    """Say what the till told; a sentence with gaps came filled, and stays English."""
    return say(str(text))
