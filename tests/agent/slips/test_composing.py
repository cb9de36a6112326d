"""What a slip says, and what it never says."""

import pytest

from agent.slips.composing import Code, Heading, Line, compose, first_name
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from tests.agent.slips.told import composed, moved, told


def lines(language: str, **more: object) -> list[str]:
    """Return what is said, without the marks that keep a name's direction."""
    parts = composed(language, **more)  # type: ignore[arg-type]  # a test's own values
    said = [part.text for part in parts if isinstance(part, Line)]
    return [text.replace("\u2068", "").replace("\u2069", "") for text in said]


def test_a_slip_says_it_all_in_english() -> None:
    assert lines("en") == [
        "Corner Shop",
        "Loyalty slip",
        "21 Nov 2026 13:12",
        "Thank you, Sara",
        "You earned 22 points",
        "Your balance: 1,240 points",
        "That is worth RM 12.40",
        "57 points not usable yet",
        "200 points end after 31 Dec 2026",
        "Your level: Silver",
        "RM 200.00 more to Gold",
        "A coupon for you",
        "Valid until 21 May 2027",
        "Bring this code when goods come back:",
        "This is no invoice and no tax receipt",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_all_of_it(language: str) -> None:
    said = lines(language)

    assert len(said) == 15
    assert not [line for line in said if "slip." in line or "{" in line]


def test_the_codes_are_the_coupon_the_proof_and_the_receipts_number() -> None:
    codes = [part for part in composed("en") if isinstance(part, Code)]

    assert [(code.kind, code.is_read) for code in codes] == [
        ("qr", True),
        ("qr", False),
        ("code128", True),
    ]
    assert codes[0].text == "GOLD-8H2P-4M"
    assert codes[2].text == "980t1.3-1842"


def test_a_return_says_what_was_taken_and_given_back() -> None:
    back = {"taken_back": moved(40), "given_back": moved(100)}

    said = lines("en", kind="refund", earned=[], issued=[], **back)

    assert said[1] == "Loyalty slip for a return"
    assert {"Taken back: 40 points", "Given back: 100 points"} <= set(said)


def test_what_moved_in_the_wallet_is_money_beside_the_points() -> None:
    cash = {"unit": "wallet", "points": 85}

    said = lines("en", earned=[*moved(22), cash])

    assert "You earned 22 points, RM 0.85" in said
    assert "Taken back: RM 0.85" in lines("en", earned=[], taken_back=[cash])


def test_what_has_changed_since_is_not_said() -> None:
    said = lines("en", now=None)

    assert "Your balance: 1,240 points" in said
    assert not [line for line in said if "worth" in line or "more to" in line]


def test_a_gift_card_says_its_worth_and_needs_no_member() -> None:
    card = {
        "kind": "gift_card",
        "code": "GC-1",
        "expires": None,
        "symbology": "QR",
        "amount_minor": 5000,
    }
    said = lines("en", member=None, now=None, earned=[], issued=[card])

    assert "Gift card: RM 50.00" in said
    assert not [line for line in said if "balance" in line]


def test_a_copy_says_so() -> None:
    assert "Copy" in [
        part.text for part in composed("en", is_copy=True) if isinstance(part, Line)
    ]


def test_without_a_name_nobody_is_thanked_and_without_a_shop_its_store_is_named() -> None:
    parts = compose(told("en"), words_of("en"), Heading(shop=""))
    said = [part.text for part in parts if isinstance(part, Line)]

    assert said[0] == "S01"
    assert not [line for line in said if line.startswith("Thank")]


@pytest.mark.parametrize(
    ("name", "first"), [("Sara Ahmadi", "Sara"), ("  ", ""), ("", ""), ("ሳራ አበበ", "ሳራ")]
)
def test_only_the_first_name_is_shown(name: str, first: str) -> None:
    assert first_name(name) == first
