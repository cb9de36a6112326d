"""Receipts in a file: text as the tap keeps it, or a capture of what a printer was sent."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from agent.pos.intakes.found import UnreadableFault
from agent.pos.intakes.tap.splitting import Splitter
from agent.pos.intakes.tap.template import Template
from drivers.dialects.escpos_tap import EscposTap
from drivers.events import ReceiptPrinted
from drivers.framing.packets import Listener, PacketDevice
from drivers.guard.recognition import Recognition

HEARD: Final = "#heard "
"""Begins the line that says when a receipt was heard; the tap writes it above each."""

LINE_CHARACTERS_MAX: Final = 4096
_PIECE_BYTES: Final = 1 << 14
_COMMANDS: Final = (b"\x1b", b"\x1d")
_PAGE: Final = "\f"


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt's lines, and when they were heard if it was heard."""

    lines: tuple[str, ...]
    heard: datetime | None = None


def write_paper(paper: Paper) -> str:
    """Write a receipt as text that :func:`read_paper` reads."""
    head = [f"{HEARD}{paper.heard.isoformat()}"] if paper.heard else []
    return "\n".join([*head, *paper.lines, ""])


def read_paper(
    file: BinaryIO, template: Template | None, recognition: Recognition
) -> Iterator[Paper]:
    """Yield a file's receipts; text is UTF-8, a form feed begins the next receipt.

    Card numbers that ``recognition`` does not know as the programme's are starred out of
    what a printer was sent, as the tap does.
    """
    first = file.read(_PIECE_BYTES)
    if any(mark in first for mark in _COMMANDS):
        yield from _captured(first, file, template, recognition)
        return
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline=None)
    try:
        yield from _written(text, template)
    except UnicodeError:
        raise UnreadableFault(
            "it is neither text nor what a printer is sent",
            hint="Text is read as UTF-8.",
        ) from None
    finally:
        text.detach()


def _written(text: io.TextIOWrapper, template: Template | None) -> Iterator[Paper]:
    splitter = Splitter(template)
    heard: datetime | None = None
    while line := text.readline(LINE_CHARACTERS_MAX):
        if _PAGE in line:
            yield from (Paper(each, heard) for each in splitter.rest())
            heard = None
        told = line.rpartition(_PAGE)[2].rstrip()
        if told.startswith(HEARD):
            heard = _instant(told.removeprefix(HEARD))
        elif told:
            yield from (Paper(each, heard) for each in splitter.add(told))
    yield from (Paper(each, heard) for each in splitter.rest())


def _captured(
    first: bytes, file: BinaryIO, template: Template | None, recognition: Recognition
) -> Iterator[Paper]:
    listener = Listener(device="capture", recognition=lambda: recognition)
    encoding = template.encoding if template else ""
    reader = PacketDevice("capture", EscposTap(listener, encoding=encoding))
    splitter = Splitter(template)
    piece = first
    while piece:
        for event in reader.feed(piece, 0):
            if isinstance(event, ReceiptPrinted):
                yield from (Paper(each) for each in splitter.feed(event))
        piece = file.read(_PIECE_BYTES)
    for event in reader.close():
        if isinstance(event, ReceiptPrinted):
            yield from (Paper(each) for each in splitter.feed(event))


def _instant(told: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(told)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
