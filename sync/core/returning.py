"""What returns of one sale come to, whichever tills booked them: decided in one order.

The first applied stands; of a later one stands what is still left of its lines. The same
law decides as at the tills (``rules.refund``), from the sale's own record.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rules.ground.ids import AccountId, LotId
from rules.ground.refusal import Refusal
from rules.issues.amounts import is_gift
from rules.programme import Programme
from rules.refund.decision import decide
from rules.refund.parts import TAKES
from rules.refund.tally import void_lines
from rules.sale.decisions import Returned, ReturnLine, SaleGiven
from rules.value.counts import is_counter
from rules.value.ledger import (
    HOUSE_EARNED,
    HOUSE_FORGIVEN,
    HOUSE_RECOVERED,
    HOUSE_REDEEMED,
    HOUSE_VOUCHERS,
    POINTS,
    TIER_CREDIT,
    USES,
    Entry,
    EntryKind,
    is_budget_unit,
)
from rules.vouchers.money import MONEY, WALLET


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a return asked for: its lines, and how much went back in points (None: open).

    ``whole`` is a void: everything that is left.
    """

    lines: tuple[ReturnLine, ...]
    points_minor: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What stands of a return. ``clipped``: something of it had come back before.

    ``uncounted`` is by how much the member's counters go back, by unit.
    """

    returned: Returned
    clipped: bool
    uncounted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a return did, or should do: points taken by unit, points given back, spend.

    ``forgiven`` is what of the points taken is not owed. ``restored`` is what coupons,
    budgets, cards and wallets got back, ``unloaded`` what was taken from cards and wallets,
    ``withdrawn`` what was taken of vouchers the sale gave, all by :func:`owned_by`.
    """

    reversed: Mapping[str, int] = field(default_factory=dict)
    given_back: int = 0
    qualifying: int = 0
    forgiven: int = 0
    restored: Mapping[str, int] = field(default_factory=dict)
    unloaded: Mapping[str, int] = field(default_factory=dict)
    withdrawn: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing moved."""
        return not (
            any(self.reversed.values())
            or self.given_back
            or self.qualifying
            or self.forgiven
            or any(self.restored.values())
            or any(self.unloaded.values())
            or any(self.withdrawn.values())
        )


GIVES: Final[frozenset[EntryKind]] = frozenset({"earn", "redeem"})
"""What a sale's own entries are."""

_OWN_UNITS: Final = frozenset({POINTS, *TIER_CREDIT})
"""What a sale's member owns: gift cards among the tenders are other accounts'."""

_MONEY: Final = frozenset({MONEY, WALLET})

_NOTHING: Final = Returned(
    lines=(), reversals=(), given_back=(), given_back_minor=0, qualifying_minor=0
)


def judge_returns(
    programme: Programme, sale: SaleGiven, wishes: Iterable[Wish]
) -> tuple[Judged, ...]:
    """Judge the returns of a sale, in the order they were applied."""
    earlier: list[Returned] = []
    judged: list[Judged] = []
    for wish in wishes:
        lines = _what_is_left(sale, earlier, wish)
        returned, uncounted = (
            _decided(programme, sale, earlier, lines=lines, asked=wish.points_minor)
            if lines
            else (_NOTHING, {})
        )
        asked = sum(line.quantity_milli for line in wish.lines)
        judged.append(
            Judged(
                returned=returned,
                clipped=sum(line.quantity_milli for line in returned.lines) < asked,
                uncounted=uncounted,
            )
        )
        earlier.append(returned)
    return tuple(judged)


def effect_of(entries: Iterable[Entry], kinds: frozenset[EntryKind] = TAKES) -> Effect:
    """Sum what a return's entries did, by the other side they were balanced with.

    Only entries of some kinds: an exchange's record holds a sale and a return.
    """
    taken: dict[str, int] = {}
    given_back = qualifying = forgiven = 0
    own = [entry for entry in entries if entry.kind in kinds]
    loads = [entry for entry in own if not _is_of(HOUSE_EARNED, entry)]
    vouchers = [entry for entry in own if _is_of(HOUSE_VOUCHERS, entry)]
    for posting in (posting for entry in own for posting in entry.postings):
        match posting.account:
            case account if account == HOUSE_EARNED and posting.unit in TIER_CREDIT:
                qualifying += posting.amount
            case account if account == HOUSE_EARNED:
                taken[posting.unit] = taken.get(posting.unit, 0) + posting.amount
            case account if account == HOUSE_REDEEMED and posting.unit == POINTS:
                given_back -= posting.amount
            case account if account in {HOUSE_FORGIVEN, HOUSE_RECOVERED}:
                forgiven -= posting.amount
            case _:
                continue
    return Effect(
        reversed=taken,
        given_back=given_back,
        qualifying=qualifying,
        forgiven=forgiven,
        restored=_kept(own, "give_back", _comes_back),
        unloaded={
            name: -amount for name, amount in _kept(loads, "reverse", _is_money).items()
        },
        withdrawn={
            name: -amount for name, amount in _kept(vouchers, "reverse", _is_use).items()
        },
    )


def without(posted: Effect, undone: Effect) -> Effect:
    """Return what is left of an effect once another one was undone."""
    return Effect(
        reversed=_less(posted.reversed, undone.reversed),
        given_back=posted.given_back - undone.given_back,
        qualifying=posted.qualifying - undone.qualifying,
        forgiven=posted.forgiven - undone.forgiven,
        restored=_less(posted.restored, undone.restored),
        unloaded=_less(posted.unloaded, undone.unloaded),
        withdrawn=_less(posted.withdrawn, undone.withdrawn),
    )


def _less(amounts: Mapping[str, int], less: Mapping[str, int]) -> dict[str, int]:
    rest = {name: amounts.get(name, 0) - less.get(name, 0) for name in {*amounts, *less}}
    return {name: rest[name] for name in sorted(rest) if rest[name]}


def owned_by(account: str, unit: str) -> str:
    """Return the name under which value of an account is told: ``money|g-1f``."""
    return f"{unit}|{account}"


def _is_money(unit: str) -> bool:
    return unit in _MONEY


def _is_use(unit: str) -> bool:
    return unit == USES


def _comes_back(unit: str) -> bool:
    return _is_money(unit) or _is_use(unit) or is_budget_unit(unit)


def _kept(
    entries: Iterable[Entry], kind: EntryKind, is_kept: Callable[[str], bool]
) -> dict[str, int]:
    """Sum what entries of one kind moved of what is kept in some units."""
    moved: dict[str, int] = {}
    for entry in entries:
        for posting in entry.postings if entry.kind == kind else ():
            if is_kept(posting.unit) and not posting.account.startswith("house:"):
                name = owned_by(posting.account, posting.unit)
                moved[name] = moved.get(name, 0) + posting.amount
    return moved


def target_of(
    judged: Judged,
    *,
    forgiven: int,
    restored: Mapping[str, int],
    unloaded: Mapping[str, int],
) -> Effect:
    """Return what a judged return should have done; nothing of nothing is forgiven."""
    returned = judged.returned
    taken = dict(judged.uncounted)
    for reversal in returned.reversals:
        taken[reversal.unit] = taken.get(reversal.unit, 0) + reversal.points
    return Effect(
        reversed=taken,
        given_back=sum(piece.amount for piece in returned.given_back),
        qualifying=returned.qualifying_minor,
        forgiven=min(forgiven, taken.get(POINTS, 0)),
        restored=restored,
        unloaded=unloaded,
    )


def tells_the_same(sale: SaleGiven, entries: Sequence[Entry]) -> bool:
    """Say whether a sale's facts claim just what its entries moved.

    Facts alone move nothing: what head office gives back rests on them only then. A gift
    is no award: its lot says what it is of, and has to be filled.
    """
    gifts = {lot.lot for lot in sale.lots if is_gift(lot)}
    effect = effect_of([entry for entry in entries if not _fills(entry, gifts)], GIVES)
    earned: dict[str, int] = {}
    for award in sale.awards:
        earned[award.unit] = earned.get(award.unit, 0) + award.points
    moved = {
        unit: -amount
        for unit, amount in effect.reversed.items()
        if amount and not is_counter(unit)
    }
    spent = sum(spend.points for spend in sale.spends)
    return (
        {unit: points for unit, points in earned.items() if points} == moved
        and spent == -effect.given_back
        and sale.qualifying_minor == -effect.qualifying
        and _is_one_account(sale.account, entries)
        and all(any(_fills(entry, {lot}) for entry in entries) for lot in gifts)
    )


def _fills(entry: Entry, lots: Collection[LotId]) -> bool:
    return entry.kind == "earn" and any(
        posting.lot in lots and posting.amount > 0 for posting in entry.postings
    )


def _is_of(house: AccountId, entry: Entry) -> bool:
    return any(posting.account == house for posting in entry.postings)


def _is_one_account(account: AccountId, entries: Sequence[Entry]) -> bool:
    owners = {
        posting.account
        for entry in entries
        if entry.kind in GIVES
        for posting in entry.postings
        if posting.unit in _OWN_UNITS and not posting.account.startswith("house:")
    }
    return owners <= {account}


def _what_is_left(
    sale: SaleGiven, earlier: Sequence[Returned], wish: Wish
) -> tuple[ReturnLine, ...]:
    """Return a wish's lines as far as they have not come back already."""
    left = {line.of_line: line for line in void_lines(sale, earlier)}
    if wish.whole:
        return tuple(left.values())
    found: list[ReturnLine] = []
    for line in wish.lines:
        rest = left.get(line.of_line)
        if rest is None or line.quantity_milli <= 0 or line.amount_minor < 0:
            continue
        part = ReturnLine(
            line=line.line,
            of_line=line.of_line,
            quantity_milli=min(line.quantity_milli, rest.quantity_milli),
            amount_minor=min(line.amount_minor, rest.amount_minor),
        )
        if part.quantity_milli <= 0:
            continue
        found.append(part)
        left[line.of_line] = ReturnLine(
            line=line.of_line,
            of_line=line.of_line,
            quantity_milli=rest.quantity_milli - part.quantity_milli,
            amount_minor=rest.amount_minor - part.amount_minor,
        )
    return tuple(found)


def _decided(
    programme: Programme,
    sale: SaleGiven,
    earlier: Sequence[Returned],
    *,
    lines: Sequence[ReturnLine],
    asked: int | None,
) -> tuple[Returned, Mapping[str, int]]:
    """Decide as a till does; where it gave more in points than is due, what is due."""
    for _ in range(2):
        answer = decide(
            programme, sale, earlier, lines, points_tender_minor=asked, standing=None
        )
        if not isinstance(answer, Refusal):
            return answer.returned, {one.unit: one.amount for one in answer.uncounted}
        due = dict(answer.values).get("computed_minor")
        if not isinstance(due, int):
            break
        asked = min(max(0, asked or 0), due)
    return _NOTHING, {}
