"""How value comes to life and is paid with: the lots and entries of a sale."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from rules.ground.ids import AccountId, LotId, Place, RecordId, RuleId, Unit
from rules.programme import Programme
from rules.sale.decisions import Award, Spend
from rules.value.counts import Count
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Entry,
    Lot,
    Posting,
    held_at,
)
from rules.value.units import active_from, expires

NO_LOT = LotId("")

Owner = tuple[AccountId, RecordId, str]
"""Whose value it becomes, by which record, of which life."""


def born(
    awards: Sequence[Award],
    programme: Programme,
    *,
    owner: Owner,
    at: datetime,
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return one lot a unit (``<record>/1``, …) and the entry that fills it.

    When it becomes usable and when it expires is worked out here, once, and never again.
    The lot and its entry name the rule when it was a single one; the awards tell them
    apart.
    """
    account, record, life = owner
    reckoning = programme.reckoning
    lots: list[Lot] = []
    entries: list[Entry] = []
    for number, (unit, mine) in enumerate(_by_unit(awards, programme), start=1):
        terms = programme.terms_of(unit)
        alone = mine[0].rule == mine[-1].rule  # Awards come rule by rule.
        lot = Lot(
            lot=LotId(f"{record}/{number}"),
            account=account,
            unit=unit,
            rule=mine[0].rule if alone else "",
            earned_at=at.astimezone(UTC),
            active_from=active_from(terms, at, reckoning),
            expires=expires(terms, at, reckoning),
        )
        place = PENDING if terms.is_pending else Place(life)
        lots.append(lot)
        entries.append(_earn(lot, sum([award.points for award in mine]), place))
    return tuple(lots), tuple(entries)


def counted(
    counts: Sequence[Count], *, owner: Owner, at: datetime
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return the lots and entries that move a member's counters."""
    account, record, _ = owner
    lots = tuple(
        Lot(
            lot=LotId(f"{record}/{count.unit}"),
            account=account,
            unit=count.unit,
            rule="",
            earned_at=at.astimezone(UTC),
            active_from=at.astimezone(UTC),
            expires=count.expires,
        )
        for count in counts
    )
    pairs = zip(lots, counts, strict=True)
    return lots, tuple(_earn(lot, count.amount, AVAILABLE) for lot, count in pairs)


def redeemed(
    spends: Iterable[Spend], account: AccountId, units: Mapping[RuleId, Unit], *, life: str
) -> tuple[Entry, ...]:
    """Return the entries that use up what was held for this sale at ``life``.

    A reward that is no longer in the programme (the hold is older) was paid in points.
    """
    return tuple(
        _redeem(spend, account, units.get(spend.reward, POINTS), life) for spend in spends
    )


def _by_unit(
    awards: Sequence[Award], programme: Programme
) -> Iterable[tuple[Unit, Sequence[Award]]]:
    if len(programme.units) == 1:
        return [(awards[0].unit, awards)] if awards else []
    units = dict.fromkeys(award.unit for award in awards)
    return [(unit, [award for award in awards if award.unit == unit]) for unit in units]


def _earn(lot: Lot, points: int, place: Place) -> Entry:
    return Entry(
        "earn",
        lot.rule,
        (
            Posting(lot.account, lot.unit, points, lot.lot, place),
            Posting(HOUSE_EARNED, lot.unit, -points, NO_LOT, HOUSE),
        ),
    )


def _redeem(spend: Spend, account: AccountId, unit: Unit, life: str) -> Entry:
    taken = (
        Posting(account, unit, -piece.amount, piece.lot, held_at(life))
        for piece in spend.slices
    )
    return Entry(
        "redeem",
        spend.reward,
        (*taken, Posting(HOUSE_REDEEMED, unit, spend.points, NO_LOT, HOUSE)),
    )
