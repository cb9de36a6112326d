"""Take one file: read it, book what is in it, and say in plain words what was not."""

from collections import Counter as Tally
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from agent.pos.intakes.found import (
    Found,
    Reader,
    ShopTerms,
    Skipped,
    Unreadable,
    UnreadableFault,
    Wanted,
)
from agent.pos.problems.telling import Problem
from drivers.guard.cardguard import holds_payment_card
from drivers.guard.recognition import Recognition

DOCUMENTS_MAX: Final = 100_000
REASONS_MAX: Final = 1_000

_OTHER_STORE: Final = (
    "If the POS calls this shop so, write `store` under this intake's `[[intakes]]` in"
    " till.toml and restart the till; else drop the file at a till of that store."
)

Book = Callable[[Wanted], str | Problem]
"""Books one document: what became of it, or why not. Raises a Fault when not now."""


@dataclass(slots=True)
class Taken:
    """What a file came to. ``counts`` says how many documents ended how."""

    counts: Tally[str] = field(default_factory=Tally)
    reasons: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether every document was booked or rightly skipped."""
        return not self.reasons

    def refuse(self, place: str, what: str, hint: str) -> None:
        """Note a document that was not booked."""
        self.counts["refused"] += 1
        if len(self.reasons) < REASONS_MAX:
            self.reasons.append(_sentence(place, what, hint))

    def why(self) -> str:
        """Return the text that stands beside a rejected file."""
        told = ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()))
        head = [f"Documents: {told or 'none'}.", ""]
        if self.counts["booked"] or self.counts["repeated"]:
            head[1:1] = ["What is booked stays booked; it is never booked twice."]
        unsaid = self.counts["refused"] - len(self.reasons)
        tail = [f"… and {unsaid} more."] if unsaid > 0 else []
        end = ["", "Mend the file and drop it in the folder again."]
        return "\n".join([*head, *self.reasons, *tail, *end, ""])


def take(file: BinaryIO, reader: Reader, terms: ShopTerms, book: Book) -> Taken:
    """Read and book a file, one document at a time; what cannot be booked is noted."""
    taken = Taken()
    try:
        for found in _bounded(reader(file, terms)):
            _one(found, book, taken)
    except UnreadableFault as fault:
        taken.refuse("the file", str(fault), fault.hint)
    if not taken.counts:
        taken.refuse("the file", "nothing is in it", "Drop a file with documents.")
    return taken


def _bounded(found: Iterator[Found]) -> Iterator[Found]:
    for number, each in enumerate(found):
        if number == DOCUMENTS_MAX:
            raise UnreadableFault(
                f"it holds more than {DOCUMENTS_MAX} documents",
                hint="Have the POS write smaller files; the first are booked.",
            )
        yield each


def _one(found: Found, book: Book, taken: Taken) -> None:
    match found:
        case Skipped():
            taken.counts[found.what] += 1
        case Unreadable():
            taken.refuse(found.place, found.what, found.hint)
        case Wanted():
            said = book(found)
            if isinstance(said, Problem):
                words = said.title
                if said.detail:
                    words = f"{words}. {said.detail}"
                hint = _OTHER_STORE if said.code == "other_store" else said.hint
                taken.refuse(f"{found.place}, {found.kind}", words, hint)
            else:
                taken.counts[said] += 1


def _sentence(place: str, what: str, hint: str) -> str:
    """Write a reason; a place that looks like a payment card's number is not repeated."""
    if holds_payment_card(place, Recognition()):
        place = place.partition(" (")[0]
    if holds_payment_card(what, Recognition()):
        what = "it cannot be booked"
    return f"{place}: {what.rstrip('.')}.\n    {hint}"
