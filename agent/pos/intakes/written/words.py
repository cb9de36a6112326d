"""Words as different keyboards and code pages write them, made comparable."""

import re
from collections.abc import Mapping
from typing import Final

_YEHS: Final = "\u06cc\u064a\u0649"
_KAFS: Final = "\u06a9\u0643"
"""One letter each: Windows-1256 has no Persian yeh, an Arabic keyboard no Persian kaf."""

_JOINERS: Final = "\u200c\u200d\u0640"
"""They shape a word and are no letters of it: what joins, what parts, what stretches."""

_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys(_YEHS, _YEHS[0]),
        **dict.fromkeys(_KAFS, _KAFS[0]),
        **dict.fromkeys(_JOINERS, ""),
    }
)
_LETTERS: Final[Mapping[str, str]] = {
    letter: f"[{letters}]" for letters in (_YEHS, _KAFS) for letter in letters
}


def folded(text: str) -> str:
    """Return a word so that equal words are equal, whoever typed them."""
    return text.strip().translate(_FOLDED).casefold()


def source(text: str) -> str:
    """Return a pattern for a text; white space stands for any, letters for their kin."""
    return r"\s+".join(map(_source_of_word, re.split(r"\s+", text)))


def _source_of_word(word: str) -> str:
    letters = [letter for letter in word if letter not in _JOINERS]
    # Only letters of the Arabic script have joiners between them.
    is_joined = any("\u0600" <= letter <= "\u06ff" for letter in letters)
    between = f"[{_JOINERS}]*" if is_joined else ""
    return between.join(_LETTERS.get(letter, re.escape(letter)) for letter in letters)
