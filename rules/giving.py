"""What is given by itself: its lots and entries, and the vouchers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rules.birth import NO_LOT, Owner, counted
from rules.decisions import Issue, ValueGiven
from rules.ids import Place
from rules.issues.amounts import gift_lot, valued
from rules.issues.deciding import counts, issues
from rules.issues.rule import IssueRule
from rules.ledger import HOUSE, HOUSE_EARNED, PENDING, Entry, Lot, Posting
from rules.money import WALLET
from rules.occasion import Occasion
from rules.programme import Programme
from rules.units import active_from, expires


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
    value = given_value(valued(rules), programme, owner=owner, at=at)
    tally = counted(counts(rules, occasion), owner=owner, at=at)
    return Gifts(
        issues=issues(rules, occasion),
        lots=(*value[0], *tally[0]),
        entries=(*value[1], *tally[1]),
    )


def given_value(
    gifts: Iterable[ValueGiven], programme: Programme, *, owner: Owner, at: datetime
) -> tuple[tuple[Lot, ...], tuple[Entry, ...]]:
    """Return a lot and its entry for points and wallet money that rules gave."""
    account, record, life = owner
    lots: list[Lot] = []
    entries: list[Entry] = []
    for gift in gifts:
        unit, amount = gift.unit, gift.amount
        terms = programme.terms_of(unit) if unit != WALLET else None
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
        waits = terms is not None and terms.is_pending
        lots.append(lot)
        entries.append(
            Entry(
                "earn",
                gift.rule,
                (
                    Posting(
                        account, unit, amount, lot.lot, PENDING if waits else Place(life)
                    ),
                    Posting(HOUSE_EARNED, unit, -amount, NO_LOT, HOUSE),
                ),
            )
        )
    return tuple(lots), tuple(entries)
