"""One case, asked: a hit, a miss, a documented difference, or why it cannot be asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tests.conformance.arithmetic import UnreadableError, holds
from tests.conformance.cases import Case
from tests.conformance.given import Given, InexpressibleError

Answer = Mapping[str, object]
Adapter = Callable[[Given], Answer]

Kind = Literal["hit", "miss", "contrast", "inexpressible", "statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a case; ``told`` are lines about it, ``arith`` how much of it held."""

    case: Case
    kind: Kind
    told: tuple[str, ...] = ()


def judge(case: Case, adapters: Mapping[str, Adapter]) -> Verdict:
    """Ask the engine about a case and compare. What raises is the engine's own fault."""
    broken = tuple(_broken_arithmetic(case))
    if broken:
        return Verdict(case=case, kind="miss", told=broken)
    if not case.fn:
        return Verdict(case=case, kind="statement")
    adapter = adapters.get(case.fn)
    if adapter is None:
        return Verdict(
            case=case, kind="inexpressible", told=(f"no adapter for {case.fn!r}",)
        )
    given = Given(case.given)
    try:
        answer = adapter(given)
    except InexpressibleError as error:
        return Verdict(case=case, kind="inexpressible", told=(str(error),))
    unread = tuple(given.unread())
    if unread:
        told = f"given holds what no adapter reads: {', '.join(unread)}"
        return Verdict(case=case, kind="inexpressible", told=(told,))
    return _compared(case, answer)


def _compared(case: Case, answer: Answer) -> Verdict:
    unknown = [key for key in case.expect if key not in answer]
    if unknown:
        told = f"expects what the engine is not asked for: {', '.join(unknown)}"
        return Verdict(case=case, kind="inexpressible", told=(told,))
    differing = tuple(
        f"{key}: expected {_said(expected)}, got {_said(answer[key])}"
        for key, expected in case.expect.items()
        if normal(expected) != normal(answer[key])
    )
    if not differing:
        return Verdict(case=case, kind="hit")
    kind: Kind = "contrast" if case.verdict == "contrast" else "miss"
    return Verdict(case=case, kind=kind, told=differing)


def normal(value: object) -> object:
    """Make two figures equal that say the same: 0 and "0.00", 7 and "7"."""
    if isinstance(value, Mapping):
        return {str(key): normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Fraction):
        return Fraction(value)
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return str(value)


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
