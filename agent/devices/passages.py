"""The POS's virtual ports, and passing on alone while the till itself cannot be opened."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from agent.devices.device_drivers import driver_of, settings_of
from agent.settings.config import Device
from agent.settings.config_faults import ConfigFault
from drivers.guard.recognition import Recognition
from drivers.passthrough.passage import Passage
from drivers.passthrough.passing import PassedDriver
from drivers.ports.port_fault import PortFault
from drivers.worker import PortWorker


class Passages:
    """A virtual port for each device that has ``pass_to``; they live as long as we do.

    They outlast the till inside: a POS need not open its port again when that starts anew.
    """

    def __init__(self, devices: Sequence[Device]) -> None:
        """Open them; ConfigFault when one cannot be made."""
        self._devices: Final = tuple(each for each in devices if each.pass_to is not None)
        self._by_name: Final[dict[str, Passage]] = {}
        for device in devices:
            if device.pass_to is not None:
                self._by_name[device.name] = self._opened(device.name, device.pass_to)

    @property
    def by_name(self) -> Mapping[str, Passage]:
        """Each virtual port by the name of its device."""
        return self._by_name

    @contextmanager
    def forwarding(self) -> Iterator[None]:
        """Pass every byte on, taking none, for as long as the caller wants."""
        workers = [self._forwarder(device) for device in self._devices]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            for worker in workers:
                worker.stop()

    def close(self) -> None:
        """Take the virtual ports away."""
        for passage in self._by_name.values():
            passage.close()
        self._by_name.clear()

    def _forwarder(self, device: Device) -> PortWorker:
        passed = PassedDriver(
            driver=driver_of(device, recognition=Recognition, debounce_ms=0),
            passage=self._by_name[device.name],
            take=lambda _: False,
        )
        return PortWorker(
            passed, settings_of(device), device=device.name, sink=lambda _: False
        )

    def _opened(self, name: str, path: Path) -> Passage:
        try:
            return Passage(path)
        except PortFault as fault:
            self.close()
            # Loaded here: a till that starts has no need of words yet.
            from agent.words.terminal import words_here  # noqa: PLC0415  # see above

            hint = words_here(os.environ).say(fault.hint)
            raise ConfigFault(f"[[devices]] {name}: {fault}.", hint=hint) from fault
