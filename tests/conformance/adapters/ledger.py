"""``ledger.replay`` and ``two_phase``: operations posted to a book, holds set aside."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from agent.counter.value.funding import split
from agent.counter.value.holds import hold_entry, release_entry
from agent.programmes.book import HERE, LIFE, MemoryBook
from rules.birth import redeemed
from rules.debts import overdrawn
from rules.decisions import Redemption, RefundDecision, Reversal, Spend
from rules.ids import LotId, RuleId, TierId
from rules.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    POINTS,
    Entry,
    Lot,
    Posting,
    Slice,
    held_at,
)
from rules.lots import last_consumed
from rules.redeem import redeem
from rules.refund.placing import refund_entries
from rules.refund.shortfall import shortfall_of
from rules.refusal import Refusal
from rules.rewards.points_tender import PointsTender
from sync.wire.ledger_part import Held
from tests.conformance.engine import AT, MEMBER, midnight, programme
from tests.conformance.given import Given, InexpressibleError

_REWARD = PointsTender(rule=RuleId("pay"), step=1, value_minor_per_step=1)
_POLICIES = {"clamp_to_zero": "clamp_to_zero", "allow_negative": "keep_debt"}


@dataclass(slots=True)
class _Replay:
    book: MemoryBook
    may_owe: bool
    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    seen: set[tuple[str, str]] = field(default_factory=set)
    spent: dict[str, tuple[Slice, ...]] = field(default_factory=dict)

    def is_again(self, kind: str, key: str) -> bool:
        """Whether a document of that name was booked before: its name is its identity."""
        known = (kind, key) in self.seen
        if key:
            self.seen.add((kind, key))
        return known

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
            said: sum(amount for moment, amount in ends if moment <= midnight(said))
            for said in given.texts("query")
        }
    return answer


def _earn(work: _Replay, asked: Given) -> None:
    name, points = asked.text("id"), asked.whole("points")
    at = midnight(asked.text("at"))
    expires = midnight(asked.text("expires_at")) if "expires_at" in asked else None
    asked.aside("expires_at")
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
    at = midnight(asked.text("at"))
    if work.is_again("redeem", name):
        return
    have = max(0, work.balance)
    if clamp and not have:
        # There is nothing, and nothing is asked for.
        work.rows["redeem"].append(0)
        work.spent[name] = ()
        return
    decided = _decided(work, points, at)
    if isinstance(decided, Refusal) and have and (clamp or work.may_owe):
        # What a till answers: so many are there. The POS asks for those.
        decided = _decided(work, have, at)
    if isinstance(decided, Refusal):
        raise InexpressibleError(f"the engine refuses to redeem {points}: {decided.code}")
    work.spent[name] = decided.slices
    owed = 0 if clamp else points - decided.points
    work.rows["redeem"].append(-decided.points - owed)
    _spend(work.book, decided)
    if owed:
        last = decided.slices[-1].lot
        work.book.post([overdrawn(MEMBER, POINTS, last, owed)])


def _decided(work: _Replay, points: int, at: datetime) -> Redemption | Refusal:
    here = work.book.usable(MEMBER, POINTS)
    return redeem(_REWARD, points, here=here, available=work.balance, at=at)


def _spend(book: MemoryBook, decided: Redemption) -> None:
    held = _held(decided)
    spend = Spend(
        reward=decided.reward,
        hold="",
        value_minor=decided.value_minor,
        slices=decided.slices,
    )
    units = {_REWARD.rule: POINTS}
    book.post(
        (
            hold_entry(held, decided.slices, LIFE),
            *redeemed([spend], MEMBER, units, life=LIFE),
        )
    )


def _held(decided: Redemption) -> Held:
    return Held(
        account=MEMBER,
        unit=POINTS,
        reward=decided.reward,
        value_minor=decided.value_minor,
        workstation="L1",
        slices=decided.slices,
    )


def _rollback(work: _Replay, asked: Given) -> None:
    name = asked.text("of")
    asked.aside("at")
    if work.is_again("rollback", name):
        return
    slices = work.spent[name]
    points = sum(piece.amount for piece in slices)
    back = last_consumed(slices, points, skip=0)
    _refund(work.book, _decision(given_back=back))


def _expire(work: _Replay, asked: Given) -> None:
    ended = work.book.end(midnight(asked.text("as_of")))
    work.rows["expire"] += [-one.amount for one in ended]


def _clawback(work: _Replay, asked: Given) -> None:
    name, policy = asked.text("of"), asked.text("policy")
    override = asked.whole("override") if "override" in asked else None
    if policy not in _POLICIES:
        raise InexpressibleError(f"unknown policy {policy!r}")
    if work.is_again("clawback", name):
        return
    lot = LotId(name)
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


def two_phase(given: Given) -> dict[str, object]:
    """Set value aside, then spend it, a part of it, or let it go."""
    credit, debits = given.whole("posted_credits"), given.whole("posted_debits")
    given.aside("must_not_go_negative")
    asked = given.whole("reserve")
    posted = given.whole("post") if "post" in given else None
    void = given.flag("void", default=False)
    book = MemoryBook()
    lot = LotId("opening")
    opening = Posting(MEMBER, POINTS, credit - debits, lot, HERE)
    house = Posting(HOUSE_EARNED, POINTS, debits - credit, LotId(""), HOUSE)
    book.post([Entry("opening", "", (opening, house))])
    here = book.usable(MEMBER, POINTS)
    decided = redeem(_REWARD, asked, here=here, available=credit - debits, at=AT)
    if isinstance(decided, Refusal):
        return {"accepted": False, "fails_at": "reserve"}
    held = _held(decided)
    book.post([hold_entry(held, held.slices, LIFE)])
    if posted is None or void:
        if void:
            book.post([release_entry(held, held.slices, LIFE)])
        return _phases(book, debits)
    if posted > decided.points:
        return {"accepted": False, "fails_at": "post"}
    used, rest = split(held.slices, posted)
    spend = Spend(reward=held.reward, hold="", value_minor=posted, slices=used)
    book.post(redeemed([spend], MEMBER, {_REWARD.rule: POINTS}, life=LIFE))
    if rest:
        book.post([release_entry(held, rest, LIFE)])
    return _phases(book, debits)


def _phases(book: MemoryBook, debits: int) -> dict[str, object]:
    spent = sum(
        -posting.amount
        for entry in book.entries
        for posting in entry.postings
        if entry.kind == "redeem" and posting.account == MEMBER
    )
    return {
        "accepted": True,
        "pending_debits": book.amount(MEMBER, POINTS, held_at(LIFE)),
        "posted_debits": debits + spent,
        "available": book.amount(MEMBER, POINTS, HERE, AVAILABLE),
    }
