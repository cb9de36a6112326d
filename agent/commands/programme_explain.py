"""``vafa programme explain PROGRAMME BASKET``: the waterfall of one basket."""

import argparse
import json
from pathlib import Path
from typing import Final

from agent.commands.language import add_lang, speaking
from agent.words.catalogue import words_of

SUMMARY = "explain one basket: what came off, what it earned, and why"

_EPILOG: Final = """BASKET is a story (agent/programmes/README.md). Its last Quote or Sale
is explained, after everything before it has happened:

  Member Sara: tier silver, points 900
  Quote for Sara:
    2 x COF-250 in coffee at 12.90
    coupon WELCOME

or the JSON body of POST /v1/quotes; --member then tells whose it is."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("programme", type=Path, metavar="PROGRAMME", help="TOML or JSON")
    parser.add_argument("basket", type=Path, metavar="BASKET", help="a story, or JSON")
    add_lang(parser)
    parser.add_argument(
        "--member",
        metavar="FACTS",
        help="whose JSON basket it is, like 'tier silver, points 900'",
    )
    parser.add_argument("--json", action="store_true", help="print data instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Explain and print."""
    # Loaded here: help needs neither the law nor the door.
    from agent.programmes.explain_files import explained, lines  # noqa: PLC0415  # see above

    with speaking(words_of(arguments.lang)):
        found = explained(arguments.programme, arguments.basket, arguments.member)
    if arguments.json:
        print(json.dumps(found.out(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(found, arguments.lang)))
    return 0
