"""A contact ends, however fast the shop sells meanwhile."""

from pathlib import Path

from sync.till.contact.contact import Contact
from sync.till.contact.transport import Letter
from sync.wire.records.identity import Life
from tests.bench.snapshot_office import SnapshotOffice, pull_answer
from tests.bench.till import LIFE
from tests.till.forge import counted_entropy, earned, open_journal
from tests.till.test_receiving import open_book


class BusyShop:
    """A line to head office over which another sale happens with every batch."""

    def __init__(self, directory: Path) -> None:
        journal = open_journal(directory, life=Life(LIFE.till, LIFE.number))
        self.book = open_book(directory, journal)
        self.pulls = 0
        self._office = SnapshotOffice([pull_answer((), more=False)])

    def sell(self) -> None:
        """Have one more sale in the journal."""
        journal = self.book.journal
        journal.append(earned(journal, 1, number=str(journal.seq)))

    def ask(self, letter: Letter, *, timeout_s: float) -> bytes:
        """Answer as head office does; another sale comes in with every batch."""
        assert timeout_s > 0
        if letter.path == "/v1/push":
            self.sell()
        self.pulls += letter.path == "/v1/pull"
        return self._office.answer(letter.path, letter.body)[1]


def test_a_contact_pushes_what_was_there_and_goes_on_to_pull(tmp_path: Path) -> None:
    shop = BusyShop(tmp_path)
    shop.sell()
    contact = Contact(
        shop.book,
        shop,
        fingerprint="a machine",
        in_loop=lambda work: work(),
        entropy=counted_entropy(),
    )

    report = contact.run()

    assert report.complete
    assert report.pushed == 1
    assert report.waiting == 1
    assert shop.pulls == 1
