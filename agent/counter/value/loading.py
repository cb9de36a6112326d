"""Money that a sale puts on gift cards and into a wallet: lots, entries, new codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agent.counter.asked.requests import BasketLine
from agent.counter.ground.answers import Answer
from agent.counter.ground.desk import Desk
from agent.counter.value.gift_cards import gift_card_account, new_code
from agent.counter.value.issues import SYMBOLOGY
from rules.calendars.local_days import end_of_day, end_of_month_day
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, LotId, Place, RecordId, Unit
from rules.ground.refusal import Refusal
from rules.sale.basket import Line
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_LOADED, Entry, Lot, Posting
from rules.vouchers.money import (
    GIFT_CARDS_RULE,
    MONEY,
    WALLET,
    WALLET_RULE,
    objection_to_load,
)
from rules.vouchers.top_ups import top_ups_of_day
from sync.kit.clock import to_ms, to_text
from sync.till.book.units import unit_view
from sync.wire.canonical import Json

_CARD_SALE: Final = "gift_card_sale"
_TOP_UP: Final = "wallet_top_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The document (``key``) that puts money somewhere, as which record, at what moment."""

    key: str
    record: RecordId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one line puts where; ``code`` is that of a card made for it."""

    line: str
    lot: Lot
    amount_minor: int
    place: Place
    code: str = ""

    @property
    def entry(self) -> Entry:
        """The entry that puts it there."""
        lot = self.lot
        return Entry(
            "load",
            lot.rule,
            (
                Posting(lot.account, lot.unit, self.amount_minor, lot.lot, self.place),
                Posting(HOUSE_LOADED, lot.unit, -self.amount_minor, LotId(""), HOUSE),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loads:
    """All that a sale's lines put somewhere, and why something was put nowhere."""

    loads: tuple[Load, ...] = ()
    notices: tuple[str, ...] = ()

    def told(self) -> tuple[Answer, ...]:
        """Return the cards that were made, as the slip tells them."""
        return tuple(
            {
                "kind": "gift_card",
                "code": load.code,
                "expires": to_text(load.lot.expires) if load.lot.expires else None,
                "symbology": SYMBOLOGY,
                "amount_minor": load.amount_minor,
            }
            for load in self.loads
            if load.code
        )

    def facts(self) -> Sequence[Json]:
        """Write what was put where; a return takes it from there."""
        return [
            {
                "account": load.lot.account,
                "amount_minor": load.amount_minor,
                "line": load.line,
                "lot": load.lot.lot,
                "unit": load.lot.unit,
            }
            for load in self.loads
        ]


def with_accounts(
    desk: Desk, asked: Sequence[BasketLine], lines: tuple[Line, ...]
) -> tuple[Line, ...]:
    """Return a document's lines, each that names a gift card with the card's account."""
    if all(line.code is None for line in asked):
        return lines
    return tuple(
        replace(line, account=gift_card_account(desk, told.code))
        if told.code is not None and line.kind == _CARD_SALE
        else line
        for told, line in zip(asked, lines, strict=True)
    )


def load_all(
    desk: Desk,
    lines: Sequence[Line],
    evaluator: Evaluator | None,
    *,
    member: AccountId | None,
    origin: Origin,
) -> Loads:
    """Return what a sale's lines put on gift cards and into its member's wallet.

    The customer has paid: a limit that is passed is a notice and stops nothing. Without
    terms in the programme such lines are the POS's own affair.
    """
    if evaluator is None or not any(line.kind in {_CARD_SALE, _TOP_UP} for line in lines):
        return Loads()
    work = _Work(desk, evaluator, origin)
    for line in lines:
        if line.amount_minor <= 0:
            continue
        if line.kind == _CARD_SALE:
            work.card(line)
        elif line.kind == _TOP_UP:
            work.wallet(line, member)
    return Loads(loads=tuple(work.loads), notices=tuple(dict.fromkeys(work.notices)))


def top_up_objection(
    desk: Desk, evaluator: Evaluator, account: AccountId, amount_minor: int, *, at: datetime
) -> Refusal | None:
    """Return why a member's wallet may not take an amount now.

    What it took on the day is what head office told of all tills, with our own newer sales.
    """
    terms = evaluator.programme.wallet
    if terms is None:
        return None
    view = unit_view(desk.book, account, WALLET)
    day = [to_ms(end_of_day(at, evaluator.zone, days=days)) for days in (-1, 0)]
    here = desk.book.journal.loaded_between(account, WALLET, day[0], day[1])
    member = desk.member(account)
    counter = top_ups_of_day(at, evaluator.reckoning)
    today = max(here, member.standing.count(counter) if member else 0)
    balance = view.available + view.pending if view else 0
    return objection_to_load(terms, amount_minor, balance_minor=balance, today_minor=today)


class _Work:
    """Collects what the lines put where."""

    def __init__(self, desk: Desk, evaluator: Evaluator, origin: Origin) -> None:
        self.loads: list[Load] = []
        self.notices: list[str] = []
        self._desk = desk
        self._evaluator = evaluator
        self._origin = origin

    def card(self, line: Line) -> None:
        """Put a line's amount on the card it names, or on a new one."""
        terms = self._evaluator.programme.gift_cards
        if terms is None:
            return
        code = "" if line.account else new_code(self._desk, self._origin.key, line.line)
        account = line.account or gift_card_account(self._desk, code)
        months = terms.expires_months
        expires = (
            end_of_month_day(self._origin.at, self._evaluator.zone, months=months)
            if months is not None
            else None
        )
        place = Place(self._desk.life) if terms.spend == "homed" else AVAILABLE
        lot = self._lot(AccountId(account), MONEY, rule=GIFT_CARDS_RULE, expires=expires)
        self._put(line, lot, place, code=code)

    def wallet(self, line: Line, member: AccountId | None) -> None:
        """Put a line's amount into the wallet of the sale's member."""
        terms = self._evaluator.programme.wallet
        if terms is None:
            return
        if member is None:
            self.notices.append("top_up_without_member")
            return
        before = sum(load.amount_minor for load in self.loads if load.lot.unit == WALLET)
        objection = top_up_objection(
            self._desk,
            self._evaluator,
            member,
            before + line.amount_minor,
            at=self._origin.at,
        )
        if objection is not None:
            self.notices.append(objection.code)
        place = Place(self._desk.life) if terms.usable == "at_once" else AVAILABLE
        lot = self._lot(member, WALLET, rule=WALLET_RULE, expires=None)
        self._put(line, lot, place)

    def _put(self, line: Line, lot: Lot, place: Place, *, code: str = "") -> None:
        self.loads.append(
            Load(
                line=line.line,
                lot=lot,
                amount_minor=line.amount_minor,
                place=place,
                code=code,
            )
        )

    def _lot(
        self, account: AccountId, unit: Unit, *, rule: str, expires: datetime | None
    ) -> Lot:
        return Lot(
            lot=LotId(f"{self._origin.record}/m{len(self.loads) + 1}"),
            account=account,
            unit=unit,
            rule=rule,
            earned_at=self._origin.at,
            active_from=self._origin.at,
            expires=expires,
        )
