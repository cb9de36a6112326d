"""``vafa sync now``: bring the running till and head office together, and report."""

import argparse
import json
from pathlib import Path
from typing import Final

from agent.commands.asking import Json, ask
from agent.commands.place import add_config, find

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
    waiting = f"{report.get('waiting')} records wait"
    if report.get("complete") is not True:
        return [f"{report.get('problem')}", f"{report.get('hint')} {waiting}."]
    went = f"In step: {report.get('pushed')} records went up"
    came = f"{report.get('buckets')} buckets and {report.get('grants')} grants came down"
    lines = [f"{went}; {came}; {waiting}."]
    if report.get("agrees") is True:
        lines.append(
            f"Head office agrees on {report.get('accounts')} accounts and "
            f"{report.get('records')} records."
        )
    elif "agrees" in report:
        lines.append(f"Head office does not agree: {report.get('differs')}")
    return lines
