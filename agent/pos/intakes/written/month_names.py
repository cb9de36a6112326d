"""Names of months by how they begin, in the languages of the tills and their neighbours."""

from collections.abc import Mapping
from typing import Final, Literal

from agent.pos.intakes.written.words import folded

Calendar = Literal["gregorian", "jalali", "ethiopian"]

_NAMES: Final[Mapping[Calendar, str]] = {
    "gregorian": (
        "jan feb,fév mar,mac,mrz,mär apr,avr may,mei,mai jun jul aug,ogo,agu,aoû"
        " sep oct,okt nov dec,dis,dez,des,déc"
    ),
    "jalali": (
        "فر,far ار,ord خر,kho تی,tir مر,ام,mor شه,sha مه,meh آب,اب,aba آذ,اذ,aza دی,dey"
        " به,bah اس,esf"
    ),
    "ethiopian": (
        "መስ,mes ጥቅ,tik,tek ኅዳ,ህዳ,ሕዳ,hid,hed ታኅ,ታህ,ታሕ,tah ጥር,tir,ter የካ,yek መጋ,meg"
        " ሚያ,miy,miz ግን,gin,gen ሰኔ,sen ሐም,ሀም,ኃም,ham ነሐ,ነሀ,ነኃ,neh ጳጉ,pag"
    ),
}
"""The months of each calendar, parted by blanks; how each may begin, by commas."""

_BEGINNINGS: Final[Mapping[Calendar, tuple[tuple[str, int], ...]]] = {
    calendar: tuple(
        (folded(beginning), month)
        for month, told in enumerate(names.split(), start=1)
        for beginning in told.split(",")
    )
    for calendar, names in _NAMES.items()
}


def month_named(name: str, calendar: Calendar) -> int:
    """Return the number of the month that is called so; a ValueError where none is."""
    told = folded(name)
    for beginning, month in _BEGINNINGS[calendar]:
        if told.startswith(beginning):
            return month
    raise ValueError("no month is called so")
