"""P5: the same question to other engines, their answers compared with ours."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from time import process_time_ns
from typing import Final

from rules.conditions.when import When
from rules.earn.per_item import PerItem
from rules.evaluator import Evaluator
from rules.ground.ids import RuleId, TierId
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.sale.basket import Basket, Line
from tests.bench.measuring import as_a_daemon
from tests.bench.peers.asking import (
    NODE_PEERS,
    PATIENCE,
    PYTHON_PEERS,
    Answered,
    ask,
    missing,
)
from tests.bench.rows import Row, Spread, spread, write_time
from tests.bench.size import Size
from tests.bench.vocabulary import AT, member

NAME: Final = "P5"
SUMMARY: Final = "rules beside other engines, answers compared"
RULES: Final = 1_000
BEST_RATIO_MAX: Final = 0.2
PLAIN: Final = "plain loop"

_LINES: Final = 50
_BASKETS: Final = 12
_ROUNDS: Final = 4
_SHELVES_SOLD: Final = 40
_SHELVES: Final = 440
_TIERS: Final = ("bronze", "silver", "gold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all engines can say: points a piece of a category, for tiers, from a total."""

    category: str
    tiers: tuple[str, ...]
    minimum: int
    points: int


def run(size: Size) -> Sequence[Row]:
    """Ask everybody the same baskets; those that cannot be had or asked are told."""
    rules = _rules(RULES if size.peers else size.rules)
    baskets = [_basket(number) for number in range(_BASKETS)]
    with as_a_daemon():
        ours = _timed(_asked_of_us(rules), baskets)
        plain = _timed(_asked_of_a_loop(rules), baskets)
    answers: dict[str, Answered | str] = {PLAIN: plain}
    if size.peers:
        gone = missing()
        for name in (*NODE_PEERS, *PYTHON_PEERS):
            some = PATIENCE.get(name)
            job = _job(rules, baskets[:some], rounds=1 if some else _ROUNDS)
            answers[name] = gone.get(name) or ask(name, job)
    return _rows(ours, answers, len(rules))


def _rows(ours: Answered, answers: Mapping[str, Answered | str], rules: int) -> list[Row]:
    times = {
        name: spread(found.ns)
        for name, found in answers.items()
        if isinstance(found, Answered)
    }
    own = spread(ours.ns)
    engines = [name for name in times if name != PLAIN]
    best = min(engines, key=lambda name: times[name].middle, default="")
    silent = [f"{name}: {why}." for name, why in answers.items() if isinstance(why, str)]
    rows: list[Row] = []
    for name, taken in times.items():
        found = answers[name]
        if isinstance(found, str) or found.points != ours.points[: len(found.points)]:
            raise AssertionError(f"{name} answers otherwise than we do")
        most = BEST_RATIO_MAX if name == best else 1
        ratio = own.middle / taken.middle
        rows.append(
            Row(
                row=NAME,
                work=f"{_LINES} lines, {rules:,} rules; {name}",
                floor=f"{taken.text(write_time)}, {1 / ratio:.1f} times ours",
                ours=own.text(write_time),
                ratio=Spread(middle=ratio, least=ratio, most=ratio),
                goal=f"≤ {most:g}x",
                met=ratio <= most if name != PLAIN else None,
                notes=(
                    (
                        "floor: the peer, in a process of its own, compiled and warm, by"
                        " processor time; it gives a sum, we give an award a rule,"
                        f" with its reason. It answered {len(found.points)} of {_BASKETS}"
                        " baskets, and all of them alike."
                    ),
                    *silent,
                ),
            )
        )
    return rows


def _timed(ask_one: Callable[[Basket], int], baskets: Sequence[Basket]) -> Answered:
    points: list[int] = []
    taken: list[int] = []
    for _ in range(_ROUNDS):
        points, taken = [], []
        for each in baskets:
            began = process_time_ns()
            points.append(ask_one(each))
            taken.append(process_time_ns() - began)
    return Answered(points=tuple(points), ns=tuple(taken))


def _asked_of_us(rules: Sequence[Rule]) -> Callable[[Basket], int]:
    programme = Programme(
        name="peers",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        earn=tuple(
            PerItem(
                rule=RuleId(f"rule-{number}"),
                points=rule.points,
                categories=(rule.category,),
                when=When(
                    tiers=tuple(TierId(tier) for tier in rule.tiers),
                    minimum_minor=rule.minimum,
                ),
            )
            for number, rule in enumerate(rules)
        ),
    )
    evaluator, standing = Evaluator(programme), member()

    def ask_one(basket: Basket) -> int:
        quote = evaluator.quote(basket, standing)
        if isinstance(quote, Refusal):
            raise TypeError(quote.code)
        return sum([award.points for award in quote.awards])

    return ask_one


def _asked_of_a_loop(rules: Sequence[Rule]) -> Callable[[Basket], int]:
    tier = member().tier

    def ask_one(basket: Basket) -> int:
        total = sum([line.amount_minor for line in basket.lines])
        return sum(
            [
                rule.points * line.quantity_milli // 1000
                for rule in rules
                for line in basket.lines
                if line.category == rule.category
                and total >= rule.minimum
                and tier in rule.tiers
            ]
        )

    return ask_one


def _job(rules: Sequence[Rule], baskets: Sequence[Basket], *, rounds: int) -> str:
    return json.dumps(
        {
            "rounds": rounds,
            "tier": member().tier,
            "rules": [
                {
                    "category": rule.category,
                    "tiers": rule.tiers,
                    "minimum": rule.minimum,
                    "points": rule.points,
                }
                for rule in rules
            ],
            "baskets": [
                {
                    "total": sum(line.amount_minor for line in basket.lines),
                    "lines": [
                        {
                            "category": line.category,
                            "pieces": line.quantity_milli // 1000,
                            "amount": line.amount_minor,
                        }
                        for line in basket.lines
                    ],
                }
                for basket in baskets
            ],
        }
    )


def _rules(count: int) -> tuple[Rule, ...]:
    chance = Random("peers")
    return tuple(
        Rule(
            category=f"shelf-{chance.randrange(_SHELVES):03d}",
            tiers=tuple(sorted(chance.sample(_TIERS, 2))),
            minimum=chance.choice((0, 0, 50_000, 500_000)),
            points=chance.randrange(1, 20),
        )
        for _ in range(count)
    )


def _basket(number: int) -> Basket:
    chance = Random(f"peers {number}")
    lines = tuple(
        Line(
            line=str(at),
            sku=f"SKU-{chance.randrange(10_000):05d}",
            category=f"shelf-{chance.randrange(_SHELVES_SOLD):03d}",
            quantity_milli=(pieces := chance.choice((1, 1, 2, 3))) * 1000,
            amount_minor=pieces * chance.randrange(120, 4_900),
        )
        for at in range(1, _LINES + 1)
    )
    return Basket(currency="MYR", at=AT, lines=lines, tenders=(), store="S01")
