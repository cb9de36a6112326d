"""A sale that came back whole left nothing behind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from agent.counter.asked.requests import RefundRequest, SaleRequest
from tests.simulation.lane import bought
from tests.simulation.shop import Paper
from tests.simulation.union import (
    HOUSE,
    BrokenInvariantError,
    RawEntry,
    RawPosting,
    Seen,
    UnionBook,
)
from tests.simulation.vouchers_given import GIVEN_FOR_TIERS

_KEPT: Final = ("b.uses.day", "b.points.day", "n.campaign.harvest")
"""What a return leaves taken, or what is held apart."""

_REDEEMED: Final = "house:redeemed "


def whole_is_nothing(seen: Seen, union: UnionBook, papers: Mapping[str, Paper]) -> None:
    """Hold a sale of which nothing is left against what was given for it and taken back.

    Vouchers that its member was given for a tier go with that, not with the sale.
    """
    undone = union.undone(seen)
    if seen.kind != "sale" or not came_back_whole(seen, union, papers):
        return
    moved: dict[str, int] = defaultdict(int)
    for posting in _with_house((*union.lanes_of(seen), *undone), union):
        moved[f"{posting['account']} {posting['unit']}"] += posting["amount"]
    if seen.key in union.claimed or _elsewhere(seen, undone, union):
        # What had been paid in value was paid back in goods of an exchange, or in cash by
        # a till where it had not been spent, or that did not know what else came back.
        moved = {to: sum_ for to, sum_ in moved.items() if not to.startswith(_REDEEMED)}
    if any(moved.values()):
        raise BrokenInvariantError(
            "a sale and its full return are nothing", f"{seen.record}: {dict(moved)}"
        )


def _elsewhere(seen: Seen, undone: Iterable[Seen], union: UnionBook) -> bool:
    """Say whether some of a sale came back in an exchange or where no value had paid it."""
    homes = {
        lane.author
        for lane in union.lanes_of(seen)
        if any(entry["kind"] == "redeem" for entry in lane.entries)
    }
    returns = [one for one in undone if one.kind in {"refund", "void", "sale"}]
    return any(one.record in union.exchanges or one.author not in homes for one in returns)


def came_back_whole(seen: Seen, union: UnionBook, papers: Mapping[str, Paper]) -> bool:
    """Say whether nothing of a sale is left, by whatever documents it came back."""
    undone = union.undone(seen)
    return _voided(seen, undone, union) or _brought_back(seen, undone, papers)


def _with_house(records: Iterable[Seen], union: UnionBook) -> Iterator[RawPosting]:
    """Yield what records moved from and to the house, of what goes with the sale."""
    for entry in (entry for one in records for entry in one.entries):
        for posting in () if _is_for_tier(entry, union) else entry["postings"]:
            if posting["place"] == HOUSE and not posting["unit"].startswith(_KEPT):
                yield posting


def _voided(seen: Seen, undone: Iterable[Seen], union: UnionBook) -> bool:
    names = {lane.record for lane in union.lanes_of(seen)}
    return any(one.kind == "void" and one.reverses in names for one in undone)


def _brought_back(seen: Seen, undone: Sequence[Seen], papers: Mapping[str, Paper]) -> bool:
    """Say whether refunds, each a document of its own, brought all of a sale back."""
    paper = papers.get(seen.key)
    if paper is None or not isinstance(paper.request, SaleRequest):
        return False
    came: dict[str, int] = defaultdict(int)
    for key in {one.key for one in undone if one.kind == "refund"}:
        refund = papers[key].request if key in papers else None
        for line in refund.lines if isinstance(refund, RefundRequest) else ():
            came[line.of_line] += line.quantity
    sold = bought(paper.request)
    return bool(sold) and all(came[line.line] >= line.quantity for line in sold)


def _is_for_tier(entry: RawEntry, union: UnionBook) -> bool:
    return any(
        union.rules.get(posting["account"]) in GIVEN_FOR_TIERS
        for posting in entry["postings"]
    )
