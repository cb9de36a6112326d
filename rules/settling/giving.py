"""What is given by itself: its lots and entries, and the vouchers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rules.conditions.occasion import Occasion
from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.issues.amounts import gift_lot, valued
from rules.issues.deciding import counts, issues
from rules.issues.gifts import GiveTier
from rules.issues.rule import IssueRule
from rules.ladder.credit import credit_unit
from rules.ladder.places import tier_on
from rules.ladder.terms import Ladder
from rules.programme import Programme
from rules.sale.decisions import Issue, ValueGiven
from rules.settling.birth import NO_LOT, Owner, counted
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    PENDING,
    TIER_CREDIT,
    Entry,
    Lot,
    Posting,
)
from rules.value.units import UnitTerms, active_from, expires
from rules.vouchers.money import WALLET

_WITHOUT_TERMS: Final = frozenset({WALLET, *TIER_CREDIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gifts:
    """What some rules give at once: vouchers, and the lots and entries of all else."""

    issues: tuple[Issue, ...] = ()
    lots: tuple[Lot, ...] = ()
    entries: tuple[Entry, ...] = ()


def gifts_of(
    rules: Sequence[IssueRule], occasion: Occasion, programme: Programme, *, owner: Owner
) -> Gifts:
    """Return what rules give somebody: value, tickets and counts as lots, vouchers."""
    at = occasion.basket.at
    gifts = (*valued(rules), *_steps(rules, programme.ladder))
    value = given_value(gifts, programme, owner=owner, at=at)
    tally = counted(counts(rules, occasion), owner=owner, at=at)
    return Gifts(
        issues=issues(rules, occasion),
        lots=(*value[0], *tally[0]),
        entries=(*value[1], *tally[1]),
    )


def _steps(rules: Iterable[IssueRule], ladder: Ladder | None) -> Iterator[ValueGiven]:
    """Yield as much tier credit as the tiers that rules give ask for."""
    for rule in rules:
        tier = rule.gives.tier if isinstance(rule.gives, GiveTier) else None
        step = tier_on(ladder, tier) if ladder and tier else None
        if step is not None and step.starts:
            yield ValueGiven(rule.rule, credit_unit(ladder), step.starts)


def given_value(
    gifts: Iterable[ValueGiven], programme: Programme, *, owner: Owner, at: datetime
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return a lot and its entry for each value that rules gave: points, money, credit.

    Only points (and other units with terms) may wait and end; tier credit stands nowhere.
    """
    account, record, life = owner
    lots: list[Lot] = []
    entries: list[Entry] = []
    for number, gift in enumerate(gifts, start=1):
        terms = _terms(gift.unit, programme)
        place = AVAILABLE if gift.unit in TIER_CREDIT else Place(life)
        if terms is not None and terms.is_pending:
            place = PENDING
        name = gift_lot(record, number)
        lots.append(_lot(gift, name, programme, account=account, at=at))
        entries.append(_filled(lots[-1], gift.amount, place))
    return tuple(lots), tuple(entries)


def _terms(unit: Unit, programme: Programme) -> UnitTerms | None:
    return None if unit in _WITHOUT_TERMS else programme.terms_of(unit)


def _lot(
    gift: ValueGiven, name: LotId, programme: Programme, *, account: AccountId, at: datetime
) -> Lot:
    """Return the lot of a gift: usable at once and without end where there are no terms."""
    terms, reckoning = _terms(gift.unit, programme), programme.reckoning
    return Lot(
        lot=name,
        account=account,
        unit=gift.unit,
        rule=gift.rule,
        earned_at=at.astimezone(UTC),
        active_from=active_from(terms, at, reckoning) if terms else at.astimezone(UTC),
        expires=expires(terms, at, reckoning) if terms else None,
    )


def _filled(lot: Lot, amount: int, place: Place) -> Entry:
    return Entry(
        "earn",
        lot.rule,
        (
            Posting(lot.account, lot.unit, amount, lot.lot, place),
            Posting(HOUSE_EARNED, lot.unit, -amount, NO_LOT, HOUSE),
        ),
    )
