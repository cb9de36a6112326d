"""EAN and UPC numbers: which one it is, whether it holds, and its 14-digit GTIN."""

from dataclasses import dataclass

from drivers.guard.digits import gs1_check_digit, is_digits, passes_gs1
from drivers.symbology import Symbology

_BY_LENGTH = {13: Symbology.EAN_13, 12: Symbology.UPC_A, 8: Symbology.UPC_E}
"""Under ``]E0`` eight digits are a UPC-E left as it is; an EAN-8 says ``]E4``."""

_LENGTHS = {
    Symbology.EAN_13: (13,),
    Symbology.EAN_8: (8,),
    Symbology.UPC_A: (12, 13),
    Symbology.UPC_E: (8,),
}

_ADDON_MAIN_LENGTH = {15: 13, 18: 13, 14: 12, 17: 12, 10: 8, 13: 8}
"""Whole length with an add-on of 2 or 5 digits: how long the number itself is."""

_UPC_E_TAIL_KEEPS_THREE = 3
_UPC_E_TAIL_KEEPS_FOUR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailNumber:
    """An EAN or UPC number. ``gtin`` is missing when its check digit is wrong."""

    symbology: Symbology
    digits: str
    addon: str | None = None
    gtin: str | None = None

    @property
    def ean_13(self) -> str | None:
        """The number as 13 digits, for rules by prefix; short numbers have none."""
        if self.symbology in {Symbology.EAN_8, Symbology.UPC_E} or self.gtin is None:
            return None
        return self.gtin[1:]


def read_retail(symbology: Symbology, digits: str) -> RetailNumber | None:
    """Read a number declared to be of this family; None when no such code is that long."""
    if symbology is Symbology.EAN_13_ADDON:
        return _with_addon(digits)
    lengths = _LENGTHS.get(symbology, tuple(_BY_LENGTH))
    if not is_digits(digits) or len(digits) not in lengths:
        return None
    if symbology is Symbology.RETAIL:
        symbology = _BY_LENGTH[len(digits)]
    return _checked(symbology, digits)


def infer_retail(text: str) -> RetailNumber | None:
    """Recognise a bare number by its length and check digit.

    Eight digits from 0 are a UPC-E if they can be: GTIN-8 numbers never start with 0.
    """
    if not is_digits(text):
        return None
    candidates = {
        8: (Symbology.UPC_E, Symbology.EAN_8)
        if text.startswith("0")
        else (Symbology.EAN_8, Symbology.UPC_E),
        12: (Symbology.UPC_A,),
        13: (Symbology.EAN_13,),
    }.get(len(text), ())
    for symbology in candidates:
        number = _checked(symbology, text)
        if number.gtin is not None:
            return number
    return None


def gtin_of_upc_e(digits: str) -> str | None:
    """Expand eight UPC-E digits to their GTIN-14; None when they do not hold."""
    system, body, check = digits[0], digits[1:7], digits[7]
    if system not in "01":
        return None
    last = int(body[5])
    if last < _UPC_E_TAIL_KEEPS_THREE:
        item = body[:2] + body[5] + "0000" + body[2:5]
    elif last == _UPC_E_TAIL_KEEPS_THREE:
        item = body[:3] + "00000" + body[3:5]
    elif last == _UPC_E_TAIL_KEEPS_FOUR:
        item = body[:4] + "00000" + body[4]
    else:
        item = body[:5] + "0000" + body[5]
    if gs1_check_digit(system + item) != check:
        return None
    return "00" + system + item + check


def _with_addon(digits: str) -> RetailNumber | None:
    length = _ADDON_MAIN_LENGTH.get(len(digits))
    if length is None or not is_digits(digits):
        return None
    main, addon = digits[:length], digits[length:]
    gtin = main.zfill(14) if passes_gs1(main) else None
    return RetailNumber(
        symbology=Symbology.EAN_13_ADDON, digits=main, addon=addon, gtin=gtin
    )


def _checked(symbology: Symbology, digits: str) -> RetailNumber:
    if symbology is Symbology.UPC_E:
        gtin = gtin_of_upc_e(digits)
    else:
        gtin = digits.zfill(14) if passes_gs1(digits) else None
    return RetailNumber(symbology=symbology, digits=digits, gtin=gtin)
