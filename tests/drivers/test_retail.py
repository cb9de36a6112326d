"""EAN and UPC numbers: check digits, expansion, inference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.codes.retail import gtin_of_upc_e, infer_retail, read_retail
from drivers.guard.digits import ascii_digits, gs1_check_digit, passes_gs1, passes_luhn
from drivers.symbology import Symbology


@pytest.mark.parametrize(
    ("digits", "gtin"),
    [
        # GS1 General Specifications 5.2.2.4.2: the last digit says where the zeros go.
        ("01234505", "00012000003455"),
        ("01234514", "00012100003454"),
        ("01234531", "00012300000451"),
        ("01234543", "00012340000053"),
        ("01234565", "00012345000065"),
        ("01234596", "00012345000096"),
    ],
)
def test_a_upc_e_expands_by_its_last_digit(digits: str, gtin: str) -> None:
    assert passes_gs1(gtin)
    assert gtin_of_upc_e(digits) == gtin


@pytest.mark.parametrize("digits", ["01234564", "21234565"])
def test_a_upc_e_that_does_not_hold_has_no_gtin(digits: str) -> None:
    assert gtin_of_upc_e(digits) is None


@given(st.from_regex(r"[0-9]{11,17}", fullmatch=True))
def test_one_wrong_digit_breaks_a_gs1_check_digit(body: str) -> None:
    number = body + gs1_check_digit(body)

    assert passes_gs1(number)
    for at, digit in enumerate(number):
        wrong = number[:at] + str((int(digit) + 1) % 10) + number[at + 1 :]
        assert not passes_gs1(wrong)


@given(st.from_regex(r"[0-9]{11,18}", fullmatch=True))
def test_exactly_one_last_digit_passes_luhn(body: str) -> None:
    assert sum(passes_luhn(body + last) for last in "0123456789") == 1


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        ("4006381333931", Symbology.EAN_13),
        ("012345678905", Symbology.UPC_A),
        ("96385074", Symbology.EAN_8),
        ("01234565", Symbology.UPC_E),
    ],
)
def test_bare_digits_are_told_by_length_and_check_digit(
    text: str, symbology: Symbology
) -> None:
    number = infer_retail(text)

    assert number is not None
    assert number.symbology is symbology


@pytest.mark.parametrize("text", ["4006381333930", "1234567", "M-00012345", "٩٦٣٨٥٠٧٤", ""])
def test_what_does_not_hold_is_not_inferred(text: str) -> None:
    assert infer_retail(text) is None


@pytest.mark.parametrize(
    ("symbology", "digits"),
    [
        (Symbology.EAN_13, "400638133393"),
        (Symbology.EAN_8, "963850749"),
        (Symbology.EAN_13_ADDON, "9780201379624123"),
        (Symbology.RETAIL, "40063813339ab"),
    ],
)
def test_a_length_no_such_code_has_is_no_number(symbology: Symbology, digits: str) -> None:
    assert read_retail(symbology, digits) is None


def test_digits_of_any_script_become_ascii_and_nothing_else_changes() -> None:
    assert ascii_digits("M-۰۱۲٣٤٥ کارت") == "M-012345 کارت"
