"""Points of a receipt that are shared to its lines only when somebody asks."""

from collections.abc import Sequence
from typing import Final

from rules.ground.shares import share

LinePoints = tuple[tuple[str, int], ...]


class Split:
    """So many ``points``, shared to the lines ``at`` some positions by their weights.

    ``names`` are those of all lines, by position. While a basket is open, and while past
    sales are replayed, nobody asks what each line has. Two are equal when each line has as
    many.
    """

    __slots__ = ("_at", "_lines", "_names", "_weights", "points")

    def __init__(
        self,
        points: int,
        *,
        names: Sequence[str],
        at: Sequence[int],
        weights: Sequence[int],
    ) -> None:
        self.points: Final = points
        self._names: Final = names
        self._at: Final = at
        self._weights: Final = weights
        self._lines: LinePoints | None = None

    @classmethod
    def told(cls, lines: LinePoints) -> "Split":
        """Return points whose lines are known already."""
        found = cls(sum([points for _, points in lines]), names=(), at=(), weights=())
        found._lines = lines
        return found

    @property
    def lines(self) -> LinePoints:
        """What each line has, in their order; one that has nothing is not named."""
        if self._lines is None:
            parts = zip(self._at, share(self.points, self._weights), strict=True)
            names = self._names
            self._lines = tuple([(names[here], part) for here, part in parts if part])
        return self._lines

    def __eq__(self, other: object) -> bool:
        """Say whether each line has as many."""
        return isinstance(other, Split) and self.lines == other.lines

    def __hash__(self) -> int:
        """Return the same for equals."""
        return hash(self.lines)

    def __repr__(self) -> str:
        """Show what each line has."""
        return f"Split.told({self.lines!r})"
