"""``vafa sync now``: bring the running till and head office together, and report."""

import argparse
import json
from pathlib import Path
from typing import Final

from agent.commands.asking import ask
from agent.commands.place import add_config, find

SUMMARY = "push and pull everything now, and report"
TIMEOUT_S: Final = 600


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as it came")


def run(arguments: argparse.Namespace) -> int:
    """Sync and print; the exit code is 1 when it did not go through."""
    report = ask(find(Path(arguments.config)), "POST", "/v1/sync", timeout_s=TIMEOUT_S)
    complete = report.get("complete") is True
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    elif complete:
        print(
            f"In step: {report['pushed']} records went up, {report['buckets']} buckets and "
            f"{report['grants']} grants came down, {report['waiting']} wait."
        )
    else:
        print(f"{report.get('problem')}\n{report.get('hint')} {report['waiting']} wait.")
    return 0 if complete else 1
