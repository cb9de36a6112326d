"""The demo's members: the same every time, every card sound and nobody's payment card."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.guard.cardguard import find_payment_card
from drivers.guard.digits import passes_luhn
from drivers.guard.recognition import CardRange, Recognition
from install.demo.people import CARD_PREFIX, CAST, MEMBERS, card_number, people

OURS = Recognition(cards=(CardRange(CARD_PREFIX, 16),))


def test_one_seed_is_one_shop() -> None:
    assert list(people()) == list(people())
    assert list(people(seed=1)) != list(people(seed=2))


def test_a_thousand_members_have_a_thousand_cards_and_codes() -> None:
    everybody = list(people())

    assert len(everybody) == MEMBERS
    for key in ("member", "card", "code"):
        assert len({getattr(person, key) for person in everybody}) == MEMBERS
    assert everybody[: len(CAST)] == list(CAST)


def test_three_scripts_are_among_the_names() -> None:
    names = "".join(person.name for person in people())

    assert all(letter in names for letter in "Sسሳ")


@given(st.integers(0, 10**9 - 1))
def test_every_card_is_sound_and_in_the_programme_s_own_range(number: int) -> None:
    card = card_number(number)

    assert passes_luhn(card)
    assert len(card) == 16
    assert card.startswith(CARD_PREFIX)
    assert find_payment_card(card, OURS) is None
