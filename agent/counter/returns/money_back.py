"""What a return does to value kept with us: cards, wallets, budgets get their own back.

A card or a top-up that comes back is taken from what this till may spend of it, so that it
is never more than is there; its door asks head office for it first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.returns.originals import BookedSale
from agent.counter.value.fetching import NeedsMore
from agent.counter.value.paying import is_known
from rules.ground.ids import AccountId, LotId, Place, RecordId, Unit
from rules.ground.refusal import Refusal, refuse
from rules.programme import Programme
from rules.refund.loads import unloaded
from rules.refund.tally import void_lines
from rules.sale.decisions import Returned, ReturnLine
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_LOADED,
    USES,
    Entry,
    Lot,
    Posting,
    Slice,
    is_budget,
    spent_to,
)
from rules.value.lots import consume, last_consumed
from rules.vouchers.money import UNIT_OF, WALLET, WALLET_RULE
from sync.book.given import (
    Object,
    allotments_in,
    part,
    parts,
    returned,
    sale_given,
    slices_in,
    slices_out,
    text,
    whole,
)
from sync.till.book.units import unit_view
from sync.wire.canonical import Json
from sync.wire.records.identity import split_record

_WALLET_TENDER: Final = "wallet"
_LOADS: Final = frozenset({"gift_card_sale", "wallet_top_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Value of one account that comes back to it."""

    tender: str
    account: AccountId
    unit: Unit
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """What a return moves of cards, wallets and coupons.

    ``due`` is how much a tender gets back once the till that it paid at has noted the
    return: another till's card or wallet.
    """

    entries: tuple[Entry, ...] = ()
    lots: tuple[Lot, ...] = ()
    backs: tuple[Back, ...] = ()
    due: tuple[tuple[str, int], ...] = ()

    def facts(self) -> Sequence[Json]:
        """Write what came back: the next return of the sale goes on from there."""
        return [
            {
                "account": back.account,
                "slices": slices_out(back.slices),
                "tender": back.tender,
                "unit": back.unit,
            }
            for back in self.backs
        ]

    def told(self) -> Sequence[Answer]:
        """Return what came back as an answer tells it."""
        moved: list[Answer] = [
            {
                "kind": back.tender,
                "unit": back.unit,
                "amount": sum(piece.amount for piece in back.slices),
            }
            for back in self.backs
        ]
        waiting: list[Answer] = [
            {
                "kind": tender,
                "unit": UNIT_OF[tender],
                "amount": amount,
                "state": "pending_acceptance",
            }
            for tender, amount in self.due
        ]
        return [*moved, *waiting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A return that is being decided: its lines, and what goes back to which tender."""

    sale: BookedSale
    lines: Sequence[ReturnLine]
    to_tenders: Sequence[tuple[str, int]]
    programme: Programme
    record: RecordId
    at: datetime


def money_back(desk: Desk, asked: Return) -> MoneyBack | Refusal:
    """Decide what goes back to cards, wallets and coupons, and what is taken from them.

    Refusals: ``money_spent`` (a card or top-up that comes back is not there any more),
    ``load_not_here`` (its sale is another till's: a slip does not tell which card it was),
    ``gives_back_too_much`` (more goes to a gift card than it paid).
    """
    elsewhere = _load_of_another_till(asked)
    if elsewhere is not None:
        return elsewhere
    work = _Work(desk, asked)
    for account, unit, amount in loads_returned(asked.sale, asked.lines):
        refused = work.unload(account, unit, amount)
        if refused is not None:
            return refused
    for tender, amount in asked.to_tenders:
        if tender in UNIT_OF and amount > 0:
            refused = work.give_back(tender, amount)
            if refused is not None:
                return refused
    work.restore_whole()
    return MoneyBack(
        entries=tuple(work.entries),
        lots=tuple(work.lots),
        backs=tuple(work.backs),
        due=tuple(work.due),
    )


def wanted_for_return(
    desk: Desk, sale: BookedSale, lines: Sequence[ReturnLine]
) -> tuple[NeedsMore, ...]:
    """Return what to ask head office for: what comes back has to be here to be taken."""
    wanted = []
    for account, unit, amount in loads_returned(sale, lines):
        view = unit_view(desk.book, account, unit)
        short = amount - (view.spendable_here if view else 0)
        if short > 0:
            wanted.append(NeedsMore(account=account, unit=unit, points=short))
    return tuple(wanted)


def loads_returned(
    sale: BookedSale, lines: Sequence[ReturnLine]
) -> Iterator[tuple[AccountId, Unit, int]]:
    """Yield how much of which card or wallet comes back with some lines."""
    if sale.paper is None:
        return
    net = {line.line: line.net_minor for line in sale_given(sale.paper).basket.lines}
    before = [
        line for past in sale.all_reversals for line in returned(past, sale.key).lines
    ]
    for load in parts(sale.paid_with, "loads"):
        name, whole_minor = text(load, "line"), whole(load, "amount_minor")
        came = _of(before, name)
        comes = _of(lines, name)
        if comes:
            amount = unloaded(
                whole_minor, came_minor=came, comes_minor=comes, of_minor=net[name]
            )
            yield AccountId(text(load, "account")), Unit(text(load, "unit")), amount


class _Work:
    """Collects what moves."""

    def __init__(self, desk: Desk, asked: Return) -> None:
        self.entries: list[Entry] = []
        self.lots: list[Lot] = []
        self.backs: list[Back] = []
        self.due: list[tuple[str, int]] = []
        self._desk = desk
        self._asked = asked
        self._given: Object = asked.sale.paid_with

    def unload(self, account: AccountId, unit: Unit, amount: int) -> Refusal | None:
        """Take money that was put on a card or into a wallet back from it."""
        view = unit_view(self._desk.book, account, unit)
        here = view.here if view else ()
        spendable = sum(piece.amount for piece in here)
        if spendable < amount:
            left = view.available if view else 0
            return refuse(
                "money_spent",
                loaded_minor=amount,
                left_minor=left,
                spendable_here_minor=spendable,
            )
        pieces = consume(here, amount)
        own = Place(self._desk.life)
        taken = [Posting(account, unit, -piece.amount, piece.lot, own) for piece in pieces]
        house = Posting(HOUSE_LOADED, unit, amount, LotId(""), HOUSE)
        self.entries.append(Entry("reverse", "", (*taken, house)))
        return None

    def give_back(self, tender: str, amount: int) -> Refusal | None:
        """Give a tender its own back; a wallet takes more, a gift card does not."""
        left = amount
        if not self._asked.sale.booked_here:
            left -= self._leave_due(tender, amount)
        for spend, came in self._spends(tender):
            slices = slices_in(spend, "slices")
            part_minor = min(left, sum(piece.amount for piece in slices) - came)
            if part_minor > 0:
                self._return(spend, tender, last_consumed(slices, part_minor, skip=came))
                left -= part_minor
        if left and tender == _WALLET_TENDER and is_known(tender, self._asked.programme):
            return self._load(left)
        unfunded = whole(self._given, "unfunded_money_minor")
        if left > unfunded and is_known(tender, self._asked.programme):
            most = amount - left
            return refuse("gives_back_too_much", tender=tender, most_minor=most)
        return None

    def _leave_due(self, tender: str, amount: int) -> int:
        """Leave to head office what goes back to money that paid at another till."""
        sale = self._asked.sale
        paid = sum(
            one.amount_minor for one in sale.given.basket.tenders if one.tender == tender
        )
        for stored in sale.reversals:
            for due in parts(part(stored.facts, "given"), "money_due"):
                paid -= whole(due, "amount_minor") * (text(due, "tender") == tender)
        part_minor = min(amount, max(0, paid))
        if part_minor and is_known(tender, self._asked.programme):
            self.due.append((tender, part_minor))
        return part_minor

    def restore_whole(self) -> None:
        """Give coupons and budgets their own back once nothing of the sale is left."""
        used = parts(self._given, "coupons")
        drawn = [
            one
            for one in allotments_in(self._given, "restorable")
            if is_budget(one.account)
        ]
        if not (used or drawn) or void_lines(self._asked.sale.given, self._returns()):
            return
        for coupon in used:
            piece = Slice(lot=LotId(text(coupon, "lot")), amount=1, good_until=None)
            back = Back(
                tender="coupon",
                account=AccountId(text(coupon, "account")),
                unit=USES,
                slices=(piece,),
            )
            on_paper = text(coupon, "place") == AVAILABLE
            self._post(back, AVAILABLE if on_paper else self._place())
        for one in drawn:
            piece = Slice(lot=one.lot, amount=one.amount, good_until=None)
            self._give(one.account, one.unit, (piece,), self._place())

    def _returns(self) -> tuple[Returned, ...]:
        now = Returned(
            lines=tuple(self._asked.lines),
            reversals=(),
            given_back=(),
            given_back_minor=0,
            qualifying_minor=0,
        )
        return (*self._asked.sale.earlier, now)

    def _spends(self, tender: str) -> Iterator[tuple[Object, int]]:
        """Yield what of this tender paid the sale, and how much of each came back."""
        came: dict[str, int] = {}
        for stored in self._asked.sale.all_reversals:
            for back in parts(part(stored.facts, "given"), "money_back"):
                account = text(back, "account")
                amount = sum(piece.amount for piece in slices_in(back, "slices"))
                came[account] = came.get(account, 0) + amount
        for spend in parts(self._given, "money_spends"):
            if text(spend, "tender") == tender:
                account = text(spend, "account")
                paid = sum(piece.amount for piece in slices_in(spend, "slices"))
                before = min(came.get(account, 0), paid)
                came[account] = came.get(account, 0) - before
                yield spend, before

    def _return(self, spend: Object, tender: str, slices: tuple[Slice, ...]) -> None:
        back = Back(
            tender=tender,
            account=AccountId(text(spend, "account")),
            unit=Unit(text(spend, "unit")),
            slices=slices,
        )
        self._post(back, self._place())

    def _place(self) -> Place:
        """Only the life whose journal spent it may let it be spent again at once."""
        ours = self._asked.sale.life == self._desk.life
        return Place(self._desk.life) if ours else AVAILABLE

    def _post(self, back: Back, place: Place) -> None:
        self._give(back.account, back.unit, back.slices, place)
        self.backs.append(back)

    def _give(
        self, account: AccountId, unit: Unit, slices: Sequence[Slice], place: Place
    ) -> None:
        given = [Posting(account, unit, piece.amount, piece.lot, place) for piece in slices]
        total = -sum(piece.amount for piece in slices)
        paid = Posting(spent_to(unit), unit, total, LotId(""), HOUSE)
        self.entries.append(Entry("give_back", "", (*given, paid)))

    def _load(self, amount: int) -> Refusal | None:
        """Pay money out into the wallet of the sale's member."""
        account = self._asked.sale.given.account
        if not account:
            return refuse("gives_back_too_much", tender=_WALLET_TENDER, most_minor=0)
        lot = Lot(
            lot=LotId(f"{self._asked.record}/m1"),
            account=account,
            unit=WALLET,
            rule=WALLET_RULE,
            earned_at=self._asked.at,
            active_from=self._asked.at,
            expires=None,
        )
        credit = Posting(account, WALLET, amount, lot.lot, AVAILABLE)
        house = Posting(HOUSE_LOADED, WALLET, -amount, LotId(""), HOUSE)
        self.lots.append(lot)
        self.entries.append(Entry("load", WALLET_RULE, (credit, house)))
        return None


def _load_of_another_till(asked: Return) -> Refusal | None:
    """Refuse to pay out for a card that would stay loaded."""
    if asked.sale.booked_here:
        return None
    loads = {line.line for line in asked.sale.given.basket.lines if line.kind in _LOADS}
    for line in asked.lines:
        if line.of_line in loads:
            till, _ = split_record(asked.sale.record)
            return refuse("load_not_here", line=line.of_line, till=till.till)
    return None


def _of(lines: Sequence[ReturnLine], name: str) -> int:
    return sum(line.amount_minor for line in lines if line.of_line == name)
