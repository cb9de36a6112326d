"""What our own records add to a member's statement, until head office's word holds them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.ids import AccountId
from rules.ledger import HOUSE, PENDING, POINTS, SPEND, Posting
from sync.wire.ledger_part import LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Points and tier credit to add to a statement, and awards given once, by rule."""

    available: int = 0
    pending: int = 0
    spend_minor: int = 0
    issued: Mapping[str, int] = field(default_factory=dict)


class Trace(NamedTuple):
    """What one record changes of one account, as kept with the record's pointer."""

    account: AccountId
    available: int
    pending: int
    spend_minor: int
    issued: str


def traces(part: LedgerPart) -> tuple[Trace, ...]:
    """Return what a record changes that is shown, by account.

    Moving value between places that are shown as one (taking a grant, setting points aside,
    handing an allowance back) leaves no trace.
    """
    rules = {given.account: _rules(part, given.account) for given in part.issued}
    sums: dict[AccountId, list[int]] = {account: [0, 0, 0] for account in rules}
    for entry in part.entries:
        for posting in entry.postings:
            if posting.place != HOUSE:
                shown = sums.setdefault(posting.account, [0, 0, 0])
                shown[_column(posting)] += posting.amount
    found = (
        Trace(account, available, pending, spend_minor, rules.get(account, ""))
        for account, (available, pending, spend_minor) in sorted(sums.items())
    )
    return tuple(trace for trace in found if any(trace[1:]))


def counted(issued: str) -> Mapping[str, int]:
    """Count the rules that traces say were issued (their names, with spaces between)."""
    return Counter(issued.split())


def added(overlays: Iterable[Overlay]) -> Overlay:
    """Return the sum of overlays."""
    available = pending = spend_minor = 0
    issued: Counter[str] = Counter()
    for overlay in overlays:
        available += overlay.available
        pending += overlay.pending
        spend_minor += overlay.spend_minor
        issued.update(overlay.issued)
    return Overlay(
        available=available, pending=pending, spend_minor=spend_minor, issued=issued
    )


def _column(posting: Posting) -> int:
    if posting.unit == POINTS:
        return 1 if posting.place == PENDING else 0
    return 2 if posting.unit == SPEND else 0


def _rules(part: LedgerPart, account: AccountId) -> str:
    return " ".join(given.rule for given in part.issued if given.account == account)
