"""Whether conditions that have to hold together can hold for anybody at all."""

from collections.abc import Iterable, Iterator

from rules.ground.sentence import Sentence
from rules.segments.conditions import Condition, Group, Single
from rules.segments.frequency import Frequency
from rules.segments.lapsed import Lapsed
from rules.segments.person import InTier
from rules.segments.recency import Recency
from rules.segments.spend import Spend

_EVER = 1 << 60

Ends = tuple[int, int | None, int | None]
"""A figure's window in days, its least and its most."""


def nobody(condition: Condition) -> Iterator[Sentence]:
    """Yield in words (of an author) why nobody can be meant; nothing when somebody can."""
    for together in _together(condition):
        yield from _recency(together)
        for least, most in _apart(_frequencies(together)):
            yield Sentence(
                "at least {least} and at most {most} visits or orders",
                least=least,
                most=most,
            )
        for least, most in _apart(_spends(together)):
            yield Sentence(
                "spent at least {least} and at most {most} (minor units)",
                least=least,
                most=most,
            )
        yield from _tiers(together)


def _together(condition: Condition) -> Iterator[tuple[Single, ...]]:
    """Yield conditions that must hold at once: those of each ``all``, or one alone."""
    if not isinstance(condition, Group):
        yield (condition,)
        return
    if condition.kind == "all":
        yield tuple(part for part in condition.of if not isinstance(part, Group))
    if condition.kind != "not":
        for part in condition.of:
            if isinstance(part, Group):
                yield from _together(part)


def _recency(together: Iterable[Single]) -> Iterator[Sentence]:
    least, most = 0, _EVER
    for one in together:
        match one:
            case Recency():
                least = max(least, one.at_least_days or 0)
                most = min(most, _EVER if one.at_most_days is None else one.at_most_days)
            case Lapsed():
                least = max(least, one.days)
                most = min(most, one.at_most_days or _EVER)
            case Frequency() if one.at_least and one.within_days:
                most = min(most, one.within_days - 1)
            case Spend() if one.at_least_minor and one.within_days:
                most = min(most, one.within_days - 1)
            case _:
                pass
    if least > most:
        yield Sentence(
            "last seen at least {least} and at most {most} days ago", least=least, most=most
        )


def _frequencies(together: Iterable[Single]) -> list[Ends]:
    return [
        (one.within_days or _EVER, one.at_least, one.at_most)
        for one in together
        if isinstance(one, Frequency)
    ]


def _spends(together: Iterable[Single]) -> list[Ends]:
    return [
        (one.within_days or _EVER, one.at_least_minor, one.at_most_minor)
        for one in together
        if isinstance(one, Spend)
    ]


def _apart(ends: list[Ends]) -> Iterator[tuple[int, int]]:
    """Yield each least that is above the most of the same days or of more."""
    for days, least, _ in ends:
        for longer, _, most in ends:
            if least is not None and most is not None and days <= longer and least > most:
                yield least, most


def _tiers(together: Iterable[Single]) -> Iterator[Sentence]:
    named = [set(one.tiers) for one in together if isinstance(one, InTier)]
    if len(named) > 1 and not set.intersection(*named):
        yield Sentence("in several tiers at once")
