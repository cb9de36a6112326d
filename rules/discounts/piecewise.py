"""From what comes off pieces to what comes off their lines."""

from collections.abc import Sequence

from rules.discounts.terms import DiscountTerms
from rules.ground.shares import share
from rules.sale.goods import Goods, Pieces, Taken


def taken_off_pieces(
    terms: DiscountTerms,
    goods: Goods,
    at: Sequence[int],
    *,
    pieces: Sequence[tuple[Pieces, int]],
    offs: Sequence[int],
    free: bool = False,
) -> Taken:
    """Return what comes off the lines at ``at`` when ``offs`` comes off some ``pieces``.

    A cap that bites is shared by what each would have given. ``free`` says that those
    pieces cost nothing from now on and count for nothing more.
    """
    whole = sum(offs)
    most = min(terms.capped(whole), max(0, goods.total()))
    parts = offs if most == whole else share(most, offs)
    place = {position: number for number, position in enumerate(at)}
    off = [0] * len(at)
    counted = [0] * len(at)
    for (some, count), part in zip(pieces, parts, strict=True):
        off[place[some.at]] += part
        counted[place[some.at]] += count
    fit = [min(part, room) for part, room in zip(off, goods.room(at), strict=True)]
    marked = tuple(counted) if free else ()
    return Taken(off=tuple(fit), freed=marked, used=marked)
