"""The one sum of postings, and what of it a person would see."""

from rules.ground.ids import AccountId, LotId, Place
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Entry,
    EntryKind,
    Posting,
)
from sync.book.projection import Shelf, movements, totals_after
from sync.wire.records.header import Totals

SARA = AccountId("m-7Q2K9V")
LOT = LotId("a/1")
HERE = Place("t1.3")


def moved(kind: EntryKind, amount: int, source: Place, target: Place) -> Entry:
    """Return an entry that moves Sara's points from one place to another."""
    return Entry(
        kind,
        "",
        (
            Posting(SARA, POINTS, -amount, LOT, source),
            Posting(SARA, POINTS, amount, LOT, target),
        ),
    )


def against(kind: EntryKind, amount: int, place: Place, house: AccountId) -> Entry:
    """Return an entry between Sara and the house."""
    return Entry(
        kind,
        "",
        (
            Posting(SARA, POINTS, amount, LOT, place),
            Posting(house, POINTS, -amount, LotId(""), HOUSE),
        ),
    )


def test_what_cancels_out_moves_nothing() -> None:
    there = moved("deal", 500, AVAILABLE, HERE)
    back = moved("return", 500, HERE, AVAILABLE)

    assert movements([there, back]) == {}
    assert movements([there])[Shelf(SARA, POINTS, LOT, HERE)] == 500


def test_perpetual_totals_only_grow() -> None:
    earned = totals_after(Totals(), [against("earn", 22, PENDING, HOUSE_EARNED)])
    spent = totals_after(earned, [against("redeem", -10, HERE, HOUSE_REDEEMED)])
    returned = totals_after(spent, [against("reverse", -5, PENDING, HOUSE_EARNED)])

    assert returned == Totals(earned=22, redeemed=10, refunded=5)
