"""How a problem is told: its status and its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """How a code is told. ``detail`` has gaps that the refusal's values fill."""

    status: int
    title: str
    detail: str = ""
    hint: str = ""
