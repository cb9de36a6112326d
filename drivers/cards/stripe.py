"""Tracks of a magnetic stripe: what stands between the sentinels, and which track it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

TRACK_1, TRACK_2, TRACK_3 = 1, 2, 3

_SENTINELS = frozenset("%;+!#&@")
"""ISO tracks 1 and 2, and what readers and motor-vehicle offices begin track 3 with."""

_ERROR = "E"
"""What readers send in place of a track they could not read (``%E?``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One track as it came: its start sentinel, its data, and whether its end came too.

    The data shows nowhere: it may be a payment card's.
    """

    sentinel: str
    data: str = field(repr=False)
    whole: bool


def pieces(line: str) -> Iterator[Piece]:
    """Cut a line into tracks; one character behind a track's end (LRC, sensor) is none."""
    at = 0
    while len(line) - at > 1:
        start = _start(line, at)
        if start is None:
            return
        end = line.find("?", start + 1)
        stop = len(line) if end == -1 else end
        data = line[start + 1 : stop]
        yield Piece(sentinel=line[start], data=data, whole=end != -1)
        at = stop + 1


@dataclass(slots=True)
class Swipe:
    """The tracks of one pass of a card, numbered by sentinel and order.

    ``tracks`` are those read whole; ``in_error`` those the reader gave up or never ended.
    """

    tracks: dict[int, str] = field(default_factory=dict, repr=False)
    in_error: set[int] = field(default_factory=set)
    is_spoken: bool = False
    """Whether the reader said anything that makes sense, if only that a track is bad."""
    length: int = 0

    def has_room_for(self, piece: Piece) -> bool:
        """Say whether the piece can belong to this pass, and does not begin the next."""
        taken = self._taken()
        return not taken if piece.sentinel == "%" else TRACK_3 not in taken

    def add(self, piece: Piece) -> None:
        """Take a track; a blank one leaves nothing behind."""
        track = self._track_of(piece)
        self.length += len(piece.data) + 1
        if not piece.whole or piece.data == _ERROR:
            self.in_error.add(track)
        elif piece.data:
            self.tracks[track] = piece.data
        self.is_spoken = self.is_spoken or piece.whole

    @property
    def is_empty(self) -> bool:
        """Whether nothing was seen of the card at all."""
        return not self._taken()

    @property
    def is_full(self) -> bool:
        """Whether the last track has come, so that nothing more needs waiting for."""
        return TRACK_3 in self._taken()

    def _track_of(self, piece: Piece) -> int:
        # ISO track 3 begins with ";" like track 2; only the order tells them apart.
        if piece.sentinel == "%":
            return TRACK_1
        if piece.sentinel == ";" and TRACK_2 not in self._taken():
            return TRACK_2
        return TRACK_3

    def _taken(self) -> set[int]:
        return self.tracks.keys() | self.in_error


def number_of(track: int, data: str) -> str:
    """Give the card's number on a track: digits, or ``*`` where the reader masked them.

    Track 1 is a format letter, the number and ``^``; track 2 the number and ``=``
    (ISO/IEC 7813).
    """
    if track == TRACK_1:
        head, caret, _ = data.partition("^")
        head = head.replace(" ", "")
        if head[:1].isalpha() or head.startswith("*"):
            head = head[1:]
        return head if caret else _leading_number(head)
    return data.partition("=")[0]


def _start(line: str, at: int) -> int | None:
    """Find where a track begins: at once, or behind one character of LRC or sensor.

    An LRC can look like a sentinel, so behind another track the second one counts.
    """
    places = (at + 1, at) if at else (at, at + 1)
    return next((place for place in places if line[place] in _SENTINELS), None)


def _leading_number(text: str) -> str:
    end = next((i for i, c in enumerate(text) if c not in "0123456789*"), len(text))
    return text[:end]
