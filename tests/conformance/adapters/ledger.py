"""``ledger.replay``: operations posted to a book, one after another."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from agent.counter.value.holds import hold_entry
from agent.programmes.book import HERE, LIFE, MemoryBook
from rules.ground.ids import LotId, RuleId, TierId
from rules.ground.refusal import Refusal
from rules.refund.placing import refund_entries
from rules.refund.shortfall import shortfall_of
from rules.rewards.redeem import redeem
from rules.sale.decisions import Redemption, RefundDecision, Reversal, Spend
from rules.settling.birth import redeemed
from rules.value.debts import overdrawn
from rules.value.ledger import HOUSE, HOUSE_EARNED, POINTS, Entry, Lot, Posting, Slice
from rules.value.lots import last_consumed, usable
from tests.conformance.adapters.reserving import REWARD, held_by
from tests.conformance.engine import AT, MEMBER, instant, programme
from tests.conformance.given import Given, InexpressibleError

_POLICIES = {"clamp_to_zero": "clamp_to_zero", "allow_negative": "keep_debt"}


@dataclass(slots=True)
class _Replay:
    book: MemoryBook
    may_owe: bool
    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    seen: set[tuple[str, str]] = field(default_factory=set)
    spent: dict[str, tuple[Slice, ...]] = field(default_factory=dict)
    at: datetime = AT

    def is_again(self, kind: str, key: str) -> bool:
        """Whether a document of that name was booked before: its name is its identity."""
        known = (kind, key) in self.seen
        if key:
            self.seen.add((kind, key))
        return known

    def moment(self, asked: Given, key: str = "at") -> datetime:
        """Return when an operation is; where none is told, when the last one was."""
        if key in asked:
            self.at = instant(asked.text(key))
        asked.aside(key)
        return self.at

    @property
    def here(self) -> tuple[Slice, ...]:
        return self.book.usable(MEMBER, POINTS)

    @property
    def balance(self) -> int:
        return self.book.amount(MEMBER, POINTS)


def replay(given: Given) -> dict[str, object]:
    """Post the operations in order and say how the book stands."""
    work = _Replay(MemoryBook(), given.flag("allow_negative", default=False))
    known = {
        "earn": _earn,
        "redeem": _redeem,
        "rollback": _rollback,
        "expire": _expire,
        "clawback": _clawback,
    }
    for operation in given.tables("ops"):
        kind = operation.text("op")
        if kind not in known:
            raise InexpressibleError(f"unknown operation {kind!r}")
        known[kind](work, operation)
    book = work.book
    answer: dict[str, object] = {
        "balance": work.balance,
        "debt": book.debt(MEMBER, POINTS),
        "remaining": {lot: book.remaining(lot) for lot in book.lots},
    }
    answer |= {f"{kind}_rows": work.rows[kind] for kind in known if kind != "rollback"}
    if "query" in given:
        ends = list(book.ends(MEMBER, POINTS))
        answer["expiring_at_or_before"] = {
            said: sum(amount for moment, amount in ends if moment <= instant(said))
            for said in given.texts("query")
        }
    return answer


def _earn(work: _Replay, asked: Given) -> None:
    name, points = asked.text("id"), asked.whole("points")
    at = work.moment(asked)
    expires = instant(asked.text("expires_at")) if "expires_at" in asked else None
    asked.aside("expires_at")
    if points <= 0:
        raise InexpressibleError(f"earn: {points} points are none to earn")
    if work.is_again("earn", name):
        return
    work.rows["earn"].append(points)
    lot = Lot(
        lot=LotId(name),
        account=MEMBER,
        unit=POINTS,
        rule="",
        earned_at=at,
        active_from=at,
        expires=expires,
    )
    credit = Posting(MEMBER, POINTS, points, lot.lot, HERE)
    house = Posting(HOUSE_EARNED, POINTS, -points, LotId(""), HOUSE)
    work.book.post([Entry("earn", "", (credit, house))], [lot])


def _redeem(work: _Replay, asked: Given) -> None:
    name, points = asked.text("id", ""), asked.whole("points")
    clamp = asked.flag("clamp", default=False)
    at = work.moment(asked)
    if work.is_again("redeem", name):
        return
    decided: Redemption | Refusal | None = _decided(work, points, at)
    if isinstance(decided, Refusal) and (clamp or work.may_owe):
        # What a till answers: so many are there. The POS asks for those.
        have = sum(piece.amount for piece in usable(work.here, at))
        decided = _decided(work, min(points, have), at) if have else None
    if isinstance(decided, Refusal):
        raise InexpressibleError(f"the engine refuses to redeem {points}: {decided.code}")
    spent = 0 if decided is None else decided.points
    owed = 0 if clamp else points - spent
    work.rows["redeem"].append(-spent - owed)
    work.spent[name] = () if decided is None else decided.slices
    if decided is not None:
        _spend(work.book, decided)
    if owed:
        work.book.post([overdrawn(MEMBER, POINTS, _last(work), owed)])


def _last(work: _Replay) -> LotId:
    """Return the lot that a debt is noted on: the last there was."""
    return next(reversed(work.book.lots), LotId("none"))


def _decided(work: _Replay, points: int, at: datetime) -> Redemption | Refusal:
    return redeem(REWARD, points, here=work.here, available=work.balance, at=at)


def _spend(book: MemoryBook, decided: Redemption) -> None:
    held = held_by(decided)
    spend = Spend(
        reward=decided.reward,
        hold="",
        value_minor=decided.value_minor,
        slices=decided.slices,
    )
    units = {REWARD.rule: POINTS}
    book.post(
        (
            hold_entry(held, decided.slices, LIFE),
            *redeemed([spend], MEMBER, units, life=LIFE),
        )
    )


def _rollback(work: _Replay, asked: Given) -> None:
    name = asked.text("of")
    work.moment(asked)
    if name not in work.spent:
        raise InexpressibleError(f"rollback: nothing was redeemed as {name!r}")
    if work.is_again("rollback", name):
        return
    slices = work.spent[name]
    points = sum(piece.amount for piece in slices)
    back = last_consumed(slices, points, skip=0)
    _refund(work.book, _decision(given_back=back))


def _expire(work: _Replay, asked: Given) -> None:
    ended = work.book.end(work.moment(asked, "as_of"))
    work.rows["expire"] += [-one.amount for one in ended]


def _clawback(work: _Replay, asked: Given) -> None:
    name, policy = asked.text("of"), asked.text("policy")
    override = asked.whole("override") if "override" in asked else None
    if policy not in _POLICIES:
        raise InexpressibleError(f"unknown policy {policy!r}")
    lot = LotId(name)
    work.moment(asked)
    if lot not in work.book.lots:
        raise InexpressibleError(f"clawback: nothing was earned as {name!r}")
    if work.is_again("clawback", name):
        return
    earned = sum(
        posting.amount
        for entry in work.book.entries
        for posting in entry.postings
        if entry.kind == "earn" and posting.lot == lot
    )
    points = earned if override is None else max(0, min(override, earned))
    before = work.balance
    reversal = Reversal(unit=POINTS, points=points, line="1", rule=RuleId(""), lot=lot)
    rules = programme(refund={"shortfall": _POLICIES[policy]})
    short = shortfall_of(
        rules, before=before, change=-points, money_minor=0, approved=False
    )
    _refund(work.book, _decision(reversals=(reversal,)))
    work.book.post(short.entries(MEMBER, lot))
    work.rows["clawback"].append(-(points - short.settled))


def _decision(
    *, reversals: tuple[Reversal, ...] = (), given_back: tuple[Slice, ...] = ()
) -> RefundDecision:
    return RefundDecision(
        lines=(),
        reversals=reversals,
        given_back=given_back,
        to_points_minor=0,
        to_money_minor=0,
        qualifying_minor=0,
        tier_before=TierId(""),
        tier_after=TierId(""),
    )


def _refund(book: MemoryBook, decision: RefundDecision) -> None:
    entries, _ = refund_entries(
        decision,
        account=MEMBER,
        balances=book.balances(MEMBER),
        life=LIFE,
        given_back_at=HERE,
        lots=book.lots,
    )
    book.post(entries)
