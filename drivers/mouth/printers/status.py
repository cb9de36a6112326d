"""What a receipt printer says of itself: asked by ``DLE EOT``, answered in one byte each.

After Epson's ESC/POS command reference: bits 1 and 4 of an answer are set, bits 0 and 7
are not, and everything else means something.
"""

from collections.abc import Mapping
from typing import Final, Literal, Protocol

Condition = Literal["unknown", "ready", "paper_low", "paper_out", "cover_open", "trouble"]
"""``unknown``: it does not tell. ``trouble``: offline or broken, it does not say how."""

BLOCKING: Final[frozenset[Condition]] = frozenset({"paper_out", "cover_open", "trouble"})
"""Nothing comes out of a printer in one of these."""

ANSWER_MS: Final = 400
_QUESTIONS: Final = (1, 2, 4)
_FIXED: Final = 0b1001_0011
_FIXED_ARE: Final = 0b0001_0010
_MEANS: Final[tuple[tuple[int, int, Condition], ...]] = (
    (4, 0b0110_0000, "paper_out"),
    (2, 0b0010_0000, "paper_out"),
    (2, 0b0000_0100, "cover_open"),
    (2, 0b0100_0000, "trouble"),
    (1, 0b0000_1000, "trouble"),
    (4, 0b0000_1100, "paper_low"),
)
"""Which bits of which answer mean what; the first that fits is told."""


class Asked(Protocol):
    """A port that can be asked something."""

    def write(self, data: bytes) -> None:
        """Send; PortFault when it is not taken."""
        ...

    def read(self, timeout_ms: int | None) -> bytearray:
        """Take what is there; nothing when time is up."""
        ...


def ask_status(port: Asked) -> Condition:
    """Ask a printer how it is; ``unknown`` when it does not answer. Raises PortFault."""
    answers: dict[int, int] = {}
    for question in _QUESTIONS:
        port.write(bytes((0x10, 0x04, question)))
        answer = _answer(port)
        if answer is None:
            break
        answers[question] = answer
    return read_status(answers)


def read_status(answers: Mapping[int, int]) -> Condition:
    """Say what the answers to the questions 1, 2 and 4 mean together."""
    if not answers:
        return "unknown"
    for question, bits, condition in _MEANS:
        if answers.get(question, 0) & bits:
            return condition
    return "ready"


def _answer(port: Asked) -> int | None:
    """Return the byte that is an answer; what else the printer says is no concern here."""
    for _ in range(2):
        said = port.read(ANSWER_MS)
        if not said:
            return None
        for byte in reversed(said):
            if byte & _FIXED == _FIXED_ARE:
                return byte
    return None
