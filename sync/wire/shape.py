"""A message's shape, worked out when it is first needed: a till that hears needs few."""

from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


class Shape(Generic[T]):
    """Reads and writes messages of one ``kind``: a dataclass or a union of some."""

    def __init__(self, kind: Any) -> None:
        self.kind: Final = kind
        self._adapter: TypeAdapter[T] | None = None

    def validate_json(self, data: bytes) -> T:
        """Read a message; raises pydantic's ValidationError on anything else."""
        return self._built().validate_json(data)

    def dump_json(self, message: T) -> bytes:
        """Write a message."""
        return self._built().dump_json(message)

    def _built(self) -> TypeAdapter[T]:
        if self._adapter is None:
            self._adapter = TypeAdapter(self.kind)
        return self._adapter
