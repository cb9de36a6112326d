"""Corrections add entries; a collapsed document is worth nothing wherever it stood."""

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import AccountId, LotId, Place, Unit
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
    held_at,
)
from sync.core import corrections

LIFE = Place("t2.1")
MEMBER = AccountId("m-1")


def moved(kind: EntryKind, amount: int, place: Place, house: AccountId) -> Entry:
    """Make an entry between a member's place and the house."""
    return Entry(
        kind,
        "",
        (
            Posting(MEMBER, POINTS, amount, LotId("l"), place),
            Posting(house, POINTS, -amount, LotId(""), HOUSE),
        ),
    )


entries = st.lists(
    st.one_of(
        st.builds(
            moved,
            st.just("earn"),
            st.integers(1, 100),
            st.sampled_from([PENDING, LIFE]),
            st.just(HOUSE_EARNED),
        ),
        st.builds(
            moved,
            st.just("redeem"),
            st.integers(-100, -1),
            st.just(held_at("t2.1")),
            st.just(HOUSE_REDEEMED),
        ),
    )
)


@given(entries)
def test_a_collapsed_document_adds_up_to_nothing_for_member_and_house(
    booked: list[Entry],
) -> None:
    both = [*booked, *corrections.collapse(booked)]

    sums: dict[tuple[AccountId, Unit], int] = {}
    for entry in both:
        for posting in entry.postings:
            key = (posting.account, posting.unit)
            sums[key] = sums.get(key, 0) + posting.amount
    assert not any(sums.values())


@given(entries)
def test_what_stands_at_a_holder_is_never_touched_from_outside(booked: list[Entry]) -> None:
    for entry in corrections.collapse(booked):
        assert {posting.place for posting in entry.postings} <= {PENDING, AVAILABLE, HOUSE}


def test_holds_and_releases_are_the_holders_own_affair() -> None:
    held = corrections.moved(
        "hold", (MEMBER, POINTS, LotId("l")), 5, way=(LIFE, held_at("t2.1"))
    )

    assert corrections.collapse([held]) == ()
