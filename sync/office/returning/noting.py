"""Which tills are to note which returns in their journals, and which have."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from sync.office.database.desk import Sitting
from sync.office.database.return_tables import NOTED
from sync.office.database.upserts import Row, put
from sync.office.returning.papers import SaleBooked
from sync.office.returning.returned import ReturnRow, read_noted
from sync.office.tills.roster import read_till
from sync.wire.canonical import Json, encode
from sync.wire.returns import NoteAsked

NOTES_MAX = 100
"""How many returns one answer asks a till to note."""


class Noting:
    """Asks and remembers, for the returns of some sales."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._known: dict[tuple[str, str], bool | None] = {}
        self._new: dict[tuple[str, str], Row] = {}

    def heard(self, till: str, record: str) -> None:
        """Take down that a till's journal has noted a return."""
        self._keep(till, record, noted=True)

    def ask(
        self,
        row: ReturnRow,
        copies: Sequence[SaleBooked],
        *,
        name: str,
        body: Mapping[str, Json],
    ) -> bool:
        """Have every other till that booked the sale note a return; whether all have.

        A till that writes another life by now, or was retired, gives nothing back itself.
        """
        done = True
        for sale in copies:
            if sale.life.till == row.till or not self._is_open(sale):
                continue
            noted = self._noted(sale.life.till, name)
            if not noted and body.get("lines"):
                self._keep(
                    sale.life.till, name, sale=sale.record, body=encode(body).decode()
                )
            done = done and bool(noted)
        return done

    def take_back(
        self, copies: Sequence[SaleBooked], *, name: str, body: Mapping[str, Json]
    ) -> None:
        """Have the tills that were asked to note a return note that it was undone."""
        undone = f"{name}/undone"
        said = encode({**body, "elsewhere": undone, "undoes": name}).decode()
        for sale in copies:
            till = sale.life.till
            if self._noted(till, name) is not None and self._noted(till, undone) is None:
                self._keep(till, undone, sale=sale.record, body=said)

    def close(self) -> None:
        """Keep what is new."""
        put(self._sitting.connection, NOTED, list(self._new.values()))
        self._new = {}

    def _keep(
        self, till: str, record: str, *, noted: bool = False, sale: str = "", body: str = ""
    ) -> None:
        self._known[till, record] = noted
        self._new[till, record] = {
            "till": till,
            "record": record,
            "sale": sale,
            "body": body,
            "noted": noted,
        }

    def _noted(self, till: str, record: str) -> bool | None:
        """Say whether a till has noted a return; None when it was never asked to."""
        if (till, record) not in self._known:
            self._known[till, record] = read_noted(self._sitting, till, record)
        return self._known[till, record]

    def _is_open(self, sale: SaleBooked) -> bool:
        till = read_till(self._sitting.connection, sale.life.till)
        return till is not None and not till.retired and till.current == sale.life


def notes_for(sitting: Sitting, till: str) -> tuple[NoteAsked, ...]:
    """Return the returns a till is to note and has not, in a fixed order."""
    rows = sitting.connection.execute(
        select(NOTED)
        .where(NOTED.c.till == till, NOTED.c.noted.is_(False))
        .order_by(NOTED.c.record)
        .limit(NOTES_MAX)
    )
    return tuple(
        NoteAsked(record=row.record, sale=row.sale, facts=row.body) for row in rows
    )
