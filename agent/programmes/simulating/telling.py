"""A replay told: rows of figures in the reader's language, for a terminal or a report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from agent.programmes.simulating.outcome import Assumed, Difference, Outcome
from agent.speech.tongue import Tongue
from agent.words.catalogue import Words
from agent.words.writing import write_day, write_exact
from rules.economics.goals_told import goal_lines
from rules.vouchers.money import WALLET

Row = tuple[str, ...]

_BASIS_POINTS: Final = 100
_NOTHING: Final = "–"  # noqa: RUF001  # a dash, not a minus


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading, the names of columns, and rows; the first column is text."""

    title: str
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of each outcome, how it is written, and whether a difference means much."""

    name: str
    of: Callable[[Outcome], int]
    write: Callable[[int], str]


def about(tongue: Tongue, first: Outcome, assumed: Assumed) -> Iterator[str]:
    """Yield what was replayed, and what was assumed because nobody knows it."""
    days = first.totals.days
    if days:
        begins = write_day(min(days), tongue.language)
        yield tongue.say("simulate.period", first=begins, last=_last(tongue, first))
    yield tongue.say(f"simulate.redeem.{assumed.redeem}")
    yield tongue.say(
        "simulate.assumed",
        margin=write_percent(assumed.margin * _BASIS_POINTS, tongue.words),
        redeemed=write_percent(assumed.redeemed * _BASIS_POINTS, tongue.words),
    )


def tables(
    tongue: Tongue, outcomes: Sequence[Outcome], found: Difference | None
) -> tuple[Table, ...]:
    """Return everything there is to tell, one table a question."""
    told = [_sums(tongue, outcomes)]
    if found is not None:
        told += [
            _members(tongue, found),
            _most(tongue, "most_lost", found.most_lost, -1),
            _most(tongue, "most_gained", found.most_gained, 1),
        ]
    told += [_rules(tongue, outcomes), _tiers(tongue, outcomes), _issued(tongue, outcomes)]
    told += [_goals(tongue, one) for one in outcomes]
    return tuple(table for table in told if table.rows)


def given_as(tongue: Tongue, one: Outcome) -> tuple[str, Callable[[int], str]]:
    """Return how what a programme gives is called and written: points, or wallet money."""
    if one.unit == WALLET:
        return "wallet.", tongue.money
    return "", tongue.number


def percent(tongue: Tongue, basis_points: int) -> str:
    """Write hundredths of a per cent (``350`` is ``3.50 %``)."""
    return write_percent(Fraction(basis_points, _BASIS_POINTS), tongue.words, places=2)


def write_percent(number: Fraction, words: Words, *, places: int = 0) -> str:
    """Write a per cent with its sign as the language has it."""
    return words.say("percent", number=write_exact(number, words.language, places=places))


def _last(tongue: Tongue, one: Outcome) -> str:
    return write_day(max(one.totals.days), tongue.language)


def _sums(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    """Put the whole side by side; with two programmes, by how much they differ."""
    heads = ["", *(one.name for one in outcomes)]
    if len(outcomes) > 1:
        heads.append(tongue.say("simulate.more"))
    rows = [_sum_row(tongue, outcomes, figure) for figure in _figures(tongue, outcomes[0])]
    rows.append(
        (
            tongue.say("simulate.lift"),
            *(_lift(tongue, one) for one in outcomes),
            *([""] if len(outcomes) > 1 else []),
        )
    )
    rows += _odd(tongue, outcomes)
    return Table(title=tongue.say("simulate.sums"), heads=tuple(heads), rows=tuple(rows))


def _figures(tongue: Tongue, first: Outcome) -> tuple[_Figure, ...]:
    number, money = tongue.number, tongue.money
    kind, given = given_as(tongue, first)
    return (
        _Figure("sales", lambda one: one.totals.sales, number),
        _Figure("lines", lambda one: one.totals.lines, number),
        _Figure("members", lambda one: len(one.totals.value_minor), number),
        _Figure("net", lambda one: one.totals.net_minor, money),
        _Figure("off", lambda one: one.totals.off_minor, money),
        _Figure(f"{kind}earned", lambda one: one.totals.earned, given),
        _Figure(f"{kind}redeemed", lambda one: one.totals.redeemed, given),
        _Figure(f"{kind}expired", lambda one: one.totals.expired, given),
        _Figure(f"{kind}owed", lambda one: one.owed.expected_minor, money),
        _Figure("deferred", lambda one: one.deferral.deferred_minor, money),
        _Figure("waiting", lambda one: one.deferral.waiting_minor, money),
        _Figure("cost", lambda one: one.result.costs.total_minor, money),
        _Figure(
            "rate", lambda one: one.result.cost_rate, lambda part: percent(tongue, part)
        ),
    )


def _sum_row(tongue: Tongue, outcomes: Sequence[Outcome], figure: _Figure) -> Row:
    values = [figure.of(one) for one in outcomes]
    row = [tongue.say(f"simulate.{figure.name}"), *map(figure.write, values)]
    if len(values) > 1:
        row.append(_signed(values[0] - values[1], figure.write))
    return tuple(row)


def _signed(more: int, write: Callable[[int], str]) -> str:
    if not more:
        return _NOTHING
    return write(more) if more < 0 else f"+{write(more)}"


def _lift(tongue: Tongue, one: Outcome) -> str:
    lift = one.result.break_even_lift
    return tongue.say("simulate.never") if lift is None else percent(tongue, lift)


def _odd(tongue: Tongue, outcomes: Sequence[Outcome]) -> list[Row]:
    """Tell of receipts that the law refused, and of searches that it gave up, if any."""
    figures = (
        _Figure("refused", lambda one: one.totals.refused.total(), tongue.number),
        _Figure("stopped", lambda one: one.totals.stopped, tongue.number),
    )
    return [
        _sum_row(tongue, outcomes, figure)
        for figure in figures
        if any(figure.of(one) for one in outcomes)
    ]


def _rules(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    """Tell what each rule costs and gives, the dearest first."""
    names = dict.fromkeys(name for one in outcomes for name in one.totals.rules)
    by_cost = sorted(names, key=lambda name: -sum(one.cost_minor(name) for one in outcomes))
    return Table(
        title=tongue.say("simulate.rules"),
        heads=("", *_rule_heads(tongue, outcomes)),
        rows=tuple((name, *_rule_cells(tongue, outcomes, name)) for name in by_cost),
    )


def _rule_heads(tongue: Tongue, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Name the columns; two programmes are compared in their cost and their points."""
    say = tongue.say
    if len(outcomes) == 1:
        heads = ("cost", "off", "points", "sales", "members")
        yield from (say(f"simulate.rule.{head}") for head in heads)
        return
    for head in ("cost", "points"):
        figure = say(f"simulate.rule.{head}")
        for one in outcomes:
            yield say("simulate.of", figure=figure, programme=one.name)
        if head == "cost":
            yield say("simulate.more")


def _rule_cells(tongue: Tongue, outcomes: Sequence[Outcome], name: str) -> Iterator[str]:
    money, number = tongue.money, tongue.number
    costs = [one.cost_minor(name) for one in outcomes]
    points = (
        _some(one.rule(name).points, money if one.unit_of(name) == WALLET else number)
        for one in outcomes
    )
    yield from (_some(cost, money) for cost in costs)
    if len(outcomes) > 1:
        yield _signed(costs[0] - costs[1], money)
        yield from points
        return
    total = outcomes[0].rule(name)
    yield _some(total.off_minor, money)
    yield from points
    yield _some(total.sales, number)
    yield _some(total.members, number)


def _some(value: int, write: Callable[[int], str]) -> str:
    return write(value) if value else _NOTHING


def _tiers(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    names = {tier: tongue.tier(tier) for one in outcomes for tier in one.ladder}
    return _counted(tongue, outcomes, "tiers", names)


def _issued(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    names = {name: name for one in outcomes for name in sorted(one.totals.issued)}
    return _counted(tongue, outcomes, "issued", names)


def _goals(tongue: Tongue, one: Outcome) -> Table:
    """Tell what the goals of a programme's campaigns came to, in sentences."""
    lines = [line for state in one.goals for line in goal_lines(state)]
    return Table(
        title=tongue.say("simulate.goals"),
        heads=(one.name,),
        rows=tuple((tongue.words.tell(line),) for line in lines),
    )


def _counted(
    tongue: Tongue,
    outcomes: Sequence[Outcome],
    what: Literal["tiers", "issued"],
    names: Mapping[str, str],
) -> Table:
    """Tell how often each of some things came; ``names`` says how they are called."""
    counts = [
        one.totals.tiers if what == "tiers" else one.totals.issued for one in outcomes
    ]
    return Table(
        title=tongue.say(f"simulate.{what}"),
        heads=("", *(one.name for one in outcomes)),
        rows=tuple(
            (name, *(_some(each[key], tongue.number) for each in counts))
            for key, name in names.items()
        ),
    )


def _members(tongue: Tongue, found: Difference) -> Table:
    """Tell how many members get more, less and the same, and how much that is."""
    say, number, money = tongue.say, tongue.number, tongue.money
    counts = (
        ("winners", found.winners, found.gained_minor),
        ("losers", found.losers, -found.lost_minor),
        ("same", found.same, 0),
    )
    rows = tuple(
        (
            say(f"simulate.{name}"),
            number(count),
            _signed(value, money),
            _signed(round(Fraction(value, max(1, count))), money),
        )
        for name, count, value in counts
    )
    heads = ("members", "value", "each")
    names = ("", *(say(f"simulate.{head}") for head in heads))
    return Table(title=say("simulate.difference"), heads=names, rows=rows)


def _most(tongue: Tongue, key: str, found: Sequence[tuple[str, int]], sign: int) -> Table:
    rows = tuple((name, _signed(sign * value, tongue.money)) for name, value in found)
    heads = (tongue.say("simulate.member"), tongue.say("simulate.value"))
    return Table(title=tongue.say(f"simulate.{key}"), heads=heads, rows=rows)
