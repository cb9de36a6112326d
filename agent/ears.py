"""The ears: one worker a device, each handing what it hears to the loop, in order."""

from collections.abc import Callable, Sequence
from typing import Final

from agent.config import Device
from agent.config_faults import ConfigFault
from agent.inbox import BusyFault, Inbox
from drivers.events import DeviceEvent
from drivers.port import PortSettings
from drivers.recognition import Recognition
from drivers.register import build_driver
from drivers.worker import PortState, PortWorker
from sync.kit.logging import Log

Hear = Callable[[DeviceEvent, str], None]
"""Told, on the loop's thread, of an event and the workstation it happened at."""

_LOG: Final = Log("ears")


class Ears:
    """Every device of the till.

    ``recognition`` says which codes are the programme's own. The loop replaces it whole
    when the programme changes; the ports' threads only read it.
    """

    def __init__(
        self, devices: Sequence[Device], *, workstation: str, inbox: Inbox, hear: Hear
    ) -> None:
        self.recognition = Recognition()
        self._inbox: Final = inbox
        self._hear: Final = hear
        self._workers: Final = tuple(
            self._worker(device, device.workstation or workstation) for device in devices
        )

    def start(self) -> None:
        """Begin to listen; a device that is not there yet is waited for."""
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Stop listening, within half a second a device."""
        for worker in self._workers:
            worker.stop()

    @property
    def states(self) -> tuple[PortState, ...]:
        """How each port is."""
        return tuple(worker.state for worker in self._workers)

    def _worker(self, device: Device, workstation: str) -> PortWorker:
        try:
            driver = build_driver(
                device.driver,
                device=device.name,
                profile=device.profile,
                recognition=lambda: self.recognition,
            )
        except ValueError as error:
            raise ConfigFault(
                f"[[devices]] {device.name}: {error}.",
                hint="Use one of these as `driver` or `profile`.",
            ) from error
        settings = PortSettings(
            port=device.port,
            baud=device.baud,
            data_bits=device.data_bits,
            parity=device.parity,
            stop_bits=device.stop_bits,
        )
        return PortWorker(
            driver,
            settings,
            device=device.name,
            sink=lambda event: self._hand_on(event, workstation),
        )

    def _hand_on(self, event: DeviceEvent, workstation: str) -> bool:
        """Queue an event, waiting for room; it is only lost when the till stops."""
        try:
            self._inbox.ask(
                "device_event", lambda: self._hear(event, workstation), wait=True
            )
        except BusyFault:
            _LOG.info("event_after_stop", device=event.device, kind=type(event).__name__)
            return False
        return True
