"""A world: tills, lanes and one head office on virtual time, played from a script."""

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final, Self

from rules.ground.ids import AccountId
from sync.kit.faults import Fault
from sync.till.night import reconcile
from sync.till.receiving import give_back
from sync.till.transport import LinkFault
from sync.wire.messages import EnrolRequest
from sync.wire.signing import SigningKey
from tests.simulation import goods, offers, people, wallets
from tests.simulation.audit import Auditor
from tests.simulation.cards import pay_with_card, sell_card
from tests.simulation.head_office import SimulatedOffice
from tests.simulation.lane import Lane, Shop, basket, repeated_at
from tests.simulation.line import Line, Traffic
from tests.simulation.power import PowerCutFault
from tests.simulation.programme import programme_for
from tests.simulation.script import Script, Setting, Step, StepKind
from tests.simulation.spoilers import HONEST, Spoiler
from tests.simulation.tills import Machine, SimulatedTill, keys_for
from tests.simulation.times import WAITS, MachineClock, WorldTime, jumped
from tests.simulation.union import BrokenInvariantError

REDEEMED_MAX: Final = 200
_NAMED: Final = frozenset({"head", "records", "rights"})
"""What two books that are in step may never differ in, whatever the line does."""


class World:
    """Everything there is. ``trace`` says of every step what came of it."""

    def __init__(self, script: Script, home: Path, spoiler: Spoiler = HONEST) -> None:
        self.script: Final = script
        self._spoiler: Final = spoiler
        self.trace: Final[list[str]] = []
        self.traffic: Final = Traffic()
        self.time: Final = WorldTime()
        self.shop: Final = Shop()
        self._home: Final = home
        self.office: Final = SimulatedOffice(
            home / "office", MachineClock(self.time), Random(f"{script.seed} office")
        )
        self._open_business(script.setting)
        self.tills: Final = tuple(
            self._build(number, store) for number, store in enumerate(script.setting.stores)
        )
        self.lanes: Final = tuple(
            Lane(till, self.shop, f"L{number}") for number, till in enumerate(self.tills)
        )
        self.office.back_up()
        self.auditor: Final = Auditor(self.tills, self.office.look())
        for till in self.tills:
            till.contact.run()
        self.audit()

    def __enter__(self) -> Self:
        """Return the world."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it: close every file and remove them."""
        for till in self.tills:
            till.close()
        self.office.close()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def members(self) -> Sequence[AccountId]:
        """The members' accounts, in order of their cards."""
        return self.office.members

    def play(self, step: Step) -> None:
        """Play one step, then hold everything committed against the invariants."""
        till = self.tills[step.till]
        till.line.expect(step.mishaps)
        till.fuse.set_for(step.crash)
        self.office.fuse.set_for(step.office_crash)
        try:
            outcome = _PLAYS[step.kind](self, step)
        except Fault as fault:
            outcome = f"fault: {fault}"
        except PowerCutFault:
            till.restart(losing_members=step.draw[3] % 4 == 0)
            outcome = "lost power"
        till.fuse.set_for(0)
        self.office.fuse.set_for(0)
        self.trace.append(f"{step}: {outcome}")
        self.audit()

    def audit(self) -> None:
        """Hold everything committed since the last time against the invariants."""
        self._spoiler.disturb(self)
        self.auditor.check(self.tills)

    def meddle(self) -> sqlite3.Connection:
        """Return a connection that may write head office's database: for spoilers."""
        return self.office.look()

    def _open_business(self, setting: Setting) -> None:
        self.office.publish(programme_for(setting))
        self.office.import_members(setting.opening, stores=setting.stores)

    def _build(self, number: int, store: str) -> SimulatedTill:
        chance = Random(f"{self.script.seed} till {number}")
        line = Line(self.office.answer, self.traffic)
        signing = SigningKey(chance.randbytes(32))
        enrolled = self.office.enrol(
            EnrolRequest(
                token=self.office.token(store),
                store=store,
                key=signing.public.hex(),
                fingerprint=f"machine-{number}",
                idem=chance.randbytes(16).hex(),
            )
        )
        return SimulatedTill(
            Machine(
                name=str(number),
                home=self._home / f"till{number}",
                chance=chance,
                clock=MachineClock(self.time),
                line=line,
                link=self._spoiler.link(line),
                enrolled=enrolled,
                keys=keys_for(enrolled, signing),
            )
        )

    def pos_time(self, step: Step) -> datetime:
        """Return what the POS takes for the time: the true one, seldom its till's."""
        if step.draw[3] % 8 == 0:
            return self.tills[step.till].machine.clock.now()
        return self.time.now


def _member(world: World, step: Step, *, nobody: bool = False) -> int:
    """Pick a member's number, from 1; 0 is nobody."""
    count = len(world.members)
    return step.draw[0] % (count + 1) if nobody else 1 + step.draw[0] % count


def _sale(world: World, step: Step) -> str:
    member = _member(world, step, nobody=True)
    return world.lanes[step.till].sell(member, step.draw, at=world.pos_time(step))


def _redeem(world: World, step: Step) -> str:
    member = _member(world, step)
    points = 1 + step.draw[1] % REDEEMED_MAX
    lane, lines = world.lanes[step.till], basket(step.draw)
    return lane.redeem(member, points, lines, at=world.pos_time(step))


def _sell_card(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return sell_card(lane, step.draw, at=world.pos_time(step))


def _pay_with_card(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return pay_with_card(lane, step.draw, at=world.pos_time(step))


def _hold(world: World, step: Step) -> str:
    held = world.lanes[step.till].hold(
        _member(world, step), 1 + step.draw[1] % REDEEMED_MAX
    )
    return held if isinstance(held, str) else f"held {held['points']} as {held['hold']}"


def _give_up(world: World, step: Step) -> str:
    return world.lanes[step.till].give_up()


def _refund(world: World, step: Step) -> str:
    store = world.tills[step.till].store if step.draw[3] & 0x300 else ""
    sales = world.shop.returnable(store)
    if not sales:
        return "nothing sold"
    sale = sales[step.draw[3] % len(sales)]
    return world.lanes[step.till].refund(sale, step.draw, at=world.pos_time(step))


def _void(world: World, step: Step) -> str:
    store = world.tills[step.till].store
    sales = world.shop.returnable(store)
    if not sales:
        return "nothing sold"
    sale = sales[step.draw[1] % len(sales)]
    return world.lanes[step.till].void(sale, at=world.pos_time(step))


def _repeat(world: World, step: Step) -> str:
    """Send a document again to a till it was sent to before."""
    lane = world.lanes[step.till]
    life = str(lane.till.life)
    papers = [paper for paper in world.shop.papers.values() if life in paper.asked]
    if not papers:
        return "nothing to repeat"
    return lane.book(repeated_at(papers[-1 - step.draw[1] % min(4, len(papers))]))


def _fail_over(world: World, step: Step) -> str:
    """Send a document whose answer got lost to this till too."""
    lane = world.lanes[step.till]
    papers = world.shop.movable(lane.till.store, str(lane.till.life))
    if not papers:
        return "nothing to repeat"
    return lane.book(repeated_at(papers[-1 - step.draw[1] % min(4, len(papers))]))


def _contact(world: World, step: Step) -> str:
    report = world.tills[step.till].contact.run()
    return report.problem or f"pushed {report.pushed}, {report.received.grants} grants"


def _ask(world: World, step: Step) -> str:
    account = world.members[_member(world, step) - 1]
    granted = world.lanes[step.till].ask(account, 1 + step.draw[1] % 300)
    return "granted" if granted else "nothing granted"


def _late_letter(world: World, step: Step) -> str:
    try:
        came = world.tills[step.till].line.deliver_late(step.draw[0])
    except LinkFault as fault:
        return str(fault)
    return "arrived" if came else "none on the way"


def _cut(world: World, step: Step) -> str:
    world.tills[step.till].line.cut = True
    return "cut"


def _mend(world: World, step: Step) -> str:
    world.tills[step.till].line.cut = False
    return "mended"


def _restart(world: World, step: Step) -> str:
    world.tills[step.till].restart()
    return "restarted"


def _forget_members(world: World, step: Step) -> str:
    world.tills[step.till].restart(losing_members=True)
    return "restarted without statements"


def _office_restart(world: World, step: Step) -> str:
    del step
    world.office.restart()
    return "restarted"


def _office_backup(world: World, step: Step) -> str:
    del step
    world.office.back_up()
    return "backed up"


def _office_restore(world: World, step: Step) -> str:
    del step
    if not world.script.setting.restores:
        return "not in this world"
    generation = world.office.restore()
    world.auditor.begin_again(world.office.look())
    return f"restored, generation {generation}"


def _office_duties(world: World, step: Step) -> str:
    del step
    return world.office.run_due()


def _wait(world: World, step: Step) -> str:
    by = WAITS[step.draw[0] % len(WAITS)]
    world.time.advance(by)
    return f"{by} later"


def _jump(world: World, step: Step) -> str:
    return jumped(world.tills[step.till].machine.clock, step.draw)


def _give_back(world: World, step: Step) -> str:
    till = world.tills[step.till]
    return f"gave back {give_back(till.book)}"


def _night(world: World, step: Step) -> str:
    till = world.tills[step.till]
    till.counter.close_day()
    report = reconcile(
        till.book, till.contact, till.link, in_loop=till.in_loop, entropy=till.entropy
    )
    for named in report.differs:
        if named in _NAMED or named.startswith("bucket"):
            raise BrokenInvariantError("no comparison finds a difference", str(report))
    return "agrees" if report.agrees else f"differs: {report.differs}"


def _enrol(world: World, step: Step) -> str:
    return people.enrol(world.lanes[step.till], step.draw, at=world.pos_time(step))


def _change_card(world: World, step: Step) -> str:
    return people.change_card(world.lanes[step.till], step.draw, number=step.number)


def _attach(world: World, step: Step) -> str:
    sales = world.shop.returnable(world.tills[step.till].store)
    member = step.draw[3] % 2
    card = _member(world, step) if member else people.blank(step.draw[0])
    return people.attach(world.lanes[step.till], sales, step.draw, card=card)


def _exchange(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step, nobody=True)
    return goods.exchange(lane, step.draw, member=member, at=world.pos_time(step))


def _use_coupon(world: World, step: Step) -> str:
    return goods.use_coupon(world.lanes[step.till], step.draw, at=world.pos_time(step))


def _attach_anywhere(world: World, step: Step) -> str:
    lane = world.lanes[step.till]
    return goods.attach_anywhere(lane, step.draw, member=_member(world, step))


def _sale_with_offers(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return offers.sell_with_offers(lane, step.draw, member=member, at=world.pos_time(step))


def _campaign_sale(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step, nobody=True)
    return offers.sell_with_offers(lane, step.draw, member=member, at=world.pos_time(step))


def _top_up(world: World, step: Step) -> str:
    lane, member = world.lanes[step.till], _member(world, step)
    return wallets.top_up(lane, step.draw, member=member, at=world.pos_time(step))


def _pay_from_wallet(world: World, step: Step) -> str:
    lane, amount = world.lanes[step.till], 1 + step.draw[1] % wallets.PAID_MAX
    return wallets.pay_from_wallet(
        lane, amount, member=_member(world, step), at=world.pos_time(step)
    )


_PLAYS: Final[Mapping[StepKind, Callable[[World, Step], str]]] = {
    "sale": _sale,
    "redeem": _redeem,
    "sell_card": _sell_card,
    "pay_with_card": _pay_with_card,
    "hold": _hold,
    "give_up": _give_up,
    "refund": _refund,
    "void": _void,
    "repeat": _repeat,
    "fail_over": _fail_over,
    "contact": _contact,
    "ask": _ask,
    "late_letter": _late_letter,
    "cut": _cut,
    "mend": _mend,
    "restart": _restart,
    "forget_members": _forget_members,
    "office_restart": _office_restart,
    "office_backup": _office_backup,
    "office_restore": _office_restore,
    "office_duties": _office_duties,
    "wait": _wait,
    "jump": _jump,
    "give_back": _give_back,
    "night": _night,
    "enrol": _enrol,
    "change_card": _change_card,
    "attach": _attach,
    "exchange": _exchange,
    "use_coupon": _use_coupon,
    "attach_anywhere": _attach_anywhere,
    "sale_with_offers": _sale_with_offers,
    "campaign_sale": _campaign_sale,
    "top_up": _top_up,
    "pay_from_wallet": _pay_from_wallet,
}
