"""Findings as a person reads them: errors, then warnings, each with what mends it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from agent.programmes.checking.finding import Finding, Weight

_HEADINGS: Final[tuple[tuple[Weight, str], ...]] = (
    ("error", "To mend"),
    ("warning", "Is this meant?"),
)


def told(path: Path, found: Sequence[Finding]) -> Iterator[str]:
    """Yield findings line by line; a programme without any is told so."""
    if not found:
        yield f"{path}: nothing to mend."
        return
    for weight, heading in _HEADINGS:
        some = [finding for finding in found if finding.weight == weight]
        if some:
            yield f"{heading} ({len(some)})"
        for finding in some:
            yield f"  {finding.place}: {finding.says}."
            yield f"      {finding.mend} [{finding.check}]"
