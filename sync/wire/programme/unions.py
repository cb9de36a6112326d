"""What a validator says of a part that may be of several kinds: only what was meant.

Where a part may be one of several tables, or one of several lists of words, each of them is
tried and each says why the part is not that. Whoever wrote the part meant one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic_core import ErrorDetails

_LITERAL: Final = "literal["

Steps = tuple[int | str, ...]


def meant(
    found: Sequence[ErrorDetails], document: Mapping[str, Any]
) -> Iterator[ErrorDetails]:
    """Yield what is wrong with the kinds that were meant; an unknown kind is said once."""
    parts: dict[Steps, list[ErrorDetails]] = {}
    for one in found:
        fork = _fork(one["loc"], document)
        if fork is None:
            yield one
        else:
            parts.setdefault(one["loc"][:fork], []).append(one)
    for place, errors in parts.items():
        yield from _meant_at(place, errors)


def below(here: Any, step: int | str) -> Any:
    """Return what stands at one step further in a document; None where nothing does."""
    if isinstance(step, int):
        return here[step] if isinstance(here, list) and step < len(here) else None
    return here.get(step) if isinstance(here, dict) else None


def is_branch(step: int | str, here: Any) -> bool:
    """Say whether a step names one of several kinds and no part of the document."""
    if isinstance(step, int) or (isinstance(here, dict) and step in here):
        return False
    return step.startswith(_LITERAL) or (step[:1].isupper() and step.isalnum())


def _fork(steps: Steps, document: Mapping[str, Any]) -> int | None:
    """Return where steps name one of several kinds instead of a part of the document."""
    here: Any = document
    for at, step in enumerate(steps):
        if is_branch(step, here):
            return at
        is_kind = isinstance(here, dict) and here.get("kind") == step
        here = here if is_kind else below(here, step)
    return None


def _meant_at(place: Steps, errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Leave out kinds that the part does not say it is; for none say which there are."""
    at = len(place)
    words = [one for one in errors if str(one["loc"][at]).startswith(_LITERAL)]
    kinds = [one for one in errors if one["loc"][at + 1 :] == ("kind",)]
    refused = {one["loc"][at] for one in kinds}
    left = [one for one in errors if one["loc"][at] not in refused]
    if words:
        yield _one_of(place, words)
    elif left:
        yield from left
    else:
        yield _one_of((*place, "kind"), kinds)


def _one_of(place: Steps, errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """Put together what each of several kinds would have taken."""
    expected = [str(one.get("ctx", {}).get("expected", "")) for one in errors]
    known = ", ".join(dict.fromkeys(expected)).replace(" or ", ", ")
    return {**errors[0], "type": "literal_error", "loc": place, "ctx": {"expected": known}}
