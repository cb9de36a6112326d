"""The book, put together anew from the journals alone: what verification compares with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.core.admission import entry_bucket
from sync.kit.clock import to_ms
from sync.office.journals.open_book import Key
from sync.wire.canonical import Json, decode_object
from sync.wire.records.header import Header
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.record import Record

LotKey = tuple[str, str, str]
LotDates = tuple[int, int, int]
Moment = tuple[int, int]


@dataclass(slots=True)
class Rebuilt:
    """What the applied records of all journals add up to, read in any order."""

    balances: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    lots: dict[LotKey, LotDates] = field(default_factory=dict)
    dealt: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    tiers: dict[str, tuple[Moment, str]] = field(default_factory=dict)

    def add(self, record: Record, header: Header, part: LedgerPart) -> None:
        """Add one record."""
        self._post(part)
        for lot in part.lots:
            expires_ms = 0 if lot.expires is None else to_ms(lot.expires)
            dates = (to_ms(lot.earned_at), to_ms(lot.active_from), expires_ms)
            self.lots.setdefault((lot.account, lot.unit, lot.lot), dates)
        grants = {grant.grant for grant in part.grants}
        if header.kind == "deal":
            self.dealt |= grants
        elif header.kind == "take":
            self.taken |= grants
        elif header.kind in {"tier", "opening"}:
            self._place(header, decode_object(record.facts_bytes()))

    def standing(self) -> dict[Key, int]:
        """Return the balances that are not zero."""
        return {key: amount for key, amount in self.balances.items() if amount}

    def sums(self) -> dict[str, int]:
        """Return the sum of everything for each unit: zero, or the book is not balanced."""
        sums: dict[str, int] = defaultdict(int)
        for key, amount in self.balances.items():
            sums[key.unit] += amount
        return dict(sums)

    def _post(self, part: LedgerPart) -> None:
        for entry in part.entries:
            bucket = entry_bucket(entry)
            for posting in entry.postings:
                key = Key(
                    -1 if bucket is None else bucket,
                    posting.account,
                    posting.unit,
                    posting.lot,
                    posting.place,
                )
                self.balances[key] += posting.amount

    def _place(self, header: Header, facts: Mapping[str, Json]) -> None:
        members = facts.get("members", (facts,))
        # A bucket is written about by one chain a generation, so this is their order.
        moment = (header.life, header.seq)
        for member in members if isinstance(members, Sequence) else ():
            match member:
                case {"account": str(account), "tier": str(tier)}:
                    self._newest(account, moment, tier)
                case _:
                    pass

    def _newest(self, account: str, moment: Moment, tier: str) -> None:
        if account not in self.tiers or moment >= self.tiers[account][0]:
            self.tiers[account] = (moment, tier)
