"""How the play is told: a line a step in the terminal, or everything as data at the end."""

import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, TextIO

from install.demo.answers import Json

LINE_COLUMNS_MAX: Final = 110
_MS_COLUMNS: Final = 10
_NAME_COLUMNS: Final = 8
_INDENT: Final = " " * (_MS_COLUMNS + 2 + _NAME_COLUMNS + 2)

_BOLD: Final = "1"
_DIM: Final = "2"
_GREEN: Final = "32"
_RED: Final = "31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened: ``took_us`` was measured, ``facts`` are what was checked."""

    chapter: str
    step: str
    said: str
    took_us: int
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One claim of the closing proof, whether it holds, and what was seen."""

    claim: str
    holds: bool
    seen: str


class Telling:
    """Keeps the story, and prints it as it happens when there is somewhere to print to."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Tell to ``out``; without it nothing is printed."""
        self._out: Final = out
        self._colours: Final = bool(out and out.isatty() and not os.environ.get("NO_COLOR"))
        columns = shutil.get_terminal_size((LINE_COLUMNS_MAX, 24)).columns
        self._columns: Final = max(60, min(columns, LINE_COLUMNS_MAX))
        self._chapter = ""
        self.steps: Final[list[Step]] = []
        self.findings: Final[list[Finding]] = []

    @property
    def holds(self) -> bool:
        """Whether a proof was made and every claim of it holds."""
        return bool(self.findings) and all(finding.holds for finding in self.findings)

    def chapter(self, title: str) -> None:
        """Begin a new part of the story."""
        self._chapter = title
        self._print("")
        self._print(self._dyed(title, _BOLD))

    def step(self, step: str, said: str, *, took_us: int, **facts: Json) -> None:
        """Tell one step."""
        self.steps.append(
            Step(chapter=self._chapter, step=step, said=said, took_us=took_us, facts=facts)
        )
        took = self._dyed(f"{_ms(took_us):>{_MS_COLUMNS}}", _DIM)
        first, *rest = self._wrapped(said)
        self._print(f"{took}  {self._dyed(f'{step:<{_NAME_COLUMNS}}', _BOLD)}  {first}")
        for line in rest:
            self._print(_INDENT + line)

    def finding(self, claim: str, *, holds: bool, seen: str) -> None:
        """Add a claim to the closing proof."""
        self.findings.append(Finding(claim=claim, holds=holds, seen=seen))

    def close(self) -> None:
        """Print the closing table."""
        self._print("")
        self._print(self._dyed("The closing proof", _BOLD))
        width = max((len(finding.claim) for finding in self.findings), default=0)
        for finding in self.findings:
            verdict = (
                self._dyed("holds", _GREEN)
                if finding.holds
                else self._dyed("DOES NOT HOLD", _RED)
            )
            self._print(f"  {finding.claim:<{width}}  {verdict}  {finding.seen}")

    def say(self, text: str) -> None:
        """Say something beside the story."""
        for line in text.splitlines():
            self._print(line)

    def as_json(self, **more: Json) -> str:
        """Return the whole story as one JSON document."""
        told: dict[str, Json] = {
            "holds": self.holds,
            "steps": _plain(self.steps),
            "proof": _plain(self.findings),
        }
        return json.dumps(told | more, ensure_ascii=False, indent=2)

    def _wrapped(self, text: str) -> Sequence[str]:
        width = self._columns - len(_INDENT)
        return textwrap.wrap(text, width, break_on_hyphens=False) or [""]

    def _dyed(self, text: str, colour: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._colours else text

    def _print(self, text: str) -> None:
        if self._out is not None:
            print(text, file=self._out, flush=True)


def open_telling(*, aloud: bool) -> Telling:
    """Return a telling to this terminal; a letter it cannot show is spelt out."""
    if not aloud:
        return Telling()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Telling(sys.stdout)


def money(minor: int) -> str:
    """Write sen as ringgit."""
    return f"{'-' if minor < 0 else ''}RM {abs(minor) // 100:,}.{abs(minor) % 100:02}"


def points(count: int) -> str:
    """Write a number of points."""
    return f"{count:,} point{'' if abs(count) == 1 else 's'}"


def _ms(took_us: int) -> str:
    return f"{took_us / 1000:,.1f} ms"


def _plain(values: Sequence[Step] | Sequence[Finding]) -> list[Json]:
    return [json.loads(json.dumps(asdict(value))) for value in values]
