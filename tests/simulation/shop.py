"""What the stores' POS programs remember: every document, and what they were told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.counter.asked.requests import PosDocument, SaleRequest


@dataclass(slots=True, kw_only=True)
class Paper:
    """One POS document: what was asked of which lives, and each one's exact answer."""

    request: PosDocument
    key: str
    asked: set[str] = field(default_factory=set)
    answers: dict[str, bytes] = field(default_factory=dict)

    @property
    def confirmed(self) -> bool:
        """Whether the POS was ever told that it is booked."""
        return bool(self.answers)

    def gave_vouchers(self) -> bool:
        """Say whether one of the slips promised vouchers."""
        return any(json.loads(answer).get("issued") for answer in self.answers.values())

    def proof(self) -> str | None:
        """Return what one of the slips proves, if the customer was given any."""
        for answer in self.answers.values():
            receipt = json.loads(answer).get("receipt") or {}
            if receipt.get("proof"):
                return str(receipt["proof"])
        return None


@dataclass(slots=True)
class Shop:
    """What the stores' POS programs remember: every document, by its natural key."""

    papers: dict[str, Paper] = field(default_factory=dict)
    numbers: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    cards: dict[str, None] = field(default_factory=dict)
    coupons: dict[str, None] = field(default_factory=dict)

    def next_number(self) -> str:
        """Return a document number never used before."""
        self.numbers += 1
        return f"{self.numbers:06}"

    def returnable(self, store: str) -> Sequence[Paper]:
        """Return the sales of a store (empty: of all) that may come back."""
        start = f"{store}|" if store else ""
        return [
            paper
            for paper in self.papers.values()
            if isinstance(paper.request, SaleRequest) and paper.key.startswith(start)
        ]

    def movable(self, store: str, life: str) -> Sequence[Paper]:
        """Return the documents of a store that a POS may send to another of its tills."""
        return [
            paper
            for paper in self.papers.values()
            if paper.key.startswith(f"{store}|") and life not in paper.asked
        ]
