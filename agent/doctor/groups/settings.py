"""The settings: till.toml, what the environment lays over it, what it names."""

import shlex
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.settings.config import PREFIX, TillConfig
from drivers.guard.recognition import Recognition
from drivers.register import build_driver
from rules.ground.sentence import Counted, Sentence

_NAMES_THE_FILE: Final = "VAFA_CONFIG"
_SECTIONS: Final = ("api_", "office_")


def _readable(ground: Ground) -> Finding:
    if ground.config is None:
        fault = ground.config_fault
        edit = f"nano {shlex.quote(str(ground.file))}"
        return fail(
            fault.what if fault else Sentence("It cannot be read."),
            mend=edit,
            remark=fault.hint if fault else "",
        )
    return ok(
        Sentence(
            "{file} can be read and every setting in it is known.", file=str(ground.file)
        )
    )


def _environment(ground: Ground) -> Finding:
    # A misspelt variable is silent: nothing else would tell of it.
    strange = [name for name in sorted(ground.environment) if not _is_setting(name)]
    if strange:
        return warn(
            Sentence(
                "{name} in the environment is no setting and does nothing.", name=strange[0]
            ),
            mend=f"unset {strange[0]}",
        )
    return ok(Sentence("The environment names no setting that is not one."))


def _is_setting(variable: str) -> bool:
    if not variable.startswith(PREFIX) or variable == _NAMES_THE_FILE:
        return True
    name = variable.removeprefix(PREFIX).lower()
    return name in TillConfig.model_fields or name.startswith(_SECTIONS)


def _devices(ground: Ground) -> Finding:
    devices = ground.settings.devices
    if not devices:
        return not_applicable(
            Sentence("No [[devices]] are named: codes come from the POS alone.")
        )
    for device in devices:
        try:
            build_driver(
                device.driver,
                device=device.name,
                profile=device.profile,
                recognition=Recognition,
            )
        except ValueError as error:
            return fail(
                Sentence(
                    "[[devices]] {name}: {error}.", name=device.name, error=str(error)
                ),
                mend=f"nano {shlex.quote(str(ground.file))}",
                remark=Sentence("use one of these"),
            )
    return ok(
        Sentence(
            "This version knows {devices} as named here.",
            devices=Counted("{count} device", "{count} devices", count=len(devices)),
        )
    )


GROUP: Final = Group(
    Sentence("Settings"),
    (
        Check(name="settings.file", look=_readable),
        Check(name="settings.environment", look=_environment),
        Check(name="settings.devices", look=_devices),
    ),
)
