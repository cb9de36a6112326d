"""The running till and its machine: real processes, sockets and files."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from agent.doctor.ground import Ground, Live
from agent.doctor.machine import Limits, Machine
from agent.settings.premises import Premises
from rules.programme import Programme
from sync.wire.programme.door import programme_bytes
from tests.agent.counter.shop import START, line, programme, sale_of
from tests.agent.doctor.case import Case, as_it_is, limited
from tests.agent.doctor.scene import Scene

LARGE = 1 << 60


def _on(machine: Machine) -> Callable[[Scene], Ground]:
    return lambda scene: scene.ground(machine=machine)


def _running(**health: object) -> Callable[[Scene], Ground]:
    return lambda scene: scene.ground(live=Live(health={"status": "ok", **health}))


def _silent(scene: Scene) -> Ground:
    scene.stack.callback(Premises(scene.data).close)
    return scene.ground()


def _address_taken(scene: Scene) -> Ground:
    other = scene.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    scene.configure(listen=f"127.0.0.1:{other.getsockname()[1]}")
    return scene.ground()


def _no_socket_folder(scene: Scene) -> Ground:
    scene.configure(listen="unix:/nowhere/api.sock")
    return scene.ground()


def _intake(*, made: bool) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.configure('[[intakes]]\nkind = "folder"\npath = "drop"\nformat = "poslog"\n')
        if made:
            (scene.file.parent / "drop").mkdir()
        return scene.ground()

    return arrange


def _second_writer(scene: Scene) -> Ground:
    scene.held(scene.data / "journal.db")
    return scene.ground()


def _no_book(scene: Scene) -> Ground:
    for path in scene.data.glob("*.db*"):
        path.unlink()
    return scene.ground()


def _memory(megabytes: int) -> Callable[[Scene], Ground]:
    said = f"MemTotal: 99 kB\nMemAvailable: {megabytes * 1024} kB\n"
    return lambda scene: scene.ground(machine=scene.told(meminfo=said))


def _no_proc(scene: Scene) -> Ground:
    return scene.ground(machine=scene.told())


def _no_zone(scene: Scene) -> Ground:
    return scene.ground(machine=Machine(zone_file=Path("/nowhere/localtime")))


def _zone(rules: Programme) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        shop = scene.shop()
        document = programme_bytes(replace(rules, version=2))
        shop.book.members.keep_programme(2, 0, document)
        shop.book.close()
        return scene.ground(environment={"TZ": "set"})

    return arrange


def _clock(*, behind: timedelta) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        shop = scene.shop()
        at = (START + behind).isoformat()
        shop.sale(sale_of("1", [line("1", 500)], at=at))
        shop.book.close()
        return scene.ground()

    return arrange


TILL = (
    Case(
        check="till.alive",
        arrange=as_it_is,
        outcome="warn",
        says="not running",
        mends="vafa run --config",
    ),
    Case(
        check="till.alive",
        arrange=_running(uptime_s=7),
        outcome="ok",
        says="has run for 7 s",
    ),
    Case(
        check="till.alive",
        arrange=_running(status="failing"),
        outcome="fail",
        says="books no sales",
        mends="journalctl",
    ),
    Case(
        check="till.alive",
        arrange=lambda scene: replace(scene.ground(), is_ours=False),
        outcome="not_applicable",
        says="Only the till's own user",
    ),
    Case(
        check="till.alive",
        arrange=_silent,
        outcome="fail",
        says="does not answer",
        mends="journalctl",
    ),
    Case(check="till.address", arrange=as_it_is, outcome="ok", says="is free"),
    Case(check="till.address", arrange=_running(), outcome="ok", says="answers"),
    Case(
        check="till.address",
        arrange=_address_taken,
        outcome="fail",
        says="so the till cannot",
        mends="sudo kill ",
    ),
    Case(
        check="till.address",
        arrange=_no_socket_folder,
        outcome="fail",
        says="/nowhere is not there",
        mends="install -d",
    ),
    Case(
        check="till.events", arrange=as_it_is, outcome="not_applicable", says="not running"
    ),
    Case(
        check="till.events",
        arrange=_running(loop={"quarantined": 0}),
        outcome="ok",
        says="No event",
    ),
    Case(
        check="till.events",
        arrange=_running(loop={"quarantined": 2}),
        outcome="warn",
        says="2 events broke something",
        mends="journalctl",
    ),
    Case(
        check="till.intakes",
        arrange=as_it_is,
        outcome="not_applicable",
        says="No [[intakes]]",
    ),
    Case(check="till.intakes", arrange=_intake(made=True), outcome="ok", says="1 intake"),
    Case(
        check="till.intakes",
        arrange=_intake(made=False),
        outcome="fail",
        says="drop is not there",
        mends="mkdir -p",
    ),
    Case(
        check="till.intakes",
        arrange=_running(intakes=[{"path": "/srv/drop", "files": {"rejected": 2}}]),
        outcome="warn",
        says="not all in them is booked",
        mends="cat /srv/drop/rejected/*.why.txt",
    ),
    Case(check="till.alone", arrange=as_it_is, outcome="ok", says="Nobody but the till"),
    Case(
        check="till.alone",
        arrange=_second_writer,
        outcome="warn",
        says="reader (process ",
        mends="sudo kill ",
    ),
    Case(
        check="till.alone", arrange=_no_book, outcome="not_applicable", says="no book yet"
    ),
)

MACHINE = (
    Case(check="machine.python", arrange=as_it_is, outcome="ok", says="this Vafa knows"),
    Case(
        check="machine.python",
        arrange=_on(Machine(python=(3, 10))),
        outcome="fail",
        says="Python 3.10 is too old",
        mends="apt-get",
    ),
    Case(
        check="machine.python",
        arrange=_on(Machine(python=(3, 99))),
        outcome="warn",
        says="newer than this Vafa",
        mends="venv",
    ),
    Case(check="machine.packages", arrange=as_it_is, outcome="ok", says="that fits"),
    Case(
        check="machine.packages",
        arrange=_on(Machine(requirements=("vafa-is-no-package>=1",))),
        outcome="fail",
        says="vafa-is-no-package is not installed",
        mends="pip install",
    ),
    Case(
        check="machine.packages",
        arrange=_on(Machine(requirements=("pydantic>=2,<2.1", 'tzdata>1; extra == "x"'))),
        outcome="fail",
        says="<2.1 is needed",
        mends="pip install",
    ),
    Case(
        check="machine.memory",
        arrange=_memory(600),
        outcome="ok",
        says="600 MB of memory",
    ),
    Case(
        check="machine.memory",
        arrange=_memory(60),
        outcome="warn",
        says="60 MB of memory",
        mends="--sort=-rss",
    ),
    Case(
        check="machine.memory",
        arrange=_no_proc,
        outcome="not_applicable",
        says="does not tell",
    ),
    Case(
        check="machine.files",
        arrange=limited(Limits(descriptors_warn=1)),
        outcome="ok",
        says="files may be open",
    ),
    Case(
        check="machine.files",
        arrange=limited(Limits(descriptors_warn=LARGE)),
        outcome="warn",
        says="files may be open",
        mends="LimitNOFILE",
    ),
    Case(
        check="machine.files",
        arrange=_no_proc,
        outcome="not_applicable",
        says="does not tell",
    ),
    Case(
        check="machine.zone",
        arrange=_no_zone,
        outcome="warn",
        says="no time zone",
        mends="timedatectl",
    ),
    Case(
        check="machine.zone",
        arrange=_zone(replace(programme(), zone="Pacific/Kiritimati")),
        outcome="warn",
        says="another time of day than the programme's Pacific/Kiritimati",
        mends="timedatectl set-timezone Pacific/Kiritimati",
    ),
    Case(
        check="machine.zone",
        arrange=lambda scene: replace(_no_book(scene), environment={"TZ": "set"}),
        outcome="ok",
        says="has a time zone",
    ),
    Case(
        check="machine.clock",
        arrange=_clock(behind=timedelta()),
        outcome="ok",
        says="not behind",
    ),
    Case(
        check="machine.clock",
        arrange=_clock(behind=timedelta(hours=3)),
        outcome="fail",
        says="3 hours behind the newest record",
        mends="set-ntp true",
    ),
    Case(
        check="machine.clock",
        arrange=_no_book,
        outcome="not_applicable",
        says="Nothing was booked",
    ),
)
CASES = (*TILL, *MACHINE)
