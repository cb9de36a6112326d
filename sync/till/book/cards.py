"""Cards and phone numbers as known here: our newer records over head office's word."""

from typing import Final

from rules.ground.ids import AccountId, RecordId
from sync.till.book.members import MemberFile, StoredCard
from sync.till.journal.journal import TillJournal
from sync.wire.records.identity import Life, split_position
from sync.wire.records.people import CardStatus

_RANK: Final[dict[CardStatus, int]] = {"active": 0, "blocked": 1, "lost": 2}
_OWN: Final = "SELECT position, account, kind, name, status, until_ms FROM own_card"


class TillCards:
    """Looks cards up by their keyed token, in both files of the book."""

    def __init__(self, journal: TillJournal, members: MemberFile) -> None:
        self._journal: Final = journal
        self._members: Final = members

    def card(self, token: bytes) -> StoredCard | None:
        """Return a card; what stopped it, here or at head office, is what it is."""
        own, theirs = self._own(token), self._members.card(token)
        if own is None or theirs is None:
            return own or theirs
        if own.account != theirs.account or _RANK[theirs.status] >= _RANK[own.status]:
            return theirs
        return own

    def of(self, account: AccountId) -> tuple[StoredCard, ...]:
        """Return an account's cards and phone numbers, in order of token."""
        rows = self._journal.connection.execute(
            "SELECT DISTINCT token FROM own_card WHERE account = ?", (account,)
        )
        tokens = {token for (token,) in rows}
        tokens |= {card.token for card in self._members.cards(account)}
        found = (self.card(token) for token in sorted(tokens))
        return tuple(card for card in found if card and card.account == account)

    def joined_ms(self, account: AccountId) -> int:
        """Return when an account was enrolled at this till; 0 when it was not."""
        row = self._journal.connection.execute(
            "SELECT min(position) FROM own_card WHERE account = ?", (account,)
        ).fetchone()
        if row[0] is None:
            return 0
        record = self._journal.read(self._record(row[0]))
        return record.header.at_ms if record else 0

    def bound_by(self, token: bytes) -> RecordId | None:
        """Return our first record on a card: the one that gave it to somebody."""
        row = self._journal.connection.execute(
            "SELECT min(position) FROM own_card WHERE token = ?", (token,)
        ).fetchone()
        return None if row[0] is None else self._record(row[0])

    def _record(self, position: int) -> RecordId:
        number, seq = split_position(position)
        return Life(self._journal.life.till, number).record(seq)

    def _own(self, token: bytes) -> StoredCard | None:
        """Return what our newest record on a card says, until head office has it."""
        row = self._journal.connection.execute(
            f"{_OWN} WHERE token = ? ORDER BY position DESC LIMIT 1", (token,)
        ).fetchone()
        if row is None:
            return None
        position, account, kind, name, status, until_ms = row
        number, seq = split_position(position)
        life = str(Life(self._journal.life.till, number))
        if seq <= self._members.applied(AccountId(account)).get(life, 0):
            return None
        return StoredCard(
            token=token,
            account=AccountId(account),
            sealed_name=name,
            status=status,
            kind=kind,
            until_ms=until_ms,
        )
