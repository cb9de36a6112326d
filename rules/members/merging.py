"""Two accounts of one member become one: what stands on the second moves to the first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.ground.ids import AccountId, LotId, Place, RecordId
from rules.value.ledger import HOUSE, HOUSE_ADJUSTED, Entry, Lot, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What leaves the second account and what arrives on the first, in lots of its own."""

    leaving: tuple[Entry, ...]
    arriving: tuple[Entry, ...]
    lots: tuple[Lot, ...]


def merged(
    standing: Iterable[tuple[Lot, Place, int]], owner: AccountId, *, record: RecordId
) -> Merged:
    """Move everything that stands somewhere to ``owner``, as ``record``.

    A lot keeps its age and its end: moving points never makes them live longer. A debt
    moves as a debt.
    """
    leaving: list[Entry] = []
    arriving: list[Entry] = []
    lots: list[Lot] = []
    for lot, place, amount in standing:
        name = LotId(f"{record}/{len(lots) + 1}")
        moved = replace(lot, lot=name, account=owner)
        leaving.append(_adjusted(lot, -amount, place))
        arriving.append(_adjusted(moved, amount, place))
        lots.append(moved)
    return Merged(leaving=tuple(leaving), arriving=tuple(arriving), lots=tuple(lots))


def _adjusted(lot: Lot, amount: int, place: Place) -> Entry:
    return Entry(
        "adjust",
        "",
        (
            Posting(lot.account, lot.unit, amount, lot.lot, place),
            Posting(HOUSE_ADJUSTED, lot.unit, -amount, LotId(""), HOUSE),
        ),
    )
