"""What a device of the configuration is heard with: its driver, its line's settings."""

from collections.abc import Callable

from agent.settings.config import Device
from agent.settings.config_faults import ConfigFault
from drivers.framing.debounce import DEBOUNCE_MS
from drivers.guard.recognition import Recognition
from drivers.ports.port import PortSettings
from drivers.register import Driver, build_driver


def driver_of(
    device: Device,
    *,
    recognition: Callable[[], Recognition],
    debounce_ms: int = DEBOUNCE_MS,
) -> Driver:
    """Build a device's driver; ConfigFault for a name that nobody has."""
    try:
        return build_driver(
            device.driver,
            device=device.name,
            profile=device.profile,
            recognition=recognition,
            debounce_ms=debounce_ms,
        )
    except ValueError as error:
        raise ConfigFault(
            f"[[devices]] {device.name}: {error}.",
            hint="Use one of these as `driver` or `profile`.",
        ) from error


def settings_of(device: Device) -> PortSettings:
    """Give how a device's line is set."""
    return PortSettings(
        port=device.port,
        baud=device.baud,
        data_bits=device.data_bits,
        parity=device.parity,
        stop_bits=device.stop_bits,
    )
