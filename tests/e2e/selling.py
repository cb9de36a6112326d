"""POS programs that keep selling and refunding, and remember what they were told."""

import itertools
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from install.demo import baskets
from install.demo.answers import OK, Answer
from install.demo.baskets import COFFEE, MUGS, Paper, Sold, one_back
from install.demo.calls import LostAnswerError, Pos
from install.demo.cashier import REWARD
from install.demo.people import people

SALES = "/v1/sales"
BUSY = frozenset({429, 503})
PEOPLE = 12
JOIN_S = 60
"""How long a POS may need to notice that the till is gone."""

MEMBERS = tuple(person for person in people(PEOPLE) if not person.has_expired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One document a POS sent: where to, and its body."""

    path: str
    number: int
    body: baskets.Body

    @property
    def key(self) -> str:
        """The document's natural key, as the journal has it."""
        document = self.body["document"]
        assert isinstance(document, dict)
        parts = ("store", "workstation", "business_day", "number", "kind")
        return "|".join(document[part] for part in parts)


@dataclass(slots=True)
class Notebook:
    """What all POS programs of a test know: what was confirmed, what nobody answered."""

    confirmed: dict[str, tuple[Asked, bytes]] = field(default_factory=dict)
    unanswered: list[Asked] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer; one that is neither yes nor "busy" is a surprise."""
        if answer.status == OK:
            with self._turn:
                self.confirmed[asked.key] = (asked, answer.body)
        elif answer.status in BUSY:
            self.unanswered.append(asked)
        else:
            self.surprises.append(f"{asked.path}: {answer.status} {answer.body!r}")

    def sale_to_return(self) -> Asked | None:
        """Return the newest confirmed sale that nobody gave back yet, for one who does."""
        with self._turn:
            for key, (asked, _) in reversed(self.confirmed.items()):
                if asked.path == SALES and key not in self.returned:
                    self.returned.add(key)
                    return asked
        return None


class Seller:
    """One POS program on a thread of its own; it ends when the till does not answer."""

    def __init__(self, pos: Pos, paper: Paper, notebook: Notebook, *, seed: int) -> None:
        self._pos = pos
        self._paper = paper
        self._notebook = notebook
        self._draw = random.Random(seed)
        self._thread = threading.Thread(target=self._sell, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until it has noticed that the till is gone."""
        self._thread.join(timeout=JOIN_S)
        assert not self._thread.is_alive()
        self._pos.close()

    def _sell(self) -> None:
        while True:
            asked = self._next()
            try:
                self._set_aside()
                self._notebook.note(asked, self._pos.post(asked.path, asked.body))
            except LostAnswerError:
                # Nobody knows whether it was booked: the POS will ask again.
                self._notebook.unanswered.append(asked)
                return

    def _next(self) -> Asked:
        notebook = self._notebook
        number = next(notebook.numbers)
        sale = notebook.sale_to_return() if self._draw.random() < 0.25 else None
        if sale is not None:
            return self._refund(number, sale)
        sold = Sold(items=(COFFEE, MUGS), card=self._draw.choice(MEMBERS).card)
        return Asked(path=SALES, number=number, body=self._paper.sale(number, sold))

    def _refund(self, number: int, sale: Asked) -> Asked:
        back = one_back(MUGS)
        body: baskets.Body = {
            "document": self._paper.document(number, kind="refund"),
            "at": self._paper.at,
            "cashier": "C2",
            "currency": baskets.CURRENCY,
            "original": {"document": sale.body["document"]},
            "lines": [back],
            "tenders": [{"tender": "cash", "amount_minor": -1550}],
        }
        return Asked(path="/v1/refunds", number=number, body=body)

    def _set_aside(self) -> None:
        """Now and then hold points and let them go, as cashiers do."""
        if self._draw.random() < 0.2:
            wish = {
                "workstation": baskets.WORKSTATION,
                "card": self._draw.choice(MEMBERS).card,
                "reward": REWARD,
                "points": 100,
            }
            held = self._pos.post("/v1/redemptions", wish)
            if held.status == OK:
                self._notebook.holds.append(held.text("hold"))
                self._pos.delete(f"/v1/redemptions/{held.text('hold')}")
