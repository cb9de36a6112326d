"""Segments of a programme: who is in, who enters and who leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.ground import bounds
from rules.segments.bought import CategoriesBought
from rules.segments.conditions import Condition, singles
from rules.segments.subject import Subject

SEGMENTS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Members for whom ``when`` holds, under a name that rules may ask for."""

    segment: str
    when: Condition

    def __post_init__(self) -> None:
        """Refuse a name that is none."""
        bounds.identifier("segment", self.segment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Which segments a member entered and which they left, in order of name."""

    entered: tuple[str, ...]
    left: tuple[str, ...]


def segments_of(segments: Iterable[Segment], subject: Subject) -> tuple[str, ...]:
    """Return the names of the segments a member is in, in order of name."""
    return tuple(
        sorted(segment.segment for segment in segments if segment.when.judge(subject).holds)
    )


def moved(before: Sequence[str], now: Sequence[str]) -> Moved | None:
    """Return what changed; None when nothing did."""
    entered = tuple(sorted(set(now) - set(before)))
    left = tuple(sorted(set(before) - set(now)))
    return Moved(entered=entered, left=left) if entered or left else None


def interests(segments: Iterable[Segment]) -> frozenset[str]:
    """Return the categories that some segment asks about."""
    return frozenset(
        category
        for segment in segments
        for condition in singles(segment.when)
        if isinstance(condition, CategoriesBought)
        for category in condition.categories
    )
