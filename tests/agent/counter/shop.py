"""A real till for the counter's tests: real files, a small programme, real statements."""

import itertools
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import HOLD, QUOTE, REFUND, SALE, SCAN, VOID
from rules.discounts.tier_percent import TierPercent
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, RuleId, TierId
from rules.ground.refusal import Refusal
from rules.ladder.terms import EntryIssue, Ladder, Tier
from rules.members.card_terms import CardTerms, MemberIin, TextRule
from rules.programme import Programme, RefundMethod, RefundTerms
from rules.rewards.points_tender import PointsTender
from rules.value.units import UnitTerms
from sync.kit.clock import to_ms
from sync.till.book.book import TillBook
from sync.till.book.identity import TillKeys
from sync.till.contact.receiving import apply_deltas, take_grants
from sync.wire.buckets import bucket_of
from sync.wire.keys.signing import SigningKey
from sync.wire.keys.tokens import card_token, seal_name
from sync.wire.messages import (
    BucketDelta,
    CardMessage,
    Expiring,
    GrantMessage,
    SliceMessage,
    Statement,
)
from sync.wire.programme.door import programme_bytes
from sync.wire.records.identity import Life

START = datetime(2026, 11, 21, 9, 41, 30, tzinfo=UTC)
STORE = "S01"
LIFE = Life("t1", 3)
SARA = AccountId("m-7Q2K9V")
CARD = "6399001234567893"
OTHER_CARD = "6399000000000014"
EXPIRY = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
TOKEN_KEY = bytes(range(32))

Json = dict[str, Any]
T = TypeVar("T")

BASE = RuleId("base")
TIERS = (
    Tier(tier=TierId("bronze"), from_minor=0),
    Tier(tier=TierId("silver"), from_minor=20_000),
    Tier(
        tier=TierId("gold"),
        from_minor=50_000,
        entry_issue=EntryIssue(rule=RuleId("gold-welcome"), valid_days=180),
    ),
)


def programme(
    *, pending_days: int = 14, method: RefundMethod = "line_exact", step: int = 100
) -> Programme:
    """Return a programme: one point a ringgit, double on beans, silver coffee 10 % off."""
    return Programme(
        name="corner-shop",
        version=1,
        currency="MYR",
        zone="Asia/Kuala_Lumpur",
        units=(UnitTerms(pending_days=pending_days, expires_months=24),),
        earn=(
            PerSpend(rule=BASE, step_minor=100),
            CategoryMultiplier(
                rule=RuleId("beans-x2"),
                factor=Fraction(2),
                categories=("beans",),
                of=(BASE,),
            ),
        ),
        discounts=(
            TierPercent(
                rule=RuleId("silver-coffee-10"),
                tiers=(TierId("silver"),),
                percent=Fraction(10),
                categories=("coffee",),
            ),
        ),
        ladder=Ladder(window_days=180, tiers=TIERS),
        rewards=(
            PointsTender(
                rule=RuleId("points-off"),
                step=step,
                value_minor_per_step=step,
                minimum=step,
            ),
        ),
        refund=RefundTerms(method=method),
        cards=CardTerms(
            member_iins=(MemberIin(prefix="639900", length=16),),
            text_rules=(TextRule(pattern="VF:([0-9]{16})"),),
        ),
    )


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        """Return the instant last set."""
        return self.instant

    def monotonic_ms(self) -> int:
        """Return milliseconds since the test began."""
        return (self.instant - START) // timedelta(milliseconds=1)


class Shop:
    """One till of store S01, enrolled, with a programme and Sara's card."""

    def __init__(self, directory: Path, rules: Programme | None = None) -> None:
        self.directory = directory
        self.clock = FakeClock()
        self._count = itertools.count(1)
        self.open()
        self.book.begin_life(LIFE, 1)
        document = programme_bytes(rules or programme())
        self.book.members.keep_programme(1, 0, document)

    def open(self) -> None:
        """Open the book and stand at the counter, as after a start."""
        self.book = TillBook.open(
            self.directory,
            keys=TillKeys(
                signing=SigningKey(bytes(32)),
                office=bytes(32),
                token=TOKEN_KEY,
                voucher=b"v" * 32,
            ),
            store=STORE,
            clock=self.clock,
            entropy=self._entropy(),
        )
        self.counter = Counter(Desk(self.book, store=STORE, clock=self.clock))

    def restart(self) -> None:
        """Close everything and open it again: what was only in memory is gone."""
        self.book.close()
        self.open()

    def member(
        self,
        *,
        card: str = CARD,
        account: AccountId = SARA,
        card_status: str = "active",
        card_until_ms: int = 0,
        applied_seq: int = 0,
        **more: object,
    ) -> None:
        """Have a member's statement and card come down from head office."""
        known: Json = {
            "account": account,
            "status": "active",
            "home": STORE,
            "tier": "silver",
            "tier_until_ms": 0,
            "spend_minor": 41_200,
            "available": 0,
            "dealable": 0,
            "pending": 0,
            "held": {},
            "issued": {},
            "expiring": (),
            "revision": 7,
            "as_of_ms": to_ms(START - timedelta(minutes=29, seconds=30)),
        }
        fields: Json = known | more
        message = CardMessage(
            token=card_token(TOKEN_KEY, card).hex(),
            account=account,
            name=seal_name(TOKEN_KEY, card, "Sara A.").hex(),
            status=cast("Any", card_status),  # tests name statuses as texts
            until_ms=card_until_ms,
        )
        delta = BucketDelta(
            bucket=bucket_of(account),
            revision=next(self._count),
            whole=False,
            applied={str(LIFE): applied_seq} if applied_seq else {},
            statements=(Statement(**fields),),
            cards=(message,),
        )
        apply_deltas(self.book, [delta])

    def sara(self) -> None:
        """Have Sara of the public examples come down, and 900 of her points dealt here."""
        self.applied(seq=0)
        self.deal(900)

    def applied(self, *, seq: int | None = None) -> None:
        """Have Sara's statement come again, with our records up to ``seq`` (all) in it.

        Its figures stay: for days on which all that was sold came back.
        """
        self.member(
            available=1240,
            dealable=340,
            pending=35,
            held={STORE: 900},
            expiring=(Expiring(points=200, before_ms=to_ms(EXPIRY)),),
            applied_seq=self.records if seq is None else seq,
        )

    def deal(
        self, points: int, *, account: AccountId = SARA, lot: str = "t1.2-310/1"
    ) -> None:
        """Have head office deal points of one lot to this till."""
        grant = GrantMessage(
            grant=f"o1.1-{next(self._count)}",
            life=str(LIFE),
            account=account,
            unit="points",
            slices=(SliceMessage(lot=lot, amount=points, until_ms=to_ms(EXPIRY)),),
        )
        take_grants(self.book, [grant])

    def scan(self, data: str = CARD, **more: object) -> Answer:
        """Scan at L2."""
        request = {"workstation": "L2", "data": data, "symbology": "CODE_128"} | more
        answer = self.counter.scan(read(SCAN, request))
        assert not isinstance(answer, Refusal)
        return answer

    def quote(self, request: Json) -> Answer | Refusal:
        """Ask for a quote."""
        return self.counter.quote(read(QUOTE, request))

    def hold(
        self, points: int = 500, *, asked: bool = False, **more: object
    ) -> Answer | Refusal | NeedsMore:
        """Hold points at L2 for Sara."""
        request = {"workstation": "L2", "card": CARD, "reward": "points-off"}
        return self.counter.hold(
            read(HOLD, request | {"points": points} | more), asked=asked
        )

    def sale(self, request: Json) -> Answer | Refusal:
        """Book a sale."""
        return self.counter.sale(read(SALE, request))

    def refund(self, request: Json) -> Answer | Refusal:
        """Book a refund."""
        return self.counter.refund(read(REFUND, request))

    def voucher(self, code: str) -> Answer | Refusal:
        """Look a voucher up."""
        return self.counter.voucher(code)

    def void(self, request: Json) -> Answer | Refusal:
        """Book a void."""
        return self.counter.void(read(VOID, request))

    @property
    def records(self) -> int:
        """How many records the journal holds."""
        return self.book.journal.seq

    def balance(self, account: AccountId = SARA) -> tuple[int, int, int]:
        """Return (available, pending, spendable here) as shown now."""
        view = self.book.view(account)
        if view is None:
            return 0, 0, 0
        standing = view.standing
        return standing.available, standing.pending, standing.spendable_here

    def _entropy(self) -> Callable[[int], bytes]:
        count = itertools.count(1)
        return lambda size: next(count).to_bytes(size)


def read(shape: TypeAdapter[T], request: Json) -> T:
    """Read a request as the local API's door does."""
    return shape.validate_json(json.dumps(request))


def line(number: str, amount_minor: int, **more: object) -> Json:
    """Return a line of one piece."""
    return {
        "line": number,
        "sku": f"SKU-{number}",
        "category": "fruit",
        "quantity": "1",
        "unit_price_minor": amount_minor,
        "amount_minor": amount_minor,
    } | more


def document(number: str, kind: str = "sale") -> Json:
    """Return a natural key."""
    return {
        "store": STORE,
        "workstation": "L2",
        "business_day": "2026-11-21",
        "number": number,
        "kind": kind,
    }


def sale_of(number: str, lines: list[Json], **more: object) -> Json:
    """Return a sale of these lines, paid in cash unless told."""
    due = sum(item["amount_minor"] - item.get("discount_minor", 0) for item in lines)
    return {
        "document": document(number),
        "at": "2026-11-21T17:42:10+08:00",
        "currency": "MYR",
        "card": CARD,
        "lines": lines,
        "tenders": [{"tender": "cash", "amount_minor": due}],
    } | more


def example_sale(**more: object) -> Json:
    """Return the sale of the public examples; without ``hold`` it is paid in cash."""
    coffee = line(
        "1",
        2580,
        sku="COF-250",
        category="coffee",
        quantity="2",
        unit_price_minor=1290,
        discount_minor=258,
    )
    banana = line("2", 402, sku="BAN-KG", quantity="0.452", unit="kg", unit_price_minor=890)
    return sale_of("000123", [coffee, banana]) | more


def paid_with(hold: str, points_minor: int = 500) -> Json:
    """Return the example's tenders: a part in points, the rest in cash."""
    return {
        "holds": [hold],
        "tenders": [
            {"tender": "points", "amount_minor": points_minor, "hold": hold},
            {"tender": "cash", "amount_minor": 2724 - points_minor},
        ],
    }


def refund_of(number: str, lines: list[Json], **more: object) -> Json:
    """Return a refund of lines of the example sale, tenders left open."""
    return {
        "document": document(number, "refund"),
        "at": "2026-11-22T10:03:00+08:00",
        "currency": "MYR",
        "original": {"document": document("000123")},
        "lines": lines,
        "tenders": [],
    } | more


def back(of_line: str, quantity: str, amount_minor: int) -> Json:
    """Return a returned line."""
    return {
        "line": of_line,
        "of_line": of_line,
        "quantity": quantity,
        "amount_minor": amount_minor,
    }


def said(answer: Answer | Refusal | NeedsMore) -> Json:
    """Return an answer that must be a yes, as plain JSON."""
    assert not isinstance(answer, Refusal | NeedsMore), answer
    plain: Json = json.loads(json.dumps(answer))
    return plain


def refused(answer: object) -> tuple[str, Mapping[str, int | str]]:
    """Return a refusal's code and values."""
    assert isinstance(answer, Refusal), answer
    return answer.code, dict(answer.values)
