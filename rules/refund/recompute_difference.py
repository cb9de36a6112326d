"""Take back the difference between what the sale earned and what the rest of it would have.

``f(V) - f(V - R)``, with R all that was returned so far and less what earlier returns took:
many small returns come to the same as one large one. Never more than was given, never below
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.earn import EarnRule
from rules.ground.ids import RuleId
from rules.ground.shares import share
from rules.refund.tally import Tally
from rules.sale.columns import Columns
from rules.sale.decisions import Award, LineAward, by_line
from rules.settling.earning import EarnIndex


def taken_back(
    tally: Tally, rules: Mapping[RuleId, EarnRule], earlier: Mapping[LineAward, int]
) -> Mapping[LineAward, int]:
    """Return how many points of each award this return takes back, beyond ``earlier``.

    A rule the programme does not hold any more cannot be asked again: its awards go by
    quantity.
    """
    awards = tally.awards
    gave = [rule for name, rule in rules.items() if any(a.rule == name for a in awards)]
    would_be = {
        (award.rule, award.line, award.unit): award.points
        for award in by_line(_again(tally, gave))
    }
    for award in awards:
        if award.rule not in rules:
            left, sold = tally.quantities[award.line]
            would_be[award.rule, award.line, award.unit] = award.points * left // sold
    found: dict[LineAward, int] = {}
    for name in dict.fromkeys(award.rule for award in awards):
        mine = [award for award in awards if award.rule == name]
        targets = [would_be.get((name, award.line, award.unit), 0) for award in mine]
        remaining = [award.points - earlier.get(award, 0) for award in mine]
        found.update(zip(mine, _spread(remaining, targets), strict=True))
    return found


def _again(tally: Tally, gave: Sequence[EarnRule]) -> Sequence[Award]:
    """Return what the rules that gave would give for what is left; nothing for nothing."""
    if tally.all_is_back:
        return ()
    lines = [
        replace(line, quantity_milli=tally.quantities[line.line][0])
        for line in tally.sale.basket.lines
    ]
    return EarnIndex(gave).earn(Columns(lines), tally.basis_left, None).awards


def _spread(remaining: Sequence[int], targets: Sequence[int]) -> Sequence[int]:
    """Share what a rule loses among its awards: first where it would have given less now.

    The re-run may move a point from one line to another, so a line may be due more than it
    has; only the rule's sum decides how much goes.
    """
    due = max(0, sum(remaining) - sum(targets))
    less = [max(0, have - then) for have, then in zip(remaining, targets, strict=True)]
    first = min(due, sum(less))
    parts = share(first, less)
    rest = [have - part for have, part in zip(remaining, parts, strict=True)]
    more = share(due - first, rest)
    return [part + extra for part, extra in zip(parts, more, strict=True)]
