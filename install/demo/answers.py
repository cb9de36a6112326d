"""What a program of the demo reads out of JSON answers, with words for what is missing."""

import json
from dataclasses import dataclass
from typing import Final

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Step = str | int
"""A key of an object or a place in a list."""

OK: Final = 200


class UnexpectedError(Exception):
    """The story cannot go on: something is not as it must be. The text says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer: ``took_us`` is from the first byte out to the last byte in."""

    call: str
    status: int
    body: bytes
    took_us: int

    def at(self, *path: Step) -> Json:
        """Return the value at ``path``; raises :class:`UnexpectedError` without one."""
        return reach(self.json(), *path, of=self.call)

    def text(self, *path: Step) -> str:
        """Return the string at ``path``."""
        return text_at(self.json(), *path, of=self.call)

    def whole(self, *path: Step) -> int:
        """Return the whole number at ``path``."""
        return whole_at(self.json(), *path, of=self.call)

    def items(self, *path: Step) -> list[Json]:
        """Return the list at ``path``."""
        return list_at(self.json(), *path, of=self.call)

    def json(self) -> Json:
        """Return the body as JSON."""
        try:
            value: Json = json.loads(self.body)
        except ValueError as error:
            raise UnexpectedError(f"{self.call} answered no JSON.") from error
        return value

    def accepted(self) -> "Answer":
        """Return this answer when it is a 200; else raise with its own words."""
        if self.status != OK:
            raise UnexpectedError(f"{self.call} answered {self.status}: {self._words()}")
        return self

    def refused(self, code: str) -> "Answer":
        """Return this answer when it is the problem ``code``; else raise."""
        found = self.json()
        if not (isinstance(found, dict) and found.get("code") == code):
            raise UnexpectedError(
                f"{self.call} should be refused ({code}) and answered {self.status}: "
                f"{self._words()}"
            )
        return self

    def _words(self) -> str:
        return self.body.decode(errors="replace")[:600]


def reach(value: Json, *path: Step, of: str = "The answer") -> Json:
    """Follow ``path`` into ``value``."""
    for step in path:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if -len(value) <= step < len(value):
                value = value[step]
            case _:
                told = ".".join(map(str, path))
                raise UnexpectedError(f"{of} has no {told}: {json.dumps(value)[:400]}")
    return value


def text_at(value: Json, *path: Step, of: str = "The answer") -> str:
    """Return the string at ``path``."""
    found = reach(value, *path, of=of)
    if not isinstance(found, str):
        raise _wrong(path, of, "a string")
    return found


def whole_at(value: Json, *path: Step, of: str = "The answer") -> int:
    """Return the whole number at ``path``."""
    found = reach(value, *path, of=of)
    if not isinstance(found, int) or isinstance(found, bool):
        raise _wrong(path, of, "a whole number")
    return found


def list_at(value: Json, *path: Step, of: str = "The answer") -> list[Json]:
    """Return the list at ``path``."""
    found = reach(value, *path, of=of)
    if not isinstance(found, list):
        raise _wrong(path, of, "a list")
    return found


def _wrong(path: tuple[Step, ...], of: str, kind: str) -> UnexpectedError:
    return UnexpectedError(f"{of}: {'.'.join(map(str, path))} is not {kind}.")
