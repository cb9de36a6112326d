"""Findings as a person reads them: errors, then warnings, each with what mends it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from agent.programmes.checking.finding import Finding, Weight
from agent.words.catalogue import Words
from sync.wire.programme.words import at

_TOLD_MAX: Final = 50
_WEIGHTS: Final[tuple[Weight, ...]] = ("error", "warning")


def told(path: Path, found: Sequence[Finding], words: Words) -> Iterator[str]:
    """Yield findings line by line; a programme without any is told so."""
    if not found:
        yield words.say("check.nothing", file=str(path))
        return
    yield str(path)
    for weight in _WEIGHTS:
        some = [finding for finding in found if finding.weight == weight]
        if some:
            yield words.say(f"check.{weight}", number=len(some))
        for finding in some[:_TOLD_MAX]:
            yield f"  {words.tell(at(finding.place, finding.says))}"
            yield f"      {words.tell(finding.mend)} [{finding.check}]"
        if len(some) > _TOLD_MAX:
            yield "  " + words.say("check.more", number=len(some) - _TOLD_MAX)


def out(found: Sequence[Finding], words: Words) -> list[dict[str, str]]:
    """Return findings as plain data, told in the language."""
    return [
        {
            "weight": finding.weight,
            "check": finding.check,
            "place": finding.place,
            "says": words.tell(finding.says),
            "mend": words.tell(finding.mend),
        }
        for finding in found
    ]
