"""A seed's script: the world it is set in and every step, dealt beforehand as plain data.

A step holds its own draws and mishaps, so that leaving one out changes no other: that is
what lets a failure be shrunk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal

from rules.ladder.terms import Metric
from rules.programme import RefundMethod
from rules.refund import METHODS
from tests.simulation.known import KNOWN
from tests.simulation.line import Mishap

StepKind = Literal[
    "sale", "redeem", "sell_card", "pay_with_card", "hold", "give_up", "refund", "void",
    "repeat", "fail_over",
    "contact", "ask", "late_letter", "cut", "mend", "restart", "forget_members",
    "office_restart", "office_backup", "office_restore", "office_duties",
    "wait", "jump", "give_back", "night", "enrol", "change_card", "attach",
    "exchange", "use_coupon", "attach_anywhere",
    "sale_with_offers", "top_up", "pay_from_wallet", "campaign_sale",
    "giving_sale", "mixed_sale", "buy_product", "list_vouchers", "bring_back",
]  # fmt: skip
"""What may happen. ``give_up`` voids what is in progress; ``ask`` asks for points."""

Temper = Literal["calm", "rainy", "stormy"]

PEOPLE_EVERY: Final = 5
"""In every so many-th world there are new members."""

GOODS_EVERY: Final = 3
"""In every so many-th world goods are exchanged, and coupons used."""

COUNTED_EVERY: Final = 4
"""In every so many-th world (the second of them) what members get is counted: earn rules
are capped, a discount holds once a month, tiers are reached by orders or visits too; and
members have wallets."""

BUDGETED_EVERY: Final = 4
"""In every so many-th world (the third of them) campaigns give within budgets."""

GIFTED_EVERY: Final = 4
"""In every so many-th world (the last of them) sales and tiers give coupons and gift cards,
products are had for points, and what was paid in value comes back."""

_GIFTED_SHARE: Final = 0.5
_GIFTED: Final[Sequence[StepKind]] = (
    "giving_sale", "giving_sale", "mixed_sale", "buy_product", "buy_product",
    "list_vouchers", "use_coupon", "use_coupon", "pay_with_card", "top_up",
    "bring_back", "bring_back", "bring_back", "void",
)  # fmt: skip
_BUDGETED_SHARE: Final = 0.3
_BUDGETED: Final[Sequence[StepKind]] = (
    "campaign_sale", "campaign_sale", "campaign_sale", "void", "refund", "wait", "attach",
    "attach_anywhere",
)  # fmt: skip
_COUNTED_SHARE: Final = 0.3
_COUNTED: Final[Sequence[StepKind]] = (
    "sale_with_offers", "sale_with_offers", "top_up", "pay_from_wallet", "void", "refund",
)  # fmt: skip
_METRICS: Final[Sequence[Metric]] = ("spend", "orders", "orders", "visits", "visits")
_PEOPLE_SHARE: Final = 0.15
_GOODS_SHARE: Final = 0.25
_GOODS: Final[Sequence[StepKind]] = (
    "exchange", "exchange", "void", "refund", "use_coupon", "attach_anywhere",
)  # fmt: skip
_PEOPLE: Final[Sequence[StepKind]] = ("enrol", "enrol", "attach", "attach", "change_card")
STEPS: Final = 80
LONG_STEPS: Final = 400
DRAWS: Final = 4
DRAW_MAX: Final = 1 << 16
CONTACT_MISHAPS_MAX: Final = 6
SEAMS_MAX: Final = 24
_WRONG: Final[Sequence[Mishap]] = ("lost", "unanswered", "twice", "delayed", "old")
_MISHAP_SHARE: Final[dict[Temper, float]] = {"calm": 0.0, "rainy": 0.2, "stormy": 0.5}
_CRASH_SHARE: Final[dict[Temper, float]] = {"calm": 0.0, "rainy": 0.03, "stormy": 0.08}
_WEIGHTS: Final[dict[StepKind, int]] = {
    "sale": 20,
    "redeem": 16,
    "sell_card": 6,
    "pay_with_card": 10,
    "hold": 3,
    "give_up": 3,
    "refund": 8,
    "void": 3,
    "repeat": 4,
    "fail_over": 4,
    "contact": 32,
    "ask": 8,
    "late_letter": 4,
    "cut": 2,
    "mend": 3,
    "restart": 2,
    "forget_members": 1,
    "office_restart": 1,
    "office_backup": 3,
    "office_restore": 3,
    "office_duties": 3,
    "wait": 6,
    "jump": 2,
    "give_back": 2,
    "night": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``draw`` picks among what is there when it is played.

    ``crash`` is the seam (a commit, an answer, a piece of work) at which the till loses
    power, ``office_crash`` the one at which head office does; 0 is never.
    """

    number: int
    kind: StepKind
    till: int = 0
    draw: tuple[int, ...] = (0,) * DRAWS
    mishaps: tuple[Mishap, ...] = ()
    crash: int = 0
    office_crash: int = 0

    @property
    def calm(self) -> bool:
        """Whether nothing goes wrong in it."""
        return not (self.mishaps or self.crash or self.office_crash)

    def calmed(self) -> "Step":
        """Return the step with nothing going wrong."""
        return replace(self, mishaps=(), crash=0, office_crash=0)

    def __str__(self) -> str:
        """Write the step as the trace shows it."""
        wrong: list[str] = [*self.mishaps]
        wrong += [f"crash@{self.crash}"] if self.crash else []
        wrong += [f"office-crash@{self.office_crash}"] if self.office_crash else []
        draws = ",".join(map(str, self.draw))
        return (
            f"{self.number:3} till {self.till} {self.kind:14} [{draws}] {' '.join(wrong)}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The world: ``stores`` are the tills' stores, ``opening`` the members' points.

    Where there are no ``restores``, a step that would be one passes quietly. Where there
    are ``people``, tills enrol members, change cards and give sales to members later. Where
    it is ``counted``, rules are capped; ``metric`` is what tiers are reached by. Where it
    is ``budgeted``, campaigns have budgets; where it is ``gifted``, vouchers are given.
    """

    temper: Temper
    stores: tuple[str, ...]
    opening: tuple[int, ...]
    pending_days: int
    expires_months: int | None
    refund_method: RefundMethod
    tiers: bool
    restores: bool
    people: bool
    counted: bool = False
    budgeted: bool = False
    gifted: bool = False
    metric: Metric = "spend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """All that a seed stands for, and the known holes that are steered around."""

    seed: int
    setting: Setting
    steps: tuple[Step, ...]
    steered_around: frozenset[str] = KNOWN

    def with_steps(self, steps: Sequence[Step]) -> "Script":
        """Return the same world with other steps."""
        return replace(self, steps=tuple(steps))

    def strict(self) -> "Script":
        """Return the same world with the known holes in it."""
        return replace(self, steered_around=frozenset())


def deal(seed: int, steps: int) -> Script:
    """Deal the script of a seed: the same for ever, on every machine."""
    chance = Random(seed)
    setting = replace(_setting(chance), people=seed % PEOPLE_EVERY == PEOPLE_EVERY - 1)
    dealt = [_step(chance, setting, number) for number in range(1, steps + 1)]
    if setting.people:
        chance = Random(f"{seed} people")
        dealt = _with(dealt, _PEOPLE, _PEOPLE_SHARE, chance=chance, setting=setting)
    if seed % GOODS_EVERY == 0:
        chance = Random(f"{seed} goods")
        dealt = _with(dealt, _GOODS, _GOODS_SHARE, chance=chance, setting=setting)
    if seed % COUNTED_EVERY == 1:
        chance = Random(f"{seed} counted")
        setting = replace(setting, counted=True, metric=chance.choice(_METRICS))
        dealt = _with(dealt, _COUNTED, _COUNTED_SHARE, chance=chance, setting=setting)
    if seed % BUDGETED_EVERY == BUDGETED_EVERY // 2:
        chance = Random(f"{seed} budgeted")
        setting = replace(setting, budgeted=True)
        dealt = _with(dealt, _BUDGETED, _BUDGETED_SHARE, chance=chance, setting=setting)
    if seed % GIFTED_EVERY == GIFTED_EVERY - 1:
        chance = Random(f"{seed} gifted")
        setting = replace(setting, gifted=True, tiers=True, metric=chance.choice(_METRICS))
        dealt = _with(dealt, _GIFTED, _GIFTED_SHARE, chance=chance, setting=setting)
    return Script(seed=seed, setting=setting, steps=tuple(dealt))


def _with(
    steps: Sequence[Step],
    kinds: Sequence[StepKind],
    share: float,
    *,
    chance: Random,
    setting: Setting,
) -> list[Step]:
    """Put steps of some kinds between the others, with a chance of their own."""
    mixed: list[Step] = []
    for step in steps:
        mixed.append(step)
        if chance.random() < share:
            kind = chance.choice(kinds)
            mixed.append(replace(_step(chance, setting, 0), kind=kind))
    return [replace(step, number=number) for number, step in enumerate(mixed, start=1)]


def _setting(chance: Random) -> Setting:
    tills = chance.choice((2, 2, 3, 4))
    return Setting(
        temper=chance.choice(("calm", "rainy", "stormy", "stormy")),
        stores=tuple(chance.choice(("S01", "S01", "S02", "S03")) for _ in range(tills)),
        opening=tuple(
            chance.choice((0, 40, 300, 2000)) for _ in range(chance.randint(1, 4))
        ),
        pending_days=chance.choice((0, 0, 1, 14)),
        expires_months=chance.choice((None, None, 0, 2)),
        refund_method=chance.choice(tuple(METHODS)),
        tiers=chance.random() < 0.5,
        restores=chance.random() < 0.25,
        people=False,
    )


def _step(chance: Random, setting: Setting, number: int) -> Step:
    kinds = tuple(_WEIGHTS)
    (kind,) = chance.choices(kinds, tuple(_WEIGHTS.values()))
    mishap = _MISHAP_SHARE[setting.temper]
    crash = _CRASH_SHARE[setting.temper]
    mishaps: list[Mishap] = [
        chance.choice(_WRONG) if chance.random() < mishap else "fine"
        for _ in range(CONTACT_MISHAPS_MAX)
    ]
    return Step(
        number=number,
        kind=kind,
        till=chance.randrange(len(setting.stores)),
        draw=tuple(chance.randrange(DRAW_MAX) for _ in range(DRAWS)),
        mishaps=_trimmed(mishaps),
        crash=chance.randint(1, SEAMS_MAX) if chance.random() < crash else 0,
        office_crash=chance.randint(1, SEAMS_MAX) if chance.random() < crash / 2 else 0,
    )


def _trimmed(mishaps: list[Mishap]) -> tuple[Mishap, ...]:
    while mishaps and mishaps[-1] == "fine":
        mishaps.pop()
    return tuple(mishaps)
