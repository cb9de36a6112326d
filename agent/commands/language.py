"""The language a command speaks: ``--lang``, else the locale's, else English."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from agent.words.catalogue import Words
from agent.words.languages import LANGUAGES
from agent.words.terminal import words_here
from sync.kit.faults import Fault


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Declare ``--lang``, the same for every command whose answer is for people."""
    parser.add_argument(
        "--lang",
        choices=tuple(LANGUAGES),
        default=words_here(os.environ).language.code,
        metavar="CODE",
        help="en, fa, am or ms (the locale's, else en)",
    )


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Let a fault's sentences be said in the language."""
    try:
        yield
    except Fault as fault:
        raise Fault(words.tell(fault.what), hint=words.tell(fault.hint)) from fault
