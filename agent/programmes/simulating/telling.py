"""A replay told: rows of figures in the reader's language, for a terminal or a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from agent.pages.tongue import Tongue
from agent.programmes.simulating.outcome import Difference, Outcome
from agent.words.catalogue import Words
from agent.words.writing import write_exact

Row = tuple[str, ...]

_BASIS_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading, the names of columns, and rows; the first column is text."""

    title: str
    heads: Row
    rows: tuple[Row, ...]


def tables(
    tongue: Tongue, outcomes: Sequence[Outcome], found: Difference | None
) -> tuple[Table, ...]:
    """Return everything there is to tell, one table a question."""
    told = [
        _sums(tongue, outcomes),
        _rules(tongue, outcomes),
        _tiers(tongue, outcomes),
        _issued(tongue, outcomes),
    ]
    if found is not None:
        told += [_members(tongue, found), _largest(tongue, found)]
    return tuple(table for table in told if table.rows)


def percent(tongue: Tongue, basis_points: int) -> str:
    """Write hundredths of a per cent (``350`` is ``3.50 %``)."""
    return write_percent(Fraction(basis_points, _BASIS_POINTS), tongue.words, places=2)


def write_percent(number: Fraction, words: Words, *, places: int = 0) -> str:
    """Write a per cent with its sign as the language has it."""
    return words.say("percent", number=write_exact(number, words.language, places=places))


def _sums(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    say, money, number = tongue.say, tongue.money, tongue.number
    rows = [
        (say("simulate.sales"), *(number(one.totals.sales) for one in outcomes)),
        (say("simulate.lines"), *(number(one.totals.lines) for one in outcomes)),
        (say("simulate.members"), *(_members_of(tongue, one) for one in outcomes)),
        (say("simulate.net"), *(money(one.totals.net_minor) for one in outcomes)),
        (say("simulate.off"), *(money(one.totals.off_minor) for one in outcomes)),
        (say("simulate.earned"), *(number(one.totals.earned) for one in outcomes)),
        (say("simulate.redeemed"), *(number(one.totals.redeemed) for one in outcomes)),
        (say("simulate.expired"), *(number(one.totals.expired) for one in outcomes)),
        (say("simulate.owed"), *(money(one.owed.expected_minor) for one in outcomes)),
        (
            say("simulate.cost"),
            *(money(one.result.costs.total_minor) for one in outcomes),
        ),
        (
            say("simulate.rate"),
            *(percent(tongue, one.result.cost_rate) for one in outcomes),
        ),
        (say("simulate.lift"), *(_lift(tongue, one) for one in outcomes)),
    ]
    heads = ("", *(one.name for one in outcomes))
    return Table(title=say("simulate.title"), heads=heads, rows=tuple(rows))


def _members_of(tongue: Tongue, one: Outcome) -> str:
    return tongue.number(len(one.totals.value_minor))


def _lift(tongue: Tongue, one: Outcome) -> str:
    lift = one.result.break_even_lift
    return "-" if lift is None else percent(tongue, lift)


def _rules(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    say = tongue.say
    names = dict.fromkeys(name for one in outcomes for name in one.totals.rules)
    heads = ["points", "off", "sales", "members"]
    rows = []
    for name in sorted(names, key=lambda name: -_weight(outcomes, name)):
        cells = []
        for one in outcomes:
            total = one.rule(name)
            cells += [
                tongue.number(total.points),
                tongue.money(total.off_minor),
                tongue.number(total.sales),
                tongue.number(total.members),
            ]
        rows.append((name, *cells))
    titles = [say(f"simulate.rule.{head}") for _ in outcomes for head in heads]
    return Table(title=say("simulate.rules"), heads=("", *titles), rows=tuple(rows))


def _weight(outcomes: Sequence[Outcome], name: str) -> int:
    return sum(one.rule(name).points + one.rule(name).off_minor for one in outcomes)


def _tiers(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    names = dict.fromkeys(
        name for one in outcomes for name in sorted(one.totals.tiers) if name
    )
    rows = tuple(
        (name, *(tongue.number(one.totals.tiers[name]) for one in outcomes))
        for name in names
    )
    heads = ("", *(one.name for one in outcomes))
    return Table(title=tongue.say("simulate.tiers"), heads=heads, rows=rows)


def _issued(tongue: Tongue, outcomes: Sequence[Outcome]) -> Table:
    names = dict.fromkeys(name for one in outcomes for name in sorted(one.totals.issued))
    rows = tuple(
        (name, *(tongue.number(one.totals.issued[name]) for one in outcomes))
        for name in names
    )
    heads = ("", *(one.name for one in outcomes))
    return Table(title=tongue.say("simulate.issued"), heads=heads, rows=rows)


def _members(tongue: Tongue, found: Difference) -> Table:
    say, number, money = tongue.say, tongue.number, tongue.money
    rows = (
        (say("simulate.winners"), number(found.winners), money(found.gained_minor)),
        (say("simulate.losers"), number(found.losers), money(-found.lost_minor)),
        (say("simulate.same"), number(found.same), ""),
    )
    heads = ("", say("simulate.members"), say("simulate.value"))
    return Table(title=say("simulate.difference"), heads=heads, rows=rows)


def _largest(tongue: Tongue, found: Difference) -> Table:
    rows = tuple((name, tongue.money(value)) for name, value in found.largest)
    heads = (tongue.say("simulate.member"), tongue.say("simulate.value"))
    return Table(title=tongue.say("simulate.largest"), heads=heads, rows=rows)
