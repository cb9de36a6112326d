"""Merging moves everything, keeps every lot's end, and makes nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import AccountId, LotId, RecordId
from rules.members.merging import merged
from rules.value.ledger import AVAILABLE, PENDING, POINTS, Lot
from tests.rules.making import AT, SARA

OWNER = AccountId("m-OWNER")
ENDS = datetime(2026, 2, 26, tzinfo=UTC)


def lot(number: int) -> Lot:
    """Return a lot of Sara's that ends."""
    return Lot(
        lot=LotId(f"t1.1-{number}/1"),
        account=SARA,
        unit=POINTS,
        rule="base",
        earned_at=AT,
        active_from=AT,
        expires=ENDS,
    )


@given(
    st.lists(
        st.tuples(st.integers(-100, 100), st.sampled_from([PENDING, AVAILABLE])), max_size=5
    )
)
def test_what_leaves_is_what_arrives_and_no_lot_lives_longer(
    amounts: list[tuple[int, str]],
) -> None:
    # Voucherify lets a transfer begin the validity anew: points for ever, by moving them.
    standing = [
        (lot(number), PENDING if place == PENDING else AVAILABLE, amount)
        for number, (amount, place) in enumerate(amounts)
    ]

    moved = merged(standing, OWNER, record=RecordId("o.1-7"))

    assert [one.expires for one in moved.lots] == [ENDS] * len(amounts)
    assert [one.earned_at for one in moved.lots] == [AT] * len(amounts)
    left = [entry.postings[0] for entry in moved.leaving]
    came = [entry.postings[0] for entry in moved.arriving]
    assert [-one.amount for one in left] == [one.amount for one in came]
    assert [one.place for one in left] == [one.place for one in came]
    assert {one.account for one in came} <= {OWNER}
    assert len({one.lot for one in came}) == len(amounts)
