"""The languages of the pages: direction, digits, calendar and months of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from rules.calendars.months import Calendar

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How a language writes; ``name`` is what its own speakers call it."""

    code: str
    name: str
    months: tuple[str, ...]
    calendar: Calendar = "gregorian"
    direction: Direction = "ltr"
    digits: str = "0123456789"
    group: str = ","
    point: str = "."


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language
    for language in (
        Language(
            code="en",
            name="English",
            months=_names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        ),
        Language(
            code="fa",
            name="فارسی",
            months=_names(
                "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
            ),
            calendar="jalali",
            direction="rtl",
            digits="۰۱۲۳۴۵۶۷۸۹",
            group="٬",
            point="٫",
        ),
        Language(
            code="am",
            name="አማርኛ",
            months=_names("መስከረም ጥቅምት ኅዳር ታኅሣሥ ጥር የካቲት መጋቢት ሚያዝያ ግንቦት ሰኔ ሐምሌ ነሐሴ ጳጉሜን"),
            calendar="ethiopian",
        ),
        Language(
            code="ms",
            name="Bahasa Melayu",
            months=_names("Jan Feb Mac Apr Mei Jun Jul Ogo Sep Okt Nov Dis"),
        ),
    )
}
"""Every language by its code; its words are in the catalogue of the same name."""
