"""Take back the points of the whole steps of money in this return, and of no more.

What a return of less than a step does not take is taken by the one that brings the last of
the rule's lines back, so that a full return leaves nothing. Awards of rules that do not
count steps go by quantity, as under ``line_exact``.
"""

from collections.abc import Mapping, Sequence

from rules.earn import EarnRule
from rules.earn.per_spend import PerSpend
from rules.ground.ids import RuleId
from rules.ground.shares import share
from rules.refund import line_exact
from rules.refund.tally import Tally
from rules.sale.decisions import LineAward


def taken_back(
    tally: Tally, rules: Mapping[RuleId, EarnRule], earlier: Mapping[LineAward, int]
) -> Mapping[LineAward, int]:
    """Return how many points of each award this return takes back, beyond ``earlier``."""
    found = dict(line_exact.taken_back(tally, rules, earlier))
    for name in dict.fromkeys(award.rule for award in tally.awards):
        rule = rules.get(name)
        if isinstance(rule, PerSpend):
            mine = [award for award in tally.awards if award.rule == name]
            rest = [award.points - earlier.get(award, 0) for award in mine]
            due = min(sum(rest), _due(tally, rule, mine, sum(rest)))
            found.update(zip(mine, share(due, rest), strict=True))
    return found


def _due(tally: Tally, rule: PerSpend, awards: Sequence[LineAward], rest: int) -> int:
    names = {award.line for award in awards}
    if all(tally.quantities[name][0] == 0 for name in names):
        return rest
    money = sum(
        part
        for line, part in zip(tally.sale.basket.lines, tally.basis_now, strict=True)
        if line.line in names
    )
    return money // rule.step_minor * rule.points
