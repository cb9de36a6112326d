"""The payment-card guard: no card's digits in anything a driver says, however it came."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.events import DeviceEvent, PaymentCardSeen
from drivers.guard.cardguard import holds_payment_card
from drivers.guard.digits import passes_gs1, passes_luhn
from drivers.guard.iin_ranges import brand_of, prefixes
from drivers.guard.recognition import Recognition
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
    body = prefix + draw(st.text("0123456789", min_size=body_length, max_size=body_length))
    return next(body + last for last in "0123456789" if passes_luhn(body + last))


def leaks(pan: str, events: list[DeviceEvent]) -> set[str]:
    """Find runs of six of a card's digits in anything the events say of themselves."""
    said = " ".join(f"{event!r} {event!s} {as_expected(event)}" for event in events)
    return {pan[at : at + 6] for at in range(len(pan) - 5) if pan[at : at + 6] in said}


cards = pans().filter(lambda pan: len(pan) > 13)
"""Thirteen digits may be a product's; see the test that says so."""


@given(cards, st.sampled_from(["]C0", "]Q1", "]A0", "]L2", "]d1", "]z0", "]X0", "]C1", ""]))
def test_a_payment_card_in_a_barcode_is_seen_and_leaves_four_digits(
    pan: str, aim: str
) -> None:
    events = heard(scanner(programme=NOTHING), [f"{aim}{pan}\r".encode()])

    brand = brand_of(pan)
    assert events == [
        PaymentCardSeen(device="d", brand=str(brand), last4=pan[-4:], source="barcode")
    ]
    assert leaks(pan, events) == set()


@given(cards, st.sampled_from(["]E0", "]E4"]))
def test_a_card_under_an_identifier_of_products_leaves_no_digits(
    pan: str, aim: str
) -> None:
    events = heard(scanner(programme=NOTHING), [f"{aim}{pan}\r".encode()])

    assert [as_expected(event)["kind"] for event in events] == ["payment_card"]
    assert leaks(pan, events) == set()


SWIPE_FORMS = (
    "%B{pan}^EXAMPLE/ANA^30121010000000000000?;{pan}=30121010000000000?",
    "%B{pan}^EXAMPLE/ANA^30121010000000000000?",
    ";{pan}=30121010000000000?",
    "%E?;{pan}=30121010000000000?+E?",
    ";{pan}?",
    # Broken off, or without the sentinel that says where a track begins.
    ";{pan}=30121010000000000",
    "%B{pan}^EXAMPLE",
    "%B{pan}",
    ";{pan}",
    "{pan}=3012101?",
)


@given(pans(), st.sampled_from(SWIPE_FORMS), st.integers(0, 40))
def test_a_swiped_payment_card_leaves_no_six_digits(
    pan: str, form: str, cut_at: int
) -> None:
    line = form.replace("{pan}", pan).encode()

    for driver in (reader("msr_magtek"), reader("msr_idtech"), scanner()):
        events = heard(driver, [line[:cut_at], line[cut_at:] + b"\r"])

        assert len(events) == 1
        assert leaks(pan, events) == set()


@given(cards, st.integers(1, 18))
def test_the_first_half_of_a_card_before_silence_leaves_nothing(
    pan: str, cut_at: int
) -> None:
    events = heard(scanner(), [pan[:cut_at].encode(), 600])

    assert [as_expected(event) for event in events] == [
        {"kind": "error", "reason": "partial_discarded"}
    ]


@given(pans(), st.binary(max_size=40), st.binary(max_size=40))
def test_a_card_amid_noise_leaves_no_six_digits(
    pan: str, before: bytes, after: bytes
) -> None:
    noise = bytes(byte for byte in before if not 0x20 < byte < 0x7F)
    more = bytes(byte for byte in after if not 0x20 < byte < 0x7F)

    events = heard(scanner(), [b"]C0" + noise + pan.encode() + more + b"\r"])

    if len(pan) > 13 or not passes_gs1(pan):
        assert leaks(pan, events) == set()


@given(pans())
def test_every_brand_is_found_in_free_text_however_it_is_written(pan: str) -> None:
    persian = pan.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    fours = [pan[at : at + 4] for at in range(0, len(pan), 4)]

    found = [
        holds_payment_card(text, NOTHING)
        for text in (
            pan,
            f"card {pan}, thanks",
            f"table 12 {' '.join(fours)} 3",
            "-".join(fours),
            "\u2011".join(fours),
            " - ".join(fours),
            " ".join(pan),
            persian,
            f"x{pan}x",
            f"%B{pan}^A^",
        )
    ]

    assert all(found) or (len(pan) == 13 and passes_gs1(pan))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits at all",
        "4006381333931",
        "4000000000501",
        "+98 21 8765 4321",
        "2026-11-21 17:42:10+08:00",
        "4111 1111 1111 1112",
        "411111111111",
        "4111111111111111" * 2,
        "6399001234567893",
        "6399 0012 3456 7893",
        "0000000000000000",
    ],
)
def test_what_is_no_payment_card_is_let_through(text: str) -> None:
    assert not holds_payment_card(text, PROGRAMME)


def test_the_programmes_own_number_is_a_payment_card_to_another_programme() -> None:
    assert not holds_payment_card("6399001234567893", PROGRAMME)
    assert holds_payment_card("6399001234567893", NOTHING)


def test_ten_thousand_digits_are_looked_through_in_one_go() -> None:
    assert not holds_payment_card("1 " * 10_000, PROGRAMME)
    assert not holds_payment_card("1" * 10_000, PROGRAMME)
    assert holds_payment_card("1 " * 10_000 + "x 4111111111111111", PROGRAMME)


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        # Test numbers the brands and processors publish; Iranian ones constructed.
        ("4111111111111111", "visa"),
        ("5555555555554444", "mastercard"),
        ("2223003122003222", "mastercard"),
        ("378282246310005", "amex"),
        ("6011111111111117", "discover"),
        ("30569309025904", "diners"),
        ("3530111333300000", "jcb"),
        ("6200000000000005", "unionpay"),
        ("6759649826438453", "maestro"),
        ("2200000000000004", "mir"),
        ("9792030000000000", "troy"),
        ("6521111111111117", "rupay"),
        ("6037990000000006", "shetab"),
        ("6104330000000008", "shetab"),
        ("1700190000000000", "shetab"),
    ],
)
def test_a_number_is_given_to_its_brand(number: str, brand: str) -> None:
    assert brand_of(number) == brand


@pytest.mark.parametrize(
    "line",
    [
        b"]L2@\n\x1e\rANSI 636014040002DL00410278\nDCSEXAMPLE\nDAQD1234567\r",
        b"ANSI 636014040002DL00410278ZC03190008DLDAQD1234567\r",
        b"P<UTOEXAMPLE<<ANA".ljust(44, b"<") + b"\rX12345678".ljust(45, b"<") + b"\r",
        b"%CALOS ANGELES^DOE$JOHN$Q^123 MAIN ST^?\r",
    ],
)
def test_an_identity_document_is_one_event_with_nothing_of_it(line: bytes) -> None:
    assert shapes(scanner(), line) == [ID_DOCUMENT]


def test_after_a_document_and_a_silence_scans_are_read_again() -> None:
    heard_shapes = shapes(scanner(), b"@\rDAQ1234567\r", 500, b"M-00012345\r")

    assert [shape["kind"] for shape in heard_shapes] == ["id_document", "barcode"]


def test_a_reader_that_masks_with_noughts_is_a_payment_card() -> None:
    line = b";4111000000001119=00000000000000000000?\r"

    assert shapes(reader(), line) == [payment("masked", "1119", "msr")]


def test_parity_that_hides_a_card_recovers_nothing() -> None:
    even = bytes(byte | (byte.bit_count() % 2) << 7 for byte in b"4111111111111111")

    assert shapes(scanner(), even + b"\r") == [
        {"kind": "error", "reason": "parity_mismatch", "parity": "even"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"00020101021126180014A000000615000152045411530345854045.005802MY6304531F",
        b"hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==",
    ],
)
def test_a_payment_qr_is_ignored_and_not_kept(text: bytes) -> None:
    events = heard(scanner(), [b"]Q1" + text + b"\r"])

    assert [as_expected(event)["kind"] for event in events] == ["ignored"]
    assert text.decode() not in repr(events)


def test_the_representation_of_a_scan_names_nobody() -> None:
    events = heard(scanner(), [b"M-00012345\r"])

    assert re.search("00012345", repr(events)) is None
