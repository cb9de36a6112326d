"""A basket explained, line by line for a terminal, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import table
from agent.programmes.explaining import Explained
from agent.speech.reasons import explain as reasons
from agent.speech.tongue import Tongue
from agent.words.tables import columns, padded, table_lines

_INDENT: Final = "    "


def told(found: Explained, tongue: Tongue) -> Iterator[str]:
    """Yield the waterfall line by line."""
    say = tongue.say
    yield from _sums(
        [
            (say("explain.gross"), tongue.money(found.gross_minor)),
            *_own(found, tongue),
            *_offs(found, tongue),
            (say("explain.to_pay"), tongue.money(found.quote.total_minor)),
        ]
    )
    if not found.quote.exact:
        yield say("explain.stopped")
    yield ""
    yield from _lines(found, tongue)
    answer = found.out()
    gave = _reasons(tongue, answer, "discounts", "earned")
    if gave:
        yield ""
        yield say("explain.why")
        yield from gave
    lost = _reasons(tongue, answer, "not_used")
    if lost:
        yield ""
        yield say("explain.lost")
        yield from lost
    yield ""
    yield from _member(found, tongue)


def _own(found: Explained, tongue: Tongue) -> Iterator[tuple[str, str]]:
    if found.own_minor:
        yield tongue.say("explain.own"), tongue.money(-found.own_minor)


def _offs(found: Explained, tongue: Tongue) -> Iterator[tuple[str, str]]:
    """Yield what each rule took, in the order in which they were applied."""
    sums: dict[str, int] = {}
    for given in found.quote.discounts:
        sums[given.rule] = sums.get(given.rule, 0) + given.amount_minor
    for rule, amount in sums.items():
        yield f"{_INDENT}{rule}", tongue.money(-amount)


def _lines(found: Explained, tongue: Tongue) -> Iterator[str]:
    say = tongue.say
    heads = ("line", "price", "off", "to_pay", "basis", "earned")
    rows = [[say(f"explain.{head}") for head in heads]]
    rows += [
        [
            one.line.sku,
            tongue.money(one.line.amount_minor),
            tongue.money(-(one.line.amount_minor - one.to_pay_minor)),
            tongue.money(one.to_pay_minor),
            tongue.money(one.basis_minor),
            ", ".join(f"{rule} {tongue.number(part)}" for rule, part in one.earned),
        ]
        for one in found.lines
    ]
    yield from table_lines(rows, figures=range(1, len(heads) - 1))


def _member(found: Explained, tongue: Tongue) -> Iterator[str]:
    say = tongue.say
    units: dict[str, int] = {}
    for award in found.quote.awards:
        units[award.unit] = units.get(award.unit, 0) + award.points
    for unit, earned in units.items():
        named = f"{tongue.number(earned)} {unit}"
        amount = tongue.points(earned) if unit == "points" else named
        yield f"{say('explain.earned')}: {amount}"
    place = found.place
    if place is not None:
        tier = tongue.tier(place.tier)
        write = tongue.money if found.counts_money else tongue.number
        if place.next_tier is None:
            yield say("explain.top", tier=tier)
        else:
            yield say(
                "explain.next",
                tier=tier,
                next=tongue.tier(place.next_tier),
                have=write(place.have),
                need=write(place.need),
            )
    for offer in found.quote.redeemable:
        points = tongue.points(offer.max_points)
        yield say("explain.redeemable", points=points, rule=offer.reward)


def _reasons(tongue: Tongue, answer: Answer, *names: str) -> list[str]:
    some = {name: answer[name] for name in names}
    if not any(some.values()):
        return []
    explained = reasons(tongue, "quote", some)
    return [f"{_INDENT}{one.rule or '-'}: {one.words}" for one in explained.reasons]


def _sums(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    left = max(columns(name) for name, _ in rows)
    right = max(columns(amount) for _, amount in rows)
    for name, amount in rows:
        yield f"{padded(name, left)}  {' ' * (right - columns(amount))}{amount}"


def figures(found: Explained) -> Mapping[str, Answer]:
    """Return each rule's own figures, for its sentence."""
    return {name: table(held) for name, held in found.figures.items()}
