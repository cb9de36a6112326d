"""``vafa journal verify``: every chain, and every projection replayed from the records."""

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.place import JOURNAL, add_config, data_folder
from sync.kit.words import say, tell

if TYPE_CHECKING:
    from sync.book.chain import ChainReport

SUMMARY = "prove the journal: walk every chain, replay every record"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; the exit code is 1 when anything does not hold."""
    # Loaded here: the book's code is not needed for help.
    from sync.book.files import open_reader  # noqa: PLC0415  # see above
    from sync.till.journal.rebuilding import chains, differences  # noqa: PLC0415  # see above

    with closing(open_reader(data_folder(Path(arguments.config)) / JOURNAL)) as connection:
        # One moment of the book: what the till writes meanwhile is not seen.
        reports, wrong = chains(connection), differences(connection)
    holds = all(report.holds for report in reports) and not wrong
    if arguments.json:
        said = {
            "holds": holds,
            "chains": [_chain_out(report) for report in reports],
            "differences": len(wrong),
        }
        print(json.dumps(said, indent=2))
    else:
        print("\n".join(_chain_told(report) for report in reports))
        print(_projections_told(len(wrong)))
    return 0 if holds else 1


def _chain_out(report: "ChainReport") -> dict[str, object]:
    return {
        "life": report.life,
        "records": report.records,
        "head": report.head.hex(),
        "holds": report.holds,
        "broken_at": report.broken_at,
        "reason": report.reason,
    }


def _chain_told(report: "ChainReport") -> str:
    if report.holds:
        return say(
            "{life}: {records} records, the chain holds",
            life=report.life,
            records=report.records,
        )
    return say(
        "{life}: broken at record {number}: {why}",
        life=report.life,
        number=report.broken_at,
        why=tell(report.reason),
    )


def _projections_told(wrong: int) -> str:
    if not wrong:
        return say("projections: none differ from the replayed records")
    return say("projections: {count} differ from the replayed records", count=wrong)
