"""CD5220 displays: each line written whole by a command of its own.

After the CD5220 command list: ``ESC Q A`` and ``ESC Q B`` write the upper and the lower
line, up to CR; ``CLR`` takes the display out of that mode again.
"""

from typing import Final

from drivers.mouth.displays.lines import Lines, cells

_START: Final = b"\x1b@\x0c"


class Cd5220:
    """Writes as the CD5220 reads."""

    kind = "cd5220"

    def encode(self, lines: Lines) -> bytes:
        """Return the bytes that show two lines."""
        upper, lower = (cells(line) for line in lines)
        return _START + b"\x1bQA" + upper + b"\r" + b"\x1bQB" + lower + b"\r"
