"""The floor of the painted scan: a serial line, a thread, a stream and one line of text."""

import os
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Final

LINE_BYTES_MAX: Final = 256
_PAGE: Final = b"""<!doctype html><title>bare</title><main id="screen"></main><script>
new EventSource("/events").onmessage = (event) => {
  document.getElementById("screen").innerHTML = event.data;
};</script>"""


@contextmanager
def bare_page() -> Iterator[tuple[int, str]]:
    """Yield the scanner's end of a line, and the address of the page it is painted on."""
    master, slave = os.openpty()
    tty.setraw(slave)
    heard: SimpleQueue[bytes] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        """Serves the page, and what is heard as its stream."""

        def do_GET(self) -> None:
            """Answer the page or the stream."""
            self.send_response(200)
            if self.path != "/events":
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(_PAGE)
                return
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            while line := heard.get():
                self.wfile.write(b"data: " + line + b"\n\n")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    def listen() -> None:
        # The line's end is closed at the end: that ends the reading too.
        with suppress(OSError):
            while line := os.read(slave, LINE_BYTES_MAX):
                heard.put(line.strip())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    for work in (server.serve_forever, listen):
        Thread(target=work, daemon=True).start()
    try:
        yield master, f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        heard.put(b"")
        server.shutdown()
        server.server_close()
        os.close(master)
