"""A POS and a printer on real wires, with a tap between them."""

import os
import queue
import select
import socket
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from drivers.events import ReceiptPrinted
from drivers.framing.packets import Listener
from drivers.passthrough.serial_tap import SerialTap
from drivers.passthrough.socket_tap import SocketTap
from drivers.passthrough.tap_ear import TapEar
from drivers.ports.port import PortSettings
from tests.drivers.hearing import PROGRAMME
from tests.drivers.listening import PATIENCE_S

_PIECE_BYTES = 64 * 1024

INIT, CUT = b"\x1b@", b"\x1dV\x42\x00"
RASTER = b"\x1dv0\x00\x02\x00\x02\x00" + b"\xff\n\r\x1d"


def receipt(*lines: str) -> bytes:
    """Print a receipt as a POS does: with a logo, bold type and a cut."""
    body = b"".join(line.encode() + b"\n" for line in lines)
    return INIT + b"\x1ba\x01" + RASTER + b"\x1bE\x01" + body + b"\x1bE\x00\x1bd\x03" + CUT


class Wire:
    """A pty: ``path`` is the port the till opens, our hands are at the other side."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.master = self._slave = -1
        self.plug()

    def plug(self) -> None:
        """Plug it in."""
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self._path.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        """Pull it out."""
        if self.master >= 0:
            self._path.unlink()
            os.close(self.master)
            os.close(self._slave)
            self.master = self._slave = -1

    def write(self, data: bytes) -> None:
        """Send; waits while the other side takes nothing."""
        while data:
            data = data[os.write(self.master, data) :]

    def write_some(self, data: bytes) -> int:
        """Send what goes within a moment; return how much went."""
        sent = 0
        while sent < len(data):
            if not select.select([], [self.master], [], 0.3)[1]:
                break
            sent += os.write(self.master, data[sent : sent + 1000])
        return sent

    def read(self, count: int, timeout_s: float = PATIENCE_S) -> bytes:
        """Read exactly so many bytes."""
        data = bytearray()
        while len(data) < count:
            if not select.select([self.master], [], [], timeout_s)[0]:
                raise TimeoutError(f"{len(data)} of {count} bytes came")
            data += os.read(self.master, min(4096, count - len(data)))
        return bytes(data)

    def rest(self) -> bytes:
        """Return what else is there."""
        data = b""
        while select.select([self.master], [], [], 0.1)[0]:
            data += os.read(self.master, 4096)
        return data


class Kept:
    """Keeps receipts, as long as it is told to."""

    def __init__(self) -> None:
        self.receipts: queue.SimpleQueue[ReceiptPrinted] = queue.SimpleQueue()
        self.may = threading.Event()
        self.may.set()

    def ear(self) -> TapEar:
        """Return an ear that hands its receipts here."""
        listener = Listener(device="printer", recognition=lambda: PROGRAMME)
        return TapEar(listener, encoding="", keep=self.keep)

    def keep(self, event: ReceiptPrinted) -> bool:
        """Keep a receipt; a loop that is stalled is one that keeps nothing."""
        self.may.wait(PATIENCE_S)
        self.receipts.put(event)
        return True

    def next(self) -> tuple[str, ...]:
        """Wait for the next receipt's lines."""
        return self.receipts.get(timeout=PATIENCE_S).lines


class Line:
    """A serial tap between two ptys."""

    def __init__(self, folder: Path) -> None:
        self.pos, self.printer = Wire(folder / "pos"), Wire(folder / "printer")
        self.kept = Kept()
        self.ear = self.kept.ear()
        self.tap = SerialTap(
            PortSettings(port=str(folder / "pos")),
            PortSettings(port=str(folder / "printer")),
            device="printer",
            ear=self.ear,
        )


@contextmanager
def tapped(folder: Path) -> Iterator[Line]:
    """Run a serial tap for the length of a test."""
    line = Line(folder)
    line.tap.start()
    try:
        yield line
    finally:
        line.kept.may.set()
        is_stopped = line.tap.stop()
        line.pos.unplug()
        line.printer.unplug()
    assert is_stopped


class NetPrinter:
    """A printer on the network: takes a connection at a time and keeps what it is told."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []

    @property
    def address(self) -> tuple[str, int]:
        """Where it prints."""
        host, port = self._door.getsockname()[:2]
        return str(host), int(port)

    def accept(self) -> socket.socket:
        """Take the next connection."""
        self._door.settimeout(PATIENCE_S)
        line, _ = self._door.accept()
        line.settimeout(PATIENCE_S)
        self._lines.append(line)
        return line

    def close(self) -> None:
        """Switch it off."""
        for each in (self._door, *self._lines):
            with suppress(OSError):
                each.close()


def received(line: socket.socket, count: int = -1) -> bytes:
    """Read so many bytes, or all until the other side has said its end."""
    # Megabytes come: bytes that are added to bytes would be copied each time.
    data = bytearray()
    while count < 0 or len(data) < count:
        piece = line.recv(
            _PIECE_BYTES if count < 0 else min(_PIECE_BYTES, count - len(data))
        )
        if not piece:
            break
        data += piece
    return bytes(data)


class Net:
    """A tap on a network printer."""

    def __init__(self) -> None:
        self.printer, self.kept = NetPrinter(), Kept()
        self.tap = SocketTap(
            ("127.0.0.1", 0), self.printer.address, device="net", new_ear=self.kept.ear
        )

    def connect(self) -> socket.socket:
        """Connect as a POS does."""
        return socket.create_connection(("127.0.0.1", self.tap.port), PATIENCE_S)


@contextmanager
def net_tapped() -> Iterator[Net]:
    """Run a tap on a network printer for the length of a test."""
    net = Net()
    net.tap.start()
    try:
        yield net
    finally:
        net.kept.may.set()
        net.printer.close()
        is_stopped = net.tap.stop()
    assert is_stopped
