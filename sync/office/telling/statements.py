"""Statements: head office's word on an account, put together for many accounts at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sqlalchemy import CTE, func, select

from rules.value.ledger import PENDING, POINTS, TIER_CREDIT, is_voucher
from sync.core.digests import Stated
from sync.core.placing import holder_of
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, ISSUANCE, LOT, MEMBER, SAME_LOT
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.status.tier_credit import climb, credit_now
from sync.office.telling.further import further
from sync.office.tills.roster import stores_of_lives
from sync.wire.messages import Expiring, Further, Statement, UnitBalance

_CREDIT: Final = sorted(TIER_CREDIT)
EXPIRING_MAX: Final = 4
"""How many coming ends of points a statement names."""


@dataclass(slots=True)
class _Sums:
    """What an account has of one unit, and its newest lot's moment, name, rule and end."""

    available: int = 0
    dealable: int = 0
    pending: int = 0
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    newest: tuple[int, str, str, int] = (0, "", "", 0)


@dataclass(slots=True)
class _Gathered:
    """What is known of one account."""

    status: Literal["active", "blocked"] = "active"
    home: str = ""
    tier: str = ""
    tier_until_ms: int = 0
    points: _Sums = field(default_factory=_Sums)
    units: dict[str, _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    ending: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    issued: dict[str, int] = field(default_factory=dict)
    further: Further | None = None


class StatementWriter:
    """Writes statements in one transaction; what all of them need is read once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._climb = climb(sitting)
        self._stores = stores_of_lives(sitting.connection)

    def write(self, revisions: Mapping[str, int]) -> dict[str, Statement]:
        """Return the statements of some members, each as of its bucket's revision."""
        gathered = {account: _Gathered() for account in revisions}
        these = wanted_accounts(self._sitting.connection, revisions)
        self._members(these, gathered)
        self._amounts(these, gathered)
        self._vouchers(gathered)
        self._issued(these, gathered)
        for account, told in further(self._sitting, revisions).items():
            gathered[account].further = told
        spend = self._spend(revisions)
        return {
            account: self._statement(account, known, spend.get(account, 0), revision)
            for (account, known), revision in zip(
                gathered.items(), revisions.values(), strict=True
            )
        }

    def balances(self, accounts: Iterable[str]) -> list[Stated]:
        """Return what of those statements would go into their buckets' digests."""
        gathered = {account: _Gathered() for account in accounts}
        self._amounts(wanted_accounts(self._sitting.connection, gathered), gathered)
        rows: list[Stated] = []
        for account, known in gathered.items():
            rows.append((account, known.points.available, known.points.pending))
            rows += [
                (account, unit, sums.available, sums.pending)
                for unit, sums in known.units.items()
                if sums.available or sums.pending
            ]
        return rows

    def _members(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(MEMBER).join(these, is_in(these, MEMBER))
        )
        for row in rows:
            known = gathered[row.account]
            known.status, known.home = row.status, row.home
            known.tier, known.tier_until_ms = row.tier, row.tier_until_ms

    def _amounts(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(
                BALANCE.c.account,
                BALANCE.c.unit,
                BALANCE.c.place,
                BALANCE.c.amount,
                LOT.c.expires_ms,
            )
            .select_from(
                these.join(BALANCE, is_in(these, BALANCE)).outerjoin(LOT, SAME_LOT)
            )
            .where(BALANCE.c.unit.not_in(_CREDIT))
        )
        for account, unit, place, amount, expires_ms in rows:
            known = gathered[account]
            sums = known.points if unit == POINTS else known.units[unit]
            if place == PENDING:
                sums.pending += amount
                continue
            sums.available += amount
            if unit == POINTS:
                known.ending[expires_ms or 0] += amount
            holder = holder_of(place)
            if holder is None:
                sums.dealable += amount
            else:
                sums.held[self._stores.get(holder, holder)] += amount

    def _vouchers(self, gathered: dict[str, _Gathered]) -> None:
        """Tell of vouchers what they are, also of those that nothing is left of."""
        vouchers = [account for account in gathered if is_voucher(account)]
        if not vouchers:
            return
        these = wanted_accounts(self._sitting.connection, vouchers)
        rows = self._sitting.connection.execute(
            select(LOT).join(these, is_in(these, LOT)).where(LOT.c.unit.not_in(_CREDIT))
        )
        for row in rows:
            known = gathered[row.account]
            sums = known.units[row.unit]
            sums.newest = max(
                sums.newest, (row.earned_ms, row.lot, row.rule, row.expires_ms)
            )
            known.home = self._store_of(sums.newest[1])

    def _store_of(self, lot: str) -> str:
        """Return the store whose till made a lot, empty when it was ourselves."""
        life, _, _ = lot.partition("-")
        return self._stores.get(life, "")

    def _issued(self, these: CTE, gathered: dict[str, _Gathered]) -> None:
        rows = self._sitting.connection.execute(
            select(ISSUANCE.c.account, ISSUANCE.c.rule, func.count())
            .join(these, is_in(these, ISSUANCE))
            .group_by(ISSUANCE.c.account, ISSUANCE.c.rule)
        )
        for account, rule, times in rows:
            gathered[account].issued[rule] = times

    def _spend(self, accounts: Collection[str]) -> dict[str, int]:
        if self._climb is None:
            return {}
        return credit_now(
            self._sitting.connection, self._climb, accounts, self._sitting.now
        )

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
            available=known.points.available,
            dealable=max(0, known.points.dealable),
            pending=known.points.pending,
            held=_held(known.points),
            issued=dict(sorted(known.issued.items())),
            expiring=tuple(_expiring(known.ending.items(), self._sitting.now_ms)),
            revision=revision,
            as_of_ms=self._sitting.now_ms,
            balances=tuple(
                _balance(unit, sums) for unit, sums in sorted(known.units.items())
            ),
            further=known.further,
        )


def _held(sums: _Sums) -> dict[str, int]:
    return {store: amount for store, amount in sorted(sums.held.items()) if amount}


def _balance(unit: str, sums: _Sums) -> UnitBalance:
    _, lot, rule, until_ms = sums.newest
    return UnitBalance(
        unit=unit,
        available=sums.available,
        dealable=max(0, sums.dealable),
        pending=sums.pending,
        held=_held(sums),
        rule=rule,
        lot=lot,
        until_ms=until_ms,
    )


def _expiring(ending: Iterable[tuple[int, int]], now_ms: int) -> list[Expiring]:
    coming = sorted((end, points) for end, points in ending if end > now_ms and points > 0)
    return [Expiring(points=points, before_ms=end) for end, points in coming[:EXPIRING_MAX]]
