"""Printers and displays: set, there, fast enough, ready, as the running till tells it."""

from collections.abc import Callable

from agent.doctor.ground import Ground, Live
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene


def _printer(more: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.configure(f'[[printers]]\nname = "counter"\n{more}\n')
        return scene.ground()

    return arrange


def _display(driver: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        scene.configure(
            f'[[displays]]\nname = "glass"\nport = "/dev/null"\ndriver = "{driver}"\n'
        )
        return scene.ground()

    return arrange


def _told(**row: object) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        printer = {"device": "counter", "well": True, "condition": "ready", **row}
        return scene.ground(live=Live(health={"printers": [printer], "displays": []}))

    return arrange


CASES = (
    Case(
        check="printers.settings",
        arrange=as_it_is,
        outcome="not_applicable",
        says="No [[printers]]",
    ),
    Case(
        check="printers.settings",
        arrange=_printer('port = "/dev/null"'),
        outcome="ok",
        says="of a kind that we know",
    ),
    Case(
        check="printers.settings",
        arrange=_printer('port = "/dev/null"\nprofile = "fax"'),
        outcome="fail",
        says="fax is not known",
        mends="escpos_80",
    ),
    Case(
        check="printers.settings",
        arrange=_display("neon"),
        outcome="fail",
        says="neon is not known",
        mends="cd5220",
    ),
    Case(
        check="printers.present",
        arrange=_printer('port = "file:/dev/null"'),
        outcome="ok",
        says="is there",
    ),
    Case(
        check="printers.present",
        arrange=_printer('port = "/dev/no-such-printer"'),
        outcome="fail",
        says="is not there",
        mends="/dev/serial/by-id",
    ),
    Case(
        check="printers.present",
        arrange=_printer('port = "usb:04b8:0202"'),
        outcome="fail",
        says="is not plugged in",
        mends="plug it in",
    ),
    Case(
        check="printers.present",
        arrange=as_it_is,
        outcome="not_applicable",
        says="No [[printers]]",
    ),
    Case(
        check="printers.speed",
        arrange=_printer('port = "/dev/null"\nlanguage = "fa"'),
        outcome="warn",
        says="9600 baud is slow",
        mends="38400",
    ),
    Case(
        check="printers.speed",
        arrange=_printer('port = "/dev/null"\nlanguage = "ms"'),
        outcome="ok",
        says="fast enough",
    ),
    Case(
        check="printers.speed",
        arrange=_printer('port = "tcp://192.0.2.7"\nlanguage = "fa"'),
        outcome="not_applicable",
        says="serial port",
    ),
    Case(
        check="printers.ready",
        arrange=as_it_is,
        outcome="not_applicable",
        says="not running",
    ),
    Case(check="printers.ready", arrange=_told(), outcome="ok", says="can be told"),
    Case(
        check="printers.ready",
        arrange=_told(well=False, condition="paper_out"),
        outcome="fail",
        says="no paper",
        mends="put paper in",
    ),
    Case(
        check="printers.ready",
        arrange=_told(well=False, fault="tcp://192.0.2.7 does not answer"),
        outcome="fail",
        says="does not answer",
        mends="plug it in",
    ),
    Case(
        check="printers.ready",
        arrange=_told(condition="paper_low"),
        outcome="warn",
        says="nearly out",
        mends="new paper",
    ),
    Case(
        check="printers.ready",
        arrange=_told(dropped=2, last_dropped="t1.3-9"),
        outcome="warn",
        says="2 slips",
        mends="print t1.3-9",
    ),
)
