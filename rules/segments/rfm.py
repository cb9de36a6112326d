"""Recency, frequency and money: how a member compares with all the others, in fifths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rules.ground import bounds
from rules.segments.statistics import Statistics
from rules.segments.subject import Judgement, Scores, Subject

FIFTHS: Final = 5
_CUTS: Final = FIFTHS - 1

Cuts = tuple[int, ...]
"""Four figures, ascending, that part a measure into fifths; an equal figure is below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmTerms:
    """How members are compared: by the last ``within_days`` days.

    ``recency_days``, ``visits`` and ``spend_minor`` are cut points that hold instead of the
    fifths of all members who bought in these days, which are worked out every night.
    """

    within_days: int = 365
    recency_days: Cuts = ()
    visits: Cuts = ()
    spend_minor: Cuts = ()

    def __post_init__(self) -> None:
        """Refuse what parts nobody."""
        bounds.within("within_days", self.within_days, least=1, most=bounds.DAYS_MAX)
        for name in ("recency_days", "visits", "spend_minor"):
            cuts: Cuts = getattr(self, name)
            if not cuts:
                continue
            if len(cuts) != _CUTS or list(cuts) != sorted(cuts):
                raise bounds.OutOfBoundsError(
                    "{what} must be four figures, ascending", what=name
                )
            bounds.within(name, cuts[0], least=0, most=bounds.MONEY_MINOR_MAX)
            bounds.within(name, cuts[-1], least=0, most=bounds.MONEY_MINOR_MAX)


USUAL_RFM: Final = RfmTerms()
"""A year, in fifths of all members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmCuts:
    """The cut points that hold now, one four of a measure."""

    recency_days: Cuts
    visits: Cuts
    spend_minor: Cuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rfm:
    """Each score, 1 (worst fifth) to 5 (best), lies between two ends, 1 and 5 unsaid."""

    kind: Literal["rfm"] = "rfm"
    recency: tuple[int, int] = (1, FIFTHS)
    frequency: tuple[int, int] = (1, FIFTHS)
    money: tuple[int, int] = (1, FIFTHS)

    def __post_init__(self) -> None:
        """Refuse what nobody can be."""
        for name in ("recency", "frequency", "money"):
            low, high = getattr(self, name)
            bounds.within(name, low, least=1, most=FIFTHS)
            bounds.within(name, high, least=low, most=FIFTHS)

    def judge(self, subject: Subject) -> Judgement:
        """Say whether it holds, and why."""
        have = subject.scores
        pairs = (
            (have.recency, self.recency),
            (have.frequency, self.frequency),
            (have.money, self.money),
        )
        holds = all(low <= score <= high for score, (low, high) in pairs)
        values = (
            ("recency", have.recency),
            ("frequency", have.frequency),
            ("money", have.money),
        )
        return Judgement(holds=holds, words="segment.rfm", values=values)


def measures(
    statistics: Statistics, today: int, within_days: int
) -> tuple[int, int, int] | None:
    """Return days since the last visit, visits and money of the last days; None: none."""
    days = statistics.window(today, within_days)
    visits = [day for day, orders, _ in days if orders > 0]
    if not visits:
        return None
    spent = sum(minor for _, _, minor in days)
    return max(0, today - visits[-1]), len(visits), spent


def cuts_of(terms: RfmTerms, population: Iterable[tuple[int, int, int]]) -> RfmCuts | None:
    """Return the cut points of all members' measures; None when nobody bought anything."""
    columns = tuple(zip(*population, strict=True)) or ((), (), ())
    given = (terms.recency_days, terms.visits, terms.spend_minor)
    found = [cuts or _fifths(column) for cuts, column in zip(given, columns, strict=True)]
    if not all(found):
        return None
    return RfmCuts(recency_days=found[0], visits=found[1], spend_minor=found[2])


def scores(measured: tuple[int, int, int] | None, cuts: RfmCuts | None) -> Scores:
    """Return a member's scores; nothing is compared without purchases or cut points."""
    if measured is None or cuts is None:
        return Scores()
    recency, visits, spent = measured
    return Scores(
        recency=FIFTHS - _above(cuts.recency_days, recency),
        frequency=1 + _above(cuts.visits, visits),
        money=1 + _above(cuts.spend_minor, spent),
    )


def _fifths(column: Sequence[int]) -> Cuts:
    """Return the largest figures of the first, second, third and fourth fifth."""
    if not column:
        return ()
    ordered = sorted(column)
    count = len(ordered)
    return tuple(
        ordered[max(0, -(-count * part // FIFTHS) - 1)] for part in range(1, FIFTHS)
    )


def _above(cuts: Cuts, figure: int) -> int:
    return sum(cut < figure for cut in cuts)
