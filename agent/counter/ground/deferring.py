"""Sales whose points are worked out later: for want of room, or of a programme.

Such a sale is written as nobody's, with the member it is for. Where the first of them
stands is remembered with the book; ``selling/deferred.py`` attaches them once it can.
"""

from typing import TYPE_CHECKING, Final

from agent.counter.ground.desk import Desk
from rules.vouchers.money import MONEY_LINES, VALUE_TENDERS

if TYPE_CHECKING:
    # What it does not need to hear: a scanner waits for nothing else.
    from agent.counter.asked.requests import SaleRequest

DEFERRED_FROM: Final = "deferred_from"
"""The mark: the position of the first record that may be of such a sale."""


def writes_facts_only(desk: Desk, request: "SaleRequest") -> bool:
    """Say whether there is only room for the facts of a sale that moves no value."""
    if desk.book.journal.room not in {"facts", "full"} or request.training:
        return False
    return moves_no_value(request)


def moves_no_value(request: "SaleRequest") -> bool:
    """Say whether a sale spends and loads nothing that is kept with us."""
    valued = any(payment.tender in VALUE_TENDERS for payment in request.tenders)
    money = any(line.kind in MONEY_LINES for line in request.lines)
    return not (request.holds or request.coupons or valued or money)


def remember_deferred(desk: Desk) -> None:
    """Remember from where on sales wait for their points."""
    journal = desk.book.journal
    if not journal.mark(DEFERRED_FROM):
        journal.set_mark(DEFERRED_FROM, str(journal.life.position(journal.seq + 1)))
