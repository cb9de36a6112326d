"""The void of an exchange: what came back with it goes out again, as if it had not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.desk import Desk
from agent.counter.records.documents import document_out
from agent.counter.returns.originals import BookedSale
from rules.ground.ids import AccountId, LotId, Unit
from rules.refund.parts import part_of, undone
from rules.value.ledger import POINTS, Entry
from sync.book.given import Object, returns_in, text
from sync.wire.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What the void of an exchange moves of the sales that its goods were bought in.

    ``originals`` are their natural keys, in the order in which the exchange has them.
    """

    record: str = ""
    originals: Sequence[str] = ()
    entries: tuple[Entry, ...] = ()

    def among(self, given: Object) -> Object:
        """Return the facts of a void with what it undoes."""
        if not self.originals:
            return given
        rows: list[Json] = [
            {"original": original, "record": self.record} for original in self.originals
        ]
        facts: dict[str, Json] = {**given, "undone": rows}
        return {name: facts[name] for name in sorted(facts)}

    def told(self) -> dict[str, Value]:
        """Write what is undone as an answer tells it: points that the member gets, net."""
        found: list[Answer] = [
            {"document": document_out(original), "points": self._points(number)}
            for number, original in enumerate(self.originals, start=1)
        ]
        return {"undone": found} if found else {}

    def _points(self, number: int) -> int:
        return sum(
            posting.amount
            for entry in self.entries
            if part_of(entry) == number
            for posting in entry.postings
            if posting.unit == POINTS and not posting.account.startswith("house:")
        )


NOTHING_UNDONE: Final = Undone()


def undo_exchange(desk: Desk, sale: BookedSale) -> Undone:
    """Return what undoes the returns of an exchange; nothing of a plain sale.

    Head office undoes what another till's exchange brought back.
    """
    paper = sale.paper
    if paper is None or not sale.is_exchange:
        return NOTHING_UNDONE
    postings = [posting for entry in paper.ledger.entries for posting in entry.postings]
    owned = {
        (one.account, one.unit) for one in postings if not one.account.startswith("house:")
    }
    journal = desk.book.journal
    holdings: dict[tuple[AccountId, Unit], dict[LotId, int]] = {
        pair: {piece.lot: piece.amount for piece in journal.holdings(*pair)}
        for pair in sorted(owned)
    }
    return Undone(
        record=sale.record,
        originals=[text(given, "original") for given in returns_in(paper)],
        entries=undone(paper.ledger.entries, life=desk.life, holdings=holdings),
    )
