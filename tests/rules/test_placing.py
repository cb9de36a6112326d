"""Where a return takes points from, and where it puts them."""

from datetime import datetime, timedelta

from rules.ground.ids import LotId, Place, RecordId, RuleId, TierId, Unit
from rules.refund.placing import refund_entries
from rules.refund.restoring import restored_lots
from rules.sale.decisions import RefundDecision, Reversal
from rules.value.ledger import (
    AVAILABLE,
    HOUSE_EARNED,
    HOUSE_REDEEMED,
    PENDING,
    POINTS,
    Lot,
    Slice,
)
from tests.rules.making import AT, BASE, LIFE, RECORD, SARA, STORY, born, piece

OWN = Place(LIFE)
LOT = LotId(f"{RECORD}/1")
OTHER = LotId("t1.1-7/1")


def decision(*reversals: Reversal, back: tuple[Slice, ...] = ()) -> RefundDecision:
    return RefundDecision(
        lines=(),
        reversals=reversals,
        given_back=back,
        to_points_minor=0,
        to_money_minor=0,
        qualifying_minor=0,
        tier_before=TierId("silver"),
        tier_after=TierId("silver"),
    )


def taken(points: int, *, rule: str = "base", unit: Unit = POINTS) -> Reversal:
    return Reversal(unit=unit, points=points, line="1", rule=RuleId(rule), lot=LOT)


def placed(
    decided: RefundDecision,
    balances: dict[tuple[LotId, Place], int],
    *,
    lots: tuple[Lot, ...] = (),
) -> list[tuple[int, str]]:
    _, origins = refund_entries(
        decided,
        account=SARA,
        balances=balances,
        life=LIFE,
        given_back_at=OWN,
        lots={lot.lot: lot for lot in lots},
    )
    return [(part.points, place) for part, place in origins]


def test_pending_goes_first_then_the_lot_here_then_others_here_then_debt() -> None:
    balances = {(LOT, PENDING): 5, (LOT, OWN): 4, (OTHER, OWN): 3, (LOT, AVAILABLE): 1}

    entries, origins = refund_entries(
        decision(taken(20)),
        account=SARA,
        balances=balances,
        life=LIFE,
        given_back_at=OWN,
    )

    assert [(part.points, place) for part, place in origins] == [
        (5, PENDING),
        (7, OWN),
        (8, AVAILABLE),
    ]
    (entry,) = entries
    assert [(post.lot, post.place, post.amount) for post in entry.postings[:-1]] == [
        (LOT, PENDING, -5),
        (LOT, OWN, -4),
        (OTHER, OWN, -3),
        (LOT, AVAILABLE, -8),
    ]
    assert (entry.kind, entry.rule, entry.postings[-1].account) == (
        "reverse",
        BASE.rule,
        HOUSE_EARNED,
    )


def test_points_that_go_back_pay_for_nothing_of_another_unit() -> None:
    money = taken(50, rule="treat", unit=Unit("wallet"))
    back = (piece(OTHER, 127),)

    parts = placed(decision(money, back=back), {(LOT, OWN): 20})

    assert parts == [(20, OWN), (30, AVAILABLE)]


def test_a_member_who_spent_it_all_owes_the_rest() -> None:
    # Talon.One, using negative points: 50 are active, 70 are rolled back: minus 20.
    parts = placed(decision(taken(70)), {(LOT, OWN): 50})

    assert parts == [(50, OWN), (20, AVAILABLE)]


def test_nothing_is_taken_twice_from_one_place() -> None:
    parts = placed(decision(taken(6), taken(6, rule="x2")), {(LOT, PENDING): 10})

    assert parts == [(6, PENDING), (4, PENDING), (2, AVAILABLE)]


def test_what_is_set_aside_for_an_open_sale_and_what_lies_elsewhere_stays() -> None:
    balances = {
        (LOT, Place(f"{LIFE}#hold")): 50,
        (OTHER, AVAILABLE): 50,
        (OTHER, PENDING): 9,
    }

    assert placed(decision(taken(3)), balances) == [(3, AVAILABLE)]


def test_what_comes_back_here_covers_what_is_taken() -> None:
    back = (piece(OTHER, 30),)

    entries, origins = refund_entries(
        decision(taken(20), back=back),
        account=SARA,
        balances={},
        life=LIFE,
        given_back_at=OWN,
    )

    assert [entry.kind for entry in entries] == ["give_back", "reverse"]
    assert entries[0].postings[0].account == HOUSE_REDEEMED
    assert [(part.points, place) for part, place in origins] == [(20, OWN)]


def test_what_comes_back_elsewhere_covers_nothing_here() -> None:
    _, origins = refund_entries(
        decision(taken(20), back=(piece(OTHER, 30),)),
        account=SARA,
        balances={},
        life=LIFE,
        given_back_at=PENDING,
    )

    assert [place for _, place in origins] == [AVAILABLE]


def lot_until(name: str, expires: datetime | None, unit: Unit = POINTS) -> Lot:
    return Lot(
        lot=LotId(name),
        account=SARA,
        unit=unit,
        rule="base",
        earned_at=AT,
        active_from=AT,
        expires=expires,
    )


def test_of_other_lots_the_one_that_ends_first_is_used_first() -> None:
    ever, soon = lot_until("t1.1-1/1", None), lot_until("t1.1-2/1", AT)

    entries, _ = refund_entries(
        decision(taken(5)),
        account=SARA,
        balances={(ever.lot, OWN): 4, (soon.lot, OWN): 4},
        life=LIFE,
        given_back_at=OWN,
        lots={ever.lot: ever, soon.lot: soon},
    )

    assert [(post.lot, post.amount) for post in entries[0].postings[:-1]] == [
        (soon.lot, -4),
        (ever.lot, -1),
    ]


def test_points_are_never_taken_out_of_stamps() -> None:
    stamps = lot_until("t1.1-1/1", None, Unit("stamps"))

    assert placed(decision(taken(5)), {(stamps.lot, OWN): 9}, lots=(stamps,)) == [
        (5, AVAILABLE)
    ]


def test_points_of_an_expired_lot_come_back_with_a_grace() -> None:
    expired = lot_until("t1.1-1/1", AT)
    alive = lot_until("t1.1-2/1", AT + timedelta(days=1))
    unknown = piece("t9.9-1/1", 3)

    back, made = restored_lots(
        (piece(expired.lot, 5), piece(alive.lot, 4), unknown),
        lots={expired.lot: expired, alive.lot: alive},
        programme=STORY,
        record=RecordId("t1.3-1850"),
        at=AT,
    )

    (lot,) = made
    # 30 local days after 21 November 2026 are over with 21 December.
    assert lot.expires is not None
    assert lot.expires.isoformat() == "2026-12-21T16:00:00+00:00"
    assert (lot.lot, lot.account, lot.unit) == ("t1.3-1850/1", SARA, POINTS)
    assert back == (piece("t1.3-1850/1", 5, lot.expires), piece(alive.lot, 4), unknown)


def test_a_lot_that_never_expires_needs_no_grace() -> None:
    back, made = restored_lots(
        (piece(LOT, 5),), lots={LOT: born()}, programme=STORY, record=RECORD, at=AT
    )

    assert (back, made) == ((piece(LOT, 5),), ())
