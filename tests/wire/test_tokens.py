"""Tokens, names and codes: the same everywhere, and silent without the card."""

from hypothesis import given
from hypothesis import strategies as st

from sync.wire.keys.tokens import card_token, open_name, seal_name, voucher_code

KEY = bytes(range(32))
numbers = st.text("0123456789", min_size=6, max_size=18)


@given(numbers, st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_the_card_presented_opens_the_name(number: str, name: str) -> None:
    assert open_name(KEY, number, seal_name(KEY, number, name)) == name


@given(numbers, numbers)
def test_another_card_opens_nothing(number: str, other: str) -> None:
    opened = open_name(KEY, other, seal_name(KEY, number, "Sara A."))

    assert (opened == "Sara A.") == (number == other)


@given(numbers, numbers)
def test_two_cards_have_two_tokens(number: str, other: str) -> None:
    same = card_token(KEY, number) == card_token(KEY, other)

    assert same == (number == other)


def test_a_sealed_name_cut_short_opens_nothing() -> None:
    sealed = seal_name(KEY, "6399001234567893", "Sara A.")

    assert [open_name(KEY, "6399001234567893", sealed[:size]) for size in range(20)] == [
        ""
    ] * 20


def test_two_tills_print_the_same_code_for_the_same_award() -> None:
    first = voucher_code(KEY, "gold-coupon|m-7Q2K9V|1", "GOLD")

    assert first == voucher_code(KEY, "gold-coupon|m-7Q2K9V|1", "GOLD")
    assert first != voucher_code(KEY, "gold-coupon|m-7Q2K9V|2", "GOLD")
    assert first.startswith("GOLD-")
    assert len(first) == len("GOLD-8H2P-4MXK-R7QT")
