"""The shop's members: a thousand made-up people, the same ones every time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MEMBERS: Final = 1_000
SEED: Final = 20_261_121
STORES: Final = ("S01", "S02")

CARD_PREFIX: Final = "639900"
"""The demo programme's own range (``member_iins``): no payment card begins so."""

TIERS: Final = (("bronze", 0), ("silver", 30_000), ("gold", 50_000))
"""As ``install/programmes/demo.toml`` has them."""

_CARD_DIGITS: Final = 16
_FIRST: Final = (
    "Aisyah", "Amir", "Arash", "Bethlehem", "Chen Wei", "Dariush", "Devi", "Farah", "Hana",
    "Ivy", "Kumar", "Leila", "Mei Ling", "Nurul", "Omid", "Priya", "Rahim", "Sara", "Selam",
    "Tariq", "Yonas", "Zahra", "آرش", "سارا", "لیلا", "نیما", "حنا", "سلام", "ሳራ", "ሰላም",
    "ዮናስ",
)  # fmt: skip
_INITIALS: Final = "ABCDEFGHIJKLMNOPRSTUVWZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member as head office is told of them; ``code`` also recognises them.

    ``has_expired`` says that their cards were good until a month ago.
    """

    member: str
    name: str
    card: str
    code: str
    home: str
    points: int
    spend_minor: int
    has_expired: bool = False

    @property
    def tier(self) -> str:
        """The tier that this spend stands for in the demo programme."""
        reached = [tier for tier, from_minor in TIERS if self.spend_minor >= from_minor]
        return reached[-1]


SARA: Final = Person(
    member="m-SARA01",
    name="Sara A.",
    card="6399001234567893",
    code="M-100001",
    home="S01",
    points=1240,
    spend_minor=41_200,
)
SARA_PERSIAN: Final = Person(
    member="m-SARA02",
    name="سارا",
    card="6399001234567901",
    code="M-100002",
    home="S02",
    points=620,
    spend_minor=8_000,
)
SARA_AMHARIC: Final = Person(
    member="m-SARA03",
    name="ሳራ",
    card="6399001234567919",
    code="M-100003",
    home="S02",
    points=300,
    spend_minor=33_000,
)
EXPIRED: Final = Person(
    member="m-OLD001",
    name="Omid K.",
    card="6399001234567927",
    code="M-100004",
    home="S01",
    points=450,
    spend_minor=12_000,
    has_expired=True,
)
"""Whose card has expired, for the sandbox."""

CAST: Final = (SARA, SARA_PERSIAN, SARA_AMHARIC)
"""Three people of one name in three scripts: the story's heroines."""


def people(count: int = MEMBERS, *, seed: int = SEED) -> Iterator[Person]:
    """Yield ``count`` members, the cast first; one seed is one shop."""
    known = (*CAST, EXPIRED)
    yield from known[:count]
    # Nothing secret is drawn here: the same seed must give the same shop.
    draw = random.Random(seed)  # noqa: S311
    for number in range(len(known), count):
        name = draw.choice(_FIRST)
        if name.isascii():
            name = f"{name} {draw.choice(_INITIALS)}."
        yield Person(
            member=f"m-{number:06}",
            name=name,
            card=card_number(number),
            code=f"M-{200_000 + number}",
            home=draw.choice(STORES),
            points=draw.choice((0, 0, 50, 120, 300, 750, 1500)),
            spend_minor=draw.randrange(0, 70_000, 10),
        )


def card_number(number: int) -> str:
    """Return the ``number``-th card of the shop, with its check digit."""
    width = _CARD_DIGITS - len(CARD_PREFIX) - 1
    body = f"{CARD_PREFIX}{number:0{width}}"
    return body + luhn_digit(body)


def luhn_digit(body: str) -> str:
    """Return the digit that completes ``body`` (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        doubled = int(letter) * (2 - place % 2)
        total += doubled - 9 * (doubled > 9)  # noqa: PLR2004  # the sum of its two digits
    return str(-total % 10)
