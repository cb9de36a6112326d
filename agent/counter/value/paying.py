"""What gift-card and wallet tenders of a sale are paid with: holds, or what is here.

As with points, a sale is never refused for it: what nothing was set aside for, and what is
not spendable here, is *unfunded*; the record says how much, for head office.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.asked.requests import Payment, SaleRequest
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.value.funding import split
from agent.counter.value.holds import hold_entry, release_entry
from rules.ground.ids import AccountId, LotId, RuleId, Unit
from rules.programme import Programme
from rules.value.ledger import HOUSE, HOUSE_REDEEMED, Entry, Posting, Slice, held_at
from rules.value.lots import consume
from rules.vouchers.money import UNIT_OF, WALLET
from sync.book.given import slices_out
from sync.till.book.units import unit_view
from sync.till.journal.journal import StoredHold
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import Held

_WALLET_TENDER: Final = "wallet"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySpend:
    """Money of one account that paid a part of a sale."""

    tender: str
    account: AccountId
    unit: Unit
    slices: tuple[Slice, ...]

    @property
    def amount_minor(self) -> int:
        """How much that is."""
        return sum(piece.amount for piece in self.slices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """How a sale's money tenders are paid: what moves, and what nobody paid."""

    spends: tuple[MoneySpend, ...] = ()
    entries: tuple[Entry, ...] = ()
    closes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    unfunded_minor: int = 0


def is_money(payment: Payment) -> bool:
    """Say whether a part was paid from a gift card or a wallet kept with us."""
    return payment.tender in UNIT_OF


def is_known(tender: str, programme: Programme | None) -> bool:
    """Say whether the programme keeps such money; else it is another system's."""
    if programme is None:
        return False
    terms = programme.wallet if tender == _WALLET_TENDER else programme.gift_cards
    return terms is not None


def pay(
    desk: Desk,
    request: SaleRequest,
    *,
    bearer: Bearer | None,
    holds: Sequence[StoredHold],
    programme: Programme | None,
) -> Paying:
    """Find the money for a sale's gift-card and wallet tenders, in order."""
    till = _Till(desk, bearer, [stored for stored in holds if stored.held.unit in _UNITS])
    for payment in request.tenders:
        if is_money(payment) and payment.amount_minor > 0:
            till.pay(payment, known=is_known(payment.tender, programme))
    till.let_rest_go()
    return Paying(
        spends=tuple(till.spends),
        entries=tuple(till.entries),
        closes=tuple(till.closes),
        notices=tuple(dict.fromkeys(till.notices)),
        unfunded_minor=till.unfunded_minor,
    )


def money_spends_out(spends: Iterable[MoneySpend]) -> Sequence[Json]:
    """Write what was paid with money kept with us, slice by slice."""
    return [
        {
            "account": spend.account,
            "slices": slices_out(spend.slices),
            "tender": spend.tender,
            "unit": spend.unit,
        }
        for spend in spends
    ]


_UNITS: Final = frozenset(UNIT_OF.values())


class _Till:
    """Collects what moves while money is looked for."""

    def __init__(self, desk: Desk, bearer: Bearer | None, holds: list[StoredHold]) -> None:
        self.spends: list[MoneySpend] = []
        self.entries: list[Entry] = []
        self.closes: list[str] = []
        self.notices: list[str] = []
        self.unfunded_minor = 0
        self._desk = desk
        self._bearer = bearer
        self._holds = holds

    def pay(self, payment: Payment, *, known: bool) -> None:
        """Pay one tender: from the hold it names, else one of its kind, else from here."""
        wanted = payment.amount_minor
        stored = self._hold_for(payment)
        if stored is not None:
            wanted -= self._from_hold(stored, wanted)
        if wanted and known and payment.tender == _WALLET_TENDER:
            wanted -= self._from_here(wanted)
        if wanted and (known or stored is not None):
            self.unfunded_minor += wanted
            self.notices.append(f"unfunded_{payment.tender}")

    def let_rest_go(self) -> None:
        """Release the holds that the sale names and no tender needed."""
        for stored in self._holds:
            held = stored.held
            self.entries.append(release_entry(held, held.slices, self._desk.life))
            self.closes.append(stored.record)
            self.notices.append("hold_not_needed")

    def _hold_for(self, payment: Payment) -> StoredHold | None:
        unit = UNIT_OF[payment.tender]
        fits = [stored for stored in self._holds if stored.held.unit == unit]
        named = [stored for stored in fits if stored.record == payment.hold]
        found = named or ([] if payment.hold else fits)
        if not found:
            return None
        self._holds.remove(found[0])
        return found[0]

    def _from_hold(self, stored: StoredHold, wanted: int) -> int:
        held = stored.held
        used, rest = split(held.slices, min(wanted, held.value_minor))
        self.closes.append(stored.record)
        if rest:
            self.entries.append(release_entry(held, rest, self._desk.life))
        return self._spend(held, used)

    def _from_here(self, wanted: int) -> int:
        """Take money of the member's wallet that may be spent here anyway."""
        account = self._bearer.account if self._bearer else None
        view = unit_view(self._desk.book, account, WALLET) if account else None
        if account is None or view is None or view.spendable_here < wanted:
            return 0
        held = Held(
            account=account,
            unit=WALLET,
            reward=RuleId(_WALLET_TENDER),
            value_minor=wanted,
            workstation="",
            slices=consume(view.here, wanted),
        )
        self.entries.append(hold_entry(held, held.slices, self._desk.life))
        return self._spend(held, held.slices)

    def _spend(self, held: Held, slices: tuple[Slice, ...]) -> int:
        spend = MoneySpend(
            tender=held.reward, account=held.account, unit=held.unit, slices=slices
        )
        aside = held_at(self._desk.life)
        taken = (
            Posting(held.account, held.unit, -piece.amount, piece.lot, aside)
            for piece in slices
        )
        paid = Posting(HOUSE_REDEEMED, held.unit, spend.amount_minor, LotId(""), HOUSE)
        self.entries.append(Entry("redeem", held.reward, (*taken, paid)))
        self.spends.append(spend)
        return spend.amount_minor
