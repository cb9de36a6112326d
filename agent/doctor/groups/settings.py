"""The settings: till.toml, what the environment lays over it, what it names."""

import shlex
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.settings.config import PREFIX, TillConfig
from drivers.guard.recognition import Recognition
from drivers.register import build_driver

_NAMES_THE_FILE: Final = "VAFA_CONFIG"
_SECTIONS: Final = ("api_", "office_")


def _readable(ground: Ground) -> Finding:
    if ground.config is None:
        fault = ground.config_fault
        edit = f"nano {shlex.quote(str(ground.file))}"
        hint = fault.hint if fault else ""
        return fail(str(fault or "It cannot be read."), mend=f"{edit}   # {hint}")
    return ok(f"{ground.file} can be read and every setting in it is known.")


def _environment(ground: Ground) -> Finding:
    # A misspelt variable is silent: nothing else would tell of it.
    strange = [name for name in sorted(ground.environment) if not _is_setting(name)]
    if strange:
        return warn(
            f"{strange[0]} in the environment is no setting and does nothing.",
            mend=f"unset {strange[0]}",
        )
    return ok("The environment names no setting that is not one.")


def _is_setting(variable: str) -> bool:
    if not variable.startswith(PREFIX) or variable == _NAMES_THE_FILE:
        return True
    name = variable.removeprefix(PREFIX).lower()
    return name in TillConfig.model_fields or name.startswith(_SECTIONS)


def _devices(ground: Ground) -> Finding:
    devices = ground.settings.devices
    if not devices:
        return not_applicable("No [[devices]] are named: codes come from the POS alone.")
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
                f"[[devices]] {device.name}: {error}.",
                mend=f"nano {shlex.quote(str(ground.file))}   # use one of these",
            )
    return ok(f"This version knows {counted(len(devices), 'device')} as named here.")


GROUP: Final = Group(
    "Settings",
    (
        Check(name="settings.file", look=_readable),
        Check(name="settings.environment", look=_environment),
        Check(name="settings.devices", look=_devices),
    ),
)
