"""A small chain of shops: real tills, a real head office, lines that can be cut."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from agent.counter.ground.answers import Answer
from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import (
    BLOCK_CARD,
    ENROL_MEMBER,
    HOLD,
    QUOTE,
    REFUND,
    REPLACE_CARD,
    SALE,
    SCAN,
    VOID,
)
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, RuleId, TierId
from rules.ground.refusal import Refusal
from rules.ladder.terms import EntryIssue, Ladder, Tier
from rules.members.card_terms import CardTerms, MemberIin, NewNumbers, PhoneTerms
from rules.programme import Programme
from rules.rewards.points_tender import PointsTender
from rules.value.ledger import POINTS
from rules.value.units import UnitTerms
from sync.till.contact.receiving import give_back
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import EnrolRequest, Want
from tests.simulation.head_office import SimulatedOffice
from tests.simulation.line import Line, Traffic
from tests.simulation.programme import card_of
from tests.simulation.tills import Machine, SimulatedTill, keys_for
from tests.simulation.times import MachineClock, WorldTime

DAY: Final = "2026-11-21"
AT: Final = "2026-11-21T17:42:10+08:00"
OLD_CARD: Final = card_of(1)
BLANK: Final = card_of(700)
OTHER_BLANK: Final = card_of(701)

Json = dict[str, Any]
T = TypeVar("T")


def story_programme(
    version: int = 1, *, points: int = 1, pending_days: int = 0
) -> Programme:
    """Return a programme: ``points`` a ringgit, usable at once unless told."""
    return Programme(
        name="story",
        version=version,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        units=(UnitTerms(pending_days=pending_days),),
        earn=(PerSpend(rule=RuleId("base"), step_minor=100, points=points),),
        ladder=Ladder(
            window_days=180,
            tiers=(
                Tier(tier=TierId("bronze"), from_minor=0),
                Tier(
                    tier=TierId("gold"),
                    from_minor=50_000,
                    entry_issue=EntryIssue(rule=RuleId("gold-welcome"), valid_days=180),
                ),
            ),
        ),
        rewards=(PointsTender(rule=RuleId("pay"), step=1, value_minor_per_step=1),),
        cards=CardTerms(
            member_iins=(MemberIin(prefix="639900", length=16),),
            new_numbers=NewNumbers(prefix="6399009", length=16),
            phone=PhoneTerms(country="60"),
        ),
    )


class StoryTill:
    """One till of the chain; a POS asks in JSON, as over its API."""

    def __init__(self, till: SimulatedTill) -> None:
        self.till: Final = till
        self._numbers = 0

    def sync(self) -> None:
        """Meet head office, if the line is there."""
        self.till.contact.run()

    def cut(self) -> None:
        """Cut the line."""
        self.till.line.cut = True

    def mend(self) -> None:
        """Mend the line and meet head office."""
        self.till.line.mend()
        self.sync()

    def close_day(self) -> None:
        """Let open holds go and give back what may be spent here."""
        self.till.counter.close_day()
        give_back(self.till.book)

    def enrol(self, **asked: object) -> Answer | Refusal:
        """Ask to make a member at L1."""
        return self.till.counter.enrol(read(ENROL_MEMBER, {"workstation": "L1"} | asked))

    def replace(self, **asked: object) -> Answer | Refusal:
        """Ask for another card at L1."""
        request = read(REPLACE_CARD, {"workstation": "L1"} | asked)
        return self.till.counter.replace_card(request)

    def block(self, **asked: object) -> Answer | Refusal:
        """Ask to stop a card at L1."""
        return self.till.counter.block_card(read(BLOCK_CARD, {"workstation": "L1"} | asked))

    def scan(self, data: str, workstation: str = "L1") -> Json:
        """Scan a code."""
        request = {"workstation": workstation, "data": data, "symbology": "QR"}
        return said(self.till.counter.scan(read(SCAN, request)))

    def member(self, card: str | None = None, *, phone: str | None = None) -> Json:
        """Look a member up."""
        found: Json = said(self.till.counter.member(card, phone=phone))["member"]
        return found

    def sell(self, amount_minor: int, **more: object) -> Json:
        """Sell one line to the card or phone given, or to whoever stands there."""
        return said(self.sale(self.sale_of(amount_minor, **more)))

    def sale(self, request: Json) -> Answer | Refusal:
        """Book a sale as the POS wrote it."""
        return self.till.counter.sale(read(SALE, request))

    def sale_of(self, amount_minor: int, **more: object) -> Json:
        """Write a sale of one line, paid in cash unless told."""
        self._numbers += 1
        return {
            "document": self.document(f"{self._numbers:06}"),
            "at": AT,
            "currency": "MYR",
            "lines": [line("1", amount_minor)],
            "tenders": [{"tender": "cash", "amount_minor": amount_minor}],
        } | more

    def document(self, number: str, kind: str = "sale", workstation: str = "L1") -> Json:
        """Write a natural key."""
        return {
            "store": self.till.store,
            "workstation": workstation,
            "business_day": DAY,
            "number": number,
            "kind": kind,
        }

    def refund(self, request: Json) -> Answer | Refusal:
        """Book a refund."""
        return self.till.counter.refund(read(REFUND, request))

    def void(self, request: Json) -> Answer | Refusal:
        """Book a void."""
        return self.till.counter.void(read(VOID, request))

    def quote(self, request: Json) -> Answer | Refusal:
        """Ask for a quote."""
        return self.till.counter.quote(read(QUOTE, request))

    def hold(self, points: int, **asked: object) -> Answer | Refusal:
        """Set points aside at L1, asking head office for more when that is needed."""
        wish = {"workstation": "L1", "reward": "pay", "points": points} | asked
        request = read(HOLD, wish)
        answer = self.till.counter.hold(request)
        if isinstance(answer, NeedsMore):
            want = Want(account=answer.account, unit=POINTS, points=answer.points)
            self.till.contact.ask([want], timeout_s=1)
            answer = self.till.counter.hold(request, asked=True)
        assert not isinstance(answer, NeedsMore)
        return answer

    def available(self, account: str) -> int:
        """Return a member's points as shown here."""
        view = self.till.book.view(AccountId(account))
        return view.standing.available if view else 0

    @property
    def records(self) -> int:
        """How many records the journal holds."""
        return self.till.book.journal.seq


class Chain:
    """The tills of some stores and their head office."""

    def __init__(self, home: Path, stores: Sequence[str], rules: Programme) -> None:
        self.time: Final = WorldTime()
        self._home = home
        self.office: Final = SimulatedOffice(
            home / "office", MachineClock(self.time), Random("office")
        )
        self.office.publish(rules)
        self.office.import_members((1_000,), stores=stores)
        self.tills: Final = [
            StoryTill(self._build(number, store)) for number, store in enumerate(stores)
        ]
        self.sync()

    def sync(self) -> None:
        """Have every till with a line meet head office until all have heard of all."""
        for _ in range(2):
            for till in self.tills:
                till.sync()

    def findings(self) -> list[str]:
        """Return the codes of what a person should look at."""
        rows = self.office.look().execute("SELECT code FROM finding ORDER BY code")
        return [code for (code,) in rows]

    def quarantined(self) -> list[str]:
        """Return why records are in quarantine."""
        return [
            why for (why,) in self.office.look().execute("SELECT reason FROM quarantine")
        ]

    def wait(self, **by: int) -> None:
        """Let time pass, and have head office do what is due."""
        self.time.advance(timedelta(**by))
        self.office.run_due()

    def close(self) -> None:
        """Close every file."""
        for till in self.tills:
            till.till.close()
        self.office.close()

    def _build(self, number: int, store: str) -> SimulatedTill:
        chance = Random(f"till {number}")
        line_ = Line(self.office.answer, Traffic())
        signing = SigningKey(chance.randbytes(32))
        enrolled = self.office.enrol(
            EnrolRequest(
                token=self.office.token(store),
                store=store,
                key=signing.public.hex(),
                fingerprint=f"machine-{number}",
                idem=chance.randbytes(16).hex(),
            )
        )
        return SimulatedTill(
            Machine(
                name=str(number),
                home=self._home / f"till{number}",
                chance=chance,
                clock=MachineClock(self.time),
                line=line_,
                link=line_,
                enrolled=enrolled,
                keys=keys_for(enrolled, signing),
            )
        )


@contextmanager
def a_chain(home: Path, *stores: str, rules: Programme | None = None) -> Iterator[Chain]:
    """Open a chain whose first member has card 1 and 1,000 points; close it after."""
    chain = Chain(home, stores or ("S01", "S01"), rules or story_programme())
    try:
        yield chain
    finally:
        chain.close()


def line(number: str, amount_minor: int) -> Json:
    """Write a line of one piece."""
    return {
        "line": number,
        "sku": f"SKU-{number}",
        "quantity": "1",
        "unit_price_minor": amount_minor,
        "amount_minor": amount_minor,
    }


def said(answer: Answer | Refusal) -> Json:
    """Return an answer that must be a yes, as plain JSON."""
    assert not isinstance(answer, Refusal), answer
    plain: Json = json.loads(json.dumps(answer))
    return plain


def refused(answer: object) -> str:
    """Return a refusal's code."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def read(shape: TypeAdapter[T], request: object) -> T:
    """Read a request as the API's door does."""
    return shape.validate_json(json.dumps(request))
