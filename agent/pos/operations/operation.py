"""What one call of the local API is: the shape of an entry in its register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from typing_extensions import TypeForm

JSON: Final = "application/json"
Group = Literal["sale", "member", "look-up", "service"]


class Shape(Protocol):
    """A pydantic adapter, as far as a description needs it."""

    def json_schema(self, *, ref_template: str) -> Mapping[str, object]:
        """Return the JSON Schema."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call. ``problems`` are the codes it can answer beside ``EVERYWHERE``.

    ``answer`` is a type that pydantic knows; text where there is no JSON.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    group: Group
    request: Shape | None = None
    answer: TypeForm[object] = str
    media: str = JSON
    problems: tuple[str, ...] = ()
