"""What a POS asks about members: it enrols, changes cards, gives sales to members later.

Blank cards are few, so that tills often hand out the same one without knowing it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from agent.counter.asked.people_requests import (
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
    ReplaceCardRequest,
)
from agent.counter.asked.requests import SaleRequest
from agent.counter.ground.answers import Answer
from rules.ground.refusal import Refusal
from tests.simulation.lane import Lane
from tests.simulation.programme import card_of
from tests.simulation.shop import Paper

BLANKS: Final = 4
FIRST_BLANK: Final = 500
_FIRST_NEW: Final = 100_000
_PHONES: Final = 3


def blank(draw: int) -> int:
    """Return the number of one of the few blank cards."""
    return FIRST_BLANK + draw % BLANKS


def enrol(lane: Lane, draw: Sequence[int], *, at: datetime) -> str:
    """Enrol a blank card or a new number, then sell to the card."""
    card = blank(draw[0])
    request = EnrolMemberRequest(
        workstation="L0",
        card=card_of(card) if draw[1] % 4 else None,
        phone=f"+6012345678{draw[2] % _PHONES}" if draw[1] % 3 else None,
        name="Somebody",
        key=f"wish-{draw[0]}-{draw[3]}",
    )
    told = _told(lane.till.counter.enrol(request))
    return f"{told}, {lane.sell(card, draw, at=at)}"


def change_card(lane: Lane, draw: Sequence[int], *, number: int) -> str:
    """Stop a card that was a blank, or replace it by one that nobody else gets."""
    card = card_of(blank(draw[0]))
    if draw[1] % 2:
        stop = BlockCardRequest(workstation="L0", card=card)
        return _told(lane.till.counter.block_card(stop))
    new = card_of(_FIRST_NEW + number)
    replace = ReplaceCardRequest(workstation="L0", card=card, new_card=new)
    return _told(lane.till.counter.replace_card(replace))


def attach(lane: Lane, sales: Sequence[Paper], draw: Sequence[int], *, card: int) -> str:
    """Give one of the sales that were booked at this till to a member."""
    mine = [sale for sale in sales if str(lane.till.life) in sale.answers]
    if not mine:
        return "nothing sold here"
    return attach_sale(lane, mine[draw[1] % len(mine)], card=card_of(card))


def attach_sale(lane: Lane, sale: Paper, *, card: str) -> str:
    """Give one sale to whom a card belongs."""
    if not isinstance(sale.request, SaleRequest):
        return "no sale"
    document = sale.request.document
    request = AttachRequest(document=document, card=card)
    return _told(lane.till.counter.attach(request))


def _told(answer: Answer | Refusal) -> str:
    if isinstance(answer, Refusal):
        return f"refused {answer.code}"
    return f"{answer['state']} {answer['record']}"
