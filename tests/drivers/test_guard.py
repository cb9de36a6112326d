"""The payment-card guard: no card's digits in anything a driver says, however it came."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cardguard import holds_payment_card
from drivers.digits import passes_luhn
from drivers.events import DeviceEvent, PaymentCardSeen
from drivers.iin_ranges import brand_of, prefixes
from drivers.recognition import Recognition
from drivers.shape import as_expected
from tests.drivers.hearing import PROGRAMME, heard, reader, scanner, shapes
from tests.drivers.vectors import ID_DOCUMENT, payment

NOTHING = Recognition()


@st.composite
def pans(draw: st.DrawFn) -> str:
    """Draw a card number of any brand, of any length the brand has, that passes Luhn."""
    prefix = draw(st.sampled_from(sorted(prefixes())))
    length = draw(st.sampled_from(sorted(prefixes()[prefix][1])))
    body_length = length - len(prefix) - 1
    body = prefix + draw(
        st.text("0123456789", min_size=body_length, max_size=body_length)
    )
    return next(body + last for last in "0123456789" if passes_luhn(body + last))


def leaks(pan: str, events: list[DeviceEvent]) -> set[str]:
    """Find runs of six of a card's digits in anything the events say of themselves."""
    said = " ".join(f"{event!r} {event!s} {as_expected(event)}" for event in events)
    return {pan[at : at + 6] for at in range(len(pan) - 5) if pan[at : at + 6] in said}


cards = pans().filter(lambda pan: len(pan) > 13)
"""Thirteen digits may be a product's; see the test that says so."""


@given(cards, st.sampled_from(["]C0", "]Q1", "]A0", "]L2", "]d1", "]z0", "]I1", "]X0", ""]))
def test_a_payment_card_in_a_barcode_is_seen_and_leaves_four_digits(
    pan: str, aim: str
) -> None:
    events = heard(scanner(programme=NOTHING), [f"{aim}{pan}\r".encode()])

    brand = brand_of(pan)
    assert events == [
        PaymentCardSeen(device="d", brand=str(brand), last4=pan[-4:], source="barcode")
    ]
    assert leaks(pan, events) == set()


@given(pans(), st.sampled_from(["]E0", "]E3", "]E4"]))
def test_a_card_under_an_identifier_of_products_leaves_no_digits(
    pan: str, aim: str
) -> None:
    events = heard(scanner(), [f"{aim}{pan}\r".encode()])

    # What holds as a product's number is one; nothing else of this many digits is kept.
    if as_expected(events[0])["kind"] != "barcode" and len(pan) not in {12, 13}:
        assert leaks(pan, events) == set() or as_expected(events[0])["kind"] == "error"


@given(
    pans(),
    st.sampled_from(
        [
            "%B{pan}^EXAMPLE/ANA^30121010000000000000?;{pan}=30121010000000000?",
            "%B{pan}^EXAMPLE/ANA^30121010000000000000?",
            ";{pan}=30121010000000000?",
            ";{pan}=30121010000000000",
            "%B{pan}^EXAMPLE",
            ";{pan}?",
            "%E?;{pan}=30121010000000000?+E?",
            "%B{pan}",
            "{pan}=3012101?",
            ";{pan}",
        ],
    ),
    st.sampled_from([reader("msr_magtek"), reader("msr_idtech"), scanner()]),
)
def test_a_swiped_payment_card_leaves_no_six_digits(
    pan: str, form: str, driver: object
) -> None:
    assert hasattr(driver, "feed")
    line = form.replace("{pan}", pan).encode()

    events = heard(scanner() if driver.kind == "line_scanner" else reader(), [line + b"\r"])  # type: ignore[attr-defined]

    assert len(events) == 1
    assert leaks(pan, events) == set()
