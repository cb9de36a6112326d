"""Take back in proportion to the value returned, whatever lines it earned on.

Of everything a unit gave goes ``floor(points x value back so far / value)``, less what
earlier returns took; what that is for each award is shared by what each still has. Value is
the money the sale earned on. Once everything is back nothing stays.
"""

from collections.abc import Mapping

from rules.earn import EarnRule
from rules.ground.ids import RuleId
from rules.ground.shares import share
from rules.refund.tally import Tally
from rules.sale.decisions import LineAward


def taken_back(
    tally: Tally, rules: Mapping[RuleId, EarnRule], earlier: Mapping[LineAward, int]
) -> Mapping[LineAward, int]:
    """Return how many points of each award this return takes back, beyond ``earlier``."""
    del rules
    awards = tally.awards
    found: dict[LineAward, int] = {}
    for unit in dict.fromkeys(award.unit for award in awards):
        mine = [award for award in awards if award.unit == unit]
        before = sum(earlier.get(award, 0) for award in mine)
        due = _due(tally, sum(award.points for award in mine))
        rest = [award.points - earlier.get(award, 0) for award in mine]
        parts = share(max(0, due - before), rest)
        found.update(zip(mine, parts, strict=True))
    return found


def _due(tally: Tally, points: int) -> int:
    if tally.all_is_back:
        return points
    whole = sum(tally.basis)
    return points * sum(tally.returned_part(tally.basis)) // whole if whole else 0
