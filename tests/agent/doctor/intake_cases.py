"""Mapping files, templates and taps: real files and ports, a health as it is told."""

from collections.abc import Callable

from agent.doctor.finding import Outcome
from agent.doctor.ground import Ground, Live
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene
from tests.agent.intakes.receipts import TEMPLATE
from tests.agent.intakes.tables import MAPPING


def _tap(
    template: str = TEMPLATE, *, printer: str = "/dev/null", **health: object
) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        file = scene.file.parent / "receipt.toml"
        file.write_text(template, "utf-8")
        scene.configure(
            f'[[taps]]\nname = "receipts"\ntemplate = "{file}"\n'
            f'pos = "/dev/zero"\nprinter = "{printer}"\n'
        )
        tap = {"name": "receipts", "passing": True, "unheard": 0} | health
        intake = {"tap": tap, "files": {"rejected": tap.get("rejected", 0)}, "path": "x"}
        live = Live(health={"intakes": [intake]}) if health else Live()
        return scene.ground(live=live)

    return arrange


def _mapping(text: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        file = scene.file.parent / "map.toml"
        file.write_text(text, "utf-8")
        scene.configure(
            '[[intakes]]\nkind = "folder"\npath = "x"\nformat = "csv"\n'
            f'mapping = "{file}"\n'
        )
        return scene.ground()

    return arrange


_PLANS, _PORTS, _PASSING = "intakes.plans", "taps.ports", "taps.passing"
_NO: Outcome = "not_applicable"

CASES = (
    Case(check=_PLANS, arrange=as_it_is, outcome=_NO, says="needs a mapping"),
    Case(
        check=_PLANS, arrange=_tap(), outcome="ok", says="Every mapping file and template"
    ),
    Case(check=_PLANS, arrange=_mapping(MAPPING), outcome="ok", says="can be read"),
    Case(
        check=_PLANS,
        arrange=_tap("date = 7"),
        outcome="fail",
        says="receipt.toml, date",
        mends="receipt.toml",
    ),
    Case(
        check=_PLANS,
        arrange=_mapping("[columns]"),
        outcome="fail",
        says="names no `number`",
        mends="map.toml",
    ),
    Case(check=_PORTS, arrange=as_it_is, outcome=_NO, says="on ports"),
    Case(check=_PORTS, arrange=_tap(), outcome="ok", says="Both ports of 1 tap"),
    Case(
        check=_PORTS,
        arrange=_tap(printer="/dev/vafa-none"),
        outcome="fail",
        says="/dev/vafa-none is not there",
        mends="by-id",
    ),
    Case(
        check=_PORTS,
        arrange=_tap(printer="/dev/zero"),
        outcome="fail",
        says="are one port",
        mends="[[taps]]",
    ),
    Case(check=_PASSING, arrange=as_it_is, outcome=_NO, says="No [[taps]]"),
    Case(check=_PASSING, arrange=_tap(), outcome=_NO, says="not running"),
    Case(check=_PASSING, arrange=_tap(passing=True), outcome="ok", says="passes on"),
    Case(
        check=_PASSING,
        arrange=_tap(passing=False),
        outcome="fail",
        says="does not pass on",
        mends="doctor taps.ports",
    ),
    Case(
        check=_PASSING,
        arrange=_tap(rejected=3),
        outcome="warn",
        says="3 receipts could not be read",
        mends="x/rejected",
    ),
)
