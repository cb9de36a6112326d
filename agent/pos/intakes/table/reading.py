"""The CSV format: rows gathered to receipts, receipts to documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from agent.pos.intakes.found import (
    Found,
    Reader,
    ShopTerms,
    Skipped,
    Unreadable,
    UnreadableFault,
    Wanted,
)
from agent.pos.intakes.table.mapping import TableMap, read_mapping
from agent.pos.intakes.table.receipts import TableReceipt
from agent.pos.intakes.table.rows import Row, read_rows
from agent.pos.intakes.transactions.documents import About, documents
from agent.pos.intakes.transactions.items import Link
from rules.ground.sentence import Sentence

RECEIPTS_OPEN_MAX: Final = 64
"""Lanes may write into one another: so many receipts may have rows still to come."""

ROWS_MAX: Final = 2000
"""Most rows of one receipt: a thousand lines and their tenders."""

_KIND_HINT: Final = "Name the POS's words in [kinds] of the mapping."


def opened(plan: Path | None) -> Reader:
    """Read a mapping and return the reader it makes."""
    mapping = read_mapping(plan)

    def read(file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
        return read_table(file, terms, mapping)

    return read


def read_table(file: BinaryIO, terms: ShopTerms, plan: TableMap) -> Iterator[Found]:
    """Read a table; see :class:`agent.pos.intakes.found.Reader`."""
    for rows in _receipts(file, plan):
        first, last = rows[0].number, rows[-1].number
        place = (
            Sentence("row {row}", row=first)
            if first == last
            else Sentence("rows {first} to {last}", first=first, last=last)
        )
        try:
            yield from _found(TableReceipt(rows, plan, terms), place)
        except UnreadableFault as fault:
            yield Unreadable(place=place, what=str(fault), hint=fault.hint)


def _receipts(file: BinaryIO, plan: TableMap) -> Iterator[list[Row]]:
    """Yield the rows of each receipt, in the order in which receipts begin."""
    if plan.rows == "receipt":
        for row in read_rows(file, plan):
            yield [row]
        return
    opened: dict[tuple[str, ...], list[Row]] = {}
    key: tuple[str, ...] = ()
    try:
        for row in read_rows(file, plan):
            told = tuple(row.told(name) for name in plan.groups_by)
            # What is said on a receipt's first row only holds for those under it.
            key = told if any(told) else key
            rows = opened.setdefault(key, [])
            rows.append(row if any(told) or not rows else row.under(rows[0]))
            _bounded(rows)
            if len(opened) > RECEIPTS_OPEN_MAX:
                yield opened.pop(next(iter(opened)))
    except UnreadableFault:
        # All but the newest are whole: its other rows may be behind what is broken.
        yield from list(opened.values())[:-1]
        raise
    yield from opened.values()


def _bounded(rows: list[Row]) -> None:
    if len(rows) > ROWS_MAX:
        raise UnreadableFault(
            f"more than {ROWS_MAX} rows agree in what tells receipts apart",
            hint="Look at `group` in the mapping.",
        )


def _found(receipt: TableReceipt, place: str) -> Iterator[Found]:
    kinds = receipt.kinds()
    if receipt.is_aside:
        yield Skipped(place=place, what="other")
    elif kinds <= {"sale", "refund"}:
        yield from _booked(receipt, place)
    elif kinds == {"void"}:
        yield _void(receipt, receipt.about(), place)
    elif None in kinds or len(kinds) > 1:
        raise UnreadableFault("the kind of document is not known", hint=_KIND_HINT)
    else:
        yield from (Skipped(place=place, what=kind) for kind in kinds if kind)


def _booked(receipt: TableReceipt, place: str) -> Iterator[Found]:
    link = next((each for row in receipt.rows if (each := receipt.link(row))), None)
    found = False
    for wanted in documents(receipt.contents(), receipt.about(), link=link, place=place):
        found = True
        yield wanted
    if not found:
        yield Skipped(place=place, what="empty")


def _void(receipt: TableReceipt, about: About, place: str) -> Wanted:
    link = receipt.link(receipt.rows[0]) or Link(number=about.number)
    return Wanted(
        place=place,
        kind="void",
        value={
            "document": about.document(kind="void"),
            "at": about.at,
            "cashier": about.cashier,
            "original": {"document": about.key(link, kind="sale")},
        },
        tolerates=frozenset({"nothing_to_return", "nothing_left"}),
        only_of_booked=True,
    )
