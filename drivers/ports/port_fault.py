"""The one way a port fails, with what a person can do about it."""

from typing import Literal

PortHint = Literal[
    "passage.none",
    "passage.path",
    "port.absent",
    "port.ambiguous",
    "port.busy",
    "port.denied",
    "port.settings",
    "port.unplugged",
    "port.unusable",
]
"""Words keys: what to do about a port."""


class PortFault(Exception):
    """The port cannot be used just now. ``hint`` is a words key: what to do about it."""

    def __init__(self, what: str, *, hint: PortHint) -> None:
        """Say what happened in a technician's words; it never holds bytes from the line."""
        super().__init__(what)
        self.hint = hint
