"""The words of a terminal: in the language of whoever sits at it."""

import os
from collections.abc import Mapping
from typing import Final

from agent.words.catalogue import DEFAULT, Words, words_of
from agent.words.languages import LANGUAGES
from rules.ground.sentence import Sentence

_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names a terminal's language; the first that is set counts (POSIX)."""


def words_here(environment: Mapping[str, str]) -> Words:
    """Return the words for an environment: ``fa_IR.UTF-8`` is Persian, ``C`` is English."""
    named = (environment[name] for name in _LOCALES if environment.get(name))
    return words_of(next(named, DEFAULT).partition(".")[0].partition("_")[0])


def tell(text: str, language: str = "") -> str:
    """Say a sentence from below in a language, else this terminal's; see ``Words.tell``."""
    return _words(language).tell(text)


def say(english: str, language: str = "", **values: str) -> str:
    """Say plain English words, their gaps filled, in a language, else this terminal's."""
    return _words(language).tell(Sentence(english, **values))


def count(english: str, number: int, language: str = "") -> str:
    """Say plain English words about a number in a language, else this terminal's."""
    return _words(language).count(english, number)


def _words(language: str) -> Words:
    return words_of(language) if language in LANGUAGES else words_here(os.environ)
