"""A shop's template: what each line of its POS's receipts is, by what it is like."""

import fnmatch
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from agent.pos.intakes.plans import Plan, read_plan
from agent.pos.intakes.table.mapping import Encoding
from agent.pos.intakes.tap.likeness import Likeness, likeness
from agent.pos.intakes.written.moments import MomentFormat
from agent.pos.intakes.written.month_names import Calendar
from agent.pos.intakes.written.numbers import Point
from agent.pos.intakes.written.words import folded

HINT: Final = (
    "agent/pos/intakes/tap/README.md describes templates; `vafa tap-template` proposes one."
)
RULES_MAX: Final = 100
LINES_OF_A_RULE_MAX: Final = 3

Is = Literal[
    "begins", "ends", "head", "item", "voided", "discount", "basket_discount", "tax",
    "rounding", "total", "tender", "change", "refund", "original", "void", "cancelled",
    "training", "suspended", "copy", "other", "nothing",
]  # fmt: skip
"""What a line may be. ``nothing`` is for lines that a later rule would take wrongly."""

_NEEDS: Final[Mapping[Is, frozenset[str]]] = {
    "item": frozenset({"amount", "price"}),
    "voided": frozenset({"amount", "price"}),
    "discount": frozenset({"amount"}),
    "basket_discount": frozenset({"amount"}),
    "tax": frozenset({"amount"}),
    "rounding": frozenset({"amount"}),
    "total": frozenset({"amount"}),
    "tender": frozenset({"amount"}),
    "change": frozenset({"amount"}),
    "original": frozenset({"original"}),
}
"""One of these gaps must be in a rule that is such a line."""


class Rule(Plan):
    """Lines that are like this are that."""

    is_: Annotated[Is, Field(alias="is")]
    like: Annotated[tuple[str, ...], Field(min_length=1, max_length=LINES_OF_A_RULE_MAX)]

    @field_validator("like", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Template(Plan):
    """How a shop's receipts are read. Of all rules the first that fits a line counts.

    ``encoding`` is what the POS writes, if it is neither UTF-8 nor what it tells the
    printer. With ``cents`` only what has them is an amount: a postcode is none.
    ``day_begins`` is when the business day does. ``categories`` and ``tenders``
    say what the POS's names are to the programme; ``*`` stands for anything. Receipts that
    print no number are numbered by the second they print.
    """

    encoding: Encoding | Literal[""] = ""
    decimal: Point = "."
    cents: bool = False
    date: Annotated[str, Field(max_length=60)] = "DD/MM/YYYY"
    time: Annotated[str, Field(max_length=60)] = "hh:mm"
    calendar: Calendar = "gregorian"
    day_begins: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "00:00"
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    workstation: Annotated[str, Field(max_length=64)] = ""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=RULES_MAX)]
    categories: Mapping[str, Annotated[str, Field(max_length=128)]] = {}
    tenders: Mapping[str, Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]] = {}

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """Hold that every rule can be read and that a document can be told by them."""
        gaps: set[str] = set()
        for number, (rule, likes) in enumerate(self.compiled, start=1):
            named = frozenset[str]().union(*(each.gaps for each in likes))
            needs = _NEEDS.get(rule, frozenset())
            if needs and not needs & named:
                raise ValueError(
                    f"rule {number} ({rule}) has no {{{'} or {'.join(sorted(needs))}}}"
                )
            gaps |= named
        kinds = {rule for rule, _ in self.compiled}
        for gap in ("date", "time"):
            if gap not in gaps:
                raise ValueError(f"no rule has {{{gap}}}")
        if "number" not in gaps and "ss" not in self.time:
            # A receipt without a number is told apart by its second.
            raise ValueError("no rule has {number}, and `time` has no seconds")
        for kind in ("item", "total"):
            if kind not in kinds:
                raise ValueError(f'no rule is "{kind}"')
        return self

    @cached_property
    def compiled(self) -> tuple[tuple[Is, tuple[Likeness, ...]], ...]:
        """Return each rule with its likenesses; a ValueError names one that is none."""
        date, time = self.date_format, self.time_format
        done = []
        for number, rule in enumerate(self.rules, start=1):
            try:
                likes = tuple(likeness(like, date=date, time=time) for like in rule.like)
            except ValueError as error:
                raise ValueError(f"rule {number}: {error}") from None
            done.append((rule.is_, likes))
        return tuple(done)

    @property
    def has_numbers(self) -> bool:
        """Whether receipts print a number."""
        return any("number" in each.gaps for _, likes in self.compiled for each in likes)

    @property
    def date_format(self) -> MomentFormat:
        """Return how days are written."""
        return MomentFormat(self.date, self.calendar)

    @property
    def time_format(self) -> MomentFormat:
        """Return how times of day are written."""
        return MomentFormat(self.time)

    def category(self, sku: str, name: str) -> str:
        """Return the programme's category of an item; empty when none is told."""
        for like, category in self.categories.items():
            if any(fnmatch.fnmatchcase(folded(told), folded(like)) for told in (sku, name)):
                return category
        return ""


def read_template(path: Path | None) -> Template:
    """Read a template; a :class:`PlanFault` says where it is none."""
    return read_plan(path, Template, hint=HINT)
