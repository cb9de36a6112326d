"""``vafa programme test FILE…``: play stories against a programme."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from agent.commands.language import add_lang, speaking
from agent.words.catalogue import words_of
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault

SUMMARY = "play stories (a day at the shop, as text) against a programme"

_DIFFERS: Final = 1
_EPILOG: Final = """A story reads like a day:

  Story: A gold member buys coffee
  Programme: demo.toml
  Now 2026-11-21 10:00
  Member Sara: points 900, tier silver, spent 412.00
  Sale 1 by Sara:
    2 x COF-250 in coffee at 12.90
    pays 500 points
    expect discount 2.58, earned 40, tier silver
  Refund of sale 1:
    1 x COF-250
    expect taken 20, given back 250
  Later 15 days
  Expect Sara: points 670, pending 0

Exit code: 0 when every story holds, 1 when something differs."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="stories (*.story), or folders of them",
    )
    parser.add_argument(
        "--programme",
        type=Path,
        metavar="FILE",
        help="play them against this one, whatever they name",
    )
    add_lang(parser)
    parser.add_argument("--json", action="store_true", help="print data instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Play and tell; the exit code is 1 when a story does not hold."""
    # Loaded here: help needs neither the law nor the door.
    from agent.programmes.story_files import FilePlayed, play_file  # noqa: PLC0415

    words = words_of(arguments.lang)
    with speaking(words):
        played: list[FilePlayed] = [
            play_file(file, arguments.programme) for file in _files(arguments.files)
        ]
    stories = [story for file in played for story in file.stories]
    holds = not any(story.differences for story in stories)
    if arguments.json:
        data = [file.out(words) for file in played]
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for file in played for line in file.told(words)))
        kept = sum(not story.differences for story in stories)
        print(words.say("story.sum", kept=kept, all=len(stories)))
    return 0 if holds else _DIFFERS


def _files(named: Sequence[Path]) -> Iterator[Path]:
    for path in named:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob("*.story"))
        if not found:
            raise Fault(
                Sentence("{file} holds no story.", file=str(path)),
                hint=Sentence("A story's file ends in .story."),
            )
        yield from found
