"""The words of a terminal: in the language of whoever sits at it."""

import os
from collections.abc import Mapping
from typing import Final

from agent.words.catalogue import DEFAULT, Words, words_of

_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names a terminal's language; the first that is set counts (POSIX)."""


def words_here(environment: Mapping[str, str]) -> Words:
    """Return the words for an environment: ``fa_IR.UTF-8`` is Persian, ``C`` is English."""
    named = (environment[name] for name in _LOCALES if environment.get(name))
    return words_of(next(named, DEFAULT).partition(".")[0].partition("_")[0])


def tell(text: str) -> str:
    """Say a sentence from below in this terminal's language; other text stays as it is."""
    return words_here(os.environ).tell(text)
