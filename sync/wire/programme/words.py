"""What is wrong in a programme document, as plain sentences with their place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rules.ground.sentence import Sentence
from sync.wire.programme.unions import below, is_branch, meant

DOCUMENT: Final = "document"
"""The place of what is wrong with a document as a whole."""

NamesAt = Callable[[Sequence[int | str]], Sequence[str]]
"""Tells which names the table at a place may hold; none where it is not known."""

_SHOWN_MAX: Final = 200
_NAMES: Final = ("rule", "tier", "unit", "pattern", "prefix")
_EXACT: Final = Sentence('must be an exact number in quotes, like "3/2" or "1.5"')
_UNKNOWN: Final = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_SAID: Final[Mapping[str, Sentence]] = {
    "json_invalid": Sentence("is not JSON"),
    "missing": Sentence("is missing"),
    "int_type": Sentence("must be a whole number, without quotes"),
    "string_type": Sentence("must be text in quotes"),
    "bool_type": Sentence("must be true or false, without quotes"),
    "tuple_type": Sentence("must be a list, in [ ]"),
    "dataclass_type": Sentence("must be a table"),
    "dataclass_exact_type": Sentence("must be a table"),
    "model_type": Sentence("must be a table"),
    "model_attributes_type": Sentence("must be a table"),
    "dict_type": Sentence("must be a table"),
    "fraction_parsing": _EXACT,
    "fraction_type": _EXACT,
}
_ELSE: Final = Sentence("is not what may stand here")
HALF_A_CHARACTER: Final = Sentence("a text holds half a character (a lone surrogate)")


def at(place: str, said: Sentence) -> Sentence:
    """Say what is wrong at a place, which is written as the document has it."""
    return Sentence("{place}: {said}.", place=place, said=said)


def sentences(
    error: ValidationError, document: Mapping[str, Any], names: NamesAt
) -> tuple[Sentence, ...]:
    """Return one sentence for each thing that is wrong, in the order of the document.

    ``names`` tells what a table may hold, which is offered for a name that it may not.
    """
    return tuple(dict.fromkeys(at(*one) for one in wrong(error, document, names)))


def wrong(
    error: ValidationError, document: Mapping[str, Any], names: NamesAt
) -> Iterator[tuple[str, Sentence]]:
    """Yield each place of a document, and what is wrong there."""
    found = error.errors(include_url=False, include_input=False)
    for one in meant(found, document):
        yield _place(one["loc"], document), _said(one, names)


def _said(detail: ErrorDetails, names: NamesAt) -> Sentence:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return _refused(context["error"])
        case "literal_error":
            return Sentence("must be {known}", known=context["expected"])
        case "union_tag_invalid":
            return _unknown_kind(context["tag"], context["expected_tags"])
        case "union_tag_not_found":
            return Sentence("kind is missing; it says which rule this is")
        case name if name in _UNKNOWN:
            return _unknown(str(detail["loc"][-1]), names(detail["loc"][:-1]))
        case name:
            return _SAID.get(name, _ELSE)


def _refused(error: ValueError) -> Sentence:
    sentence = getattr(error, "sentence", None)
    return sentence if isinstance(sentence, Sentence) else _ELSE


def _unknown_kind(kind: str, known: str) -> Sentence:
    return Sentence(
        "kind '{kind}' is not known; known are {known}", kind=kind[:_SHOWN_MAX], known=known
    )


def _unknown(name: str, known: Sequence[str]) -> Sentence:
    near = get_close_matches(name[:_SHOWN_MAX], known, n=1)
    if near:
        return Sentence("is not known here; perhaps {near} is meant", near=near[0])
    if known:
        return Sentence("is not known here; known are {known}", known=tuple(known))
    return Sentence("is not known here")


def _place(steps: tuple[int | str, ...], document: Mapping[str, Any]) -> str:
    """Write a path as an author would say it: ``earn 2 (coffee-x2), factor``."""
    here: Any = document
    place = ""
    above: int | str = ""
    for step in steps:
        if isinstance(step, int):
            place += f" {step + 1}{named(below(here, step))}"
        elif isinstance(above, int) and isinstance(here, dict) and here.get("kind") == step:
            # In a list of several kinds a validator names the kind that it read.
            above = step
            continue
        elif is_branch(step, here):
            continue
        else:
            place += f", {step[:_SHOWN_MAX]}" if place else step[:_SHOWN_MAX]
        here, above = below(here, step), step
    return place or DOCUMENT


def named(item: Any) -> str:
    """Return an item's own name in brackets; nothing for one without."""
    if not isinstance(item, dict):
        return ""
    name = next((item[key] for key in _NAMES if isinstance(item.get(key), str)), "")
    return f" ({name[:_SHOWN_MAX]})" if name else ""
