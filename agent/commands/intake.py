"""``vafa intake FILE --dry-run``: what a dropped file would book, without booking it."""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.commands.place import add_config
from sync.kit.faults import Fault
from sync.kit.words import say, tell

if TYPE_CHECKING:
    from agent.pos.intakes.found import Wanted

SUMMARY = "say what a file would book if it were dropped (--dry-run)"

_FORMATS: Final = ("poslog", "json", "csv", "tap")


class NoFileFault(Fault):
    """The file cannot be read."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument("file", metavar="FILE", help="what a POS wrote")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0])
    parser.add_argument("--map", metavar="FILE", help="which column of a CSV is what")
    parser.add_argument("--template", metavar="FILE", help="how receipts are read")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        required=True,
        help="read only; to book it, drop it in the folder",
    )
    parser.add_argument("--json", action="store_true", help="print each document whole")


def run(arguments: argparse.Namespace) -> int:
    """Read and print; the exit code is 1 when a document or the file makes no sense.

    Reads as the ``[[intakes]]`` of that format does, whose other settings are taken; what
    only the book knows (a member, what is left of a sale, the programme's currency) is not
    asked.
    """
    # Loaded here: shapes and formats are not needed for help.
    from agent.pos.intakes.booking import read_document  # noqa: PLC0415  # see above
    from agent.pos.intakes.register import FORMATS  # noqa: PLC0415  # see above
    from agent.pos.intakes.serving import terms_of  # noqa: PLC0415  # see above
    from agent.pos.intakes.taking import take  # noqa: PLC0415  # see above
    from agent.pos.problems.telling import Problem  # noqa: PLC0415  # see above
    from agent.settings.config import Intake, load  # noqa: PLC0415  # see above

    config, path = load(Path(arguments.config), os.environ), Path(arguments.file)
    named = [each for each in config.intakes if each.format == arguments.format]
    plan = arguments.map or arguments.template
    told = Path(plan) if plan else None
    default = Intake.model_construct(
        kind="folder", path=path.parent, format=arguments.format, mapping=told
    )
    settings = (*named, default)[0]
    terms = terms_of(settings, store=config.store, programme=("", ""))
    reader = FORMATS[default.format](told or settings.plan)

    def show(wanted: "Wanted") -> str | Problem:
        read = read_document(wanted)
        if not isinstance(read, Problem):
            print(_shown(wanted, whole=arguments.json))
            return f"{wanted.kind} to book"
        return read

    try:
        with path.open("rb") as file:
            taken = take(file, reader, terms, show)
    except OSError as error:
        raise NoFileFault(
            say("{file} cannot be read: {why}.", file=str(path), why=str(error.strerror)),
            hint=say("Name another file."),
        ) from error
    print(taken.why() if taken.reasons else _sums(taken.counts))
    return 0 if taken.is_good else 1


def _shown(wanted: "Wanted", *, whole: bool) -> str:
    if whole:
        return json.dumps({wanted.kind: wanted.value}, ensure_ascii=False)
    lines = wanted.value.get("lines")
    count = len(lines) if isinstance(lines, list | tuple) else 0
    return say(
        "{place}: {kind}, {count} lines",
        place=tell(wanted.place),
        kind=_word(wanted.kind),
        count=count,
    )


def _sums(counts: Mapping[str, int]) -> str:
    from rules.ground.sentence import Sentence  # noqa: PLC0415  # as in run

    told = tuple(
        Sentence("{count} {what}", count=count, what=_word(name))
        for name, count in sorted(counts.items())
    )
    return tell(Sentence("{sums}", sums=told))


def _word(name: str) -> str:
    return say(name.replace("_", " "))
