"""One finding: where it is, what is wrong there, and what mends it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rules.ground.sentence import Sentence
from rules.programme import Programme

Weight = Literal["error", "warning"]
"""An error: it cannot do what it says. A warning: is it meant?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend or to mean; ``check`` names the question that found it.

    ``place`` is written as the document has it.
    """

    weight: Weight
    check: str
    place: str
    says: Sentence
    mend: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a programme, and what it is held against when that is given."""

    programme: Programme
    against: Programme | None = None
    skus: frozenset[str] | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section's item, as its author finds it: ``earn 2 (coffee-x2)``."""

    section: str
    number: int
    name: str
    item: object = field(repr=False)

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.section} {self.number} ({self.name})" if self.name else self.section


def parts(programme: Programme) -> Iterator[Part]:
    """Yield every item of every list of the document that has a name of its own."""
    for section in ("units", "earn", "discounts", "rewards", "vouchers", *_LATER):
        for number, item in enumerate(getattr(programme, section, ()), start=1):
            yield Part(section=section, number=number, name=_name(item), item=item)
    ladder = programme.ladder
    for number, tier in enumerate(ladder.tiers if ladder else (), start=1):
        yield Part(section="ladder, tiers", number=number, name=tier.tier, item=tier)


def _name(item: object) -> str:
    for key in ("rule", "unit", "tier", "segment", "campaign", "region", "draw"):
        found = getattr(item, key, None)
        if isinstance(found, str):
            return found
    return ""


_LATER = ("issues", "segments", "campaigns", "draws", "experiments", "regions")
"""Lists that a programme may also hold."""
