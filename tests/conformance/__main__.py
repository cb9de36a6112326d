"""``./run conformance FILE…``: ask our engine every published case of some files."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.conformance.cases import Case, read_cases
from tests.conformance.forms.register import asked_by
from tests.conformance.judging import Verdict, judge
from tests.conformance.loading import BadFileError
from tests.conformance.register import ADAPTERS

HELP: Final = """usage: ./run conformance FILE [FILE ...]

Asks our engine every case of the files (YAML or JSON, in the published form: id, area,
fn, given, settings, expect, verdict, source). Told are hits by area, every miss with what
was expected, what came out and where it was published, and every case that cannot be
asked, with why.
Exit code: 0 without a miss, 1 with one, 2 when a file holds no cases."""


_JOINERS: Final = "\u200c\u200d"
"""Persian words have them."""


def main(arguments: Sequence[str]) -> int:
    """Judge the cases of the files and tell; return the exit code."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(HELP)
        return 0 if arguments else 2
    cases: list[Case] = []
    unread = 0
    for name in arguments:
        try:
            cases += read_cases(Path(name))
        except BadFileError as error:
            unread += 1
            print(f"conformance: {error}", file=sys.stderr)
    if not cases:
        return 2
    verdicts = [judge(case, ADAPTERS, asked_by) for case in cases]
    for line in told(verdicts):
        print(_printable(line))
    if unread:
        return 2
    return 1 if any(verdict.kind == "miss" for verdict in verdicts) else 0


def _printable(line: str) -> str:
    """Return a line that stays one, and says nothing to the terminal."""
    return "".join(
        letter if letter.isprintable() or letter in _JOINERS else " " for letter in line
    )


def told(verdicts: Sequence[Verdict]) -> Iterable[str]:
    """Yield the report line by line."""
    yield from _by_area(verdicts)
    for kind, heading in (
        ("miss", "Misses"),
        ("contrast", "Contrasts: published otherwise, ours on purpose"),
        ("inexpressible", "Cannot be asked"),
    ):
        some = [verdict for verdict in verdicts if verdict.kind == kind]
        if some:
            yield ""
            yield f"{heading} ({len(some)})"
        for verdict in some:
            case = verdict.case
            question = case.fn or "statement"
            yield f"  {case.name} [{case.area}] {question}, {case.verdict}: {case.source}"
            yield from (f"      {line}" for line in verdict.told)
    yield from _statements(verdicts)
    yield from _names_told_twice(verdicts)
    totals = Counter(verdict.kind for verdict in verdicts)
    sums = sum(len(verdict.case.arith) for verdict in verdicts)
    yield ""
    yield (
        f"{len(verdicts)} cases: {totals['hit']} hits, {totals['miss']} misses, "
        f"{totals['contrast']} contrasts, {totals['inexpressible']} cannot be asked, "
        f"{totals['statement']} statements in words; {sums} sums checked."
    )


def _by_area(verdicts: Sequence[Verdict]) -> Iterable[str]:
    areas: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        areas[verdict.case.area or "(no area)"][verdict.kind] += 1
    width = max(map(len, areas), default=0)
    for area, kinds in sorted(areas.items()):
        asked = sum(kinds.values()) - kinds["statement"]
        also = [
            f"{kinds[kind]} {word}"
            for kind, word in (
                ("miss", "missed"),
                ("contrast", "contrast"),
                ("inexpressible", "cannot be asked"),
                ("statement", "in words"),
            )
            if kinds[kind]
        ]
        rest = f"   {', '.join(also)}" if also else ""
        yield f"  {area:<{width}}  {kinds['hit']:>3} of {asked:>3}{rest}"


def _statements(verdicts: Sequence[Verdict]) -> Iterable[str]:
    some = [verdict for verdict in verdicts if verdict.kind == "statement"]
    if some:
        yield ""
        yield f"Statements in words ({len(some)}; tests/conformance/test_statements_*.py)"
        names = [verdict.case.name for verdict in some]
        for at in range(0, len(names), 8):
            yield "  " + "  ".join(names[at : at + 8])


def _names_told_twice(verdicts: Sequence[Verdict]) -> Iterable[str]:
    counts = Counter(verdict.case.name for verdict in verdicts)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        yield ""
        yield f"Names of more than one case: {', '.join(twice)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
