"""A TCP line that can be cut: bytes pass between real sockets until somebody pulls the plug."""

import contextlib
import socket
import struct
import threading
from typing import Final

HOST: Final = "127.0.0.1"
CHUNK_BYTES: Final = 65536
CONNECT_TIMEOUT_S: Final = 5

_HANG_UP: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with no time left: the other side is told at once (RST)."""


class Line:
    """Carries connections from a port of its own to ``target_port`` of this machine.

    A cut line hangs up on everybody, also on who calls while it is cut. A line that holds
    answers back carries requests there and nothing back: :attr:`answered` says when the first
    answer came.
    """

    def __init__(self, target_port: int) -> None:
        """Listen on a free port and carry at once."""
        self._target_port: Final = target_port
        self._listener: Final = socket.create_server((HOST, 0))
        self.port: Final = int(self._listener.getsockname()[1])
        self.answered: Final = threading.Event()
        self._lock: Final = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._is_cut = self._is_closed = self._holds_answers = False
        self._held = bytearray()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """The address a client is given."""
        return f"http://{HOST}:{self.port}"

    @property
    def is_cut(self) -> bool:
        """Whether nothing passes just now."""
        return self._is_cut

    @property
    def held(self) -> bytes:
        """The answers that were held back, as they came."""
        return bytes(self._held)

    def cut(self) -> None:
        """Hang up on everybody and let nobody through until :meth:`restore`."""
        with self._lock:
            self._is_cut = True
            ends, self._ends = self._ends, set()
        for end in ends:
            _hang_up(end)

    def restore(self) -> None:
        """Carry again."""
        with self._lock:
            self._is_cut = self._holds_answers = False
            self.answered.clear()

    def hold_answers(self) -> None:
        """From now on swallow whatever comes back."""
        self._holds_answers = True

    def close(self) -> None:
        """Cut it for good and give the port back."""
        self._is_closed = True
        self.cut()
        _hang_up(self._listener)

    def _serve(self) -> None:
        while not self._is_closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                # Closed: this thread was only for that listener.
                return
            self._carry(near)

    def _carry(self, near: socket.socket) -> None:
        if self._is_cut:
            _hang_up(near)
            return
        try:
            far = socket.create_connection((HOST, self._target_port), CONNECT_TIMEOUT_S)
        except OSError:
            # Nobody is there: whoever called is told in the only way a line can.
            _hang_up(near)
            return
        far.settimeout(None)
        with self._lock:
            self._ends |= {near, far}
            was_cut = self._is_cut
        if was_cut:
            self.cut()
            return
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
        threading.Thread(
            target=self._pump, args=(far, near), kwargs={"back": True}, daemon=True
        ).start()

    def _pump(
        self, source: socket.socket, target: socket.socket, *, back: bool = False
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK_BYTES):
                if back and self._holds_answers:
                    self._held += data
                    self.answered.set()
                else:
                    target.sendall(data)
            # One side has said all; the other may still be speaking.
            target.shutdown(socket.SHUT_WR)
            return
        self._drop(source, target)

    def _drop(self, *ends: socket.socket) -> None:
        with self._lock:
            self._ends -= set(ends)
        for end in ends:
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP)
        # Wakes whoever waits in recv or accept; close alone would not.
        end.shutdown(socket.SHUT_RDWR)
    end.close()
