"""How cards, phone numbers and codes are told, as their author wrote it (``[cards]``)."""

from dataclasses import dataclass
from typing import Final, Literal

from rules.ground import bounds

_SHARED_DIGITS_MIN = 4
_EAN_PREFIX_MAX = 13
_CODE_MAX = 3

ExpiredCard = Literal["nothing", "earning"]
CardClass = Literal["member", "voucher", "gift_card", "receipt", "product", "employee"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberIin:
    """Card numbers of members: they begin with ``prefix`` and have ``length`` digits."""

    prefix: str
    length: int

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers."""
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")
        bounds.within("length", self.length, least=len(self.prefix) + 1, most=19)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Codes that wholly match the regular expression ``pattern``, and their class."""

    pattern: str
    card_class: CardClass = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class EanRule:
    """EAN numbers that begin with ``prefix`` are of ``card_class``."""

    prefix: str
    card_class: CardClass

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers."""
        if not 0 < len(self.prefix) <= _EAN_PREFIX_MAX:
            raise bounds.OutOfBoundsError(
                "prefix must have 1 to {most} digits", most=_EAN_PREFIX_MAX
            )
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNumbers:
    """Numbers for new cards, on no printed one: head office allots them to tills."""

    prefix: str
    length: int

    def __post_init__(self) -> None:
        """Refuse what is no range of numbers, or one too small to be shared out."""
        if not (self.prefix.isascii() and self.prefix.isdigit()):
            raise bounds.OutOfBoundsError("prefix must be digits")
        least = len(self.prefix) + _SHARED_DIGITS_MIN + 1
        bounds.within("length", self.length, least=least, most=19)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneTerms:
    """How a phone number without its country is read: ``012…`` with 60 is ``+6012…``."""

    country: str
    trunk: str = "0"

    def __post_init__(self) -> None:
        """Refuse what is no country's code."""
        for name, digits in (("country", self.country), ("trunk", self.trunk or "0")):
            if not (digits.isascii() and digits.isdigit() and len(digits) <= _CODE_MAX):
                raise bounds.OutOfBoundsError("{what} must be 1 to 3 digits", what=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTerms:
    """How a scanned code is told; the tills' recognition is built from it.

    ``new_numbers`` lie in one of the ``member_iins``; without them a till enrols blank
    cards only. A card is good until the end of the day ``expires_months`` after it was
    given (None: for ever); afterwards it counts for ``nothing``, or for ``earning`` only.
    """

    member_iins: tuple[MemberIin, ...] = ()
    text_rules: tuple[TextRule, ...] = ()
    ean_rules: tuple[EanRule, ...] = ()
    new_numbers: NewNumbers | None = None
    phone: PhoneTerms | None = None
    expires_months: int | None = None
    expired: ExpiredCard = "nothing"

    def __post_init__(self) -> None:
        """Refuse new numbers that no till would recognise."""
        if self.expires_months is not None:
            bounds.within(
                "expires_months", self.expires_months, least=1, most=bounds.MONTHS_MAX
            )
        new = self.new_numbers
        if new is None:
            return
        if not any(
            new.length == iin.length and new.prefix.startswith(iin.prefix)
            for iin in self.member_iins
        ):
            raise bounds.OutOfBoundsError("new_numbers must lie in one of member_iins")


USUAL_CARDS: Final = CardTerms()
