"""The book, opened for one transaction: read, post, and written all at once at the end."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, select

from rules.ground.ids import LotId, RecordId
from rules.value.ledger import POINTS, TIER_CREDIT, Entry, Lot, Posting
from sync.core.admission import entry_bucket, is_house
from sync.kit.clock import to_ms
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, BUCKET, CHANGE, LOT
from sync.office.database.upserts import Row, add, insert_new, put
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Author, Writing
from sync.wire.buckets import bucket_of

GENERATION_BITS = 32
"""A revision carries the generation above its counter: cursors of before a restore show."""


class Key(NamedTuple):
    """Where an amount stands: the columns of a balance's key."""

    bucket: int
    account: str
    unit: str
    lot: str
    place: str


class NotOneBucketError(Exception):
    """An entry of ours across buckets, or about nobody: an invariant of ours is broken."""


class OpenBook:
    """Balances of some accounts, held locked, and what is being posted to them.

    ``spenders`` were posted tier credit, ``movers`` points; ``unspent`` says of which lots
    of tier credit some was taken;
    ``gave`` names the rules and counters by which tills' records gave an account something,
    ``promised`` the codes of vouchers among it, by account and rule.
    """

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.author = Author(sitting, ())
        self.spenders: set[str] = set()
        self.movers: set[str] = set()
        self.gave: dict[str, set[str]] = {}
        self.promised: dict[tuple[str, str], list[str]] = {}
        self.unspent: list[tuple[str, str, int]] = []
        self._known: dict[Key, int] = {}
        self._keys_of: dict[str, set[Key]] = {}
        self._moved: dict[Key, int] = {}
        self._lots: dict[tuple[str, str, str], Row] = {}
        self._touched: set[str] = set()

    def open(self, accounts: Collection[str]) -> None:
        """Lock the accounts' buckets, in order, and read what stands where.

        Called once, with every account that will be posted to.
        """
        buckets = sorted({bucket_of(account) for account in accounts})
        self.author = Author(self.sitting, buckets)
        for chunk in chunks(buckets):
            self.sitting.connection.execute(
                select(BUCKET.c.bucket)
                .where(BUCKET.c.bucket.in_(chunk))
                .order_by(BUCKET.c.bucket)
                .with_for_update()
            ).all()
        self._read(accounts)

    def amount(self, account: str, unit: str, lot: str, place: str) -> int:
        """Return what stands there, what was just posted included; not for tier credit."""
        key = Key(bucket_of(account), account, unit, lot, place)
        return self._known.get(key, 0) + self._moved.get(key, 0)

    def standing(self, account: str, unit: str, place: str) -> dict[LotId, int]:
        """Return what stands at one place, by lot; nothing for tier credit."""
        lots = {
            LotId(key.lot): self._known.get(key, 0) + self._moved.get(key, 0)
            for key in self._keys_of.get(account, ())
            if (key.unit, key.place) == (unit, place)
        }
        return {lot: amount for lot, amount in lots.items() if amount}

    def left(self, account: str, unit: str) -> int:
        """Return what an account has of a unit, wherever it stands; not of tier credit."""
        keys = [key for key in self._keys_of.get(account, ()) if key.unit == unit]
        return sum(self._known.get(key, 0) + self._moved.get(key, 0) for key in keys)

    def bear(self, lots: Iterable[Lot]) -> None:
        """Take down lots as they were born; what is known of a lot already stays."""
        for lot in lots:
            row: Row = {
                "bucket": bucket_of(lot.account),
                "account": lot.account,
                "unit": lot.unit,
                "lot": lot.lot,
                "rule": lot.rule,
                "earned_ms": to_ms(lot.earned_at),
                "active_ms": to_ms(lot.active_from),
                "expires_ms": 0 if lot.expires is None else to_ms(lot.expires),
            }
            self._lots.setdefault((lot.account, lot.unit, lot.lot), row)
            self._touched.add(lot.account)

    def bears(self, account: str, unit: str, lot: str) -> bool:
        """Say whether a lot is being taken down."""
        return (account, unit, lot) in self._lots

    def post(self, entries: Iterable[Entry]) -> None:
        """Post entries, each of accounts of one bucket."""
        for entry in entries:
            bucket = entry_bucket(entry)
            if bucket is None:
                raise NotOneBucketError(entry.kind)
            for posting in entry.postings:
                self._post(bucket, posting)

    def say(self, bucket: int, writing: Writing) -> RecordId:
        """Write a record of our own about a bucket and post what it moves."""
        record = self.author.write(bucket, writing)
        self.bear(writing.part.lots)
        self.post(writing.part.entries)
        return record

    def touch(self, account: str) -> None:
        """Have tills told about an account although nothing was posted to it."""
        self._touched.add(account)

    def flush(self) -> None:
        """Write balances and lots, so that statements can read them."""
        connection = self.sitting.connection
        added, kept, gone = self._sorted_out()
        add(connection, BALANCE, "amount", added)
        put(connection, BALANCE, kept)
        if gone:
            connection.execute(_DELETE, gone)
        insert_new(connection, LOT, list(self._lots.values()))
        self._moved = {}
        self._lots = {}

    def close(self) -> None:
        """Write everything: balances, lots, our own records, and which accounts changed."""
        self.flush()
        self.author.close()
        self._mark_changes()

    def _read(self, accounts: Collection[str]) -> None:
        these = wanted_accounts(self.sitting.connection, accounts)
        rows = self.sitting.connection.execute(
            select(BALANCE)
            .join(these, is_in(these, BALANCE))
            .where(BALANCE.c.unit.not_in(sorted(TIER_CREDIT)))
        )
        for bucket, account, unit, lot, place, amount in rows:
            key = Key(bucket, account, unit, lot, place)
            self._known[key] = amount
            self._keys_of.setdefault(account, set()).add(key)

    def _post(self, bucket: int, posting: Posting) -> None:
        key = Key(bucket, posting.account, posting.unit, posting.lot, posting.place)
        self._moved[key] = self._moved.get(key, 0) + posting.amount
        if not is_house(posting.account):
            self._keys_of.setdefault(posting.account, set()).add(key)
            self._touched.add(posting.account)
            if posting.unit == POINTS:
                self.movers.add(posting.account)
            if posting.unit in TIER_CREDIT:
                self.spenders.add(posting.account)
                if posting.amount < 0:
                    self.unspent.append((posting.account, posting.lot, -posting.amount))

    def _sorted_out(self) -> tuple[list[Row], list[Row], list[Row]]:
        """Sort what moved into amounts to add, to keep, and rows that may be zero now."""
        added: list[Row] = []
        kept: list[Row] = []
        gone: list[Row] = []
        for key, moved in self._moved.items():
            if moved == 0:
                continue
            row = key._asdict()
            if is_house(key.account) or key.unit in TIER_CREDIT:
                added.append({**row, "amount": moved})
                gone.append(_key_of(row))
                continue
            amount = self._known.get(key, 0) + moved
            self._known[key] = amount
            kept.append({**row, "amount": amount})
            if not amount:
                gone.append(_key_of(row))
        return added, kept, gone

    def _mark_changes(self) -> None:
        connection = self.sitting.connection
        accounts = sorted(self._touched)
        buckets = {bucket_of(account) for account in accounts}
        least = self.sitting.generation << GENERATION_BITS
        revisions: dict[int, int] = {}
        for chunk in chunks(sorted(buckets)):
            rows = connection.execute(select(BUCKET).where(BUCKET.c.bucket.in_(chunk)))
            revisions.update({row.bucket: max(row.revision, least) + 1 for row in rows})
        put(
            connection,
            BUCKET,
            [{"bucket": bucket, "revision": at} for bucket, at in revisions.items()],
        )
        put(
            connection,
            CHANGE,
            [
                {
                    "bucket": bucket_of(account),
                    "account": account,
                    "revision": revisions[bucket_of(account)],
                }
                for account in accounts
            ],
        )
        self._touched = set()


def _key_of(row: Row) -> Row:
    return {f"{name}_": row[name] for name in Key._fields}


_DELETE = delete(BALANCE).where(
    and_(
        BALANCE.c.amount == 0,
        *(BALANCE.c[name] == bindparam(f"{name}_") for name in Key._fields),
    )
)
