"""What the day's calls answer, described; ``agent/counter/days/day_totals.py`` makes it."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class CountedTotal(TypedDict):
    """How many documents, and what they come to."""

    count: int
    amount_minor: int


class TenderSum(TypedDict):
    """What a tender came to, refunds and voids taken off."""

    tender: str
    amount_minor: int


class PointsTotal(TypedDict):
    """Points that a day's documents moved."""

    earned: int
    redeemed: int
    reversed: int
    given_back: int


class OurTotals(TypedDict):
    """What was booked here. Of the refunds, ``claims`` wait for head office."""

    sales: CountedTotal
    refunds: CountedTotal
    voids: CountedTotal
    claims: int
    tenders: list[TenderSum]
    discount_minor: int
    our_discount_minor: int
    points: PointsTotal


class TheirTotals(TypedDict):
    """The newest report of the POS; ``listed`` documents are named in it."""

    record: str
    number: str
    at: str
    sales: NotRequired[CountedTotal]
    refunds: NotRequired[CountedTotal]
    voids: NotRequired[CountedTotal]
    tenders: list[TenderSum]
    listed: int


class DayDifference(TypedDict):
    """One thing that differs, in numbers and in words."""

    what: str
    ours: int
    theirs: int
    sentence: str


class ListedDocument(TypedDict):
    """A document that only one side has."""

    kind: str
    number: str


class WorkstationDay(TypedDict):
    """A workstation's day in one currency; ``agrees`` is null without a report."""

    workstation: str
    currency: str
    ours: OurTotals
    theirs: TheirTotals | None
    agrees: bool | None
    differences: list[DayDifference]
    only_here: list[ListedDocument]
    only_there: list[ListedDocument]


class DayTotalsAnswer(TypedDict):
    """A business day as this till booked it."""

    business_day: str
    days: list[WorkstationDay]


class DayTotalsKept(TypedDict):
    """A report that is kept."""

    record: str
    state: Literal["kept"]
