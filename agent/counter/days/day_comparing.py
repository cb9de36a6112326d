"""Compare what we booked of a day with what the POS says, in numbers and in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.counter.records.facts import Object
from sync.book.given import part, parts, text, whole

NAMED_MAX: Final = 100
"""How many missing documents are named; the rest are counted."""

GROUPS: Final = {"sale": "sales", "refund": "refunds", "void": "voids"}
"""What a day's documents are counted as."""


@dataclass(slots=True)
class Ours:
    """Sums of what was booked; ``listed`` are the documents in them."""

    counts: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    tenders: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    discount_minor: int = 0
    our_discount_minor: int = 0
    listed: set[tuple[str, str]] = field(default_factory=set)


def differences_of(ours: Ours, theirs: Object) -> Iterator[Answer]:
    """Yield what differs of what the POS told; what it left out is not compared."""
    for group in GROUPS.values():
        said = part(theirs, group)
        if not said:
            continue
        count, amount = ours.counts.get(group, 0), ours.amounts.get(group, 0)
        for name, here in (("count", count), ("amount_minor", amount)):
            there = whole(said, name)
            if here != there:
                yield _difference(f"{group}.{name}", here, there)
    tenders = dict(tenders_in(parts(theirs, "tenders")))
    if tenders:
        for tender in sorted({*tenders, *ours.tenders}):
            here, there = ours.tenders.get(tender, 0), tenders.get(tender, 0)
            if here != there:
                yield _difference(f"tenders.{tender}", here, there)


def _difference(what: str, ours: int, theirs: int) -> Answer:
    group, _, name = what.partition(".")
    if name == "count":
        sentence = f"The POS counts {theirs} {group}, {ours} are booked here."
    else:
        subject = f"{name} tenders" if group == "tenders" else group
        more = f"{abs(theirs - ours)} {'more' if theirs > ours else 'less'}"
        sentence = (
            f"The POS's {subject} come to {theirs} (minor units), ours to {ours}: {more}."
        )
    return {"what": what, "ours": ours, "theirs": theirs, "sentence": sentence}


Name = tuple[str, str]
Names = set[Name]
"""Documents by kind and number."""


def listed(theirs: Object) -> Names:
    """Return the documents that a report names."""
    found = theirs.get("documents")
    names = set()
    for pair in found if isinstance(found, list | tuple) else ():
        match pair:
            case [str(kind), str(number)]:
                names.add((kind, number))
            case _:
                continue
    return names


def unlisted(ours: Ours, theirs: Object) -> tuple[Sequence[Name], Sequence[Name]]:
    """Return what only we booked and what only the report names, if it names any."""
    there = listed(theirs)
    if not there:
        return (), ()
    return sorted(ours.listed - there), sorted(there - ours.listed)


def missing(only_here: Sequence[Name], only_there: Sequence[Name]) -> Iterator[Answer]:
    """Yield in words what is on one side only."""
    for what, found, words in (
        ("only_there", only_there, "in the POS's list and not booked here"),
        ("only_here", only_here, "booked here and not in the POS's list"),
    ):
        if found:
            named = ", ".join(f"{kind} {number}" for kind, number in found[:NAMED_MAX])
            more = f" and {len(found) - NAMED_MAX} more" if len(found) > NAMED_MAX else ""
            here, there = (len(found), 0) if what == "only_here" else (0, len(found))
            yield {
                "what": what,
                "ours": here,
                "theirs": there,
                "sentence": f"{len(found)} {words}: {named}{more}.",
            }


def documents_out(found: Sequence[Name]) -> list[Value]:
    """Write documents, as many as are named."""
    return [{"kind": kind, "number": number} for kind, number in found[:NAMED_MAX]]


def tenders_in(values: Iterable[Object]) -> list[tuple[str, int]]:
    """Read tenders with their amounts."""
    return [(text(each, "tender"), whole(each, "amount_minor")) for each in values]
