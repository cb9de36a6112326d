"""One till: the real book, counter and contact on real files, over a simulated line."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from agent.counter.counter import Counter
from agent.counter.ground.desk import Desk
from agent.counter.ground.recognition import read_scan
from rules.ground.ids import AccountId
from sync.till.book.book import TillBook
from sync.till.book.identity import TillKeys
from sync.till.book.members import MemberFile
from sync.till.contact.contact import Contact
from sync.till.contact.transport import Link
from sync.till.journal.journal import TillJournal
from sync.wire.keys.signing import SigningKey
from sync.wire.keys.vouchers import gift_card_account
from sync.wire.messages import Enrolled
from sync.wire.records.identity import Life
from tests.simulation.line import Line
from tests.simulation.power import Fuse, FusedAnchor, FusedLoop, fused_entropy
from tests.simulation.times import MachineClock

_JOURNAL_FILES: Final = ("journal.db", "journal.db-wal", "anchor")
_MEMBER_FILES: Final = ("members.db", "members.db-wal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a till is made of and keeps through every restart."""

    name: str
    home: Path
    chance: Random
    clock: MachineClock
    line: Line
    link: Link
    enrolled: Enrolled
    keys: TillKeys


class SimulatedTill:
    """A till that can lose power at any seam and come back with the files it had then."""

    def __init__(self, machine: Machine) -> None:
        self.machine: Final = machine
        self.fuse: Final = Fuse()
        self.in_loop: Final = FusedLoop(self.fuse)
        self.entropy: Final[Callable[[int], bytes]] = fused_entropy(
            machine.chance, self.fuse
        )
        self.restarts = 0
        self._folder = machine.home / "0"
        self._folder.mkdir(parents=True)
        self.book = self._open()
        life = Life(machine.enrolled.till, machine.enrolled.life)
        self.book.begin_life(life, machine.enrolled.generation)
        self.contact, self.counter = self._start()

    @property
    def store(self) -> str:
        """The store it stands in."""
        return self.machine.enrolled.store

    @property
    def life(self) -> Life:
        """The life that writes."""
        return self.book.journal.life

    def account_of_card(self, code: str) -> AccountId:
        """Return the account of a gift card's code."""
        return gift_card_account(self.book.keys.token, code)

    @property
    def line(self) -> Line:
        """Its line to head office."""
        return self.machine.line

    @property
    def link(self) -> Link:
        """What carries its letters: the line, unless a spoiler stands in between."""
        return self.machine.link

    def restart(self, *, losing_members: bool = False) -> None:
        """Come back after the power went: only what was in the files is still there.

        ``losing_members``: the replaceable file is not flushed at every commit.
        """
        self.fuse.set_for(0)
        self.restarts += 1
        before, self._folder = self._folder, self.machine.home / str(self.restarts)
        self._folder.mkdir()
        names = _JOURNAL_FILES if losing_members else _JOURNAL_FILES + _MEMBER_FILES
        for name in names:
            if (before / name).exists():
                shutil.copyfile(before / name, self._folder / name)
        # Copied first: closing tidies up, and a machine without power does not.
        self.book.close()
        shutil.rmtree(before)
        self.book = self._open()
        self.contact, self.counter = self._start()

    def close(self) -> None:
        """Close the files."""
        self.book.close()

    def _open(self) -> TillBook:
        journal = TillJournal(
            self._folder / "journal.db",
            clock=self.machine.clock,
            entropy=self.entropy,
            anchor=FusedAnchor(self._folder / "anchor", self.fuse),
        )
        return TillBook(
            journal=journal,
            members=MemberFile(self._folder / "members.db"),
            keys=self.machine.keys,
            store=self.machine.enrolled.store,
            clock=self.machine.clock,
        )

    def _start(self) -> tuple[Contact, Counter]:
        contact = Contact(
            self.book,
            self.link,
            fingerprint=f"machine-{self.machine.name}",
            in_loop=self.in_loop,
            entropy=self.entropy,
        )
        desk = Desk(
            self.book, store=self.store, clock=self.machine.clock, recognise=read_scan
        )
        return contact, Counter(desk)


def keys_for(enrolled: Enrolled, signing: SigningKey) -> TillKeys:
    """Return the keys a till works with after its enrolment."""
    return TillKeys(
        signing=signing,
        office=bytes.fromhex(enrolled.office_key),
        token=bytes.fromhex(enrolled.token_key),
        voucher=bytes.fromhex(enrolled.voucher_key),
        seal=bytes.fromhex(enrolled.seal_key),
    )
