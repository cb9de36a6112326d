"""The member a condition is asked about, as of a day, and what a condition answers."""

from dataclasses import dataclass

from rules.ground import bounds
from rules.sale.decisions import Values
from rules.segments.statistics import NOTHING, Statistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Recency, frequency and money from 1 (worst fifth) to 5 (best); 0: no purchases."""

    recency: int = 0
    frequency: int = 0
    money: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One member as of the local day ``today`` (its ordinal).

    ``month`` is the month we are in and ``birthday`` (``MM-DD``) a day, both in the
    programme's calendar; ``joined`` is the ordinal of the day of joining. What is not known
    is empty or None, and no condition about it holds.
    """

    today: int
    month: int
    statistics: Statistics = NOTHING
    tier: str = ""
    groups: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    joined: int | None = None
    birthday: str = ""
    scores: Scores = Scores()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether a condition holds, with the words key and figures of why.

    ``parts`` are the judgements of the conditions that it is made of.
    """

    holds: bool
    words: str
    values: Values = ()
    parts: "tuple[Judgement, ...]" = ()


def measured(
    name: str, have: int | None, *, least: int | None, most: int | None
) -> Judgement:
    """Judge a figure between two ends, both included; what is not known fits nowhere."""
    ends: Values = tuple(
        (end, value)
        for end, value in (("least", least), ("most", most))
        if value is not None
    )
    if have is None:
        return Judgement(holds=False, words=f"segment.{name}_unknown", values=ends)
    holds = (least is None or have >= least) and (most is None or have <= most)
    return Judgement(holds=holds, words=f"segment.{name}", values=(("have", have), *ends))


def refuse_ends(
    name: str, least: int | None, most: int | None, *, up_to: int, needed: bool = True
) -> None:
    """Refuse two ends of which none is set, or that nothing lies between."""
    if needed and least is None and most is None:
        raise bounds.OutOfBoundsError("{what} needs a least or a most", what=name)
    for value in (least, most):
        if value is not None:
            bounds.within(name, value, least=0, most=up_to)
    if least is not None and most is not None and least > most:
        raise bounds.OutOfBoundsError(
            "{what} cannot be at least {least} and at most {most}: nobody is",
            what=name,
            least=least,
            most=most,
        )


def refuse_window(within_days: int | None) -> None:
    """Refuse a window that is none."""
    if within_days is not None:
        bounds.within("within_days", within_days, least=1, most=bounds.DAYS_MAX)
