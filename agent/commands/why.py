"""``vafa why RECEIPT``: every point of a receipt explained, in sentences for people."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from agent.commands.asking import ask
from agent.commands.language import add_lang
from agent.commands.place import add_config, find
from agent.words.catalogue import words_of

if TYPE_CHECKING:
    from agent.counter.ground.answers import Answer

SUMMARY = "explain every point of a receipt, by its number or record"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "receipt", metavar="RECEIPT", help="the slip's number, or t1.3-1842"
    )
    add_lang(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as it came")


def run(arguments: argparse.Namespace) -> int:
    """Ask the running till and print."""
    answer = ask(
        find(Path(arguments.config)), "GET", "/v1/why", query={"receipt": arguments.receipt}
    )
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        # Loaded here: help needs no words.
        from agent.commands.why_lines import told  # noqa: PLC0415  # see above

        # What the till answered is JSON, which is what an answer is.
        explained = told(cast("Answer", answer), words_of(arguments.lang))
        print("\n".join(explained))
    return 0
