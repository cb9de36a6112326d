"""The published list of a prize draw: who has how many tickets, and what is drawn how.

One JSON object in a file, written alike wherever it is written. With the seed it is all
that anyone needs to find the winners again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.campaigns.draws import Draw, Entered, Prize, Won, list_hash, winners
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import AccountId
from rules.ground.sentence import Sentence
from sync.kit.faults import Fault
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode
from sync.wire.records.header import text, whole

ENTRIES_MAX: Final = 5_000_000
_ENTRY_PARTS: Final = 3
_HINT: Final = Sentence("Use the file that vafa office draw close wrote, unchanged.")


class DrawListFault(Fault):
    """The file is no list of a draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawList:
    """The entries of a draw as they were when it was closed (``closed_ms``)."""

    draw: Draw
    closed_ms: int
    entries: tuple[Entered, ...]

    @property
    def hash(self) -> str:
        """The hash of the entries, whatever order they are in."""
        return list_hash(self.entries)


def list_bytes(drawn: DrawList) -> bytes:
    """Return what is published."""
    draw = drawn.draw
    value: dict[str, Json] = {
        "closed_ms": drawn.closed_ms,
        "commitment": draw.commitment,
        "draw": draw.draw,
        "entries": [[one.entry, one.account, one.tickets] for one in sorted(drawn.entries)],
        "hash": drawn.hash,
        "once": int(draw.once),
        "prizes": [[prize.prize, prize.count, prize.gives] for prize in draw.prizes],
    }
    return encode(value)


def read_list(data: bytes) -> DrawList:
    """Read a published list; raises :class:`DrawListFault` for one that was changed."""
    try:
        value = decode_object(data)
        read = _read(value)
    except (NotCanonicalError, OutOfBoundsError) as error:
        raise DrawListFault(
            Sentence("no list of a draw: {why}", why=str(error)), hint=_HINT
        ) from error
    if read.hash != value.get("hash"):
        raise DrawListFault(
            Sentence("the entries are not those of the list's hash"), hint=_HINT
        )
    return read


def result_bytes(drawn: DrawList, seed: bytes) -> bytes:
    """Return the result, with the seed that everybody may check it with.

    Raises ValueError when the seed is not the one that was promised.
    """
    value: dict[str, Json] = {
        "draw": drawn.draw.draw,
        "list_hash": drawn.hash,
        "seed": seed.hex(),
        "winners": [_told(won) for won in winners(drawn.draw, drawn.entries, seed)],
    }
    return encode(value)


def _told(won: Won) -> Json:
    return {
        "account": won.account,
        "entry": won.entry,
        "number": won.number,
        "prize": won.prize,
        "ticket": won.ticket,
    }


def _read(value: Mapping[str, Json]) -> DrawList:
    prizes = tuple(
        Prize(prize=_str(prize), count=_int(count), gives=_str(gives))
        for prize, count, gives in _triples(value, "prizes")
    )
    draw = Draw(
        draw=text(value, "draw"),
        commitment=text(value, "commitment"),
        prizes=prizes,
        once=bool(whole(value, "once")),
    )
    entries = tuple(
        Entered(_str(entry), AccountId(_str(account)), _int(tickets))
        for entry, account, tickets in _triples(value, "entries")
    )
    return DrawList(draw=draw, closed_ms=whole(value, "closed_ms"), entries=entries)


def _triples(value: Mapping[str, Json], name: str) -> Sequence[tuple[Json, Json, Json]]:
    rows = value.get(name)
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > ENTRIES_MAX:
        raise NotCanonicalError(f"{name}: a list was expected")
    found: list[tuple[Json, Json, Json]] = []
    for row in rows:
        if not isinstance(row, Sequence) or isinstance(row, str):
            raise NotCanonicalError(f"{name}: lists of three were expected")
        if len(row) != _ENTRY_PARTS:
            raise NotCanonicalError(f"{name}: lists of three were expected")
        found.append((row[0], row[1], row[2]))
    return found


def _str(value: Json) -> str:
    if not isinstance(value, str):
        raise NotCanonicalError("a string was expected")
    return value


def _int(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotCanonicalError("a whole number was expected")
    return value
