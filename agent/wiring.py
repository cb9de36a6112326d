"""The wiring: knows every concrete part that hears and books, and joins them.

The first of two steps, so that a scanner is heard within half a second; what serves and
syncs, whose packages take longer to load, is joined by ``wiring_late.py``.
"""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import time
from typing import Final

from agent.contact.duties import Duties
from agent.contact.night import Night
from agent.counter.ground.desk import Desk
from agent.counter.listening import Listening
from agent.devices.ears import Ears
from agent.loop.bulletin import Bulletin
from agent.loop.inbox import Inbox
from agent.loop.loop import Loop
from agent.settings.config import TillConfig
from agent.settings.config_faults import ConfigFault
from agent.settings.premises import Premises
from drivers.events import DeviceEvent
from drivers.passthrough.passage import Passage
from sync.book.files import BookFault
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.till.book.book import TillBook
from sync.till.book.identity import Identity, keys_of, known
from sync.till.journal.reserve import LAST_BYTES, LAST_FILE, RESERVE_FILE, Reserve

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
    listening: Listening
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
        self.ears.recognition = self.listening.recognition()

    def stop(self) -> None:
        """Finish what was asked and close the book."""
        self.ears.stop()
        if self.loop.stop(LOOP_STOP_S):
            self.book.close()
        self.premises.close()


def open_till(
    config: TillConfig, clock: Clock, passages: Mapping[str, Passage] | None = None
) -> Till:
    """Open the book and build what hears; nothing runs yet.

    ``passages`` are the virtual ports of the devices that have one, by their names. After a
    Fault nothing is held, so that it can be tried again.
    """
    with ExitStack() as unless_built:
        premises = Premises(config.data)
        unless_built.callback(premises.close)
        identity = _identity(config)
        book = _open_book(config, identity, clock)
        unless_built.callback(book.close)
        till = _built(config, clock, _Opened(premises, identity, book), passages or {})
        unless_built.pop_all()
    return till


@dataclass(frozen=True, slots=True)
class _Opened:
    premises: Premises
    identity: Identity
    book: TillBook


def _built(
    config: TillConfig,
    clock: Clock,
    opened: _Opened,
    passages: Mapping[str, Passage],
) -> Till:
    started_ms = clock.monotonic_ms()
    identity, book = opened.identity, opened.book
    inbox, bulletin = Inbox(), Bulletin()
    loop = Loop(inbox)
    listening = Listening(Desk(book, store=config.store, clock=clock))
    at = config.office.night if config.office else NIGHT
    night = Night(at=at, zone=None, till=identity.enrolled.till)

    def hear(event: DeviceEvent, workstation: str) -> None:
        bulletin.post("scan", listening.hear(event, workstation))

    return Till(
        config=config,
        identity=identity,
        premises=opened.premises,
        clock=clock,
        book=book,
        inbox=inbox,
        loop=loop,
        listening=listening,
        bulletin=bulletin,
        ears=Ears(
            config.devices,
            workstation=config.workstation,
            inbox=inbox,
            hear=hear,
            passages=passages,
        ),
        duties=Duties(book, listening, loop, night=night, clock=clock),
        started_ms=started_ms,
    )


def _open_book(config: TillConfig, identity: Identity, clock: Clock) -> TillBook:
    """Open the book; if the disk has no room for that, with what was set aside."""
    reserve = Reserve(config.data / RESERVE_FILE)
    last = Reserve(config.data / LAST_FILE, LAST_BYTES)

    def opened() -> TillBook:
        book = TillBook.open(
            config.data,
            keys=keys_of(identity),
            store=config.store,
            clock=clock,
            entropy=os.urandom,
        )
        book.begin_life(identity.life, identity.enrolled.generation)
        return book

    try:
        book = opened()
    except BookFault:
        if not reserve.give_up():
            raise
        book = opened()
    last.keep()
    reserve.keep()
    book.journal.reserve, book.journal.last_reserve = reserve, last
    return book


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
