"""The mapping file of a CSV: which column is what, and how the POS writes."""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from agent.pos.intakes.plans import Plan, read_plan
from agent.pos.intakes.written.moments import MomentFormat
from agent.pos.intakes.written.month_names import Calendar
from agent.pos.intakes.written.numbers import Point
from agent.settings.config_values import check_zone

HINT: Final = "agent/pos/intakes/README.md describes a mapping; mend the file."

Column = Literal[
    "store", "workstation", "number", "day", "date", "time", "kind", "row", "cashier",
    "card", "currency", "line", "sku", "gtin", "category", "quantity", "unit", "price",
    "amount", "discount", "tax", "total", "basket_discount", "tender", "paid", "rounding",
    "original_number", "original_day", "original_workstation", "original_line",
]  # fmt: skip
KindWord = Literal[
    "sale", "refund", "void", "training", "suspended", "voided", "copy", "other"
]
RowWord = Literal["item", "voided", "tender", "discount", "tax", "other"]

_GROUP: Final[tuple[Column, ...]] = ("store", "workstation", "day", "date", "number")


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name)
        "0".encode(codec.name).decode(codec.name)
    except (LookupError, UnicodeError):
        raise ValueError(f"{name!r} is no encoding; write utf-8 or cp1252") from None
    return "utf-8-sig" if codec.name == "utf-8" else codec.name


Sign = Annotated[str, Field(min_length=1, max_length=1)]
Encoding = Annotated[str, Field(max_length=32), AfterValidator(_codec)]
Words = Annotated[tuple[str, ...], Field(max_length=64)]
Place = Annotated[str, Field(min_length=1, max_length=128)] | Annotated[int, Field(ge=1)]


class TableMap(Plan):
    """How a POS's table is to be read.

    ``rows`` says what one row is. A receipt's rows are those that agree in ``group``.
    Refunds are what is below zero, or what the column ``kind`` calls so. ``amount``
    stands before its discount, or after it. ``workstations`` says what the POS's names
    of its lanes are to us.
    """

    delimiter: Sign = ","
    quote: Sign = '"'
    encoding: Encoding = "utf-8-sig"
    header: bool = True
    rows: Literal["line", "receipt"] = "line"
    refunds: Literal["sign", "column"] = "sign"
    discounted: bool = False
    decimal: Point = "."
    date: Annotated[str, Field(max_length=60)] = "YYYY-MM-DD hh:mm:ss"
    time: Annotated[str, Field(max_length=60)] = "hh:mm:ss"
    calendar: Calendar = "gregorian"
    zone: Annotated[str, AfterValidator(check_zone)] = ""
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    workstation: Annotated[str, Field(max_length=64)] = ""
    group: tuple[Column, ...] = ()
    columns: Mapping[Column, Place]
    workstations: Mapping[str, Annotated[str, Field(min_length=1, max_length=64)]] = {}
    kinds: Mapping[KindWord, Words] = {}
    row_kinds: Mapping[RowWord, Words] = {}
    tenders: Mapping[str, Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]] = {}

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """Hold what the settings need of one another."""
        self.date_format(), self.time_format()  # a wrong one is said here
        for needed in ("number", "date"):
            if needed not in self.columns:
                raise ValueError(f"[columns] names no `{needed}`")
        if not {"amount", "price", "total"} & set(self.columns):
            raise ValueError("[columns] names no `amount`, `price` or `total`")
        if "workstation" not in self.columns and not self.workstation:
            raise ValueError("neither [columns] nor `workstation` names the workstation")
        if self.refunds == "column" and "kind" not in self.columns:
            raise ValueError('`refunds = "column"` needs `kind` in [columns]')
        if not self.header and any(isinstance(each, str) for each in self.columns.values()):
            raise ValueError("without a header [columns] has numbers, from 1")
        return self

    def date_format(self) -> MomentFormat:
        """Return how dates are written."""
        return MomentFormat(self.date, self.calendar)

    def time_format(self) -> MomentFormat:
        """Return how times of day are written, where they have a column of their own."""
        return MomentFormat(self.time)

    @property
    def groups_by(self) -> tuple[Column, ...]:
        """Return the columns in which a receipt's rows agree."""
        usual = self.group or _GROUP
        return tuple(name for name in usual if name in self.columns)


def read_mapping(path: Path | None) -> TableMap:
    """Read a mapping file; a :class:`PlanFault` says where it is none."""
    return read_plan(path, TableMap, hint=HINT)
