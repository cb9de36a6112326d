"""The door for segments: conditions inside conditions, read one by one.

A union of many kinds, nested in itself, would be tried kind by kind; here ``kind`` says at
once which one is meant, and what is wrong is said with its own place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Final, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from rules.ground.bounds import OutOfBoundsError
from rules.ground.sentence import Sentence
from rules.segments.conditions import (
    CONDITIONS_MAX,
    DEPTH_MAX,
    Condition,
    Group,
    Single,
)
from rules.segments.segment import SEGMENTS_MAX, Segment
from sync.wire.programme.words import HALF_A_CHARACTER, at, wrong

_GROUPS: Final = ("all", "any", "not")
# Built when the first condition of a kind is read: most programmes have no segments.
_STRICT: Final = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
_IN_ALL_MAX: Final = 10 * CONDITIONS_MAX
_SECTION: Final = "segments"
_NO_TABLE: Final = Sentence("must be a table")
_NO_SUCH_NAME: Final = Sentence("is not known here")


class BrokenSegmentsError(Exception):
    """Segments that cannot be read; ``places`` says what is wrong where."""

    def __init__(self, *places: Sentence) -> None:
        super().__init__(*places)
        self.places = places


def read_segments(plain: object) -> tuple[Segment, ...]:
    """Read the ``segments`` of a document; raises :class:`BrokenSegmentsError`."""
    if not isinstance(plain, list):
        raise BrokenSegmentsError(at(_SECTION, Sentence("must be a list, in [ ]")))
    if len(plain) > SEGMENTS_MAX:
        said = Sentence("it holds more than {most}", most=SEGMENTS_MAX)
        raise BrokenSegmentsError(at(_SECTION, said))
    reader = _Reader()
    found = [
        reader.segment(item, f"segments {number}")
        for number, item in enumerate(plain, start=1)
    ]
    if reader.wrong:
        raise BrokenSegmentsError(*reader.wrong)
    return tuple(segment for segment in found if segment is not None)


class _Reader:
    """Reads conditions and keeps what is wrong; stops when there is too much of them."""

    def __init__(self) -> None:
        self.wrong: list[Sentence] = []
        self._left = _IN_ALL_MAX

    def segment(self, item: object, place: str) -> Segment | None:
        """Read one segment; None when something is wrong with it."""
        if not isinstance(item, dict):
            self._say(place, _NO_TABLE)
            return None
        name = item.get("segment")
        if not isinstance(name, str):
            self._say(place, Sentence("segment is missing; it is the segment's name"))
            return None
        place = f"{place} ({name[:64]})"
        for other in item.keys() - {"segment", "when"}:
            self._say(f"{place}, {other[:64]}", _NO_SUCH_NAME)
        if "when" not in item:
            self._say(f"{place}, when", Sentence("is missing"))
            return None
        when = self._condition(item["when"], f"{place}, when", depth=0)
        if when is None:
            return None
        try:
            return Segment(segment=name, when=when)
        except OutOfBoundsError as error:
            self._say(place, error.sentence)
            return None

    def _condition(self, item: object, place: str, *, depth: int) -> Condition | None:
        self._left -= 1
        if self._left < 0:
            if self._left == -1:
                said = Sentence("at most {most} conditions in all", most=_IN_ALL_MAX)
                self._say(_SECTION, said)
            return None
        if not isinstance(item, dict):
            self._say(place, _NO_TABLE)
            return None
        kind = item.get("kind")
        if kind in _GROUPS:
            return self._group(item, place, depth=depth)
        if not isinstance(kind, str) or kind not in _MODELS:
            said = Sentence(
                "kind says which condition this is; known are {known}",
                known=(*_MODELS, *_GROUPS),
            )
            self._say(place, said)
            return None
        return self._single(item, f"{place} ({kind})")

    def _group(
        self, item: Mapping[str, Any], place: str, *, depth: int
    ) -> Condition | None:
        parts = item.get("of")
        if depth >= DEPTH_MAX:
            said = Sentence("conditions may be {most} deep, not more", most=DEPTH_MAX)
            self._say(place, said)
            return None
        if item.keys() != {"kind", "of"} or not isinstance(parts, list):
            said = Sentence("{kind} needs a list of conditions, of", kind=item["kind"])
            self._say(place, said)
            return None
        read = [
            self._condition(part, f"{place}, of {number}", depth=depth + 1)
            for number, part in enumerate(parts, start=1)
        ]
        found = tuple(part for part in read if part is not None)
        if len(found) < len(read):
            return None
        try:
            return Group(kind=item["kind"], of=found)
        except OutOfBoundsError as error:
            self._say(place, error.sentence)
            return None

    def _single(self, item: Mapping[str, Any], place: str) -> Condition | None:
        try:
            model = _MODELS[item["kind"]].model_validate_json(json.dumps({_IT: item}))
        except ValidationError as error:
            for inside, what in wrong(error, {_IT: item}, lambda _: _NAMES[item["kind"]]):
                self._say(f"{place}{inside.removeprefix(_IT)}", what)
            return None
        except OutOfBoundsError as error:
            self._say(place, error.sentence)
            return None
        except UnicodeEncodeError:
            self._say(place, HALF_A_CHARACTER)
            return None
        condition: Condition = getattr(model, _IT)
        return condition

    def _say(self, place: str, what: Sentence) -> None:
        self.wrong.append(at(place, what))


_IT: Final = "condition"


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    kinds: Sequence[type[Single]] = get_args(Single)
    for kind in kinds:
        name = next(field.default for field in fields(kind) if field.name == "kind")
        if name is not MISSING:
            described: dict[str, Any] = {_IT: (kind, ...)}
            yield str(name), create_model(kind.__name__, __config__=_STRICT, **described)


_MODELS: Final[Mapping[str, type[BaseModel]]] = dict(_models())
_NAMES: Final[Mapping[str, Sequence[str]]] = {
    kind: tuple(get_type_hints(model.model_fields[_IT].annotation))
    for kind, model in _MODELS.items()
}
