"""Stories: read strictly, played with the very law, differences told where they are."""

import re
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.programmes.playing import Difference, Played, play
from agent.programmes.story import StoryFault
from agent.programmes.story_text import read_stories
from rules.programme import Programme
from sync.wire.programme.door import read_programme

DEMO = read_programme(
    files("install").joinpath("programmes/demo.toml").read_bytes(), form="toml"
)
README = Path(__file__).parents[3] / "agent" / "programmes" / "README.md"


def played(text: str, programme: Programme = DEMO) -> Played:
    """Play the one story of a text."""
    (story,) = read_stories(text.encode())
    return play(story, programme)


def differences(text: str) -> tuple[Difference, ...]:
    """Return what differs in the one story of a text."""
    return played(text).differences


def fault(text: str) -> str:
    """Return the sentence of a text that cannot be played."""
    with pytest.raises(StoryFault) as caught:
        played(text)
    assert caught.value.hint
    return str(caught.value)


def test_the_readmes_story_holds() -> None:
    (block,) = re.findall(r"```story\n(.*?)```", README.read_text("utf-8"), re.DOTALL)

    story = played(block)

    assert story.differences == ()
    assert story.looked_at == 9


def test_a_difference_names_its_line_and_the_rules_behind_the_figure() -> None:
    (found,) = differences(
        "Member Sara\nSale 1 by Sara:\n  2 x COF in coffee at 10.00\n  expect earned 41\n"
    )

    assert (found.line, found.step) == (4, "Sale 1 by Sara")
    assert found.expected == "earned 41"
    assert found.got == "earned 40 (base 20, coffee-x2 20)"


def test_points_wait_for_their_days_and_end_after_their_months() -> None:
    assert not differences(
        """
Now 2026-01-31 10:00
Member Sara
Sale 1 by Sara
  1 x MUG in household at 30.00
Expect Sara: points 0, pending 30
Later 14 days
Expect Sara: points 0
Later 1 day
Expect Sara: points 30
Now 2028-01-31 23:59
Expect Sara: points 30
Later 1 minute
Expect Sara: points 0, owed 0
"""
    )


def test_a_tier_is_reached_gives_its_coupon_and_is_lost_with_the_goods() -> None:
    assert not differences(
        """
Member Sara: spent 480.00, tier silver
Sale 1 by Sara:
  2 x MUG in household at 10.00
  expect tier gold, issued gold-welcome
Expect Sara: tier gold, coupons gold-welcome 1
Refund of sale 1:
  1 x MUG
  expect tier silver
Expect Sara: tier silver, coupons gold-welcome 0, spent 490.00
"""
    )


def test_a_coupon_is_spent_once_and_comes_back_with_everything() -> None:
    assert not differences(
        """
Member Sara
Coupon WELCOME of gold-welcome for Sara
Quote for Sara:
  1 x MUG in household at 50.00
  coupon gold-welcome
  expect discount 10.00 by gold-welcome, total 40.00
Sale 1 by Sara:
  1 x MUG in household at 50.00
  coupon WELCOME
  expect discount 10.00, to pay 40.00
Sale 2 by Sara:
  1 x MUG in household at 50.00
  coupon WELCOME
  coupon NONE
  expect discount 0, not used WELCOME because coupon_used
  expect not used NONE because unknown_coupon
Void sale 1
  expect money 40.00
Expect Sara: coupons gold-welcome 1
"""
    )


def test_cards_and_wallets_pay_and_get_their_own_back() -> None:
    assert not differences(
        """
Gift card G1: 30.00
Member Sara: wallet 5.00
Sale 1 by Sara:
  1 x MUG in household at 50.00
  pays 30.00 by gift card G1
  pays 5.00 from wallet
  expect to pay 15.00
Expect G1: money 0
Sale 2 by Sara:
  1 x MUG in household at 50.00
  pays 1.00 by gift card G1
  expect refused too_little_money
Void sale 1
  expect money 15.00
Expect G1: money 30.00
Expect Sara: wallet 5.00
Sale 3:
  gift card G2 for 20.00
  expect earned 0, to pay 20.00
Sale 4 by Sara:
  top up 10.00
  1 x CIG in tobacco at 10.00
  pays 10.00 by gift card G2
  expect refused barred_goods
Sale 5 by Sara:
  top up 10.00
Expect Sara: wallet 15.00
Expect G2: money 20.00
Void sale 3
Expect G2: money 0
"""
    )


def test_what_was_spent_already_is_owed_and_the_next_sale_pays_it() -> None:
    assert not differences(
        """
Member Sara
Sale 1 by Sara:
  1 x MUG in household at 200.00
Later 15 days
Sale 2 by Sara:
  1 x MUG in household at 10.00
  pays 200 points
Void sale 1
  expect taken 250, owed 200
Expect Sara: points 0, owed 200
Sale 3 by Sara
  1 x MUG in household at 99.00
Later 15 days
Expect Sara: points 0, owed 93
"""
    )


def test_a_refusal_is_expected_or_told() -> None:
    text = "Member Sara: points 50\nSale 1 by Sara:\n  1 x MUG at 5.00\n  pays 100 points\n"

    (found,) = differences(text)
    assert found.got.startswith("refused too_few_points (")
    assert not differences(text + "  expect refused too_few_points\n")
    (other,) = differences(text + "  expect refused no_member\n")
    assert (other.expected, other.got) == ("refused no_member", "refused too_few_points")


def test_what_was_refused_cannot_come_back_and_the_refusal_is_what_differs() -> None:
    text = "Member Sara: points 50\nSale 1 by Sara:\n  1 x MUG at 5.00\n  pays 100 points\n"

    (found,) = differences(text + "Refund of sale 1:\n  1 x MUG\n")
    assert found.got.startswith("refused too_few_points (")
    expected = text + "  expect refused too_few_points\n"
    assert "there is no sale 1" in fault(expected + "Void sale 1\n")


def test_a_blocked_member_earns_nothing_until_active_again() -> None:
    assert not differences(
        """
Member Sara: points 500, blocked
Sale 1 by Sara:
  1 x MUG in household at 10.00
  expect earned 0
Member Sara: active
Sale 2 by Sara:
  1 x MUG in household at 10.00
  expect earned 10
"""
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no story in it."),
        ("  indented\n", "Line 1 is indented"),
        ("Hello\n", "Line 1 cannot be understood: 'Hello'"),
        ("Member Sara: rich\n", "Line 1 says of a member what is not known: 'rich'"),
        ("Member Sara: tier lead\n", "tier lead is not on the ladder"),
        ("Member Sara: points many\n", "Line 1: 'many' is no whole number."),
        ("Member Sara: joined May\n", "'May' is no day like 2026-12-31"),
        ("Member Sara: birthday 31-12\n", "'31-12' is no day like 03-14"),
        ("Member Sara: attribute Shiraz\n", "'Shiraz' must be like city=Shiraz"),
        ("Sale 1 by Bob:\n  1 x M at 1.00\n", "nobody is called 'Bob'"),
        ("Sale 1:\n", "nothing is sold"),
        (
            "Sale 1:\n  1 x M at 1.00\nSale 1:\n  1 x M at 1.00\n",
            "a sale 1 already",
        ),
        ("Sale 1:\n  one mug\n", "Line 2 cannot be understood: 'one mug'"),
        ("Sale 1:\n  1 x M at 1.00\n  expect joy\n", "expects what is not known: 'joy'"),
        ("Sale 1:\n  1 x M at 1.001\n", "'1.001' is no amount of MYR"),
        ("Sale 1:\n  1 x M at 1.00\n  expect pending 3\n", "cannot be expected here"),
        ("Refund of sale 9:\n  1 x M\n", "there is no sale 9"),
        ("Refund of sale 9:\n", "says nothing that comes back"),
        ("Now 2026-13-01\n", "names no moment"),
        ("Member A\nNow 2026-06-01\nNow 2026-05-01\n", "it is 2026-06-01 12:00 already"),
        ("Member A\nLater 99999 months\n", "Line 2 goes further than 10000"),
        ("Expect Bob: points 3\n", "nobody is called 'Bob'"),
        ("x" * 401, "is longer than 400 characters"),
        ("Now 2026-01-01\n" * 2_001, "more than 2000 steps"),
        ("Void sale 1\n  1 x M\n  hm\n", "cannot be understood: 'hm'"),
    ],
)
def test_what_is_no_story_is_told_in_a_sentence(text: str, said: str) -> None:
    assert said in fault(text)


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(StoryFault, match="not UTF-8"):
        read_stories(b"\xff\xfe")
    with pytest.raises(StoryFault, match="larger than"):
        read_stories(b"#" * 300_000)


_WORDS = st.sampled_from(
    [
        *(
            "Story:",
            "Member",
            "Sale",
            "Refund",
            "of",
            "sale",
            "Expect",
            "Later",
            "Now",
            "1",
        ),
        *(
            "Sara",
            "by",
            "x",
            "MUG",
            "at",
            "5.00",
            "pays",
            "points",
            "expect",
            "earned",
            ":",
        ),
        *(
            "2026-11-21",
            "10:00",
            "days",
            "9" * 12,
            "0",
            "-1",
            "coupon",
            "gift",
            "card",
            ",",
        ),
        *("tier", "gold", "spent", "month", "Void", "Coupon", "in", "coffee", "less", "#"),
    ]
)
_LINES = st.lists(_WORDS, max_size=9).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["", "  "]), _LINES), max_size=12))
def test_any_text_is_played_or_told_what_is_wrong(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(indent + said for indent, said in lines)

    with suppress(StoryFault):
        for story in read_stories(text.encode()):
            play(story, DEMO)
