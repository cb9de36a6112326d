"""The engine as adapters ask it: programmes through the document's door, baskets."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, RecordId, TierId
from rules.ground.refusal import Refusal
from rules.members.standing import Standing
from rules.programme import Programme
from rules.sale.basket import Basket, Line, Tender
from rules.sale.decisions import Quote, SaleGiven, Settlement, Spend
from rules.value.ledger import Slice
from sync.wire.programme.door import ProgrammeFault, read_programme
from tests.conformance.given import InexpressibleError

CURRENCY: Final = "MYR"
ZONE: Final = ZoneInfo("UTC")
MEMBER: Final = AccountId("m-1")
RECORD: Final = RecordId("t1.1-1")
LIFE: Final = "t1.1"
AT: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
PIECE: Final = 1000
_YEARS: Final = (1970, 2999)

Section = dict[str, object]


def programme(**sections: object) -> Programme:
    """Read a programme of these sections through the door that every document passes."""
    head = {
        "name": "case",
        "version": 1,
        "currency": CURRENCY,
        "zone": ZONE.key,
        "units": [{"unit": "points", "pending_days": 0}],
    }
    document = json.dumps({**head, **sections}).encode()
    try:
        return read_programme(document, form="json")
    except ProgrammeFault as fault:
        places = " ".join(fault.places)
        raise InexpressibleError(f"no programme can say this: {places}") from fault


def line(name: str, amount_minor: int, *, pieces: int = 1, category: str = "") -> Line:
    """Return a line of whole pieces; the article is named like it."""
    return Line(
        line=name,
        sku=name,
        category=category or name,
        quantity_milli=pieces * PIECE,
        amount_minor=amount_minor,
    )


def basket(
    lines: Sequence[Line], *, at: datetime = AT, tenders: Sequence[Tender] = ()
) -> Basket:
    """Return a basket of these lines; of none, of one that is nothing."""
    sold = tuple(lines) or (line("nothing", 0, pieces=0),)
    return Basket(currency=CURRENCY, at=at, lines=sold, tenders=tuple(tenders))


def standing(
    *,
    points: int = 0,
    tier: str = "",
    spend_minor: int = 0,
    here: Sequence[Slice] = (),
    counts: tuple[tuple[str, int], ...] = (),
) -> Standing:
    """Return the standing of the one member there is."""
    return Standing(
        account=MEMBER,
        status="active",
        tier=TierId(tier),
        tier_until=None,
        spend_minor=spend_minor,
        issued=(),
        revision=1,
        as_of=AT,
        available=points,
        points_here=tuple(here),
        counts=counts,
    )


def quoted(rules: Programme, asked: Basket, who: Standing | None = None) -> Quote:
    """Return the quote of a basket; a refusal cannot be compared with a figure."""
    answer = Evaluator(rules).quote(asked, who or standing())
    if isinstance(answer, Refusal):
        raise InexpressibleError(f"the engine refuses the basket: {answer.code}")
    return answer


def settled(
    rules: Programme,
    sold: Basket,
    who: Standing | None = None,
    *,
    spends: Sequence[Spend] = (),
) -> Settlement:
    """Return what a sale gave."""
    answer = Evaluator(rules).settle(
        sold, who or standing(), spends=spends, record=RECORD, life=LIFE
    )
    if isinstance(answer, Refusal):
        raise InexpressibleError(f"the engine refuses the sale: {answer.code}")
    return answer


def booked(given: Settlement, sold: Basket, spends: Sequence[Spend] = ()) -> SaleGiven:
    """Return a settlement as a refund reads it back."""
    return SaleGiven(
        account=MEMBER,
        basket=sold,
        awards=given.awards,
        spends=tuple(spends),
        lots=given.lots,
        qualifying_minor=given.qualifying_minor,
    )


def day(text: str) -> datetime:
    """Return noon of a day, or the moment when one is told."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InexpressibleError(f"{text!r} is no day") from error
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise InexpressibleError(f"{text!r} is not of our time")
    if is_day(text):
        moment = moment.replace(hour=12)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_day(text: str) -> bool:
    """Say whether a text tells a day and no moment of it."""
    return len(text) == len("2026-01-01")


def instant(text: str) -> datetime:
    """Return the moment that is told, of a day its beginning."""
    moment = day(text)
    return moment.replace(hour=0) if is_day(text) else moment
