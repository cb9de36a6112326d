"""Spent points whose lot has expired meanwhile come back in a new lot with a grace."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rules.calendars.local_days import end_of_day
from rules.ground.ids import LotId, RecordId
from rules.programme import Programme
from rules.value.ledger import Lot, Slice


def restored_lots(
    slices: Sequence[Slice],
    *,
    lots: Mapping[LotId, Lot],
    programme: Programme,
    record: RecordId,
    at: datetime,
) -> tuple[tuple[Slice, ...], tuple[Lot, ...]]:
    """Return the slices as they are given back at ``at``, and the lots newly made for that.

    A slice whose lot (one of ``lots``) has expired comes back in a lot ``<record>/n`` of
    this record, as old as its own, that is over ``grace_days`` local days after the
    refund's. Others, and lots not known here, stay as they are.
    """
    zone = ZoneInfo(programme.zone)
    back: list[Slice] = []
    made: list[Lot] = []
    for piece in slices:
        lot = lots.get(piece.lot)
        if lot is None or lot.expires is None or at < lot.expires:
            back.append(piece)
            continue
        grace = programme.terms_of(lot.unit).grace_days
        expires = end_of_day(at, zone, days=grace)
        name = LotId(f"{record}/{len(made) + 1}")
        made.append(replace(lot, lot=name, active_from=at.astimezone(UTC), expires=expires))
        back.append(Slice(lot=name, amount=piece.amount, good_until=expires))
    return tuple(back), tuple(made)
