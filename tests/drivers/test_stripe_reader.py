"""The stripe reader's driver: grouping of tracks, errors track by track, noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.events import CardSwiped
from drivers.kinds.profiles import STRIPE_PROFILES
from drivers.shape import as_expected
from tests.drivers.hearing import events_of, heard, reader, shapes
from tests.drivers.vectors import card, control, error

CLUB = b";9899001234567892=?"
MEMBER = {"token": "9899001234567892"}


@pytest.mark.parametrize("profile", sorted(STRIPE_PROFILES))
@given(noise=st.lists(st.binary(max_size=200), max_size=10))
def test_noise_raises_nothing_and_the_next_swipe_is_read(
    profile: str, noise: list[bytes]
) -> None:
    events = heard(reader(profile), [*noise, b"\r", 5_000, CLUB + b"\r"])

    last = events[-1]
    assert isinstance(last, CardSwiped)
    assert last.token == "9899001234567892"


def test_tracks_two_hundred_milliseconds_apart_are_two_swipes() -> None:
    heard_shapes = shapes(
        reader("msr_idtech"), b";111?\r", 199, b"+222?\r", 5_000, b";333?\r", 200, b"+4?\r"
    )

    assert heard_shapes == [
        card([2, 3], "unknown"),
        card([2], "unknown"),
        card([3], "unknown"),
    ]


def test_a_third_track_ends_the_swipe_without_waiting() -> None:
    driver = reader("msr_idtech")

    events = events_of(driver.feed(b"%A1?\r;2?\r;3?\r", 0))

    assert [as_expected(event) for event in events] == [card([1, 2, 3], "unknown")]
    assert driver.due_ms() is None


def test_a_swipe_that_waits_for_its_next_track_is_due() -> None:
    driver = reader("msr_idtech")

    assert list(driver.feed(b";2?\r", 1_000)) == []
    assert driver.due_ms() == 1_200


def test_a_first_track_begins_the_next_swipe() -> None:
    assert shapes(reader("msr_idtech"), b"%A1?\r;2?\r%A1?\r;2?\r") == [
        card([1, 2], "unknown"),
        card([1, 2], "unknown"),
    ]


def test_good_tracks_count_though_another_breaks_off() -> None:
    assert shapes(reader(), b"%A1?" + CLUB + b"+12\r") == [
        card([1, 2], "member", **MEMBER, tracks_in_error=[3])
    ]


def test_three_bad_tracks_are_one_bad_swipe() -> None:
    assert shapes(reader(), b"%E?;E?+E?\r") == [
        card([], "unknown", tracks_in_error=[1, 2, 3])
    ]


@pytest.mark.parametrize("check", [b"8", b";", b"%", b"?", b"+"])
def test_a_check_character_behind_a_track_is_no_track(check: bytes) -> None:
    line = b"%N9899001234567892^?" + check + CLUB + check + b"\r"

    assert shapes(reader(), line) == [card([1, 2], "member", **MEMBER)]


def test_a_line_without_any_sentinel_is_an_error() -> None:
    assert shapes(reader(), b"9899001234567892\r") == [error("msr_no_sentinel")]


def test_a_card_taken_out_of_an_insertion_reader_is_said() -> None:
    assert shapes(reader(), b"\x02\x1b1\r\x03\x02\x1b0\r\x03") == [
        control("card_inserted"),
        control("card_removed"),
    ]


def test_an_unplugged_reader_gives_the_tracks_it_read_whole() -> None:
    driver = reader("msr_idtech")
    list(driver.feed(CLUB + b"\r+12", 0))

    assert [as_expected(event) for event in events_of(driver.close())] == [
        card([2], "member", **MEMBER),
        error("partial_discarded"),
    ]


def test_the_same_card_swiped_twice_at_once_is_one() -> None:
    assert len(shapes(reader(), CLUB + b"\r", 400, CLUB + b"\r")) == 1


def test_a_rule_for_texts_counts_for_a_stripe_too() -> None:
    assert shapes(reader(), b"%M-00012345?\r") == [card([1], "member", token="M-00012345")]
