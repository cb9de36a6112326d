"""The wiring's second step: joins every concrete part that serves and syncs."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp

from agent.contact.jobs import Jobs
from agent.contact.syncing import Line, Syncing
from agent.counter.counter import Counter
from agent.counter.days.day_totals import day_totals
from agent.counter.ground.answers import Answer
from agent.devices.mouths import Mouths
from agent.loop.doors import Doors
from agent.monitoring.health import Health
from agent.monitoring.metrics import Metrics
from agent.pages.app import add_pages
from agent.pages.door.page_doors import LineState, PageDoors
from agent.pages.door.visitors import Visitors
from agent.pos.app import create_app
from agent.pos.door.address import address_of, hosts_of
from agent.pos.door.gate import Gate, House
from agent.pos.door.server import Server
from agent.pos.door.tokens import COMMAND_LINE, FOLDER, PAGES, open_key, open_tokens
from agent.pos.intakes.serving import Intakes
from agent.pos.intakes.serving import Till as IntakeTill
from agent.pos.intakes.tap.taps import Taps
from agent.wiring import Till
from rules.ground.refusal import Refusal
from sync.till.contact.contact import Contact
from sync.till.contact.transport import HttpLink
from sync.till.inspection.day_reading import day_documents
from sync.till.inspection.inspecting import JOURNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The part that serves and syncs."""

    server: Server
    jobs: Jobs
    syncing: Syncing
    intakes: Intakes
    mouths: Mouths

    def start(self) -> None:
        """Answer calls, begin to print, to sync and to take what is dropped."""
        self.mouths.start()
        self.server.start()
        self.jobs.start()
        self.intakes.start()

    def stop(self) -> None:
        """Answer, sync and take no more."""
        self.intakes.stop()
        self.jobs.stop()
        self.syncing.stop()
        self.server.stop()
        self.mouths.stop()


def open_service(till: Till, listening: socket.socket, *, taps: Taps | None) -> Service:
    """Build what serves on a socket that is open already, and what syncs."""
    config = till.config
    # Loaded only now, and beside the part that hears since the start: one desk, two doors.
    counter = Counter(till.listening.desk)
    syncing = _open_syncing(till)
    jobs = Jobs(
        sync=syncing.run,
        night=lambda: till.duties.look(syncing.night),
        every=config.office.sync_every if config.office else None,
        clock=till.clock,
    )
    mouths = _open_mouths(till, counter)
    intakes = _open_intakes(till, counter, jobs, taps=taps, mouths=mouths)
    metrics = Metrics(_open_health(till, counter, syncing, intakes=intakes, mouths=mouths))
    address = address_of(listening)
    visitors = _open_visitors(till, address)
    doors = Doors(
        inbox=till.inbox,
        counter=counter,
        bulletin=till.bulletin,
        ask_for_more=syncing.ask_for_more,
        sync=syncing.now,
        day_totals=_open_days(till),
        health=metrics.health.told,
        metrics=metrics.text,
        sold=jobs.soon,
        slips=mouths,
        invite=visitors.invite,
    )
    app = _open_app(till, doors, visitors=visitors, syncing=syncing, mouths=mouths)
    names = (*config.api.tokens, COMMAND_LINE)
    house = House(
        hosts=hosts_of(address),
        tokens=open_tokens(config.data / FOLDER, names, entropy=os.urandom),
        requests_per_s=config.api.requests_per_s,
        clock=till.clock,
        note=metrics.note,
        visitors=visitors,
    )
    return Service(
        server=Server(Gate(app, house), listening),
        jobs=jobs,
        syncing=syncing,
        intakes=intakes,
        mouths=mouths,
    )


def _open_mouths(till: Till, counter: Counter) -> Mouths:
    def read(number: str) -> Answer | Refusal:
        return till.loop.call("slip", lambda: counter.slip(number))

    def knows(card: str) -> bool:
        return till.loop.call("print_card", lambda: counter.is_member_card(card))

    mouths = Mouths(till.config, read=read, knows=knows, clock=till.clock)
    if till.config.printers or till.config.displays:
        till.bulletin.listen(mouths.heard)
    return mouths


def _open_days(till: Till) -> Callable[[str, str | None], Answer]:
    journal, store = till.config.data / JOURNAL, till.config.store

    def read(business_day: str, workstation: str | None) -> Answer:
        documents = day_documents(
            journal, store=store, business_day=business_day, workstation=workstation
        )
        return day_totals(documents, business_day=business_day)

    return read


def _open_intakes(
    till: Till, counter: Counter, jobs: Jobs, *, taps: Taps | None, mouths: Mouths
) -> Intakes:
    return Intakes(
        till.config.intakes,
        IntakeTill(
            store=till.config.store,
            name=till.identity.enrolled.till,
            inbox=till.inbox,
            counter=counter,
            clock=till.clock,
            sold=jobs.soon,
            workstation=till.config.workstation,
            recognition=lambda: till.ears.recognition,
            told=mouths.sold_late,
        ),
        taps=taps,
    )


def _open_app(
    till: Till, doors: Doors, *, visitors: Visitors, syncing: Syncing, mouths: Mouths
) -> ASGIApp:
    app = create_app(doors)
    pages = PageDoors(
        doors=doors,
        visitors=visitors,
        line=lambda: _line_state(syncing),
        clock=till.clock,
        language=till.config.language,
        workstation=till.config.workstation,
        sandbox=till.config.sandbox,
        printers=lambda: mouths.printers,
    )
    add_pages(app, pages)
    return app


def _open_visitors(till: Till, address: str) -> Visitors:
    key = open_key(till.config.data / FOLDER, PAGES, entropy=os.urandom)
    return Visitors(key, address=address, clock=till.clock, entropy=os.urandom)


def _line_state(syncing: Syncing) -> LineState | None:
    last = syncing.last
    if last is None:
        return None
    return LineState(is_online=last.report.complete, waiting=last.report.waiting)


def _open_health(
    till: Till, counter: Counter, syncing: Syncing, *, intakes: Intakes, mouths: Mouths
) -> Health:
    return Health(
        store=till.config.store,
        counter=counter,
        inbox=till.inbox,
        loop=till.loop,
        ears=till.ears,
        bulletin=till.bulletin,
        syncing=syncing,
        clock=till.clock,
        intakes=intakes,
        mouths=mouths,
        started_ms=till.started_ms,
    )


def _open_syncing(till: Till) -> Syncing:
    return Syncing(
        till.book,
        till.loop,
        line=_open_line(till),
        clock=till.clock,
        entropy=os.urandom,
        after=till.recognise,
    )


def _open_line(till: Till) -> Line | None:
    office = till.config.office
    if office is None:
        return None

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
