"""What customer displays are told, and names that they can show."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from drivers.mouth.displays.lines import cells, has_all, plain, side_by_side
from drivers.mouth.displays.register import DISPLAYS
from drivers.mouth.displays.romanised import romanised
from tests.drivers.hearing import for_profile, shapes
from tests.drivers.vectors import display


def test_a_cd5220_is_written_line_by_line() -> None:
    said = DISPLAYS["cd5220"].encode(("Hello Sara", "1,240 points"))

    assert said == (b"\x1b@\x0c\x1bQAHello Sara          \r\x1bQB1,240 points        \r")
    assert shapes(for_profile("pole_tap"), said) == [
        display(1, "Hello Sara"),
        display(2, "1,240 points"),
    ]


def test_an_escpos_display_is_written_place_by_place() -> None:
    said = DISPLAYS["escpos_vfd"].encode(("Hello Sara", ""))

    assert said == (
        b"\x1b@\x1bt\x00\x0c\x1f$\x01\x01Hello Sara          \x1f$\x01\x02" + b" " * 20
    )


@pytest.mark.parametrize("kind", DISPLAYS)
@given(upper=text(), lower=text())
def test_no_text_becomes_a_command(kind: str, upper: str, lower: str) -> None:
    blank = len(DISPLAYS[kind].encode(("", "")))

    assert len(DISPLAYS[kind].encode((upper, lower))) == blank
    assert all(byte >= 0x20 for byte in cells(upper))


def test_letters_and_digits_that_no_display_has_are_written_plainly() -> None:
    assert plain("Zoë Şahin ۱۲۳") == "Zoë Sahin 123"
    assert has_all("Zoë Şahin ۱۲۳")
    assert not has_all("سارا")


def test_two_texts_share_a_line() -> None:
    assert side_by_side("Points", "22") == "Points            22"
    assert side_by_side("A very long word of thanks", "1,240") == "A very long wo 1,240"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ሳራ", "Sara"),
        ("አበበ", "Abebe"),
        ("ሰላም", "Selam"),
        ("ሀና", "Hana"),
        ("ሜሮን", "Meron"),
        ("سارا", "Sara"),
        ("مینا", "Mina"),
        ("نیما", "Nima"),
    ],
)
def test_a_name_that_says_how_it_sounds_is_shown(name: str, shown: str) -> None:
    assert romanised(name) == shown


@pytest.mark.parametrize("name", ["محمد", "رضا", "نوید", "علی", "", "ሳra", "李", "Sara"])
def test_a_name_that_would_be_a_guess_is_not_shown(name: str) -> None:
    assert romanised(name) == ""


@given(text())
def test_any_name_becomes_plain_letters_or_nothing(name: str) -> None:
    said = romanised(name)

    assert said == "" or (said.isascii() and said.isalpha())
