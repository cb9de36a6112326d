"""The taps: each passes a POS's printing on, and keeps what it hears for the intakes.

They start before anything else and depend on none of it, not even on a till that can open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from agent.pos.intakes.places import Places
from agent.pos.intakes.tap.spool import Spool
from agent.settings.config import Tap
from agent.settings.config_values import split_address
from drivers.framing.packets import Listener
from drivers.guard.recognition import Recognition
from drivers.passthrough.serial_tap import SerialTap
from drivers.passthrough.socket_tap import SocketTap
from drivers.passthrough.tap_ear import TapEar
from drivers.passthrough.tap_state import TapState
from drivers.ports.port import PortSettings
from sync.kit.clock import Clock

FOLDER: Final = "taps"
"""The folder in the data folder that holds each tap's receipts until they are booked."""

OWNER: Final = "heard"
"""Whose the receipts are that wait to be booked: the tap's, whoever the till is."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """One tap: its settings, what passes on, and where its receipts are kept."""

    settings: Tap
    line: SerialTap | SocketTap
    spool: Spool

    @property
    def state(self) -> TapState:
        """How it is."""
        return self.line.state


class Taps:
    """Every tap of the till. They pass on from the first moment, and are heard later."""

    def __init__(self, settings: Sequence[Tap], *, data: Path, clock: Clock) -> None:
        self._ready: Final = Event()
        self._recognises: Callable[[], Recognition] = Recognition
        self.all: Final = tuple(self._tapped(each, data, clock) for each in settings)

    def start(self) -> None:
        """Begin to pass on."""
        for each in self.all:
            each.line.start()

    def listen(self, recognition: Callable[[], Recognition]) -> None:
        """Begin to listen, now that the programme's own cards can be told."""
        self._recognises = recognition
        for each in self.all:
            each.spool.prepare()
        self._ready.set()

    def stop(self) -> None:
        """Pass nothing more on."""
        for each in self.all:
            each.line.stop()

    def _recognition(self) -> Recognition:
        return self._recognises()

    def _tapped(self, tap: Tap, data: Path, clock: Clock) -> Tapped:
        places = Places(data / FOLDER / tap.name, OWNER)
        spool = Spool(places, template=tap.template, clock=clock)
        listener = Listener(device=tap.name, recognition=self._recognition)

        def ear() -> TapEar:
            return TapEar(
                listener, encoding=spool.encoding(), keep=spool.opened(), ready=self._ready
            )

        if tap.listen:
            line: SerialTap | SocketTap = SocketTap(
                split_address(tap.listen),
                split_address(tap.printer),
                device=tap.name,
                new_ear=ear,
            )
        else:
            line = SerialTap(
                _port(tap, tap.pos), _port(tap, tap.printer), device=tap.name, ear=ear()
            )
        return Tapped(tap, line, spool)


def _port(tap: Tap, port: str) -> PortSettings:
    return PortSettings(
        port=port,
        baud=tap.baud,
        data_bits=tap.data_bits,
        parity=tap.parity,
        stop_bits=tap.stop_bits,
        flow=tap.flow,
    )
