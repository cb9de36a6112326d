"""Patterns a programme may use: checked before use, so that no text can make one slow."""

import re
from dataclasses import dataclass

PATTERN_LENGTH_MAX = 200
"""Longest pattern taken."""

TEXT_LENGTH_MAX = 512
"""Longest text ever matched; a longer one matches no rule."""

WAYS_MAX = 300_000
"""Most ways in which the engine could try to fit a text before it gives up."""

_QUANTIFIER = re.compile(r"[?*+]|\{(\d{1,4})(?:(,)(\d{0,4}))?\}")
_ATOM = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\[dDwWsS]|\\[^0-9A-Za-z]|[^\\()|?*+{}\[]")


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern; its classes of digits and letters are ASCII.

    Allowed: literals, classes, groups, ``|`` and greedy counts. Raises ValueError for all
    else, and for a pattern some text of 512 characters could keep busy.
    """
    if len(pattern) > PATTERN_LENGTH_MAX:
        raise ValueError(f"pattern is longer than {PATTERN_LENGTH_MAX} characters")
    if _Reading(pattern).ways() > WAYS_MAX:
        raise ValueError(f"pattern can be tried in too many ways: {pattern}")
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise ValueError(f"pattern is not valid: {pattern}") from error


@dataclass(slots=True)
class _Reading:
    """Counts in how many ways a pattern can be tried, reading it from left to right."""

    pattern: str
    at: int = 0
    repeated_groups: int = 0

    def ways(self) -> int:
        ways = self._alternatives()
        if self.at < len(self.pattern):
            raise self._refused()
        return ways

    def _alternatives(self) -> int:
        ways = self._sequence()
        while self._took("|"):
            ways += self._sequence()
        return ways

    def _sequence(self) -> int:
        ways = 1
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            ways = min(ways * self._item(), WAYS_MAX + 1)
        return ways

    def _item(self) -> int:
        if self._took("("):
            return self._group()
        atom = _ATOM.match(self.pattern, self.at)
        if atom is None:
            raise self._refused()
        self.at = atom.end()
        least, most = self._count()
        return most - least + 1

    def _group(self) -> int:
        if self._took("?") and not self._took(":"):
            raise self._refused()
        inside = self.repeated_groups
        ways = self._alternatives()
        if not self._took(")"):
            raise self._refused()
        least, most = self._count()
        if most > 1:
            if self.repeated_groups > inside:
                raise self._refused()
            self.repeated_groups += 1
        # Every round of a group that can be tried in several ways multiplies them.
        if most * (ways - 1).bit_length() > WAYS_MAX.bit_length():
            return WAYS_MAX + 1
        return int(ways**most) * (most - least + 1)

    def _count(self) -> tuple[int, int]:
        quantifier = _QUANTIFIER.match(self.pattern, self.at)
        if quantifier is None:
            return 1, 1
        self.at = quantifier.end()
        least, most = _bounds(quantifier)
        if most < least:
            raise self._refused()
        return least, most

    def _took(self, sign: str) -> bool:
        found = self.pattern.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def _refused(self) -> ValueError:
        return ValueError(f"pattern is not allowed at {self.at}: {self.pattern}")


def _bounds(quantifier: re.Match[str]) -> tuple[int, int]:
    sign = quantifier[0]
    if sign == "?":
        return 0, 1
    if sign in "*+":
        return int(sign == "+"), TEXT_LENGTH_MAX
    least = int(quantifier[1])
    if quantifier[2] is None:
        return least, least
    return least, int(quantifier[3] or TEXT_LENGTH_MAX)
