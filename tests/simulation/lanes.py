"""A document that a POS sent to several lanes, and gave to members, counts once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from agent.counter.asked.requests import SaleRequest
from rules.value.ledger import is_voucher
from tests.simulation.programme import GIFTS
from tests.simulation.shop import Paper
from tests.simulation.union import BrokenInvariantError, RawEntry, Seen, UnionBook
from tests.simulation.whole_returns import came_back_whole

_GIVEN: Final = frozenset({"house:earned", "house:redeemed", "house:loaded"})


def booked_once(paper: Paper, union: UnionBook, papers: Mapping[str, Paper]) -> None:
    """Whatever lanes it was sent to, a document counts once: as one of its records says.

    A sale for somebody as one of those says, or its attachments beside a lane of nobody;
    one that came back whole before somebody wished to have it may be nobody's.
    """
    records = union.documents[paper.key]
    if paper.confirmed and not records:
        raise BrokenInvariantError("every confirmed answer is booked", paper.key)
    if len(records) > len(paper.asked):
        raise BrokenInvariantError("a document is booked once a till", paper.key)
    later = [one for one in union.attachments(paper.key) if one.entries]
    lanes = (*records, *later)
    if len(lanes) < 2 or not isinstance(paper.request, SaleRequest):
        return
    names = {record.record for record in lanes}
    corrections = [
        one
        for one in union.undone(records[0])
        if one.kind == "correct" and one.reverses in names
    ]
    came_to = _effect((*lanes, *corrections))
    ways = [*_ways(records, later)]
    if later and came_back_whole(records[0], union, papers):
        ways += [(one,) for one in records]
    told = {_effect(way) for way in ways}
    if came_to not in told:
        raise BrokenInvariantError(
            "a document booked at two lanes counts once",
            f"{paper.key}: {came_to} of {told}",
        )


def _ways(records: Sequence[Seen], attached: Sequence[Seen]) -> Sequence[Sequence[Seen]]:
    """Return the ways in which a document may count: for somebody, if for anybody.

    A lane of nobody stands beside that one: what cards and coupons paid there, they paid.
    Of an exchange that two lanes booked the first stands, whoever it is for.
    """
    each: list[Sequence[Seen]] = [(one,) for one in records]
    given = [(one, later) for one in records if not one.account for later in attached]
    if any(one.returns for one in records):
        return [*each, *given]
    ours = [one for one in records if one.account]
    paid = [_kept(one, kept=True) for one in records if not one.account]
    beside = [
        (_kept(one, kept=False), nobody)
        for one in ours
        for nobody in paid
        if nobody.entries
    ]
    return [*((one,) for one in ours), *beside, *given] or each


def _kept(record: Seen, *, kept: bool) -> Seen:
    """Return a record with what it moved of cards and coupons alone, or without that."""
    entries = [one for one in record.entries if kept == _is_voucher(one)]
    return replace(record, entries=tuple(entries))


def _is_voucher(entry: RawEntry) -> bool:
    return any(is_voucher(posting["account"]) for posting in entry["postings"])


def _effect(records: Iterable[Seen]) -> tuple[tuple[str, str, int], ...]:
    """Sum what records earned, counted, redeemed and loaded, by unit.

    Gifts aside: what a document gave may have been given before by another one.
    """
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for record in records:
        for entry in record.entries:
            for posting in entry["postings"]:
                if posting["account"] in _GIVEN and not _is_gift(entry):
                    sums[posting["account"], posting["unit"]] += posting["amount"]
    return tuple((*key, amount) for key, amount in sorted(sums.items()) if amount)


def _is_gift(entry: RawEntry) -> bool:
    return entry["rule"] in GIFTS or any(
        posting["unit"].startswith(f"n.{rule}")
        for posting in entry["postings"]
        for rule in GIFTS
    )
