"""Counters of a member after a return: what a sale counted counts no more."""

from collections.abc import Iterator, Sequence

from rules.ground.ids import Unit
from rules.programme import Programme
from rules.refund.gifts import tickets_gone
from rules.refund.tally import Tally
from rules.sale.decisions import Reversal, Uncounted
from rules.value.counts import counts_for, is_counter, is_of_campaign
from rules.vouchers.top_ups import TOP_UPS


def uncounted(
    left: Tally, reversals: Sequence[Reversal], programme: Programme
) -> tuple[Uncounted, ...]:
    """Return by how much the counters that a sale moved go back.

    What a capped rule gave and this return takes may be earned again in its period. What
    counts once (a purchase, a discount had) counts no more when nothing of the sale is
    left; what a campaign gave, as far as its terms restore it. Tickets of a draw go as far
    as what is left would not have given them. What a wallet took in on a day stays counted.
    """
    drawn = {draw.unit for draw in programme.draws}
    earning = {award.rule for award in left.awards}
    found: list[Uncounted] = []
    for lot in left.sale.lots:
        if not is_counter(lot.unit) or counts_for(lot.unit, TOP_UPS) or lot.unit in drawn:
            continue
        if is_of_campaign(lot.unit):
            gone = _restored(left, lot.unit)
        elif any(counts_for(lot.unit, rule) for rule in earning):
            gone = sum(
                reversal.points
                for reversal in reversals
                if counts_for(lot.unit, reversal.rule)
            )
        else:
            gone = int(left.all_is_back)
        if gone:
            found.append(Uncounted(lot.unit, lot.lot, gone))
    return (*found, *_tickets(left, programme))


def _tickets(left: Tally, programme: Programme) -> Iterator[Uncounted]:
    """Yield a draw's tickets that go, once, however often the sale moved its counter."""
    lots = {lot.unit: lot.lot for lot in left.sale.lots}
    for draw in programme.draws:
        lot = lots.get(draw.unit)
        gone = tickets_gone(programme.issues, left, draw) if lot is not None else 0
        if lot is not None and gone:
            yield Uncounted(draw.unit, lot, gone)


def _restored(left: Tally, unit: Unit) -> int:
    drawn = left.sale.restorable if left.all_is_back else ()
    return sum(one.amount for one in drawn if one.unit == unit)
