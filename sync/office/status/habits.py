"""Members' statistics: kept up as records are applied, rebuilt from the journals."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from sqlalchemy import delete, select

from rules.calendars.periods import Reckoning
from rules.programme import Programme
from rules.sale.decisions import Returned
from rules.segments.segment import interests
from rules.segments.statistics import NOTHING, Purchase, Statistics, added
from sync.core.purchases import (
    purchase_in,
    purchase_of,
    purchase_text,
    statistics_in,
    statistics_text,
    undone,
)
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import BOUGHT, SETTING, STATISTICS
from sync.office.database.upserts import put
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.documents import sale_key
from sync.office.journals.reading import Read
from sync.office.returning.papers import SaleBooked, booked
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of

COUNTED: Final = "statistics_of"
"""The setting that says what was asked for when everything was counted last."""

_EMPTY: Final = statistics_text(NOTHING)


class Sales(Protocol):
    """Who knows what came back of sales."""

    def settled(self) -> Collection[str]:
        """Return the keys of sales whose returns were judged just now."""
        ...

    def stands(self, key: str) -> tuple[SaleBooked | None, list[Returned]]:
        """Return the record that says whose a sale is, and what came back of it."""
        ...


@dataclass(slots=True)
class _Member:
    """One member's statistics while they are being changed."""

    statistics: Statistics = NOTHING
    last_ms: int = 0


def keeps_statistics(programme: Programme | None) -> bool:
    """Say whether anything in a programme asks what members bought."""
    if programme is None:
        return False
    ladder = programme.ladder
    return bool(
        programme.segments
        or (ladder and ladder.metric == "visits")
        or any(terms.expires_inactive_months for terms in programme.units)
        or any(campaign.goal for campaign in programme.campaigns)
    )


@dataclass(slots=True)
class Habits:
    """What some records say of what members buy; ``settle`` keeps it.

    ``owners`` maps second accounts to those they were merged into.
    """

    sitting: Sitting
    owners: dict[str, str]
    _heard: dict[str, SaleBooked] = field(default_factory=dict)
    _last_ms: dict[str, int] = field(default_factory=dict)

    def hear(self, record: Read) -> None:
        """Take down a record that was applied and counts."""
        key = sale_key(record.header)
        if key and keeps_statistics(current(self.sitting)):
            self.hear_sale(key, booked(record.stored(), record.branch))

    def hear_sale(self, key: str, sale: SaleBooked) -> None:
        """Take down a sale or its attachment; the first that names a member stands."""
        if sale.account and key not in self._heard:
            self._heard[key] = sale
            owner = self.owners.get(sale.account, sale.account)
            at_ms = sale.stored.header.at_ms
            self._last_ms[owner] = max(at_ms, self._last_ms.get(owner, 0))

    def settle(self, sales: Sales) -> set[str]:
        """Keep what changed; return the accounts whose statistics did."""
        programme = current(self.sitting)
        if programme is None or not keeps_statistics(programme):
            # What was counted ends here: whoever asks again has all of it counted anew.
            of = SETTING.c.name == COUNTED
            self.sitting.connection.execute(delete(SETTING).where(of))
            return set()
        wanted = {*self._heard, *sales.settled()}
        now = {key: self._now(key, sales, programme.reckoning) for key in wanted}
        before = self._before(wanted)
        for key, (account, purchase) in self._of_second_accounts().items():
            if key not in wanted:
                before[key] = {account: purchase}
                now[key] = {self.owners[account]: purchase}
        wanted = set(now)
        deltas: dict[str, list[Purchase]] = {}
        for key in sorted(wanted):
            for account, purchase in before.get(key, {}).items():
                deltas.setdefault(account, []).append(undone(purchase))
            for account, purchase in now[key].items():
                deltas.setdefault(account, []).append(purchase)
        self._write_bought(before, now)
        self._write_statistics(deltas, interests(programme.segments))
        return set(deltas)

    def _now(self, key: str, sales: Sales, reckoning: Reckoning) -> dict[str, Purchase]:
        owner, returned = sales.stands(key)
        owner = owner if owner and owner.account else self._heard.get(key)
        if owner is None or not owner.account:
            return {}
        account = self.owners.get(owner.account, owner.account)
        return {account: purchase_of(owner.given, returned, reckoning)}

    def _of_second_accounts(self) -> dict[str, tuple[str, Purchase]]:
        """Return what stands of sales of accounts that turned out to be second ones."""
        if not self.owners:
            return {}
        these = wanted_accounts(self.sitting.connection, self.owners)
        rows = self.sitting.connection.execute(
            select(BOUGHT.c.account, BOUGHT.c.document, BOUGHT.c.body).join(
                these, is_in(these, BOUGHT)
            )
        )
        return {row.document: (row.account, purchase_in(row.body)) for row in rows}

    def _before(self, keys: Iterable[str]) -> dict[str, dict[str, Purchase]]:
        found: dict[str, dict[str, Purchase]] = {}
        for some in chunks(sorted(keys)):
            rows = self.sitting.connection.execute(
                select(BOUGHT.c.account, BOUGHT.c.document, BOUGHT.c.body).where(
                    BOUGHT.c.document.in_(some)
                )
            )
            for row in rows:
                purchases = found.setdefault(row.document, {})
                purchases[row.account] = purchase_in(row.body)
        return found

    def _write_bought(
        self,
        before: dict[str, dict[str, Purchase]],
        now: dict[str, dict[str, Purchase]],
    ) -> None:
        for key, purchases in before.items():
            for account in purchases.keys() - now[key].keys():
                self.sitting.connection.execute(
                    delete(BOUGHT).where(
                        BOUGHT.c.bucket == bucket_of(account),
                        BOUGHT.c.account == account,
                        BOUGHT.c.document == key,
                    )
                )
        rows: list[dict[str, object]] = [
            {
                "bucket": bucket_of(account),
                "account": account,
                "document": key,
                "body": purchase_text(purchase),
                "day": purchase.day,
            }
            for key, purchases in sorted(now.items())
            for account, purchase in purchases.items()
        ]
        put(self.sitting.connection, BOUGHT, rows)

    def _write_statistics(
        self, deltas: dict[str, list[Purchase]], wanted: frozenset[str]
    ) -> None:
        members = _read(self.sitting, {*deltas, *self._last_ms})
        for account, purchases in deltas.items():
            member = members[account]
            for purchase in purchases:
                member.statistics = added(member.statistics, purchase, wanted)
        for account, at_ms in self._last_ms.items():
            members[account].last_ms = max(members[account].last_ms, at_ms)
        _write(self.sitting, members)


def read_statistics(
    sitting: Sitting, accounts: Collection[str]
) -> dict[str, tuple[Statistics, int]]:
    """Return some members' statistics and when they last bought anything."""
    found = _read(sitting, accounts)
    return {name: (member.statistics, member.last_ms) for name, member in found.items()}


def _read(sitting: Sitting, accounts: Collection[str]) -> dict[str, _Member]:
    members = {account: _Member() for account in accounts}
    these = wanted_accounts(sitting.connection, members)
    rows = sitting.connection.execute(
        select(STATISTICS.c.account, STATISTICS.c.body, STATISTICS.c.last_ms).join(
            these, is_in(these, STATISTICS)
        )
    )
    for row in rows:
        statistics = NOTHING if row.body == _EMPTY else statistics_in(row.body)
        members[row.account] = _Member(statistics, row.last_ms)
    return members


def _write(sitting: Sitting, members: dict[str, _Member]) -> None:
    rows: Sequence[dict[str, object]] = [
        {
            "bucket": bucket_of(account),
            "account": account,
            "body": statistics_text(member.statistics),
            "last_ms": member.last_ms,
        }
        for account, member in sorted(members.items())
    ]
    put(sitting.connection, STATISTICS, rows)
