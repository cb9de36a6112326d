"""The findings as a person reads them, and as a program does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from agent.doctor.check import Group
from agent.doctor.finding import Outcome
from agent.doctor.rounds import Result

FORM: Final = 1
"""The JSON's own version: fields may be added under it, never changed."""

EXIT_OK: Final = 0
EXIT_WARNINGS: Final = 1
EXIT_FAILURES: Final = 2

_MARKS: Final[dict[Outcome, str]] = {
    "ok": "ok  ",
    "warn": "WARN",
    "fail": "FAIL",
    "not_applicable": "-   ",
}


def exit_code(results: Sequence[Result]) -> int:
    """Return 0 when all is well, 1 for warnings, 2 for failures."""
    outcomes = {result.finding.outcome for result in results}
    if "fail" in outcomes:
        return EXIT_FAILURES
    return EXIT_WARNINGS if "warn" in outcomes else EXIT_OK


def told(groups: Sequence[Group], results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines: each group under its title, what mends under what is wrong."""
    by_name = {result.check.name: result for result in results}
    width = max(len(name) for name in by_name)
    for group in groups:
        yield group.title
        for check in group.checks:
            result = by_name[check.name]
            finding = result.finding
            yield f"  {_MARKS[finding.outcome]}  {check.name:<{width}}  {finding.cause}"
            if result.fixed:
                yield f"        fixed: {result.fixed}"
            if finding.mend:
                yield f"        mend:  {finding.mend}"
    yield _summary(results)


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
                "mend": result.finding.mend,
                "fixed": result.fixed,
            }
            for result in results
        ],
    }


def _summary(results: Sequence[Result]) -> str:
    counts = _counts(results)
    return (
        f"{len(results)} checks: {counts['ok']} ok, {counts['warn']} to look at, "
        f"{counts['fail']} failing, {counts['not_applicable']} not applicable"
    )


def _counts(results: Sequence[Result]) -> dict[Outcome, int]:
    found = Counter(result.finding.outcome for result in results)
    return {outcome: found[outcome] for outcome in _MARKS}
