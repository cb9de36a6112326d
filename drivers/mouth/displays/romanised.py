"""A name of another script in plain letters, where that can be done without guessing.

Ethiopic is written in syllables, so its letters say how it sounds. Persian does not write
short vowels: only a name whose every vowel is written is known; of any other, nothing.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

_SYLLABLE: Final = re.compile(r"ETHIOPIC SYLLABLE (?:(GLOTTAL|PHARYNGEAL) )?([A-Z]+)")
_SPLIT: Final = re.compile(r"([^AEIOU]*)([AEIOU]+)")
_VOWELS: Final = {
    "A": "e", "U": "u", "I": "i", "AA": "a", "EE": "e", "E": "i", "O": "o", "OA": "o",
}  # fmt: skip
_CONSONANTS: Final = {"SZ": "s", "HH": "h", "X": "h", "Q": "k", "PH": "p", "TS": "ts"}
_PERSIAN: Final = {
    "ا": "a", "آ": "a", "ب": "b", "پ": "p", "ت": "t", "ج": "j", "چ": "ch", "د": "d",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ف": "f", "ک": "k", "ك": "k",
    "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ی": "i", "ي": "i", "و": "u",
    "ط": "t", "ص": "s", "ض": "z", "ظ": "z", "ذ": "z", "ث": "s", "ح": "h", "خ": "kh",
    "ق": "gh", "غ": "gh",
}  # fmt: skip
_LONG: Final = frozenset("اآیيو")
_NAME_MAX: Final = 40


def romanised(name: str) -> str:
    """Return a name in the letters a-z, its first one large; empty where it is a guess."""
    name = name.strip()[:_NAME_MAX]
    if not name:
        return ""
    if all(unicodedata.name(letter, "").startswith("ETHIOPIC") for letter in name):
        return _ethiopic(name).capitalize()
    if all(letter in _PERSIAN for letter in name):
        return _persian(name).capitalize()
    return ""


def _persian(name: str) -> str:
    """Read a name in which consonants and written vowels take turns; empty otherwise."""
    kinds = [letter in _LONG for letter in name]
    takes_turns = all(left != right for left, right in pairwise(kinds))
    starts_well = name[0] not in "ویي"
    return "".join(map(_PERSIAN.__getitem__, name)) if takes_turns and starts_well else ""


def _ethiopic(name: str) -> str:
    said = [_syllable(letter) for letter in name]
    if not all(said):
        return ""
    last = said[-1]
    if last.endswith("i") and _is_sixth(name[-1]) and len(said) > 1:
        # The sixth order at a word's end is the consonant alone.
        said[-1] = last[:-1]
    return "".join(said)


def _is_sixth(letter: str) -> bool:
    return re.search(r"[^AEIOU ]E$", unicodedata.name(letter, "")) is not None


def _syllable(letter: str) -> str:
    found = _SYLLABLE.fullmatch(unicodedata.name(letter, ""))
    parts = _SPLIT.fullmatch(found[2]) if found else None
    if found is None or parts is None or parts[2] not in _VOWELS:
        return ""
    if found[1]:
        # A glottal stop is not written in Latin letters, and its first order is an a.
        return "a" if parts[2] == "A" else _VOWELS[parts[2]]
    consonant = _CONSONANTS.get(parts[1], parts[1].lower())
    is_open = consonant == "h" and parts[2] == "A"
    return consonant + ("a" if is_open else _VOWELS[parts[2]])
