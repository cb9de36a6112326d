"""What a POS prints, heard between it and its receipt printer: the text of each receipt."""

from collections.abc import Iterator
from typing import Literal

from drivers.dialects.escpos_commands import (
    CODE_PAGES,
    COMMAND_HEAD_MAX,
    DLE,
    ESC,
    FS,
    GS,
    Command,
    read_command,
)
from drivers.events import Heard, ReceiptPrinted
from drivers.framing.lines import wipe
from drivers.framing.packets import Cut, Listener, Packet, Wait
from drivers.guard.cardguard import starred

_IDLE_MS = 10_000
"""A POS may think for long in the middle of a command; a slow line takes its time."""

_LINES_MAX = 400
_LINE_CHARACTERS_MAX = 96
_LINE_BYTES_MAX = 4 * _LINE_CHARACTERS_MAX
"""No character set takes more bytes for one."""

_STARTS = bytes((DLE, ESC, FS, GS))
_LINE_FEED = 0x0A
_TEXT_FROM = 0x20
_TAB = 0x09
_FIRST_PAGE = "cp437"
"""What a printer prints until it is told."""

_CHINESE, _JAPANESE = "gb18030", "cp932"
"""Two-byte characters: what ``FS &`` means by itself, and once ``FS C`` chose Shift JIS."""

_SHIFT_JIS = frozenset({1, 2, 0x31, 0x32})


class EscposTap:
    """Receipts out of ESC/POS. Pictures and codes are stepped over, never kept."""

    idle_ms = _IDLE_MS

    def __init__(self, listener: Listener, *, encoding: str = "") -> None:
        """Say for whom it reads; ``encoding`` is what the POS writes, whatever it says."""
        self._listener = listener
        self._encoding = encoding
        self._code_page = _FIRST_PAGE
        self._wide = _CHINESE
        self._is_wide = False
        self._skip = 0
        self._line = bytearray()
        self._text = ""
        self._lines: list[str] = []

    def cut(self, buffer: bytearray) -> Cut:
        """Find the next command, the next stretch of text, or what is to be skipped."""
        if self._skip:
            return Packet(min(self._skip, len(buffer)))
        if buffer[0] not in _STARTS:
            ends = (at for at, byte in enumerate(buffer) if byte < _TEXT_FROM)
            return Packet(max(next(ends, len(buffer)), 1))
        command = read_command(buffer)
        if command is None or len(buffer) < command.head:
            return Wait(has_begun=True) if len(buffer) < COMMAND_HEAD_MAX else Packet(1)
        return Packet(command.head)

    def read(self, packet: bytes, at_ms: int) -> Iterator[Heard]:
        """Yield the receipt when it is cut off, or the next one begins."""
        del at_ms  # paper knows no time
        if self._skip:
            self._skip -= len(packet)
        elif packet[0] in _STARTS:
            command = read_command(packet)
            if command is not None:
                yield from self._obey(command, packet)
        elif packet[0] == _LINE_FEED:
            self._feed()
        elif packet[0] == _TAB:
            self._move()
        elif packet[0] >= _TEXT_FROM:
            self._line += packet[: _LINE_BYTES_MAX - len(self._line)]
        if len(self._lines) >= _LINES_MAX:
            yield from self._printed("long")

    def rested(self) -> Iterator[Heard]:
        """Wait no longer for the rest of a picture; the receipt may still go on."""
        self._skip = 0
        yield from ()

    def gone(self) -> Iterator[Heard]:
        """Yield the receipt that was being printed."""
        self._skip = 0
        yield from self._printed("gone")
        self._begin()

    def _obey(self, command: Command, packet: bytes) -> Iterator[Heard]:
        self._skip = command.data
        match command.does:
            case "cut":
                yield from self._printed("cut")
            case "start":
                yield from self._printed("start")
                self._begin()
            case "feed":
                self._feed()
            case "move":
                self._move()
            case "":
                pass
            case "page" | "wide" | "narrow" | "wide_set":
                self._write_otherwise(command.does, packet[2:])

    def _begin(self) -> None:
        self._code_page, self._wide, self._is_wide = _FIRST_PAGE, _CHINESE, False

    def _write_otherwise(
        self, does: Literal["page", "wide", "narrow", "wide_set"], told: bytes
    ) -> None:
        """Write in another character set; what stands on the line is in the one before."""
        self._read_line()
        match does:
            case "page":
                self._code_page = CODE_PAGES.get(told[0], _FIRST_PAGE)
            case "wide_set":
                self._wide = _JAPANESE if told[0] in _SHIFT_JIS else _CHINESE
            case "wide" | "narrow":
                self._is_wide = does == "wide"

    def _move(self) -> None:
        # The next column: what stands there must not run into what stands before.
        if self._line or self._text:
            self._line += b"  "

    def _read_line(self) -> None:
        text = self._text + self._decoded(bytes(self._line))
        self._text = text[:_LINE_CHARACTERS_MAX]
        wipe(self._line)

    def _feed(self) -> None:
        self._read_line()
        text, self._text = self._text.rstrip(), ""
        if text:
            self._lines.append(starred(text, self._listener.recognition()))

    def _printed(self, ended: Literal["cut", "start", "gone", "long"]) -> Iterator[Heard]:
        self._feed()
        lines, self._lines = tuple(self._lines), []
        if lines:
            yield ReceiptPrinted(device=self._listener.device, lines=lines, ended=ended)

    def _decoded(self, line: bytes) -> str:
        if self._encoding:
            return line.decode(self._encoding, "replace")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode(self._wide if self._is_wide else self._code_page, "replace")
