"""``refund.*``: a booked sale, a return of it, and what the programme's terms take back."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from agent.programmes.book import HERE, LIFE
from rules.ground.ids import LotId, RuleId, TierId
from rules.ground.refusal import Refusal
from rules.ground.shares import share
from rules.programme import Programme
from rules.refund.decision import decide
from rules.refund.placing import refund_entries
from rules.refund.shortfall import shortfall_of
from rules.sale.basket import Line
from rules.sale.decisions import (
    Award,
    RefundDecision,
    Returned,
    ReturnLine,
    Reversal,
    SaleGiven,
    Spend,
)
from rules.sale.split import Split
from rules.value.ledger import AVAILABLE, PENDING, POINTS, Lot, Slice
from tests.conformance.engine import AT, MEMBER, basket, line, programme, settled
from tests.conformance.given import Given, InexpressibleError

_LOT: Final = LotId("t1.1-1/1")
_ORDER: Final = RuleId("order")
_LINE: Final = RuleId("line")
_BORN: Final = Lot(
    lot=_LOT,
    account=MEMBER,
    unit=POINTS,
    rule="",
    earned_at=AT,
    active_from=AT,
    expires=None,
)
_POLICIES: Final = {
    "only_pending": "pending_only",
    "within_balance": "clamp_to_zero",
    "unlimited": "keep_debt",
}


def earned(given: Given) -> dict[str, object]:
    """Return goods of a sale, at once or one return after another.

    ``method`` and, with a ``balance``, clamping are settings. A list of returns is answered
    with a list of what each took.
    """
    method = given.text("method")
    balance = given.whole("balance") if "balance" in given else None
    shortfall = "keep_debt" if balance is None else "clamp_to_zero"
    rules = programme(earn=_rules(given), refund={"method": method, "shortfall": shortfall})
    sale, returns = _by_lines(given) if "lines" in given else _by_money(given, rules)
    asked = _taken_by(rules, sale, returns)
    answer: dict[str, object] = {
        "left": sum(one.points for one in sale.awards) - sum(asked)
    }
    taken = list(asked)
    if balance is not None:
        for turn, points in enumerate(asked):
            short = shortfall_of(
                rules, before=balance, change=-points, money_minor=0, approved=False
            )
            taken[turn] -= short.settled
            balance -= taken[turn]
        answer["balance_after"] = balance
    many = given.is_list("refund_minor")
    return answer | {"reversed": taken if many else sum(taken)}


def _taken_by(
    rules: Programme, sale: SaleGiven, returns: Sequence[Sequence[ReturnLine]]
) -> list[int]:
    """Return what each return takes back; who returns nothing is not asked."""
    taken: list[int] = []
    earlier: list[Returned] = []
    for back in returns:
        if not back:
            taken.append(0)
            continue
        decided = _decided(rules, sale, back, earlier)
        taken.append(sum(reversal.points for reversal in decided.reversals))
        earlier.append(_returned(decided))
    return taken


def _rules(given: Given) -> list[object]:
    if "step_minor" not in given:
        return []
    step, points = given.whole("step_minor"), given.whole("points_per_step", 1)
    rule = {"kind": "per_spend", "rule": "order", "points": points, "step_minor": step}
    return [rule | {"whole_steps": True}]


def _by_money(given: Given, rules: Programme) -> tuple[SaleGiven, list[list[ReturnLine]]]:
    """Return one line, of which so much money comes back; a piece is a minor unit."""
    sale_minor = given.whole("sale_minor")
    sold = basket([line("1", sale_minor, pieces=sale_minor)])
    awards = settled(rules, sold).awards
    if "earned" in given:
        awards = _awards([("1", _ORDER, given.whole("earned"))])
    elif not awards and "balance" in given:
        # What there is was earned by this sale: nothing else is told.
        awards = _awards([("1", _ORDER, given.whole("balance"))])
    many = given.is_list("refund_minor")
    backs = given.wholes("refund_minor") if many else [given.whole("refund_minor")]
    returns = [[_back("1", back, pieces=back)] if back else [] for back in backs]
    return _sale(sold.lines, awards), returns


def _by_lines(given: Given) -> tuple[SaleGiven, list[list[ReturnLine]]]:
    """Return lines with points of their own, and points of the order shared to them."""
    sold: list[Line] = []
    awards: list[tuple[str, RuleId, int]] = []
    table = given.table("lines")
    for name in table.names():
        held = table.table(name)
        sold.append(line(name, held.whole("minor")))
        awards.append((name, _LINE, held.whole("points", 0)))
    if not sold:
        raise InexpressibleError("lines: one at least")
    amounts = {one.line: one.amount_minor for one in sold}
    order = share(given.whole("order_points", 0), list(amounts.values()))
    awards += [(name, _ORDER, part) for name, part in zip(amounts, order, strict=True)]
    _agreed(given, "earned", sum(points for _, _, points in awards))
    _agreed(given, "sale_minor", sum(amounts.values()))
    many = given.is_list("returned")
    names = given.texts("returned") if many else [given.text("returned")]
    for name in names:
        if name not in amounts:
            raise InexpressibleError(f"returned: no line {name!r}")
    _agreed(given, "refund_minor", sum(amounts[name] for name in names))
    back = [_back(name, amounts[name]) for name in names]
    return _sale(sold, _awards(awards)), [back]


def _agreed(given: Given, key: str, found: int) -> None:
    """Refuse a sum that is told and is not that of the lines."""
    if given.whole(key, found) != found:
        raise InexpressibleError(f"{key} is not what the lines say: {found}")


def policy(given: Given) -> dict[str, object]:
    """Take points back that are pending, usable or gone, under each policy."""
    pending, active = given.whole("pending"), given.whole("active")
    points = given.whole("rollback")
    taken: dict[str, object] = {}
    for name in given.texts("policies"):
        if name not in _POLICIES:
            raise InexpressibleError(f"policies: unknown {name!r}")
        taken[name] = _taken(pending, active, points, _POLICIES[name])
    return {"taken": taken}


def _taken(pending: int, active: int, points: int, shortfall: str) -> dict[str, int]:
    rules = programme(refund={"shortfall": shortfall})
    entries, _ = refund_entries(
        _taking(points),
        account=MEMBER,
        balances={(_LOT, PENDING): pending, (_LOT, HERE): active},
        life=LIFE,
        given_back_at=HERE,
    )
    moved = Counter[str]()
    for entry in entries:
        for posting in entry.postings:
            if posting.account == MEMBER:
                moved[posting.place] -= posting.amount
    change = -(moved[HERE] + moved[AVAILABLE])
    short = shortfall_of(rules, before=active, change=change, money_minor=0, approved=False)
    negative = max(0, moved[AVAILABLE] - short.settled)
    forgiven_active = max(0, short.settled - moved[AVAILABLE])
    return {
        "pending": moved[PENDING],
        "active": moved[HERE] - forgiven_active,
        "negative": negative,
    }


def _taking(points: int) -> RefundDecision:
    reversal = Reversal(unit=POINTS, points=points, line="1", rule=_ORDER, lot=_LOT)
    return RefundDecision(
        lines=(),
        reversals=(reversal,),
        given_back=(),
        to_points_minor=0,
        to_money_minor=0,
        qualifying_minor=0,
        tier_before=TierId(""),
        tier_after=TierId(""),
    )


def both(given: Given) -> dict[str, object]:
    """Return units of a sale that earned and was paid in points: both in proportion."""
    if given.text("method", "prorate_both") != "prorate_both":
        raise InexpressibleError(f"unknown method {given.text('method')!r}")
    units, got, spent = given.whole("units"), given.whole("earned"), given.whole("spent")
    if units <= 0:
        raise InexpressibleError("units: a sale has one at least")
    balance = given.whole("opening") + got - spent
    rules = programme(refund={"method": "proportional"})
    # Half is paid in points, each worth a minor unit a piece, so that all is whole.
    value = spent * units
    price = 2 * value or units
    sold = [line("1", price, pieces=units)]
    slices = (Slice(lot=LotId("old"), amount=spent, good_until=None),)
    spends = (Spend(reward=RuleId("pay"), hold="h", value_minor=value, slices=slices),)
    sale = _sale(sold, _awards([("1", _ORDER, got)]), spends if spent else ())
    answer: dict[str, object] = {"balance_after_sale": balance}
    earlier: list[Returned] = []
    for pieces in given.wholes("refunds_units"):
        decided = _decided(
            rules, sale, [_back("1", price // units * pieces, pieces=pieces)], earlier
        )
        taken = sum(reversal.points for reversal in decided.reversals)
        back = sum(piece.amount for piece in decided.given_back)
        balance += back - taken
        earlier.append(_returned(decided))
    return answer | {"balance_after": balance}


def _returned(decided: RefundDecision) -> Returned:
    return Returned(
        lines=decided.lines,
        reversals=decided.reversals,
        given_back=decided.given_back,
        given_back_minor=decided.to_points_minor,
        qualifying_minor=decided.qualifying_minor,
    )


def _decided(
    rules: Programme,
    sale: SaleGiven,
    back: Sequence[ReturnLine],
    earlier: Sequence[Returned] = (),
) -> RefundDecision:
    decided = decide(rules, sale, earlier, back, points_tender_minor=None, standing=None)
    if isinstance(decided, Refusal):
        raise InexpressibleError(f"the engine refuses the return: {decided.code}")
    return decided


def _sale(
    lines: Sequence[Line], awards: tuple[Award, ...], spends: tuple[Spend, ...] = ()
) -> SaleGiven:
    return SaleGiven(
        account=MEMBER,
        basket=basket(lines),
        awards=awards,
        spends=spends,
        lots=(_BORN,),
        qualifying_minor=0,
    )


def _awards(given: Sequence[tuple[str, RuleId, int]]) -> tuple[Award, ...]:
    return tuple(
        Award(unit=POINTS, rule=rule, words="", split=Split.told(((name, points),)))
        for name, rule, points in given
        if points
    )


def _back(name: str, amount_minor: int, *, pieces: int = 1) -> ReturnLine:
    return ReturnLine(
        line=name, of_line=name, quantity_milli=pieces * 1000, amount_minor=amount_minor
    )
