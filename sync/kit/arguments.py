"""A command's arguments: their help, and what is wrong with them, in the reader's language.

Commands declare in plain English. Only what is shown is looked up: a command that is not
asked for help loads no catalogue.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sync.kit.words import count, say

_LANGUAGE: Final = "--lang"


class Parser(argparse.ArgumentParser):
    """The parser of a command, and of each command inside it."""

    def _get_formatter(self) -> argparse.HelpFormatter:
        return Help(self.prog)


class Help(argparse.HelpFormatter):
    """The help of a command: what its author wrote in English is said to the reader."""

    def start_section(self, heading: str | None) -> None:
        """Begin a group of arguments."""
        super().start_section(heading and say(heading))

    def add_text(self, text: str | None) -> None:
        """Add what the command is for, or what else is to be known."""
        super().add_text(text and say(text))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and say(action.help)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        # What has lines of its own (a table, an example) keeps them.
        if "\n" in text:
            return "".join(f"{indent}{line}" for line in text.splitlines(keepends=True))
        return super()._fill_text(text, width, indent)


def parsed(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse, or print help or what is wrong and leave, as argparse does."""
    with _lent():
        return parser.parse_args(arguments)


def asked_language(arguments: Sequence[str]) -> str:
    """Return what ``--lang`` says among arguments that are not parsed yet; else ``""``."""
    for at, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == _LANGUAGE:
            return value if sign else "".join(arguments[at + 1 : at + 2])
    return ""


@contextmanager
def _lent() -> Iterator[None]:
    """Lend our words to argparse, which asks two names of its module for its own texts.

    They are gettext's there, which would want the catalogues as files elsewhere and the
    language from the environment alone.
    """
    names = vars(argparse)
    own = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=say, ngettext=count)
    try:
        yield
    finally:
        names.update(own)
