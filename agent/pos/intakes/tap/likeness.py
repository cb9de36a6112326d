"""What a line of a receipt is like: plain text with gaps, such as ``Total $ {amount}``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agent.pos.intakes.written.moments import MomentFormat
from agent.pos.intakes.written.words import source
from drivers.guard.digits import ascii_digits

LIKE_CHARACTERS_MAX: Final = 120
_FREE_MAX: Final = 2
"""Gaps that may hold anything, in one line: more could be filled in too many ways."""

_AMOUNT: Final = (
    r"[-+(]{0,2}(?:[^\W\d_]{1,3}\.?|[^\w\s.,()+*'-]{1,4})?\s?[-+]?"
    r"(?:[0-9][0-9.,'\u066b\u066c]*|[.,\u066b][0-9]+)\)?-?"
)
_PLAIN: Final = r"[-+]?[0-9][0-9.,'\u066b\u066c]*"
_WORD: Final = r"\S+"
_FREE: Final = r"\S(?:.*\S)?"
"""As much as fits: ``Cola XL 4.00`` is no cola for 4.00 of a currency called XL."""

_GAPS: Final[Mapping[str, str]] = {
    "amount": _AMOUNT,
    "price": _AMOUNT,
    "off": _AMOUNT,
    "quantity": _PLAIN,
    "unit": r"[^\W\d_]{1,8}",
    "number": _WORD,
    "original": _WORD,
    "workstation": _WORD,
    "original_workstation": _WORD,
    "cashier": _WORD,
    "card": r"[0-9A-Za-z][0-9A-Za-z -]*",
    "sku": _WORD,
    "name": _FREE,
    "tender": _FREE,
    "any": r".*?",
}
GAPS: Final = frozenset({*_GAPS, "date", "time", "original_date"})
"""What may stand in braces."""

_FREE_GAPS: Final = frozenset({"name", "tender", "any"})
_BRACES: Final = re.compile(r"\{([a-z_]*)\}")
_NAMED: Final = re.compile(r"\(\?P<[a-z]+>")


@dataclass(frozen=True, slots=True)
class Likeness:
    """One line's likeness, ready to be held against lines."""

    like: str
    gaps: frozenset[str]
    pattern: re.Pattern[str]

    @property
    def words(self) -> str:
        """Return what it says without its gaps."""
        return " ".join(_BRACES.sub(" ", self.like).split())

    def match(self, line: str) -> dict[str, str] | None:
        """Return what stands in the gaps; None for a line that is not like this."""
        found = self.pattern.fullmatch(ascii_digits(line).strip())
        if found is None:
            return None
        return {name: text for name, text in found.groupdict().items() if text is not None}


def likeness(like: str, *, date: MomentFormat, time: MomentFormat) -> Likeness:
    """Read a likeness; a ValueError says what makes no sense.

    White space stands for any, letters for themselves in either case; ``date`` and ``time``
    say how the gaps of these names are filled.
    """
    if not like.strip() or len(like) > LIKE_CHARACTERS_MAX:
        raise ValueError(f"a likeness has 1 to {LIKE_CHARACTERS_MAX} characters")
    parts, gaps, at = [], [], 0
    told = ascii_digits(like).strip()
    for found in _BRACES.finditer(told):
        name = found[1]
        if name not in GAPS:
            raise ValueError(f"{{{name}}} is no gap; there are {', '.join(sorted(GAPS))}")
        parts += [source(told[at : found.start()]), _gap(name, date, time)]
        gaps.append(name)
        at = found.end()
    parts.append(source(told[at:]))
    if len([name for name in gaps if name in _FREE_GAPS]) > _FREE_MAX:
        raise ValueError(f"more than {_FREE_MAX} of {{name}}, {{tender}} and {{any}}")
    if len(set(gaps) - {"any"}) < len([name for name in gaps if name != "any"]):
        raise ValueError("a gap stands twice in it")
    return Likeness(like, frozenset(gaps), re.compile("".join(parts), re.IGNORECASE))


def _gap(name: str, date: MomentFormat, time: MomentFormat) -> str:
    if name == "any":
        return _GAPS[name]
    if name in {"date", "original_date", "time"}:
        inside = _NAMED.sub("(?:", (time if name == "time" else date).source())
    else:
        inside = _GAPS[name]
    return f"(?P<{name}>{inside})"
