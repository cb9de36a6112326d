"""The taps: each passes a POS's printing on, and keeps what it hears for the intakes.

They start with what hears, before anything is booked or served, and depend on none of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.config import Tap
from agent.config_values import split_address
from agent.pos.intakes.places import Places
from agent.pos.intakes.tap.spool import Spool
from drivers.packets import Listener
from drivers.port import PortSettings
from drivers.recognition import Recognition
from drivers.serial_tap import SerialTap
from drivers.socket_tap import SocketTap
from drivers.tap_ear import TapEar
from drivers.tap_state import TapState
from sync.kit.clock import Clock

FOLDER: Final = "taps"
"""The folder in the data folder that holds each tap's receipts until they are booked."""


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
    """Every tap of the till."""

    def __init__(
        self,
        settings: Sequence[Tap],
        *,
        data: Path,
        owner: str,
        recognition: Callable[[], Recognition],
        clock: Clock,
    ) -> None:
        """Build them; ``owner`` names the till among those of the same data."""
        self.all: Final = tuple(
            _tapped(
                each,
                Spool(
                    Places(data / FOLDER / each.name, owner),
                    template=each.template,
                    clock=clock,
                ),
                recognition,
            )
            for each in settings
        )

    def start(self) -> None:
        """Begin to pass on."""
        for each in self.all:
            each.line.start()
            each.spool.prepare()

    def stop(self) -> None:
        """Pass nothing more on."""
        for each in self.all:
            each.line.stop()


def _tapped(tap: Tap, spool: Spool, recognition: Callable[[], Recognition]) -> Tapped:
    listener = Listener(device=tap.name, recognition=recognition)

    def ear() -> TapEar:
        return TapEar(listener, encoding=spool.encoding(), keep=spool.opened())

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
