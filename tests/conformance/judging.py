"""One case, asked: a hit, a miss, a documented difference, or why it cannot be asked."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.ground.bounds import OutOfBoundsError
from tests.conformance.arithmetic import UnreadableError, holds
from tests.conformance.cases import Case
from tests.conformance.given import Given, InexpressibleError, number

Answer = Mapping[str, object]
Adapter = Callable[[Given], Answer]

Kind = Literal["hit", "miss", "contrast", "inexpressible", "statement"]


@dataclass(frozen=True, slots=True)
class Said:
    """What came, in words that mean the same; a case tells one of them or some."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        """Return the words as a case would tell them."""
        return ", ".join(self.words)

    def says(self, expected: str) -> bool:
        """Say whether every part of a text, told with commas, is among the words."""
        return {part.strip() for part in expected.split(",")} <= set(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a case, and lines about it."""

    case: Case
    kind: Kind
    told: tuple[str, ...] = ()


def judge(
    case: Case,
    adapters: Mapping[str, Adapter],
    by_form: Callable[[Case], Adapter | None] = lambda _: None,
) -> Verdict:
    """Ask the engine about a case and compare; an engine that raises has missed.

    A statement, which names no question, is asked where its form is known.
    """
    if case.faults:
        return Verdict(case=case, kind="inexpressible", told=case.faults)
    broken = tuple(_broken_arithmetic(case))
    if broken:
        return Verdict(case=case, kind="miss", told=broken)
    if not case.fn:
        return _stated(case, by_form(case))
    adapter = adapters.get(case.fn)
    if adapter is None:
        return _inexpressible(case, f"no adapter for {case.fn!r}")
    if not case.expect:
        return _inexpressible(case, "nothing is expected")
    return _asked(case, adapter)


def _stated(case: Case, adapter: Adapter | None) -> Verdict:
    verdict = _asked(case, adapter) if adapter and case.expect else None
    if verdict is None or verdict.kind == "inexpressible":
        return Verdict(case=case, kind="statement")
    return verdict


def _asked(case: Case, adapter: Adapter) -> Verdict:
    try:
        given = Given(case.given)
        answer = adapter(given)
    except InexpressibleError as error:
        return _inexpressible(case, str(error))
    except OutOfBoundsError as error:
        return _inexpressible(case, f"beyond what the engine takes: {error}")
    except Exception as error:  # noqa: BLE001  # one broken case must not hide the others
        return Verdict(case=case, kind="miss", told=(_raised(error),))
    unread = ", ".join(given.unread())
    if unread:
        return _inexpressible(case, f"given holds what no adapter reads: {unread}")
    return _compared(case, answer)


def _inexpressible(case: Case, told: str) -> Verdict:
    return Verdict(case=case, kind="inexpressible", told=(told,))


def _raised(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
    return f"the engine raised {type(error).__name__} in {where}: {error}"


def _compared(case: Case, answer: Answer) -> Verdict:
    differing = tuple(
        f"{key}: expected {_said(expected)}, got {_said(answer[key])}"
        for key, expected in case.expect.items()
        if key in answer and not _says(answer[key], expected)
    )
    unknown = ", ".join(key for key in case.expect if key not in answer)
    if unknown and not differing:
        told = f"expects what the engine is not asked for: {unknown}"
        return _inexpressible(case, told)
    if not differing:
        return Verdict(case=case, kind="hit")
    kind: Kind = "contrast" if case.verdict == "contrast" else "miss"
    return Verdict(case=case, kind=kind, told=differing)


def _says(answer: object, expected: object) -> bool:
    """Say whether an answer is what is expected; one thing is a list of it."""
    if isinstance(answer, Said):
        return isinstance(expected, str) and answer.says(expected)
    found, wanted = normal(answer), normal(expected)
    return wanted == found or (isinstance(found, list) and [wanted] == found)


def normal(value: object) -> object:
    """Make two figures equal that say the same: 0 and "0.00", 7 and "7"."""
    if isinstance(value, Mapping):
        return {str(key): normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    found = number(value)
    return str(value) if found is None else found


def _said(value: object) -> str:
    if isinstance(value, Fraction):
        cents = value * 100
        if cents.denominator == 1:
            sign = "-" if value < 0 else ""
            return f"{sign}{abs(cents.numerator) // 100}.{abs(cents.numerator) % 100:02d}"
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_said(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_said, value)) + "]"
    return str(value)


def _broken_arithmetic(case: Case) -> list[str]:
    told = []
    for text in case.arith:
        try:
            if not holds(text):
                told.append(f"arithmetic does not hold: {text}")
        except UnreadableError as error:
            told.append(f"arithmetic that cannot be read ({error}): {text}")
    return told
