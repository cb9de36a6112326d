"""A day at a workstation: what we booked, beside what the POS says, and what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard, cast

from agent.counter.asked.day_requests import KIND
from agent.counter.days.day_comparing import (
    GROUPS,
    Ours,
    differences_of,
    documents_out,
    listed,
    missing,
    tenders_in,
    unlisted,
)
from agent.counter.ground.answers import Answer, Value, read_body
from agent.counter.records.facts import Object
from rules.value.ledger import POINTS
from sync.book.given import part, parts, text, whole
from sync.kit.clock import from_ms, to_text
from sync.till.inspection.day_reading import DayDocument
from sync.wire.canonical import Json
from sync.wire.records.header import Header


@dataclass(slots=True)
class Day:
    """One workstation's day in one currency."""

    ours: Ours = field(default_factory=Ours)
    theirs: DayDocument | None = None


def day_totals(documents: Iterable[DayDocument], *, business_day: str) -> Answer:
    """Sum a day's documents by workstation and currency, and compare with the POS's."""
    days: dict[tuple[str, str], Day] = {}
    nameless = []
    for document in documents:
        currency = text(part(document.facts, "asked"), "currency")
        if currency:
            _put(days.setdefault((document.workstation, currency), Day()), document)
        else:
            nameless.append(document)
    for document in nameless:
        # A void names no currency: it belongs where its workstation's day is.
        homes = [key for key in sorted(days) if key[0] == document.workstation]
        home = homes[0] if homes else (document.workstation, "")
        _put(days.setdefault(home, Day()), document)
    rows = [
        _out(workstation, currency, day)
        for (workstation, currency), day in sorted(days.items())
    ]
    return {"business_day": business_day, "days": rows}


def _put(day: Day, document: DayDocument) -> None:
    if document.kind == KIND:
        if day.theirs is None or _is_newer(document.header, day.theirs.header):
            day.theirs = document
    elif document.kind in GROUPS:
        _add(day.ours, document, part(document.facts, "asked"))


def _is_newer(one: Header, other: Header) -> bool:
    return (one.life, one.seq) > (other.life, other.seq)


def _add(ours: Ours, document: DayDocument, asked: Object) -> None:
    group = GROUPS[document.kind]
    given = part(document.facts, "given")
    _count(ours.counts, group, 1)
    ours.listed.add((document.kind, document.number))
    if document.kind == "sale":
        due, paid = _sale(ours, asked, given)
    else:
        paid = _paid_back(document, asked)
        due = -sum(amount for _, amount in paid)
        ours.claims += document.header.kind == "claim"
    _count(ours.amounts, group, due)
    for tender, amount in paid:
        _count(ours.tenders, tender, amount)
    _count_points(ours, given)


def _sale(ours: Ours, asked: Object, given: Object) -> tuple[int, list[tuple[str, int]]]:
    """Add a sale's discounts; return what was due and how it was paid.

    Lines stand column by column, of which one that says nothing is left out.
    """
    columns = part(asked, "lines")
    discount = sum(_column(columns, "discount_minor"))
    taxes = _column(columns, "tax_minor")
    inside = _column(columns, "tax_included") or [True] * len(taxes)
    on_top = sum(
        tax for tax, within in zip(taxes, inside, strict=bool(taxes)) if not within
    )
    ours.discount_minor += discount
    ours.our_discount_minor += sum(
        whole(each, "amount_minor") for each in parts(given, "discounts")
    )
    due = sum(_column(columns, "amount_minor")) - discount + on_top
    return due + whole(asked, "rounding_minor"), tenders_in(parts(asked, "tenders"))


def _column(columns: Object, name: str) -> Sequence[int]:
    found = columns.get(name)
    return [each for each in found if isinstance(each, int)] if _is_list(found) else ()


def _is_list(value: Json | None) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _paid_back(document: DayDocument, asked: Object) -> list[tuple[str, int]]:
    """Return what went back to which tender, below zero: as the POS said, else as we."""
    told = tenders_in(parts(asked, "tenders"))
    if told:
        return told
    # An answer is JSON that we wrote.
    answer = cast("Object", read_body(document.answer))
    back = tenders_in(parts(answer, "to_tenders"))
    return [(tender, -amount) for tender, amount in back]


def _count_points(ours: Ours, given: Object) -> None:
    sums = {
        "earned": sum(
            _awarded(each)
            for each in parts(given, "awards")
            if text(each, "unit") == POINTS
        ),
        "redeemed": sum(
            whole(piece, "amount")
            for spend in parts(given, "spends")
            for piece in parts(spend, "slices")
        ),
        "reversed": sum(
            whole(each, "points")
            for each in parts(given, "reversals")
            if text(each, "unit") == POINTS
        ),
        "given_back": sum(whole(each, "amount") for each in parts(given, "given_back")),
    }
    for name, points in sums.items():
        _count(ours.points, name, points)


def _count(sums: dict[str, int], name: str, amount: int) -> None:
    sums[name] = sums.get(name, 0) + amount


def _awarded(award: Object) -> int:
    pairs = award.get("lines")
    return sum(
        pair[1]
        for pair in (pairs if _is_list(pairs) else ())
        if _is_list(pair) and isinstance(pair[1], int)
    )


def _out(workstation: str, currency: str, day: Day) -> Answer:
    theirs = part(day.theirs.facts, "asked") if day.theirs else {}
    only_here, only_there = unlisted(day.ours, theirs)
    differences = [*differences_of(day.ours, theirs), *missing(only_here, only_there)]
    return {
        "workstation": workstation,
        "currency": currency,
        "ours": _ours_out(day.ours),
        "theirs": _theirs_out(day.theirs, theirs) if day.theirs else None,
        "agrees": not differences if day.theirs else None,
        "differences": differences,
        "only_here": documents_out(only_here),
        "only_there": documents_out(only_there),
    }


def _ours_out(ours: Ours) -> Answer:
    return {
        **{
            group: {
                "count": ours.counts.get(group, 0),
                "amount_minor": ours.amounts.get(group, 0),
            }
            for group in GROUPS.values()
        },
        "claims": ours.claims,
        "tenders": [
            {"tender": tender, "amount_minor": amount}
            for tender, amount in sorted(ours.tenders.items())
        ],
        "discount_minor": ours.discount_minor,
        "our_discount_minor": ours.our_discount_minor,
        "points": {
            name: ours.points.get(name, 0)
            for name in ("earned", "redeemed", "reversed", "given_back")
        },
    }


def _theirs_out(document: DayDocument, asked: Object) -> Answer:
    counted: dict[str, Value] = {
        group: {"count": whole(said, "count"), "amount_minor": whole(said, "amount_minor")}
        for group in GROUPS.values()
        if (said := part(asked, group))
    }
    header = document.header
    return {
        "record": header.record,
        "number": document.number,
        "at": to_text(from_ms(header.at_ms)),
        **counted,
        "tenders": [
            {"tender": tender, "amount_minor": amount}
            for tender, amount in tenders_in(parts(asked, "tenders"))
        ],
        "listed": len(listed(asked)),
    }
