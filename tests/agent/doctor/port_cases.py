"""Ports: real ones, held by real programs, some of which bear a known name."""

import os
from collections.abc import Callable
from dataclasses import replace

from agent.doctor.ground import Ground, Live
from agent.doctor.machine import Machine
from agent.settings.premises import Premises
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene

NOBODY = 65534
IGNORE = 'SUBSYSTEM=="tty", ATTRS{idVendor}=="05e0", ENV{ID_MM_DEVICE_IGNORE}="1"\n'


def _port(scene: Scene) -> Ground:
    scene.port()
    return scene.ground()


def _at(port: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.device(port)
        return scene.ground()

    return arrange


def _denied(mode: int) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        port = scene.port()
        os.chmod(port, mode)  # noqa: PTH101  # a port is no file to be read
        return replace(scene.ground(), user=NOBODY)

    return arrange


def _taken(by: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.held(scene.port(), by=by)
        return scene.ground()

    return arrange


def _taken_while_running(scene: Scene) -> Ground:
    scene.held(scene.port())
    scene.stack.callback(Premises(scene.data).close)
    return scene.ground()


def _two_readers(scene: Scene) -> Ground:
    port = scene.port()
    scene.held(port, by="reader")
    scene.held(port, by="other")
    return scene.ground()


def _devices(*, is_open: bool) -> Callable[[Scene], Ground]:
    told = {"device": "scanner", "open": is_open, "fault": "cannot be opened"}
    return lambda scene: scene.ground(live=Live(health={"devices": [told]}))


def _quiet(scene: Scene) -> Ground:
    """Return a machine on which no program runs at all, and which has a port."""
    scene.port()
    nothing = scene.file.parent / "proc"
    return scene.ground(machine=Machine(proc=nothing))


def _runs(name: str, *, port: str = "", rule: str = "") -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        if port:
            scene.device(port)
        else:
            scene.port()
        scene.running(name)
        rules = scene.file.parent / "rules.d"
        rules.mkdir()
        (rules / "70-till.rules").write_text(rule, encoding="utf-8")
        return scene.ground(machine=Machine(device_rules=(rules,)))

    return arrange


def _keyboard(scene: Scene) -> Ground:
    far, near = os.openpty()
    scene.stack.callback(os.close, far)
    scene.stack.callback(os.close, near)
    scene.device(os.ttyname(near), driver="keyboard")
    return scene.ground()


def _no_keyboard(scene: Scene) -> Ground:
    scene.device("/dev/null", driver="keyboard")
    return scene.ground()


def _passed(*, runs: bool, is_there: bool) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        path = scene.file.parent / "pos-scanner"
        scene.configure(
            '[[devices]]\nname = "scanner"\ndriver = "line_scanner"\nport = "x"\n'
            f'pass_to = "{path}"\n'
        )
        if is_there:
            path.symlink_to("/dev/null")
        if runs:
            scene.stack.callback(Premises(scene.data).close)
        return scene.ground()

    return arrange


CASES = (
    Case(check="ports.present", arrange=_port, outcome="ok", says="scanner is there"),
    Case(
        check="ports.present",
        arrange=_at("socket://127.0.0.1:1"),
        outcome="ok",
        says="on the network",
    ),
    Case(
        check="ports.present",
        arrange=_at("/dev/vafa-is-not-there"),
        outcome="fail",
        says="scanner: /dev/vafa-is-not-there is not there",
        mends="lsusb",
    ),
    Case(
        check="ports.present",
        arrange=_at("usb:ffff:fffe"),
        outcome="fail",
        says="usb:ffff:fffe is not plugged in",
        mends="lsusb",
    ),
    Case(
        check="ports.present",
        arrange=_at("till.toml"),
        outcome="fail",
        says="scanner: ",
        mends="/dev/serial/by-id",
    ),
    Case(
        check="ports.present",
        arrange=as_it_is,
        outcome="not_applicable",
        says="No [[devices]]",
    ),
    Case(check="ports.permission", arrange=_port, outcome="ok", says="may use /dev/"),
    Case(
        check="ports.permission",
        arrange=_denied(0o660),
        outcome="fail",
        says="is not in group",
        mends="sudo usermod -aG ",
    ),
    Case(
        check="ports.permission",
        arrange=_denied(0o600),
        outcome="fail",
        says="only ",
        mends="chmod 660",
    ),
    Case(
        check="ports.permission",
        arrange=_at("/dev/vafa-is-not-there"),
        outcome="not_applicable",
        says="No device is on a port",
    ),
    Case(check="ports.busy", arrange=_port, outcome="ok", says="Nobody else"),
    Case(
        check="ports.busy",
        arrange=_taken("minicom"),
        outcome="fail",
        says="minicom (process ",
        mends="sudo kill ",
    ),
    Case(
        check="ports.busy",
        arrange=_taken_while_running,
        outcome="not_applicable",
        says="is running",
    ),
    Case(check="ports.busy", arrange=_keyboard, outcome="ok", says="Nobody else holds"),
    Case(
        check="ports.busy",
        arrange=_no_keyboard,
        outcome="fail",
        says="is no keyboard of ours",
        mends="vafa devices",
    ),
    Case(check="ports.readers", arrange=_keyboard, outcome="ok", says="is a keyboard"),
    Case(check="ports.readers", arrange=_port, outcome="ok", says="at most one reader"),
    Case(
        check="ports.readers",
        arrange=_two_readers,
        outcome="fail",
        says="2 programs read",
        mends="sudo kill ",
    ),
    Case(
        check="ports.open",
        arrange=as_it_is,
        outcome="not_applicable",
        says="is not running",
    ),
    Case(
        check="ports.open",
        arrange=_devices(is_open=True),
        outcome="ok",
        says="hears 1 device",
    ),
    Case(
        check="ports.open",
        arrange=_devices(is_open=False),
        outcome="fail",
        says="does not hear it: cannot be opened",
        mends="vafa doctor ports.present",
    ),
    Case(
        check="ports.passed",
        arrange=as_it_is,
        outcome="not_applicable",
        says="none belongs to a POS",
    ),
    Case(
        check="ports.passed",
        arrange=_passed(runs=True, is_there=True),
        outcome="ok",
        says="pos-scanner, if its user is in group",
    ),
    Case(
        check="ports.passed",
        arrange=_passed(runs=True, is_there=False),
        outcome="fail",
        says="is not there, so the POS reads nothing",
        mends="systemctl restart vafa",
    ),
    Case(
        check="ports.passed",
        arrange=_passed(runs=False, is_there=False),
        outcome="fail",
        says="the till is not running",
        mends="systemctl start vafa",
    ),
    *(
        case
        for check, name in (
            ("ports.modemmanager", "ModemManager"),
            ("ports.brltty", "brltty"),
        )
        for case in (
            Case(check=check, arrange=_quiet, outcome="ok", says=f"{name} does not run"),
            Case(
                check=check,
                arrange=as_it_is,
                outcome="not_applicable",
                says="No device is on a port",
            ),
            Case(
                check=check,
                arrange=_runs(name),
                outcome="warn",
                says=f"{name} (process ",
                mends="sudo systemctl ",
            ),
            Case(
                check=check,
                arrange=_taken(name),
                outcome="fail",
                says="has /dev/",
                mends="sudo systemctl ",
            ),
        )
    ),
    Case(
        check="ports.modemmanager",
        arrange=_runs("ModemManager", rule=IGNORE),
        outcome="ok",
        says="is told to leave serial devices alone",
    ),
    Case(
        check="ports.modemmanager",
        arrange=_runs("ModemManager", rule=f"# {IGNORE}"),
        outcome="warn",
        says="talks to every serial device",
        mends="ID_MM_DEVICE_IGNORE",
    ),
    Case(
        check="ports.brltty",
        arrange=_runs("brltty", port="usb:1a86:7523"),
        outcome="fail",
        says="converters like this scanner's",
        mends="systemctl disable --now brltty",
    ),
)
