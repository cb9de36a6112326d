"""How large a benchmark is run: as the goals are written, or as small as it goes."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """``blocks`` of ``runs`` are taken of each way; ``members`` are in the till's file.

    ``peers``: other engines are installed and asked too.
    """

    members: int
    rules: int
    lines: int
    blocks: int
    runs: int
    starts: int
    snapshot_members: int
    peers: bool = False


FULL: Final = Size(
    members=1_000_000,
    rules=100,
    lines=10,
    blocks=12,
    runs=100,
    starts=7,
    snapshot_members=100_000,
    peers=True,
)
"""What the goals are about; a minute or two a row, the first time some more."""

SMALLEST: Final = Size(
    members=200, rules=10, lines=2, blocks=1, runs=3, starts=1, snapshot_members=100
)
"""Shows only that a benchmark runs; its figures mean nothing."""
