"""``two_phase``: points are set aside, then spent, in part or wholly, or let go."""

from typing import Final

from agent.counter.value.funding import split
from agent.counter.value.holds import hold_entry, release_entry
from agent.programmes.book import HERE, LIFE, MemoryBook
from rules.ground.ids import LotId, RuleId
from rules.ground.refusal import Refusal
from rules.rewards.points_tender import PointsTender
from rules.rewards.redeem import redeem
from rules.sale.decisions import Redemption, Spend
from rules.settling.birth import redeemed
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    POINTS,
    Entry,
    Posting,
    held_at,
)
from sync.wire.records.ledger_part import Held
from tests.conformance.engine import AT, MEMBER
from tests.conformance.given import Given, InexpressibleError

REWARD: Final = PointsTender(rule=RuleId("pay"), step=1, value_minor_per_step=1)
"""A point pays a minor unit."""


def two_phase(given: Given) -> dict[str, object]:
    """Set value aside, then spend it, a part of it, or let it go."""
    credit, debits = given.whole("posted_credits"), given.whole("posted_debits")
    if not given.flag("must_not_go_negative", default=True):
        raise InexpressibleError("nothing is set aside that is not there")
    asked = given.whole("reserve")
    posted = given.whole("post") if "post" in given else None
    void = given.flag("void", default=False)
    book = MemoryBook()
    lot = LotId("opening")
    opening = Posting(MEMBER, POINTS, credit - debits, lot, HERE)
    house = Posting(HOUSE_EARNED, POINTS, debits - credit, LotId(""), HOUSE)
    book.post([Entry("opening", "", (opening, house))])
    here = book.usable(MEMBER, POINTS)
    decided = redeem(REWARD, asked, here=here, available=credit - debits, at=AT)
    if isinstance(decided, Refusal):
        return {"accepted": False, "fails_at": "reserve"}
    held = held_by(decided)
    book.post([hold_entry(held, held.slices, LIFE)])
    if posted is None or void:
        if void:
            book.post([release_entry(held, held.slices, LIFE)])
        return _phases(book, debits)
    if posted > decided.points:
        return {"accepted": False, "fails_at": "post"}
    used, rest = split(held.slices, posted)
    spend = Spend(reward=held.reward, hold="", value_minor=posted, slices=used)
    book.post(redeemed([spend], MEMBER, {REWARD.rule: POINTS}, life=LIFE))
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


def held_by(decided: Redemption) -> Held:
    """Return what a redemption sets aside before it is paid with."""
    return Held(
        account=MEMBER,
        unit=POINTS,
        reward=decided.reward,
        value_minor=decided.value_minor,
        workstation="L1",
        slices=decided.slices,
    )
