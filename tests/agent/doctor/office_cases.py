"""Head office: a real TLS server, its certificates, its word on what time it is."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import trustme

from agent.doctor.ground import Ground
from tests.agent.counter.shop import START
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene

HOST = "127.0.0.1"
NO_NAME = f"https://{'x' * 64}.example"
NOBODY = "https://127.0.0.1:9"


class _Handler(BaseHTTPRequestHandler):
    """Answers with the Date that its server was told."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # http.server's own name
        """Answer."""
        self.send_response_only(200)
        said: str = getattr(self.server, "said", "")
        if said:
            self.send_header("Date", said)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(HTTPServer):
    """One that says some Date."""

    said = ""

    def handle_error(self, *_: object) -> None:
        """Say nothing of a caller that does not believe us."""


class _Mumbling(socketserver.BaseRequestHandler):
    """Speaks no TLS."""

    def handle(self) -> None:
        """Say something else."""
        self.request.recv(1)
        self.request.sendall(b"SSH-2.0-other\r\n" * 10)


def _serving(scene: Scene, server: socketserver.TCPServer) -> int:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    scene.stack.callback(thread.join)
    scene.stack.callback(server.server_close)
    scene.stack.callback(server.shutdown)
    port: int = server.socket.getsockname()[1]
    return port


def _named(scene: Scene, url: str, authority: trustme.CA | None) -> None:
    ca = scene.file.parent / "ca.pem"
    if authority is not None:
        authority.cert_pem.write_to_path(str(ca))
    scene.configure(f'[office]\nurl = "{url}"\nca = "{ca.name}"\n')


def _office(
    *,
    ahead: timedelta = timedelta(),
    name: str = HOST,
    until: datetime | None = None,
    other_authority: bool = False,
    dated: bool = True,
) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        authority = trustme.CA()
        server = _Server((HOST, 0), _Handler)
        server.said = format_datetime(START - ahead, usegmt=True) if dated else ""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, not_after=until).configure_cert(context)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        port = _serving(scene, server)
        pinned = trustme.CA() if other_authority else authority
        _named(scene, f"https://{HOST}:{port}", pinned)
        return scene.ground()

    return arrange


def _in_the_open(scene: Scene) -> Ground:
    server = _Server((HOST, 0), _Handler)
    server.said = format_datetime(START, usegmt=True)
    port = _serving(scene, server)
    scene.configure(f'[office]\nurl = "http://{HOST}:{port}"\n')
    return scene.ground()


def _no_tls(scene: Scene) -> Ground:
    port = _serving(scene, socketserver.TCPServer((HOST, 0), _Mumbling))
    _named(scene, f"https://{HOST}:{port}", trustme.CA())
    return scene.ground()


def _no_authority(scene: Scene) -> Ground:
    listening = scene.stack.enter_context(socket.create_server((HOST, 0)))
    _named(scene, f"https://{HOST}:{listening.getsockname()[1]}", None)
    return scene.ground()


def _at(url: str, **environment: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        _named(scene, url, trustme.CA())
        return scene.ground(environment=environment)

    return arrange


def _shortly_before(end: datetime) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        ground = _office()(scene)
        scene.clock.instant = end - timedelta(days=10)
        return ground

    return arrange


def _proxy_and_office(scene: Scene) -> Ground:
    _in_the_open(scene)
    return scene.ground(environment={"HTTPS_PROXY": "http://anna:secret@proxy:3128"})


def _heard(age: timedelta | None) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        if age is not None:
            shop = scene.shop()
            with shop.book.journal.transaction() as connection:
                moment = START - age
                connection.execute(
                    "UPDATE life SET contact_ms = ?", (int(moment.timestamp() * 1000),)
                )
            shop.book.close()
        return _at(NOBODY)(scene)

    return arrange


def _not_started(scene: Scene) -> Ground:
    Path(scene.data / "journal.db").unlink()
    return _at(NOBODY)(scene)


# Until when trustme's own authority is good.
END = datetime(3000, 1, 1, tzinfo=UTC)
STEPS = ("name", "connection", "authority", "certificate", "proxy", "clock", "contact")
EARLIER = ("connection", "authority", "certificate", "clock")

WAY = (
    *(
        Case(
            check=f"office.{step}",
            arrange=as_it_is,
            outcome="not_applicable",
            says="No head office is named",
        )
        for step in STEPS
    ),
    *(
        Case(
            check=f"office.{step}",
            arrange=_at(NO_NAME),
            outcome="not_applicable",
            says="ends before this",
        )
        for step in EARLIER
    ),
    Case(check="office.name", arrange=_in_the_open, outcome="ok", says="is found"),
    Case(
        check="office.name",
        arrange=_at(NO_NAME),
        outcome="fail",
        says="is not found",
        mends="getent hosts",
    ),
    Case(check="office.connection", arrange=_in_the_open, outcome="ok", says="connections"),
    Case(
        check="office.connection",
        arrange=_at(NOBODY),
        outcome="fail",
        says="Nobody answers at 127.0.0.1, port 9",
        mends="nc -vz 127.0.0.1 9",
    ),
)
CERTIFICATES = (
    Case(check="office.authority", arrange=_office(), outcome="ok", says="until 3000"),
    Case(
        check="office.authority",
        arrange=_no_authority,
        outcome="fail",
        says="cannot be read (No such file or directory)",
        mends="ls -l ",
    ),
    Case(
        check="office.authority",
        arrange=_shortly_before(END),
        outcome="warn",
        says="in 10 days",
        mends="openssl x509",
    ),
    Case(
        check="office.certificate",
        arrange=_office(),
        outcome="ok",
        says="certificate of head office is good until",
    ),
    Case(
        check="office.certificate",
        arrange=_in_the_open,
        outcome="not_applicable",
        says="on this machine",
    ),
    Case(
        check="office.certificate",
        arrange=_office(until=datetime(2026, 1, 1, tzinfo=UTC)),
        outcome="fail",
        says="has expired",
        mends="openssl s_client",
    ),
    Case(
        check="office.certificate",
        arrange=_office(other_authority=True),
        outcome="fail",
        says="Somebody else's certificate",
        mends="openssl s_client",
    ),
    Case(
        check="office.certificate",
        arrange=_office(name="other.example"),
        outcome="fail",
        says="not for the name 127.0.0.1",
        mends="openssl s_client",
    ),
    Case(
        check="office.certificate",
        arrange=_no_tls,
        outcome="fail",
        says="No encryption could be agreed on",
        mends="openssl s_client",
    ),
)
TALK = (
    Case(check="office.proxy", arrange=_in_the_open, outcome="ok", says="No proxy"),
    Case(
        check="office.proxy",
        arrange=_proxy_and_office,
        outcome="ok",
        says="HTTPS_PROXY names a proxy; the till goes straight",
    ),
    Case(
        check="office.proxy",
        arrange=_at(NOBODY, https_proxy="http://anna:secret@proxy:3128"),
        outcome="warn",
        says="https_proxy names a proxy, the till uses none",
        mends="straight through",
    ),
    Case(check="office.clock", arrange=_office(), outcome="ok", says="agree"),
    Case(
        check="office.clock",
        arrange=_office(ahead=timedelta(minutes=2)),
        outcome="warn",
        says="2 minutes ahead of",
        mends="set-ntp true",
    ),
    Case(
        check="office.clock",
        arrange=_office(ahead=timedelta(hours=-8)),
        outcome="fail",
        says="8 hours behind",
        mends="set-ntp true",
    ),
    Case(
        check="office.clock",
        arrange=_office(dated=False),
        outcome="warn",
        says="Something that is not head office answers",
        mends="curl -v https://",
    ),
    Case(
        check="office.contact",
        arrange=_heard(timedelta(minutes=3)),
        outcome="ok",
        says="3 minutes ago",
    ),
    Case(
        check="office.contact",
        arrange=_heard(None),
        outcome="warn",
        says="never heard",
        mends="vafa sync now",
    ),
    Case(
        check="office.contact",
        arrange=_heard(timedelta(days=3)),
        outcome="warn",
        says="3 days ago",
        mends="vafa sync now",
    ),
    Case(
        check="office.contact",
        arrange=_heard(timedelta(days=9)),
        outcome="fail",
        says="9 days ago",
        mends="vafa sync now",
    ),
    Case(
        check="office.contact",
        arrange=_not_started,
        outcome="not_applicable",
        says="not been started",
    ),
)
CASES = (*WAY, *CERTIFICATES, *TALK)
