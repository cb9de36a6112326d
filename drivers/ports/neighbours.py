"""Looks who else reads a port, when what is heard gives reason to."""

import time
from typing import Final

from drivers.events import DeviceEvent, GarbageReceived
from drivers.ports.discover import find_port
from drivers.ports.hid_devices import is_hid
from drivers.ports.holders import Process, other_readers
from drivers.ports.port_fault import PortFault

LOOK_EVERY_S: Final = 60.0
"""Looking reads all of /proc, some tens of milliseconds: not more often than this."""


class Neighbours:
    """Watches one port without polling: it looks after the first bytes, and at trouble.

    Two readers of one line each get a part of every code, so broken codes are the sign.
    """

    def __init__(self, address: str) -> None:
        """Say which port, as the configuration does."""
        self._address = address
        self._is_due = True
        self._looked_s = 0.0
        self.found: tuple[Process, ...] = ()

    def opened(self) -> None:
        """Look again after the next bytes: the port was opened anew."""
        self._is_due = True

    def tell(self, event: DeviceEvent) -> None:
        """Learn what was heard; what broke off or makes no sense is a reason to look."""
        self._is_due = self._is_due or isinstance(event, GarbageReceived)

    def look(self) -> None:
        """Look, when there is a reason and it was not done just now. Never raises."""
        # A keyboard is open in the desktop too, and is ours alone all the same.
        if not self._is_due or "://" in self._address or is_hid(self._address):
            return
        now_s = time.monotonic()
        if self._looked_s and now_s - self._looked_s < LOOK_EVERY_S:
            return
        self._is_due, self._looked_s = False, now_s
        try:
            self.found = other_readers(find_port(self._address))
        except PortFault:
            # The device has just gone; who else has it does not matter any more.
            self.found = ()
