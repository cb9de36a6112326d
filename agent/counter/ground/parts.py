"""Parts of an answer, read: what is not there, or is of another kind, reads as nothing."""

from collections.abc import Mapping

from agent.counter.ground.answers import Answer, Value


def table(value: Value) -> Answer:
    """Return a part of an answer that is an object; an empty one where there is none."""
    return value if isinstance(value, Mapping) else {}


def rows(value: Value) -> tuple[Answer, ...]:
    """Return a part of an answer that is a list of objects."""
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping))


def whole(answer: Answer, name: str) -> int:
    """Return a whole number of an answer; 0 where there is none."""
    value = answer.get(name)
    return value if isinstance(value, int) else 0


def text(answer: Answer, name: str) -> str:
    """Return a text of an answer; empty where there is none."""
    value = answer.get(name)
    return value if isinstance(value, str) else ""


def way_of(following: Answer) -> tuple[int, int]:
    """Return how much there is of what the next tier asks for, in the ladder's metric."""
    money = "" if "need" in following else "_minor"
    need = whole(following, f"need{money}")
    return max(0, min(need, whole(following, f"have{money}"))), need
