"""A decided no: a value with a words key, told to the cashier in their language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decided no; ``code`` is stable, ``values`` fill the sentence's gaps."""

    code: str
    values: tuple[tuple[str, int | str], ...] = ()


def refuse(code: str, **values: int | str) -> Refusal:
    """Build a refusal with its values in a fixed order: the same no, the same bytes."""
    return Refusal(code, tuple(sorted(values.items())))
