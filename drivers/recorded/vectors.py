"""Recorded exchanges as JSON lines: what a device sends, and what is heard of it."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drivers.framing.debounce import DEBOUNCE_MS
from drivers.guard.recognition import Recognition
from drivers.recorded.rule_files import Rules
from drivers.recorded.scripted import Played, Step, Unplugged, cut_anywhere, play
from drivers.register import driver_for
from drivers.shape import as_expected

LINE_CHARACTERS_MAX = 4_000_000
"""Longest line taken."""

_GAP_MS_MAX = 86_400_000

Row = Mapping[str, object]


class VectorFault(Exception):
    """The line is no recorded exchange. Says what is wrong, never what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A device's profile, the bytes and silences, and the programme that counts."""

    id: str | int | None
    profile: str
    script: tuple[Step, ...] = field(repr=False)
    programme: str = "default"
    debounce_ms: int = DEBOUNCE_MS


def read_row(line: str) -> Row:
    """Read a line as a JSON object; VectorFault if it is none."""
    if len(line) > LINE_CHARACTERS_MAX:
        raise VectorFault("the line is too long")
    try:
        row: object = json.loads(line)
    except (ValueError, RecursionError):
        # The parser's own words quote the line; whatever it held stays out of ours.
        raise VectorFault("the line is no JSON") from None
    if not isinstance(row, dict):
        raise VectorFault("the line is no JSON object")
    return {str(name): value for name, value in row.items()}


def identity_of(row: Row) -> str | int | None:
    """Give what names the exchange, to be answered with; None when nothing does."""
    identity = row.get("id")
    return identity if isinstance(identity, str | int) else None


def read_vector(row: Row) -> Vector:
    """Read a row; VectorFault if it is no recorded exchange."""
    profile, programme = row.get("profile"), row.get("program", "default")
    if not isinstance(profile, str) or not isinstance(programme, str):
        raise VectorFault("profile and program are names")
    return Vector(
        id=identity_of(row),
        profile=profile,
        script=_script(row.get("rx")),
        programme=programme,
        debounce_ms=_milliseconds(row.get("dedup_ms", DEBOUNCE_MS)),
    )


def decode(vector: Vector, rules: Rules, *, cut: int | None = None) -> Row:
    """Play an exchange; give ``id``, ``events`` and ``tx`` as the file of vectors has them.

    With ``cut`` every read is cut at places drawn from that seed.
    """
    profile = rules.profiles.get(vector.profile)
    if profile is None:
        raise VectorFault("no profile has this name")
    recognition = rules.programmes.get(vector.programme)
    if recognition is None:
        if vector.programme not in {"default", "none"}:
            raise VectorFault("no program has this name")
        recognition = Recognition()
    programme = recognition
    driver = driver_for(
        profile,
        device="vector",
        recognition=lambda: programme,
        debounce_ms=vector.debounce_ms,
    )
    script: Sequence[Step] = vector.script
    if cut is not None:
        # Seeded by name too, so that a vector is cut alike wherever it stands in a file.
        chance = random.Random(f"{cut} {vector.id}")  # noqa: S311  # only spreads cuts
        script = tuple(cut_anywhere(script, chance))
    return _told(vector.id, play(driver, script))


def _told(identity: str | int | None, played: Played) -> Row:
    return {
        "id": identity,
        "events": [as_expected(event) for event in played.events],
        "tx": [reply.hex() for reply in played.replies],
    }


def _script(rx: object) -> tuple[Step, ...]:
    if not isinstance(rx, list):
        raise VectorFault("rx is a list")
    return tuple(_step(step) for step in rx)


def _step(step: object) -> Step:
    match step:
        case str():
            return _bytes(step)
        case {"gap_ms": gap_ms}:
            return _milliseconds(gap_ms)
        case {"unplug": True}:
            return Unplugged()
        case _:
            raise VectorFault("rx holds hex, gap_ms or unplug")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise VectorFault("rx holds what is no hex") from None


def _milliseconds(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise VectorFault("a time is whole milliseconds")
    if not 0 <= value <= _GAP_MS_MAX:
        raise VectorFault("a time is from nought to a day")
    return value
