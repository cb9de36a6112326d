"""Serves the sandbox's page to a browser of this machine; only its own forms may act."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from typing import Final
from urllib.parse import parse_qs

from agent.words.catalogue import words_of
from install.demo.line import HOST
from install.demo.sandbox import Sandbox
from install.demo.shop import Shop

FORM_BYTES_MAX: Final = 256
_SEE_OTHER: Final = 303
_FOLDER: Final = "/pages/files/"
_FILES: Final = {
    f"{_FOLDER}page.css": "text/css; charset=utf-8",
    f"{_FOLDER}fonts/vazirmatn.woff2": "font/woff2",
    f"{_FOLDER}fonts/noto-sans-ethiopic-400.woff2": "font/woff2",
    f"{_FOLDER}fonts/noto-sans-ethiopic-700.woff2": "font/woff2",
}
"""The till's own style and fonts, by their paths there."""

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; "
    "base-uri 'none'; form-action http://127.0.0.1:*; frame-ancestors 'none'"
)


@contextmanager
def serving(shop: Shop, language: str) -> Iterator[str]:
    """Serve the sandbox of a shop and yield its address."""
    sandbox = Sandbox(shop, words_of(language))
    sandbox.set_up()
    server = _Server(sandbox)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{server.origin}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__((HOST, 0), _Handler)
        self.sandbox: Final = sandbox
        self.origin: Final = f"http://{HOST}:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Show the page or its style."""
        path, _, query = self.path.partition("?")
        if not self._is_ours():
            self.send_error(403)
        elif path == "/":
            sent = parse_qs(query).get("sent", [""])[0]
            self._send(self.server.sandbox.page(sent).encode(), "text/html; charset=utf-8")
        elif path in _FILES:
            static = files("agent.pages").joinpath("static")
            file = static.joinpath(*path.removeprefix(_FOLDER).split("/"))
            self._send(file.read_bytes(), _FILES[path])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Send a card, pull at the line, or open a page of the till."""
        name = self._name()
        if not self._is_ours() or self.headers.get("origin") != self.server.origin:
            self.send_error(403)
        elif self.path == "/open" and name in {"cashier", "customer"}:
            self._go(self.server.sandbox.invite(name))
        elif self.path == "/press" and self.server.sandbox.press(name):
            self._go(f"/?sent={name}")
        else:
            self.send_error(404)

    def log_message(self, *_words: object) -> None:
        """Say nothing: the terminal is the story's."""

    def _name(self) -> str:
        declared = self.headers.get("content-length", "")
        length = int(declared) if declared.isdecimal() else 0
        body = self.rfile.read(min(length, FORM_BYTES_MAX))
        return parse_qs(body.decode("latin-1")).get("name", [""])[0]

    def _is_ours(self) -> bool:
        return f"http://{self.headers.get('host')}" == self.server.origin

    def _go(self, address: str) -> None:
        self.send_response(_SEE_OTHER)
        self.send_header("location", address)
        self.send_header("content-length", "0")
        self.end_headers()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("content-security-policy", _POLICY)
        self.end_headers()
        self.wfile.write(body)
