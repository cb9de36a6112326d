"""A TCP line that can be cut: real sockets, until somebody pulls the plug."""

import contextlib
import select
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
    answers back carries requests there and nothing back; :attr:`held` is what came.
    """

    def __init__(self, target_port: int) -> None:
        """Listen on a free port and carry at once."""
        self._target_port: Final = target_port
        self._listener: Final = socket.create_server((HOST, 0))
        self.port: Final = int(self._listener.getsockname()[1])
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
    def held(self) -> bytes:
        """The answers that were held back, as they came."""
        return bytes(self._held)

    def cut(self) -> None:
        """Hang up on everybody and let nobody through until :meth:`restore`."""
        with self._lock:
            self._is_cut = True
            ends = tuple(self._ends)
        for end in ends:
            _hang_up(end)

    def restore(self) -> None:
        """Carry again."""
        with self._lock:
            self._is_cut = self._holds_answers = False

    def hold_answers(self) -> None:
        """From now on swallow whatever comes back."""
        self._holds_answers = True

    def close(self) -> None:
        """Cut it for good and give the port back."""
        self._is_closed = True
        self.cut()
        self._drop(self._listener)

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
            self._drop(near)
            return
        try:
            far = socket.create_connection((HOST, self._target_port), CONNECT_TIMEOUT_S)
        except OSError:
            # Nobody is there: whoever called is told in the only way a line can.
            self._drop(near)
            return
        far.settimeout(None)
        if not self._laid(near, far):
            self._drop(near, far)
            return
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()

    def _laid(self, near: socket.socket, far: socket.socket) -> bool:
        """Remember a connection; False when the line was cut while it was being laid."""
        with self._lock:
            self._ends |= {near, far}
            return not self._is_cut

    def _pump(self, near: socket.socket, far: socket.socket) -> None:
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        speaking = {near: far, far: near}
        # ValueError is what select says of an end that was closed meanwhile.
        with contextlib.suppress(OSError, ValueError):
            while speaking:
                for source in select.select(list(speaking), [], [])[0]:
                    data = source.recv(CHUNK_BYTES)
                    if not data:
                        # One side has said all; the other may still be speaking.
                        speaking.pop(source).shutdown(socket.SHUT_WR)
                    elif source is far and self._holds_answers:
                        self._held += data
                    else:
                        speaking[source].sendall(data)
        self._drop(near, far)

    def _drop(self, *ends: socket.socket) -> None:
        with self._lock:
            self._ends -= set(ends)
        for end in ends:
            _hang_up(end)
            end.close()


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP)
        # Wakes whoever waits in recv or accept; close alone would not.
        end.shutdown(socket.SHUT_RDWR)
