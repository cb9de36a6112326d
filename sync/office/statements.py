"""Statements: head office's word on an account, put together for many accounts at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sqlalchemy import CTE, func, select

from rules.ledger import PENDING, POINTS
from rules.tiers import window_start
from sync.core.placing import holder_of
from sync.office.desk import Sitting
from sync.office.programmes import current_ladder
from sync.office.roster import stores_of_lives
from sync.office.tables import BALANCE, ISSUANCE, LOT, MEMBER, SAME_LOT
from sync.office.tiers import spend_since
from sync.office.wanted import is_in, wanted_accounts
from sync.wire.messages import Expiring, Statement

EXPIRING_MAX: Final = 4
"""How many coming ends of points a statement names."""


@dataclass(slots=True)
class _Gathered:
    """What is known of one account."""

    status: Literal["active", "blocked"] = "active"
    home: str = ""
    tier: str = ""
    tier_until_ms: int = 0
    available: int = 0
    dealable: int = 0
    pending: int = 0
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ending: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    issued: dict[str, int] = field(default_factory=dict)


class StatementWriter:
    """Writes statements in one transaction; what all of them need is read once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._ladder = current_ladder(sitting)
        self._stores = stores_of_lives(sitting.connection)

    def write(self, revisions: Mapping[str, int]) -> dict[str, Statement]:
        """Return the statements of some members, each as of its bucket's revision."""
        gathered = {account: _Gathered() for account in revisions}
        these = wanted_accounts(self._sitting.connection, revisions)
        self._members(these, gathered)
        self._points(these, gathered)
        self._issued(these, gathered)
        spend = self._spend(revisions)
        return {
            account: self._statement(account, known, spend.get(account, 0), revision)
            for (account, known), revision in zip(
                gathered.items(), revisions.values(), strict=True
            )
        }

    def balances(self, accounts: Iterable[str]) -> list[tuple[str, int, int]]:
        """Return (account, available, pending) as those statements would say."""
        gathered = {account: _Gathered() for account in accounts}
        self._points(wanted_accounts(self._sitting.connection, gathered), gathered)
        return [
            (account, known.available, known.pending) for account, known in gathered.items()
        ]

    def _members(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(MEMBER).join(these, is_in(these, MEMBER))
        )
        for row in rows:
            known = gathered[row.account]
            known.status, known.home = row.status, row.home
            known.tier, known.tier_until_ms = row.tier, row.tier_until_ms

    def _points(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(BALANCE.c.account, BALANCE.c.place, BALANCE.c.amount, LOT.c.expires_ms)
            .select_from(
                these.join(BALANCE, is_in(these, BALANCE)).outerjoin(LOT, SAME_LOT)
            )
            .where(BALANCE.c.unit == POINTS)
        )
        for account, place, amount, expires_ms in rows:
            known = gathered[account]
            if place == PENDING:
                known.pending += amount
                continue
            known.available += amount
            known.ending[expires_ms or 0] += amount
            holder = holder_of(place)
            if holder is None:
                known.dealable += amount
            else:
                known.held[self._stores.get(holder, holder)] += amount

    def _issued(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(ISSUANCE.c.account, ISSUANCE.c.rule, func.count())
            .join(these, is_in(these, ISSUANCE))
            .group_by(ISSUANCE.c.account, ISSUANCE.c.rule)
        )
        for account, rule, times in rows:
            gathered[account].issued[rule] = times

    def _spend(self, accounts: Collection[str]) -> dict[str, int]:
        if self._ladder is None:
            return {}
        start = window_start(self._ladder, self._sitting.now)
        return spend_since(self._sitting.connection, accounts, start)

    def _statement(
        self, account: str, known: _Gathered, spend: int, revision: int
    ) -> Statement:
        return Statement(
            account=account,
            status=known.status,
            home=known.home,
            tier=known.tier,
            tier_until_ms=known.tier_until_ms,
            spend_minor=spend,
            available=known.available,
            dealable=max(0, known.dealable),
            pending=known.pending,
            held={store: points for store, points in sorted(known.held.items()) if points},
            issued=dict(sorted(known.issued.items())),
            expiring=tuple(_expiring(known.ending.items(), self._sitting.now_ms)),
            revision=revision,
            as_of_ms=self._sitting.now_ms,
        )


def _expiring(ending: Iterable[tuple[int, int]], now_ms: int) -> list[Expiring]:
    coming = sorted((end, points) for end, points in ending if end > now_ms and points > 0)
    return [Expiring(points=points, before_ms=end) for end, points in coming[:EXPIRING_MAX]]
