"""What is given by itself: its lots and entries, and the vouchers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rules.birth import NO_LOT, Owner, counted
from rules.decisions import Issue, ValueGiven
from rules.ids import Place
from rules.issues.amounts import gift_lot, valued
from rules.issues.deciding import counts, issues
from rules.issues.gifts import GiveTier
from rules.issues.rule import IssueRule
from rules.ladder.credit import credit_unit
from rules.ladder.places import tier_on
from rules.ladder.terms import Ladder
from rules.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    PENDING,
    TIER_CREDIT,
    Entry,
    Lot,
    Posting,
)
from rules.money import WALLET
from rules.occasion import Occasion
from rules.programme import Programme
from rules.units import active_from, expires

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
    for gift in gifts:
        unit, amount = gift.unit, gift.amount
        terms = programme.terms_of(unit) if unit not in _WITHOUT_TERMS else None
        reckoning = programme.reckoning
        lot = Lot(
            lot=gift_lot(record, len(lots) + 1),
            account=account,
            unit=unit,
            rule=gift.rule,
            earned_at=at.astimezone(UTC),
            active_from=active_from(terms, at, reckoning) if terms else at.astimezone(UTC),
            expires=expires(terms, at, reckoning) if terms else None,
        )
        place = AVAILABLE if unit in TIER_CREDIT else Place(life)
        if terms is not None and terms.is_pending:
            place = PENDING
        lots.append(lot)
        entries.append(
            Entry(
                "earn",
                gift.rule,
                (
                    Posting(account, unit, amount, lot.lot, place),
                    Posting(HOUSE_EARNED, unit, -amount, NO_LOT, HOUSE),
                ),
            )
        )
    return tuple(lots), tuple(entries)
