"""What a return takes back and gives back, quoted and decided alike."""

from collections import Counter
from collections.abc import Sequence

from rules.ground.ids import LotId, TierId
from rules.ground.refusal import Refusal
from rules.ground.shares import share
from rules.issues.amounts import is_gift
from rules.ladder.credit import bought_credit, returned_credit
from rules.ladder.places import after_return, joined_day, now
from rules.ladder.terms import Ladder
from rules.ladder.windows import window
from rules.members.standing import Standing
from rules.programme import Programme
from rules.refund import METHODS
from rules.refund.gifts import gifts_gone, vouchers_gone
from rules.refund.tally import Tally, tally
from rules.refund.tender import points_back
from rules.refund.uncounting import uncounted
from rules.sale.decisions import (
    LineAward,
    RefundDecision,
    Returned,
    ReturnLine,
    Reversal,
    SaleGiven,
)
from rules.value.ledger import POINTS


def decide(
    programme: Programme,
    sale: SaleGiven,
    earlier: Sequence[Returned],
    lines: Sequence[ReturnLine],
    *,
    points_tender_minor: int | None,
    standing: Standing | None,
) -> RefundDecision | Refusal:
    """Decide a return of ``lines`` of ``sale`` after the ``earlier`` ones.

    ``programme`` is the version the sale was made under. ``points_tender_minor`` is how
    much of the money the POS gives back in points (None: as computed). ``standing`` is the
    member's now (None for a sale without one). Refusals: ``nothing_to_return``,
    ``unknown_line``, ``more_than_sold``, ``amount_exceeds_line``,
    ``points_tender_differs``. It is never refused because the points it takes back were
    spent, nor because the member is blocked.
    """
    left = tally(sale, earlier, lines, terms=programme.earning)
    if isinstance(left, Refusal):
        return left
    back = points_back(left, earlier, points_tender_minor)
    if isinstance(back, Refusal):
        return back
    reversals = _reversals(programme, left, earlier)
    qualifying = _qualifying(programme.ladder, left, earlier, reversals)
    return RefundDecision(
        lines=tuple(lines),
        reversals=reversals,
        given_back=back.slices,
        to_points_minor=back.value_minor,
        to_money_minor=left.now_minor - back.value_minor,
        qualifying_minor=qualifying,
        tier_before=now(programme.ladder, standing) if standing else TierId(""),
        tier_after=_tier_after(programme, sale, qualifying, standing),
        uncounted=uncounted(left, reversals, programme),
        withdrawn=vouchers_gone(
            programme.issues, left, {rule for past in earlier for rule in past.withdrawn}
        ),
    )


def _reversals(
    programme: Programme, left: Tally, earlier: Sequence[Returned]
) -> tuple[Reversal, ...]:
    sale = left.sale
    taken = Counter[tuple[str, str, str]]()
    for past in earlier:
        for reversal in past.reversals:
            taken[reversal.unit, reversal.line, reversal.rule] += reversal.points
    before = {award: taken[award.unit, award.line, award.rule] for award in left.awards}
    method = METHODS[programme.refund.method]
    found = method(left, {rule.rule: rule for rule in programme.earn}, before)
    lots = {lot.unit: lot.lot for lot in sale.lots if not is_gift(lot)}
    reversals = tuple(
        _reversal(award, points, lots[award.unit])
        for award, points in found.items()
        if points
    )
    rules_taken = {reversal.rule for past in earlier for reversal in past.reversals}
    return (*reversals, *gifts_gone(programme.issues, left, rules_taken))


def _reversal(award: LineAward, points: int, lot: LotId) -> Reversal:
    return Reversal(
        unit=award.unit, points=points, line=award.line, rule=award.rule, lot=lot
    )


def _qualifying(
    ladder: Ladder | None,
    left: Tally,
    earlier: Sequence[Returned],
    reversals: Sequence[Reversal],
) -> int:
    """Return how much tier credit is gone; all returns together, what the sale counted."""
    counted, bought = left.sale.qualifying_minor, 0
    if counted:
        bought = bought_credit(ladder, None, left.sale.basket.lines)
        counted -= bought
    if ladder is None or ladder.metric == "spend":
        gone = sum(left.returned_part(share(counted, left.basis)))
    else:
        told = [*reversals, *(taken for past in earlier for taken in past.reversals)]
        points = sum(taken.points for taken in told if taken.unit == POINTS)
        gone = returned_credit(
            ladder, counted, points=points, nothing_left=left.all_is_back
        )
    if bought:
        gone += bought - bought_credit(ladder, None, left.kept)
    return max(0, gone - sum(past.qualifying_minor for past in earlier))


def _tier_after(
    programme: Programme, sale: SaleGiven, qualifying: int, standing: Standing | None
) -> TierId:
    if standing is None:
        return TierId("")
    ladder = programme.ladder
    if ladder is None:
        return standing.tier
    counting = window(
        ladder, standing.as_of, programme.reckoning, joined=joined_day(standing)
    )
    counts = counting.begin <= sale.basket.at
    return after_return(ladder, standing, qualifying if counts else 0)
