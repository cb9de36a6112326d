"""What our own records add to a member's statement, until head office's word holds them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rules.ground.ids import AccountId, Unit
from rules.value.ledger import HOUSE, PENDING, POINTS, TIER_CREDIT, Posting
from sync.wire.records.ledger_part import LedgerPart

_PLACES: Final = 2
"""Available and pending: what is told apart of each unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What to add to a statement, and awards given once, by rule.

    ``units`` are (available, pending) of units other than points and tier credit.
    """

    available: int = 0
    pending: int = 0
    spend_minor: int = 0
    issued: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[Unit, tuple[int, int]] = field(default_factory=dict)


class Trace(NamedTuple):
    """What one record changes of one account, as kept with the record's pointer."""

    account: AccountId
    available: int
    pending: int
    spend_minor: int
    issued: str
    units: str = ""


def traces(part: LedgerPart) -> tuple[Trace, ...]:
    """Return what a record changes that is shown, by account.

    Moving value between places that are shown as one (taking a grant, setting points aside,
    handing an allowance back) leaves no trace.
    """
    rules = {given.account: _rules(part, given.account) for given in part.issued}
    sums: dict[AccountId, list[int]] = {account: [0, 0, 0] for account in rules}
    units: dict[AccountId, dict[Unit, list[int]]] = {}
    for entry in part.entries:
        for posting in entry.postings:
            if posting.place == HOUSE:
                continue
            shown = sums.setdefault(posting.account, [0, 0, 0])
            if posting.unit == POINTS:
                shown[_column(posting)] += posting.amount
            elif posting.unit in TIER_CREDIT:
                shown[2] += posting.amount
            else:
                mine = units.setdefault(posting.account, {})
                mine.setdefault(posting.unit, [0, 0])[_column(posting)] += posting.amount
    found = (
        Trace(
            account,
            *(available, pending, spend_minor),
            rules.get(account, ""),
            _written(units.get(account, {})),
        )
        for account, (available, pending, spend_minor) in sorted(sums.items())
    )
    return tuple(trace for trace in found if any(trace[1:]))


def counted(issued: str) -> Mapping[str, int]:
    """Count the rules that traces say were issued (their names, with spaces between)."""
    return Counter(issued.split())


def summed(units: str) -> Mapping[Unit, tuple[int, int]]:
    """Sum (available, pending) by unit as traces tell them."""
    sums: dict[Unit, tuple[int, int]] = {}
    for said in units.split():
        name, available, pending = said.rsplit(":", _PLACES)
        before = sums.get(Unit(name), (0, 0))
        sums[Unit(name)] = (before[0] + int(available), before[1] + int(pending))
    return sums


def added(overlays: Iterable[Overlay]) -> Overlay:
    """Return the sum of overlays."""
    available = pending = spend_minor = 0
    issued: Counter[str] = Counter()
    units: dict[Unit, tuple[int, int]] = {}
    for overlay in overlays:
        available += overlay.available
        pending += overlay.pending
        spend_minor += overlay.spend_minor
        issued.update(overlay.issued)
        for unit, (more, waiting) in overlay.units.items():
            before = units.get(unit, (0, 0))
            units[unit] = (before[0] + more, before[1] + waiting)
    return Overlay(
        available=available,
        pending=pending,
        spend_minor=spend_minor,
        issued=issued,
        units=units,
    )


def _column(posting: Posting) -> int:
    return 1 if posting.place == PENDING else 0


def _written(units: Mapping[Unit, list[int]]) -> str:
    return " ".join(
        f"{unit}:{available}:{pending}"
        for unit, (available, pending) in sorted(units.items())
        if available or pending
    )


def _rules(part: LedgerPart, account: AccountId) -> str:
    return " ".join(given.rule for given in part.issued if given.account == account)
