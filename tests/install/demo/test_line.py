"""The demo's line: real sockets between a caller and an echo, until it is cut."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

import pytest

from install.demo.line import HOST, Line
from tests.e2e.waiting import wait_until

TIMEOUT_S = 5


@pytest.fixture
def line() -> Iterator[Line]:
    """Lay a line to a server that sends back what it hears."""
    with _echo() as port, closing(Line(port)) as line:
        yield line


def test_what_goes_in_comes_out_at_the_other_end(line: Line) -> None:
    with _call(line) as caller:
        caller.sendall(b"hello" * 100_000)

        assert _receive(caller, 500_000) == b"hello" * 100_000


def test_a_cut_line_hangs_up_on_everybody_until_it_is_restored(line: Line) -> None:
    with _call(line) as caller:
        caller.sendall(b"hello")
        assert _receive(caller, 5) == b"hello"

        line.cut()
        assert _is_hung_up(caller)
    assert _calls_in_vain(line)
    line.restore()
    with _call(line) as again:
        again.sendall(b"hello")
        assert _receive(again, 5) == b"hello"


def test_a_line_that_holds_answers_back_carries_the_question_and_keeps_the_answer(
    line: Line,
) -> None:
    line.hold_answers()

    with _call(line) as caller:
        caller.sendall(b"hello")
        wait_until(lambda: line.held == b"hello", what="the answer is held")
        line.close()
        assert _is_hung_up(caller)


def test_a_line_to_nobody_hangs_up() -> None:
    with socket.create_server((HOST, 0)) as gone:
        port = gone.getsockname()[1]
    with closing(Line(port)) as line:
        assert _calls_in_vain(line)


@contextmanager
def _echo() -> Iterator[int]:
    def serve(server: socket.socket) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            Thread(target=_answer, args=(caller,), daemon=True).start()

    with socket.create_server((HOST, 0)) as server:
        Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def _answer(caller: socket.socket) -> None:
    with caller:
        try:
            while data := caller.recv(65536):
                caller.sendall(data)
        except OSError:
            # Hung up on: the echo has nobody to answer any more.
            return


def _call(line: Line) -> socket.socket:
    return socket.create_connection((HOST, line.port), TIMEOUT_S)


def _receive(caller: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = caller.recv(length - len(data))
        assert piece
        data += piece
    return data


def _calls_in_vain(line: Line) -> bool:
    try:
        with _call(line) as caller:
            return _is_hung_up(caller)
    except ConnectionError:
        # Hung up on before the call was through.
        return True


def _is_hung_up(caller: socket.socket) -> bool:
    try:
        return caller.recv(1) == b""
    except ConnectionError:
        return True
