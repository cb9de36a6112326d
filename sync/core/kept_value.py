"""What returns of one sale do to kept value and budgets, whichever tills booked them.

A card or a top-up that comes back is taken from where it was put; money and coupons that
paid get their own back, once, and so do campaigns' budgets whose terms say so. Every amount
is told by the account and unit it belongs to.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.ground.ids import AccountId, LotId, Place, Unit
from rules.refund.loads import unloaded
from rules.refund.tally import void_lines
from rules.sale.decisions import Returned, SaleGiven
from rules.value.allotments import Allotment
from rules.value.ledger import COUPON_PREFIX, USES, Entry, Posting, is_voucher
from rules.vouchers.money import MONEY, WALLET
from sync.core.returning import Effect, owned_by

_SPENT = frozenset({MONEY, WALLET})


class Spent(NamedTuple):
    """Value of one lot that a sale was paid with; ``place`` is where it was taken from."""

    account: AccountId
    unit: Unit
    lot: LotId
    place: Place
    amount: int


class Loaded(NamedTuple):
    """Money that one line of a sale put somewhere."""

    line: str
    account: AccountId
    unit: Unit
    lot: LotId
    amount_minor: int


class Given(NamedTuple):
    """What a rule put on a voucher that the sale gave."""

    rule: str
    account: AccountId
    unit: Unit
    lot: LotId
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptValue:
    """What a sale's record moved of coupons, budgets, cards and wallets, in its order.

    ``whole`` is what comes back once nothing of the sale is left: coupons and budgets.
    """

    whole: tuple[Spent, ...] = ()
    money: tuple[Spent, ...] = ()
    loads: tuple[Loaded, ...] = ()
    given: tuple[Given, ...] = ()

    def accounts(self) -> set[str]:
        """Return the accounts that a return may move."""
        spent = {piece.account for piece in (*self.whole, *self.money)}
        loaded = {load.account for load in self.loads}
        return spent | loaded | {given.account for given in self.given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A return as it stands: its lines, what it moved, how much its money tenders ask."""

    returned: Returned
    done: Effect
    asked: Mapping[Unit, int]


def kept_value(
    entries: Iterable[Entry],
    loads: Iterable[Loaded],
    restorable: Iterable[Allotment] = (),
) -> KeptValue:
    """Return what a sale's entries moved; of what its facts tell besides, what they bear.

    ``loads`` and ``restorable`` are told in facts, and facts alone move nothing.
    """
    entries = tuple(entries)
    comes_back = {(one.period, one.amount) for one in restorable}
    spent: list[Spent] = []
    loaded: dict[tuple[AccountId, Unit, LotId], int] = {}
    for entry in entries:
        for posting in entry.postings if entry.kind in {"redeem", "load"} else ():
            if posting.account.startswith("house:"):
                continue
            piece = _piece(posting)
            if entry.kind == "load":
                loaded[piece] = loaded.get(piece, 0) + posting.amount
            else:
                spent.append(Spent(*piece, posting.place, -posting.amount))
    return KeptValue(
        whole=tuple(
            one
            for one in spent
            if (one.unit == USES and one.account.startswith(COUPON_PREFIX))
            or ((one.account, one.unit, one.lot), one.amount) in comes_back
        ),
        money=tuple(one for one in spent if one.unit in _SPENT),
        loads=tuple(
            load
            for load in loads
            if loaded.get((load.account, load.unit, load.lot)) == load.amount_minor
        ),
        given=tuple(
            Given(entry.rule, *_piece(posting), posting.amount)
            for entry in entries
            if entry.kind == "issue"
            for posting in entry.postings
            if is_voucher(posting.account)
        ),
    )


def withdrawn_by(kept: KeptValue, rules: Collection[str]) -> dict[str, int]:
    """Return what a return takes of the vouchers that some rules gave with the sale."""
    return {
        owned_by(one.account, one.unit): one.amount
        for one in kept.given
        if one.rule in rules
    }


def _piece(posting: Posting) -> tuple[AccountId, Unit, LotId]:
    return posting.account, posting.unit, posting.lot


def unloaded_by(
    sale: SaleGiven, kept: KeptValue, backs: Sequence[Back]
) -> tuple[dict[str, int], ...]:
    """Return how much each return takes from what the sale loaded, in their order."""
    paid = {line.line: line.net_minor for line in sale.basket.lines}
    came = dict.fromkeys(paid, 0)
    found: list[dict[str, int]] = []
    for back in backs:
        comes: dict[str, int] = {}
        for line in back.returned.lines:
            comes[line.of_line] = comes.get(line.of_line, 0) + line.amount_minor
        taken: dict[str, int] = {}
        for load in kept.loads if comes else ():
            amount = unloaded(
                load.amount_minor,
                came_minor=came.get(load.line, 0),
                comes_minor=comes.get(load.line, 0),
                of_minor=paid.get(load.line, 0),
            )
            name = owned_by(load.account, load.unit)
            if comes.get(load.line) and amount:
                taken[name] = taken.get(name, 0) + amount
        for line_name, minor in comes.items():
            came[line_name] = came.get(line_name, 0) + minor
        found.append(taken)
    return tuple(found)


def restored_by(
    sale: SaleGiven, kept: KeptValue, backs: Sequence[Back]
) -> tuple[dict[str, int], ...]:
    """Return what each return gives back of coupons and money, in their order.

    A coupon, a budget once nothing of the sale is left, by the return whose till gave it
    back, else by the one that brought the last of it. Money as each return asked, never
    more than the sale was paid with nor than its goods are worth.
    """
    found = [_money_of(kept, backs, number) for number in range(len(backs))]
    if kept.whole and not void_lines(sale, [back.returned for back in backs]):
        for piece in kept.whole:
            name = owned_by(piece.account, piece.unit)
            found[_giver(backs, name)][name] = piece.amount
    return tuple(found)


def _money_of(kept: KeptValue, backs: Sequence[Back], number: int) -> dict[str, int]:
    """Return what one return gives back of money, after those before it."""
    room = _paid(kept)
    given: dict[str, int] = {}
    for back in backs[: number + 1]:
        given = _given(back, room)
        for name, amount in given.items():
            room[name] -= amount
    return given


def _given(back: Back, room: Mapping[str, int]) -> dict[str, int]:
    left = sum(line.amount_minor for line in back.returned.lines)
    asked = dict(back.asked)
    given: dict[str, int] = {}
    for name, most in room.items():
        unit = Unit(name.partition("|")[0])
        wish = back.done.restored.get(name, 0) if not back.asked else asked.get(unit, 0)
        part = min(wish, most, left)
        if part > 0:
            given[name] = part
            left -= part
            asked[unit] = asked.get(unit, 0) - part
    return given


def _paid(kept: KeptValue) -> dict[str, int]:
    paid: dict[str, int] = {}
    for piece in kept.money:
        name = owned_by(piece.account, piece.unit)
        paid[name] = paid.get(name, 0) + piece.amount
    return paid


def _giver(backs: Sequence[Back], name: str) -> int:
    for number, back in enumerate(backs):
        if back.done.restored.get(name):
            return number
    return max(number for number, back in enumerate(backs) if back.returned.lines)
