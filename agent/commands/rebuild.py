"""``vafa rebuild --check``: derive every projection anew and compare with what is kept."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.place import JOURNAL, add_config, data_folder
from sync.kit.words import say

if TYPE_CHECKING:
    from sync.till.journal.rebuilding import Difference

SUMMARY = "derive balances and holds anew from the journal and compare (--check)"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "--check",
        action="store_true",
        required=True,
        help="compare only; nothing is written, the till may run",
    )


def run(arguments: argparse.Namespace) -> int:
    """Compare and print each row that differs; the exit code is 1 when one does."""
    # Loaded here: the book's code is not needed for help.
    from sync.book.files import open_reader  # noqa: PLC0415  # see above
    from sync.till.journal.rebuilding import differences  # noqa: PLC0415  # see above

    with closing(open_reader(data_folder(Path(arguments.config)) / JOURNAL)) as connection:
        # One moment of the book: what the till writes meanwhile is not seen.
        wrong = differences(connection)
    for found in wrong:
        print(_told(found))
    print(say("{count} differences", count=len(wrong)) if wrong else say("no differences"))
    return 1 if wrong else 0


def _told(found: "Difference") -> str:
    word = say("kept but not derived") if found.kept else say("derived but not kept")
    return f"{found.table}: {word}: {found.row}"
