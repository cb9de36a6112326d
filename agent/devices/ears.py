"""The ears: one worker a device, each handing what it hears to the loop, in order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from agent.devices.device_drivers import driver_of, settings_of
from agent.devices.taking import TAKE_S, Taker
from agent.loop.inbox import BusyFault, Inbox
from agent.settings.config import Device
from drivers.events import DeviceEvent
from drivers.guard.recognition import Recognition
from drivers.passthrough.passage import Passage
from drivers.passthrough.passing import PassedDriver
from drivers.worker import PortState, PortWorker
from sync.kit.logging import Log

Hear = Callable[[DeviceEvent, str], None]
"""Told, on the loop's thread, of an event and the workstation it happened at."""

_LOG: Final = Log("ears")


class Ears:
    """Every device of the till.

    ``recognition`` says which codes are the programme's own. The loop replaces it whole
    when the programme changes; the ports' threads only read it. A device with a passage
    belongs to a POS: only what the loop deals with within ``take_s`` is kept from it.
    """

    def __init__(
        self,
        devices: Sequence[Device],
        *,
        workstation: str,
        inbox: Inbox,
        hear: Hear,
        passages: Mapping[str, Passage],
        take_s: float = TAKE_S,
    ) -> None:
        self.recognition = Recognition()
        self._take_s: Final = take_s
        self._inbox: Final = inbox
        self._hear: Final = hear
        self._workers: Final = tuple(
            self._worker(
                device, device.workstation or workstation, passages.get(device.name)
            )
            for device in devices
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

    def _worker(
        self, device: Device, workstation: str, passage: Passage | None
    ) -> PortWorker:
        if passage is not None:
            return self._passing_worker(device, workstation, passage)
        return PortWorker(
            driver_of(device, recognition=lambda: self.recognition),
            settings_of(device),
            device=device.name,
            sink=lambda event: self._hand_on(event, workstation),
        )

    def _passing_worker(
        self, device: Device, workstation: str, passage: Passage
    ) -> PortWorker:
        taker = Taker(
            self._inbox,
            lambda event: self._hear(event, workstation),
            take_s=self._take_s,
        )
        driver = driver_of(device, recognition=lambda: self.recognition, debounce_ms=0)
        return PortWorker(
            PassedDriver(driver=driver, passage=passage, take=taker.take),
            settings_of(device),
            device=device.name,
            sink=taker.tell,
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
