"""The words of a terminal: in the language of whoever sits at it.

The catalogues are loaded when they are first needed: plain English needs none.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from agent.words.catalogue import Words

_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names a terminal's language; the first that is set counts (POSIX)."""

_PLAIN: Final = frozenset({"", "C", "POSIX", "en"})


def words_here(environment: Mapping[str, str]) -> "Words":
    """Return the words for an environment: ``fa_IR.UTF-8`` is Persian, ``C`` is English."""
    return _words(_language_here(environment))


def tell(text: str, language: str = "") -> str:
    """Say a sentence from below in a language, else this terminal's; see ``Words.tell``."""
    return _words(language or _language_here(os.environ)).tell(text)


def say(english: str, language: str = "", **values: str | int) -> str:
    """Say plain English, its gaps filled, in a language, else this terminal's."""
    code = language or _language_here(os.environ)
    if code in _PLAIN:
        return english.format_map(values) if values else english
    words = _words(code)
    if not values:
        return words.known(english)
    from rules.ground.sentence import Sentence  # noqa: PLC0415  # see above

    return words.tell(Sentence(english, **values))


def count(english: str, number: int, language: str = "") -> str:
    """Say plain English about a number in a language, else this terminal's."""
    return _words(language or _language_here(os.environ)).count(english, number)


def _words(code: str) -> "Words":
    from agent.words.catalogue import words_of  # noqa: PLC0415  # see above

    return words_of(code)


def _language_here(environment: Mapping[str, str]) -> str:
    named = (environment[name] for name in _LOCALES if environment.get(name))
    return next(named, "").partition(".")[0].partition("_")[0]
