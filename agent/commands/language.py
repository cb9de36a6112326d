"""The language a command speaks: ``--lang``, else the locale's, else English."""

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from agent.words.catalogue import DEFAULT, Words
from agent.words.languages import LANGUAGES
from sync.kit.faults import Fault

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Declare ``--lang``, the same for every command whose answer is for people."""
    parser.add_argument(
        "--lang",
        choices=tuple(LANGUAGES),
        default=language_of(os.environ),
        metavar="CODE",
        help="en, fa, am or ms (the locale's, else en)",
    )


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that a locale names (``fa_IR.UTF-8``), if it is one of ours."""
    locale = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    code = locale.replace("-", "_").split("_")[0].lower()
    return code if code in LANGUAGES else DEFAULT


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Let a fault's sentences be said in the language."""
    try:
        yield
    except Fault as fault:
        raise Fault(words.tell(fault.what), hint=words.tell(fault.hint)) from fault
