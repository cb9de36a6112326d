"""The door for programmes: TOML or JSON in, a programme or plain sentences out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from rules.ground.bounds import OutOfBoundsError
from rules.ground.sentence import Sentence
from rules.programme import EDITION, Programme
from sync.kit.faults import Fault
from sync.wire.canonical import encode
from sync.wire.programme.checks.register import contradictions
from sync.wire.programme.names import names_at
from sync.wire.programme.segments import BrokenSegmentsError, read_segments
from sync.wire.programme.text import DocumentError, plain_document
from sync.wire.programme.words import DOCUMENT, HALF_A_CHARACTER, at, named, sentences
from sync.wire.programme.writing import written

Form = Literal["toml", "json"]

RULES_MAX = 10_000
PLACES_MAX = 20
_LISTS_OF_RULES = ("earn", "discounts", "rewards", "vouchers")


class ProgrammeFault(Fault):
    """A document that is no programme; ``places`` says what is wrong where."""

    def __init__(self, what: str, *, hint: str, places: tuple[Sentence, ...] = ()) -> None:
        super().__init__(what, hint=hint)
        self.places = places


def read_programme(document: bytes, *, form: Form, edition: int = EDITION) -> Programme:
    """Read and check a programme document of at most 1 MiB (TOML: 256 KiB), 10,000 rules.

    ``edition`` is the newest edition of the rules that the reader knows. Raises
    :class:`ProgrammeFault` and nothing else, whatever the bytes are.
    """
    try:
        plain = plain_document(document, form)
    except DocumentError as error:
        raise _fault(error.places) from error
    _know(plain, edition)
    _count_rules(plain)
    _refuse_guesses(plain)
    try:
        segments = read_segments(plain.get("segments", []))
        text = json.dumps({**plain, "segments": []}, ensure_ascii=False).encode()
        model = _DOCUMENT.model_validate_json(text)
        read = {name: getattr(model, name) for name in _FIELDS}
        programme = Programme(**{**read, "segments": segments})
    except BrokenSegmentsError as error:
        raise _fault(error.places) from error
    except ValidationError as error:
        raise _fault(sentences(error, plain, _names_at)) from error
    except OutOfBoundsError as error:
        raise _fault((at(DOCUMENT, error.sentence),)) from error
    except UnicodeEncodeError as error:
        raise _fault((at(DOCUMENT, HALF_A_CHARACTER),)) from error
    broken = tuple(contradictions(programme))
    if broken:
        raise _fault(broken)
    return programme


def programme_bytes(programme: Programme) -> bytes:
    """Return the canonical JSON document of a programme, without what is not set."""
    return encode(written(programme))


def programme_hash(programme: Programme) -> str:
    """Return the SHA-256 of the canonical document, in hexadecimal."""
    return sha256(programme_bytes(programme)).hexdigest()


def json_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the document, for editors that help its author."""
    schema: Mapping[str, Any] = _without_floats(_DOCUMENT.model_json_schema())
    return schema


def _document() -> type[BaseModel]:
    """Build what pydantic checks from the law's types: registered is readable."""
    hints = get_type_hints(Programme)
    described: dict[str, Any] = {
        field.name: (
            _told_apart(hints[field.name]),
            ... if field.default is MISSING else field.default,
        )
        for field in fields(Programme)
    }
    config = ConfigDict(extra="forbid", strict=True, frozen=True, title="Vafa programme")
    return create_model("ProgrammeDocument", __config__=config, **described)


def _told_apart(hint: Any) -> Any:
    """Let ``kind`` pick out of a union of rules which one is meant."""
    union = get_args(hint)[0] if get_origin(hint) is tuple else None
    if isinstance(union, UnionType):
        kind = Field(discriminator="kind")
        return tuple[Annotated[union, kind], ...]  # type: ignore[valid-type]  # built at run time
    return hint


def _know(plain: Mapping[str, Any], edition: int) -> None:
    """Refuse what was written for a later edition before its fields are looked at."""
    asked = plain.get("edition")
    if isinstance(asked, int) and asked > edition:
        said = Sentence(
            "it is written for edition {asked} of the rules, and this Vafa knows"
            " {known}: upgrade Vafa",
            asked=asked,
            known=edition,
        )
        raise _fault([at(DOCUMENT, said)])


def _count_rules(plain: Mapping[str, Any]) -> None:
    lists = [plain.get(name) for name in _LISTS_OF_RULES]
    count = sum(len(rules) for rules in lists if isinstance(rules, list))
    if count > RULES_MAX:
        said = Sentence(
            "it holds {count} rules; {most} is the most", count=count, most=RULES_MAX
        )
        raise _fault([at(DOCUMENT, said)])


def _refuse_guesses(plain: Mapping[str, Any]) -> None:
    """Refuse a trigger or a gift that does not say its kind: nobody guesses what it is."""
    gifts = plain.get("issues")
    said = Sentence("kind is missing; it says which one this is")
    broken = [
        at(f"issues {number}{named(gift)}, {name}", said)
        for number, gift in enumerate(gifts if isinstance(gifts, list) else (), start=1)
        if isinstance(gift, dict)
        for name in ("on", "gives")
        if isinstance(part := gift.get(name), dict) and "kind" not in part
    ]
    if broken:
        raise _fault(broken)


def _fault(places: Sequence[Sentence]) -> ProgrammeFault:
    told = list(places[:PLACES_MAX])
    if len(places) > PLACES_MAX:
        more = Sentence("and {more} more", more=len(places) - PLACES_MAX)
        told.append(at(DOCUMENT, more))
    return ProgrammeFault(
        Sentence(
            "The programme document cannot be used; places to mend: {count}.",
            count=len(places),
        ),
        hint=Sentence("First mend this: {place}", place=told[0]),
        places=tuple(told),
    )


def _names_at(steps: Sequence[int | str]) -> Sequence[str]:
    return names_at(_schema(), steps)


@cache
def _schema() -> Mapping[str, Any]:
    return _DOCUMENT.model_json_schema()


def _without_floats(schema: Any) -> Any:
    """Say integer where pydantic says number: an exact fraction is written in quotes."""
    if isinstance(schema, dict):
        return {
            name: "integer"
            if name == "type" and part == "number"
            else _without_floats(part)
            for name, part in schema.items()
        }
    return (
        [_without_floats(part) for part in schema] if isinstance(schema, list) else schema
    )


_FIELDS = tuple(field.name for field in fields(Programme))
_DOCUMENT = _document()
