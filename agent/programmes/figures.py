"""What a story writes as figures and days, as the law counts them."""

import re
from datetime import date
from fractions import Fraction
from typing import Final

from rules.ground.currencies import decimals
from rules.ground.sentence import Sentence
from rules.members.member_facts import is_birthday
from rules.sale.basket import QUANTITY_UNIT

_WHOLE: Final = re.compile(r"-?[0-9]{1,12}", re.ASCII)


class UnfitError(ValueError):
    """A word of a story that is not what must stand there; ``sentence`` says so."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence: Final = sentence
        super().__init__(sentence)


def minor(text: str, currency: str) -> int:
    """Read a decimal amount as minor units; raise :class:`UnfitError` for parts of one."""
    exact = Fraction(text) * int(10 ** decimals(currency))
    if exact.denominator != 1:
        raise UnfitError(
            Sentence("'{text}' is no amount of {currency}", text=text, currency=currency)
        )
    return exact.numerator


def milli(text: str) -> int:
    """Read a quantity as whole thousandths."""
    return int(Fraction(text) * QUANTITY_UNIT)


def whole_of(text: str) -> int:
    """Read a whole number; raise :class:`UnfitError` for anything else."""
    if not _WHOLE.fullmatch(text):
        raise UnfitError(Sentence("'{text}' is no whole number", text=text))
    return int(text)


def day_of(text: str) -> date:
    """Read a day like ``2026-12-31``; raise :class:`UnfitError` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnfitError(
            Sentence("'{text}' is no day like 2026-12-31", text=text)
        ) from error


def birthday_of(text: str) -> str:
    """Read a birthday like ``03-14``; raise :class:`UnfitError` for anything else."""
    if not is_birthday(text):
        raise UnfitError(Sentence("'{text}' is no day like 03-14", text=text))
    return text
