"""``vafa programme check FILE``: what is wrong in a programme, what may not be meant."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Final

from agent.commands.language import add_lang, speaking
from agent.words.catalogue import words_of
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.kit.words import say

SUMMARY = "find faults in a programme, in plain sentences, and what mends them"

_ERRORS: Final = 1
_SKUS_BYTES_MAX: Final = 64 * 1024 * 1024


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = (
        "Exit code: 0 without errors, 1 with one (with --strict: a warning too)."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="TOML or JSON")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="OLD",
        help="the version that is out: tell what a change takes from members",
    )
    parser.add_argument(
        "--skus",
        type=Path,
        metavar="FILE",
        help="the shop's articles, one a line (of a CSV file the first column)",
    )
    parser.add_argument(
        "--on",
        type=_day,
        metavar="DAY",
        help="tell rules whose days are over by then (2026-12-31; today)",
    )
    add_lang(parser)
    parser.add_argument("--strict", action="store_true", help="count warnings as errors")
    parser.add_argument("--json", action="store_true", help="print data instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Check and tell; the exit code is 1 when there is something to mend."""
    # Loaded here: help needs neither the law nor the door.
    from agent.programmes.checking.asking import ask  # noqa: PLC0415  # see above
    from agent.programmes.checking.telling import out, told  # noqa: PLC0415  # see above

    words = words_of(arguments.lang)
    with speaking(words):
        found = ask(
            arguments.file,
            against=arguments.against,
            skus=_skus(arguments.skus) if arguments.skus else None,
            on=arguments.on,
        )
    errors = any(finding.weight == "error" for finding in found)
    if arguments.json:
        print(json.dumps(out(found, words), ensure_ascii=False, indent=2))
    else:
        print("\n".join(told(arguments.file, found, words)))
    return _ERRORS if errors or (arguments.strict and found) else 0


def _skus(path: Path) -> frozenset[str]:
    """Read the first column of a list; a heading is one more name and does no harm."""
    try:
        with path.open("rb") as file:
            text = file.read(_SKUS_BYTES_MAX).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(
            Sentence("{file} cannot be read as UTF-8 text.", file=str(path)),
            hint=Sentence("Write one article a line."),
        ) from error
    return frozenset(
        line.replace(";", ",").split(",")[0].strip().strip('"')
        for line in text.splitlines()
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            say("{text} is no day like 2026-12-31", text=text)
        ) from error
