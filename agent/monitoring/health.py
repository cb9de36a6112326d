"""How the till is: gathered once, told to people, commands and Prometheus."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final, Literal

from agent.contact.syncing import LastContact, Syncing
from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer
from agent.devices.ears import Ears
from agent.devices.mouths import Mouths
from agent.loop.bulletin import Bulletin
from agent.loop.inbox import Inbox
from agent.loop.loop import Loop, Quarantined, QuarantinedError
from agent.pos.intakes.serving import Intakes, capabilities
from drivers.mouth.speaker import SpeakerState
from drivers.worker import PortState
from sync.kit.clock import Clock, to_text
from sync.kit.faults import Fault

LOOP_PATIENCE_S: Final = 0.5
"""A loop that is silent for longer is told as failing."""

Status = Literal["ok", "attention", "failing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The till at one moment. ``book`` is empty when the loop did not answer in time."""

    book: Answer
    uptime_s: int
    waiting: int
    handled: int
    quarantined: int
    newest_quarantined: tuple[Quarantined, ...]
    ports: tuple[PortState, ...]
    contact: LastContact | None
    readers: int
    intakes: tuple[Answer, ...] = ()
    intakes_troubled: bool = False
    printers: tuple[SpeakerState, ...] = ()
    displays: tuple[SpeakerState, ...] = ()

    @property
    def status(self) -> Status:
        """``failing``: sales are not booked. ``attention``: somebody should look."""
        if not self.book or self.book.get("disk") == "full":
            return "failing"
        troubled = (
            self.quarantined > 0
            or self.book.get("disk") != "ample"
            or bool(self.book.get("frozen"))
            or bool(self.book.get("programmes_unread"))
            or any(_is_troubled(port) for port in self.ports)
            or self.intakes_troubled
            or not all(told.is_well for told in (*self.printers, *self.displays))
        )
        return "attention" if troubled else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Looks at every part of the running till."""

    store: str
    counter: Counter
    inbox: Inbox
    loop: Loop
    ears: Ears
    bulletin: Bulletin
    syncing: Syncing
    clock: Clock
    intakes: Intakes
    mouths: Mouths
    started_ms: int

    async def snapshot(self) -> Snapshot:
        """Look now; never raises and never waits long."""
        return Snapshot(
            book=await self._book(),
            uptime_s=(self.clock.monotonic_ms() - self.started_ms) // 1000,
            waiting=self.inbox.waiting,
            handled=self.loop.handled,
            quarantined=self.loop.quarantined_count,
            newest_quarantined=self.loop.quarantined,
            ports=self.ears.states,
            contact=self.syncing.last,
            readers=self.bulletin.readers,
            intakes=tuple(self.intakes.told()),
            intakes_troubled=self.intakes.troubled,
            printers=self.mouths.printers,
            displays=self.mouths.displays,
        )

    async def told(self) -> Answer:
        """Tell it as the API does."""
        seen = await self.snapshot()
        return {
            "status": seen.status,
            "version": version("vafa"),
            "store": self.store,
            "uptime_s": seen.uptime_s,
            "book": seen.book,
            "loop": {
                "waiting": seen.waiting,
                "handled": seen.handled,
                "quarantined": seen.quarantined,
                "newest": _quarantined_out(seen.newest_quarantined),
            },
            "devices": [_port_out(port) for port in seen.ports],
            "printers": [_speaker_out(told) for told in seen.printers],
            "displays": [_speaker_out(told) for told in seen.displays],
            "office": _contact_out(seen.contact),
            "pages": seen.readers,
            "intakes": list(seen.intakes),
            "capabilities": capabilities(),
        }

    async def _book(self) -> Answer:
        try:
            asked = asyncio.wrap_future(self.inbox.ask("health", self.counter.health))
            return await asyncio.wait_for(asked, LOOP_PATIENCE_S)
        except (TimeoutError, QuarantinedError, Fault):
            return {}


def _quarantined_out(events: Sequence[Quarantined]) -> Sequence[Answer]:
    return [
        {
            "number": event.number,
            "command": event.command,
            "kind": event.kind,
            "place": event.place,
        }
        for event in events
    ]


def _is_troubled(port: PortState) -> bool:
    return not port.is_open or bool(port.shared_with) or port.is_blind


def _port_out(port: PortState) -> Answer:
    said: dict[str, str | int | bool] = {
        "device": port.device,
        "port": port.port,
        "open": port.is_open,
        "opens": port.opens,
        "bytes": port.bytes_read,
        "events": port.events,
    }
    if port.fault:
        said |= {"fault": port.fault, "hint": port.hint or ""}
    if port.shared_with:
        said["shared_with"] = ", ".join(port.shared_with)
    if port.bytes_lost or port.is_blind:
        said |= {"lost": port.bytes_lost, "blind": port.is_blind}
    return said


def _speaker_out(told: SpeakerState) -> Answer:
    said: dict[str, str | int | bool] = {
        "device": told.device,
        "port": told.port,
        "well": told.is_well,
        "condition": told.condition,
        "waiting": told.waiting,
        "done": told.done,
        "dropped": told.dropped,
    }
    if told.last_dropped:
        said["last_dropped"] = told.last_dropped
    if told.fault:
        said |= {"fault": told.fault, "hint": told.hint or ""}
    return said


def _contact_out(contact: LastContact | None) -> Answer | None:
    if contact is None:
        return None
    report = contact.report
    return {
        "at": to_text(contact.at),
        "complete": report.complete,
        "waiting": report.waiting,
        "problem": report.problem,
    }
