"""The wiring: the one place that knows every concrete part of the till and joins them.

In two steps: what hears and books first, so that a scanner is heard within half a second;
what serves and syncs after it, whose packages take longer to load.
"""

import os
import socket
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Final

from agent.bulletin import Bulletin
from agent.config import TillConfig
from agent.config_faults import ConfigFault
from agent.counter.counter import Counter
from agent.duties import Duties
from agent.ears import Ears
from agent.inbox import Inbox
from agent.loop import Loop
from agent.night import Night
from agent.pos.address import address_of, hosts_of
from agent.premises import Premises
from drivers.events import DeviceEvent
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.till.book import TillBook
from sync.till.identity import Identity, keys_of, known

if TYPE_CHECKING:
    from agent.jobs import Jobs
    from agent.pos.server import Server
    from agent.syncing import Line, Syncing

LOOP_STOP_S: Final = 0.7
NIGHT: Final = time(2)


class NotEnrolledFault(Fault):
    """Head office does not know this till yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """The part that hears and books."""

    config: TillConfig
    identity: Identity
    premises: Premises
    clock: Clock
    book: TillBook
    inbox: Inbox
    loop: Loop
    counter: Counter
    bulletin: Bulletin
    ears: Ears
    duties: Duties
    started_ms: int

    def start(self) -> None:
        """Close a day that is over, then take commands and listen."""
        self.duties.start()
        self.recognise()
        self.loop.start()
        self.ears.start()

    def recognise(self) -> None:
        """Tell the ears the programme's codes; on the loop's thread or before it runs."""
        self.ears.recognition = self.counter.recognition()

    def stop(self) -> None:
        """Finish what was asked and close the book."""
        self.ears.stop()
        if self.loop.stop(LOOP_STOP_S):
            self.book.close()
        self.premises.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The part that serves and syncs."""

    server: "Server"
    jobs: "Jobs"
    syncing: "Syncing"

    def start(self) -> None:
        """Answer calls and begin to sync."""
        self.server.start()
        self.jobs.start()

    def stop(self) -> None:
        """Answer and sync no more."""
        self.jobs.stop()
        self.syncing.stop()
        self.server.stop()


def open_till(config: TillConfig, clock: Clock) -> Till:
    """Open the book and build what hears; nothing runs yet."""
    started_ms = clock.monotonic_ms()
    premises = Premises(config.data)
    identity = _identity(config)
    book = TillBook.open(
        config.data,
        keys=keys_of(identity),
        store=config.store,
        clock=clock,
        entropy=os.urandom,
    )
    book.begin_life(identity.life, identity.enrolled.generation)
    inbox, bulletin = Inbox(), Bulletin()
    loop = Loop(inbox)
    counter = Counter(book, store=config.store, clock=clock)
    at = config.office.night if config.office else NIGHT
    night = Night(at=at, zone=None, till=identity.enrolled.till)

    def hear(event: DeviceEvent, workstation: str) -> None:
        bulletin.post("scan", counter.hear(event, workstation))

    return Till(
        config=config,
        identity=identity,
        premises=premises,
        clock=clock,
        book=book,
        inbox=inbox,
        loop=loop,
        counter=counter,
        bulletin=bulletin,
        ears=Ears(config.devices, workstation=config.workstation, inbox=inbox, hear=hear),
        duties=Duties(book, counter, loop, night=night, clock=clock),
        started_ms=started_ms,
    )


def open_service(till: Till, listening: socket.socket) -> Service:
    """Build what serves on a socket that is open already, and what syncs."""
    # Loaded here: two thirds of a second that the scanner does not wait for.
    from agent.doors import Doors  # noqa: PLC0415
    from agent.health import Health  # noqa: PLC0415
    from agent.jobs import Jobs  # noqa: PLC0415
    from agent.metrics import Metrics  # noqa: PLC0415
    from agent.pos.app import create_app  # noqa: PLC0415
    from agent.pos.gate import Gate, House  # noqa: PLC0415
    from agent.pos.server import Server  # noqa: PLC0415
    from agent.pos.tokens import COMMAND_LINE, FOLDER, open_tokens  # noqa: PLC0415
    from agent.syncing import Syncing  # noqa: PLC0415

    config = till.config
    syncing = Syncing(
        till.book,
        till.loop,
        line=_open_line(till),
        clock=till.clock,
        entropy=os.urandom,
        after=till.recognise,
    )
    jobs = Jobs(
        sync=syncing.run,
        night=lambda: till.duties.look(syncing.night),
        every=config.office.sync_every if config.office else None,
        clock=till.clock,
    )
    health = Health(
        store=config.store,
        counter=till.counter,
        inbox=till.inbox,
        loop=till.loop,
        ears=till.ears,
        bulletin=till.bulletin,
        syncing=syncing,
        clock=till.clock,
        started_ms=till.started_ms,
        unserved=tuple(intake.kind for intake in config.intakes),
    )
    metrics = Metrics(health)
    app = create_app(
        Doors(
            inbox=till.inbox,
            counter=till.counter,
            bulletin=till.bulletin,
            ask_for_more=syncing.ask_for_more,
            sync=syncing.now,
            health=health.told,
            metrics=metrics.text,
            sold=jobs.soon,
        )
    )
    house = House(
        hosts=hosts_of(address_of(listening)),
        tokens=open_tokens(
            config.data / FOLDER, (*config.api.tokens, COMMAND_LINE), entropy=os.urandom
        ),
        requests_per_s=config.api.requests_per_s,
        clock=till.clock,
        note=metrics.note,
    )
    return Service(server=Server(Gate(app, house), listening), jobs=jobs, syncing=syncing)


def _open_line(till: Till) -> "Line | None":
    office = till.config.office
    if office is None:
        return None
    # Loaded here: an HTTP client is not needed to hear a scanner.
    from agent.syncing import Line  # noqa: PLC0415
    from sync.till.contact import Contact  # noqa: PLC0415
    from sync.till.transport import HttpLink  # noqa: PLC0415

    link = HttpLink(
        office.url,
        key=till.book.keys.signing,
        office_key=till.book.keys.office,
        authority=office.ca,
    )
    contact = Contact(
        till.book,
        link,
        fingerprint=till.identity.fingerprint,
        in_loop=lambda work: till.loop.call("sync", work),
        entropy=os.urandom,
    )
    return Line(contact=contact, link=link)


def _identity(config: TillConfig) -> Identity:
    identity = known(config.data)
    if identity is None:
        raise NotEnrolledFault(
            "This till is not enrolled yet.",
            hint="Type: vafa enrol --office URL --token-file FILE --config till.toml",
        )
    if identity.enrolled.store != config.store:
        raise ConfigFault(
            f"till.toml says store {config.store}, head office enrolled this till for "
            f"store {identity.enrolled.store}.",
            hint="Mend `store`, or enrol the till anew with a token for that store.",
        )
    return identity
