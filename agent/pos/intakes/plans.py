"""A shop's own file on how its POS writes: read at the door, refused in one sentence."""

import tomllib
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sync.kit.faults import Fault

_FILE_BYTES_MAX: Final = 64 << 10

_Read = TypeVar("_Read", bound="Plan")


class PlanFault(Fault):
    """A mapping or template cannot be used; the sentence names the place in it."""


class Plan(BaseModel):
    """A file of settings beside till.toml; nothing unknown may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_plan(path: Path | None, shape: type[_Read], *, hint: str) -> _Read:
    """Read a plan; ``hint`` says where its settings are described."""
    if path is None:
        raise PlanFault("No file says how the POS writes.", hint=hint)
    try:
        data = path.read_bytes()[: _FILE_BYTES_MAX + 1]
    except OSError as error:
        raise PlanFault(f"{path} cannot be read: {error.strerror}.", hint=hint) from error
    if len(data) > _FILE_BYTES_MAX:
        raise PlanFault(f"{path} is too long.", hint=hint)
    try:
        return plan_of(data.decode("utf-8-sig"), shape, name=path.name, hint=hint)
    except UnicodeDecodeError as error:
        raise PlanFault(f"{path} is no text in UTF-8.", hint=hint) from error


def plan_of(text: str, shape: type[_Read], *, name: str, hint: str) -> _Read:
    """Read a plan from its text; ``name`` is what a fault calls it."""
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PlanFault(f"{name} is not TOML: {error}.", hint=hint) from error
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)[0]
        words = found["msg"].removeprefix("Value error, ")
        # Rules are counted from 1, as people do.
        where = ".".join(
            str(part + 1) if isinstance(part, int) else part for part in found["loc"]
        )
        place = f"{name}, {where}" if where else name
        raise PlanFault(f"{place}: {words}.", hint=hint) from None
