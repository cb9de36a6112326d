"""What may be asked of the till's printers, and what is answered."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import TypedDict

from agent.counter.asked.requests import KeyPart, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """Print the slip of a ``receipt`` (number, or ``t1.3-1842``), or a member's ``card``.

    On the ``printer`` of that name, else on the workstation's, else on the first one.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="ignore")
    receipt: Name | None = None
    card: Name | None = field(default=None, repr=False)
    printer: KeyPart | None = None
    workstation: KeyPart | None = None


PRINT: Final = TypeAdapter(PrintRequest)


class PrintAnswer(TypedDict):
    """A slip in a printer's queue; ``waiting`` with it. Nobody waits for the paper.

    ``number`` is the slip's own; a card has none.
    """

    number: str
    printer: str
    state: Literal["queued"]
    waiting: int
    printer_is_well: bool


class SlipAnswer(TypedDict):
    """A slip for a POS that prints by itself: choose one of the three.

    ``lines`` are text; ``png`` is a picture in black and white, ``width_dots`` wide, and
    ``escpos`` what an ESC/POS printer takes as it is, both Base64.
    """

    number: str
    language: str
    lines: list[str]
    width_dots: int
    png: str
    escpos: str
