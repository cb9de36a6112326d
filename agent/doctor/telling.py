"""The findings as a person reads them, and as a program does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from agent.doctor.check import Group
from agent.doctor.finding import Outcome
from agent.doctor.rounds import Result
from agent.words.catalogue import Words
from agent.words.tables import columns, padded
from rules.ground.sentence import Sentence

FORM: Final = 1
"""The JSON's own version: fields may be added under it, never changed."""

EXIT_OK: Final = 0
EXIT_WARNINGS: Final = 1
EXIT_FAILURES: Final = 2

_MARKS: Final[dict[Outcome, str]] = {
    "ok": Sentence("ok"),
    "warn": Sentence("WARN"),
    "fail": Sentence("FAIL"),
    "not_applicable": "-",
}
_LABELS: Final = (Sentence("fixed:"), Sentence("mend:"))


def exit_code(results: Sequence[Result]) -> int:
    """Return 0 when all is well, 1 for warnings, 2 for failures."""
    outcomes = {result.finding.outcome for result in results}
    if "fail" in outcomes:
        return EXIT_FAILURES
    return EXIT_WARNINGS if "warn" in outcomes else EXIT_OK


def told(groups: Sequence[Group], results: Sequence[Result], words: Words) -> Iterator[str]:
    """Yield the lines: each group under its title, what mends under what is wrong."""
    by_name = {result.check.name: result for result in results}
    marks = {outcome: words.tell(mark) for outcome, mark in _MARKS.items()}
    width, wide = max(map(columns, by_name)), max(map(columns, marks.values()))
    for group in groups:
        yield words.tell(group.title)
        for check in group.checks:
            result = by_name[check.name]
            mark = padded(marks[result.finding.outcome], wide)
            name = padded(check.name, width)
            yield f"  {mark}  {name}  {words.tell(result.finding.cause)}"
            for label, text in _labelled(result, words):
                yield f"{' ' * (wide + 4)}{label} {text}"
    yield words.tell(_summary(results))


def _labelled(result: Result, words: Words) -> Iterator[tuple[str, str]]:
    fixed, mend = (words.tell(label) for label in _LABELS)
    wide = max(columns(fixed), columns(mend))
    if result.fixed:
        yield padded(fixed, wide), words.tell(result.fixed)
    if result.finding.mend:
        # A command is written as it is typed, so that it can be copied.
        yield padded(mend, wide), result.finding.mending(words.tell)


def as_json(results: Sequence[Result]) -> dict[str, object]:
    """Return the answer of ``--json``: a stable shape."""
    return {
        "form": FORM,
        "exit_code": exit_code(results),
        "counts": _counts(results),
        "checks": [
            {
                "name": result.check.name,
                "outcome": result.finding.outcome,
                "cause": result.finding.cause,
                "mend": result.finding.mending(),
                "fixed": result.fixed,
            }
            for result in results
        ],
    }


def _summary(results: Sequence[Result]) -> Sentence:
    counts = _counts(results)
    return Sentence(
        "{all} checks: {ok} ok, {warn} to look at, {fail} failing, {none} not applicable",
        all=len(results),
        ok=counts["ok"],
        warn=counts["warn"],
        fail=counts["fail"],
        none=counts["not_applicable"],
    )


def _counts(results: Sequence[Result]) -> dict[Outcome, int]:
    found = Counter(result.finding.outcome for result in results)
    return {outcome: found[outcome] for outcome in _MARKS}
