"""Take back by the quantity returned, and what no longer qualifies.

Of an award stays ``floor(points x quantity left / quantity sold)``: a figure of what is
left, not of how it came to be left, so splitting a return changes nothing. A rule with a
condition on the whole receipt is asked again about what remains of it.
"""

from collections.abc import Mapping

from rules.earn import EarnRule
from rules.earn.left import Left
from rules.ground.ids import RuleId
from rules.refund.tally import Tally
from rules.sale.decisions import LineAward


def taken_back(
    tally: Tally, rules: Mapping[RuleId, EarnRule], earlier: Mapping[LineAward, int]
) -> Mapping[LineAward, int]:
    """Return how many points of each award this return takes back, beyond ``earlier``."""
    total_minor = sum(tally.basis_left)
    left = Left(
        quantities=tally.quantities,
        total_minor=total_minor,
        lapsed=frozenset(
            name for name, rule in rules.items() if not rule.stands(total_minor)
        ),
        awards=tally.awards,
    )
    found: dict[LineAward, int] = {}
    for award in tally.awards:
        rule = rules.get(award.rule)
        part = rule.keeps(award, left) if rule else tally.quantities[award.line]
        stays = award.points * part[0] // part[1]
        found[award] = max(0, award.points - stays - earlier.get(award, 0))
    return found
