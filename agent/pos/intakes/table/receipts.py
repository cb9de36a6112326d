"""The rows of one receipt in a table: its items, tenders and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from agent.pos.intakes.found import ShopTerms, UnreadableFault
from agent.pos.intakes.table.mapping import Column, KindWord, RowWord, TableMap
from agent.pos.intakes.table.rows import Row
from agent.pos.intakes.transactions.contents import (
    Contents,
    Levied,
    Off,
    Tendered,
    reduced,
    taxed,
)
from agent.pos.intakes.transactions.documents import About
from agent.pos.intakes.transactions.items import Item, Link, upright, without
from agent.pos.intakes.transactions.money import milli, minor, minor_digits, price
from agent.pos.intakes.written.moments import Moment
from agent.pos.intakes.written.numbers import plain_number
from agent.pos.intakes.written.words import folded
from drivers.guard.digits import ascii_digits, is_digits, passes_gs1

UNTOLD: Final = "pos_untold"
"""The tender of a POS that does not say how it was paid."""

_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_ONE: Final = 1000
_UNIT_LETTERS_MAX: Final = 16


@dataclass(slots=True)
class Gathered:
    """What was read of a receipt's rows so far."""

    sold: tuple[Item, ...] = ()
    returned: tuple[Item, ...] = ()
    tenders: tuple[Tendered, ...] = ()
    off: tuple[Off, ...] = ()
    taxes: tuple[Levied, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """Reads a receipt's rows as the mapping says; a fault says what makes no sense."""

    rows: Sequence[Row]
    plan: TableMap
    terms: ShopTerms

    def first(self, column: Column) -> str:
        """Return the first cell of a column that holds something."""
        return next((told for row in self.rows if (told := row.text(column))), "")

    def about(self) -> About:
        """Return what the receipt says of itself."""
        at = self._at()
        day = self.first("day")
        told = self._moment("day", day).day if day else at.date()
        if told is None:
            raise UnreadableFault("the business day is no date", hint=_DATE_HINT)
        return About(
            terms=self.terms,
            store=self.terms.store_of(self.first("store")),
            workstation=self._workstation(self.first("workstation")),
            day=told.isoformat(),
            number=ascii_digits(self.first("number")),
            at=at.isoformat(),
            cashier=self.first("cashier"),
            currency=self.currency(),
        )

    def currency(self) -> str:
        """Return the receipt's currency: its own, the mapping's or the programme's."""
        return self.first("currency") or self.plan.currency or self.terms.currency

    def link(self, row: Row) -> Link | None:
        """Return which sale a row comes back from."""
        number = ascii_digits(row.text("original_number"))
        if not number:
            return None
        day = row.text("original_day")
        told = self._moment("original day", day).day if day else None
        return Link(
            number=number,
            workstation=self._workstation(row.text("original_workstation"), default=""),
            day=told.isoformat() if told else "",
            line=row.text("original_line"),
        )

    def kinds(self) -> set[KindWord | None]:
        """Return which kinds of document its rows are said to be."""
        return {kind_of(row.told("kind"), self.plan) for row in self.rows}

    def contents(self) -> Contents:
        """Return what the receipt came to; rows may come back beside rows that are sold."""
        digits = minor_digits(self.currency())
        gathered = Gathered()
        for at, row in enumerate(self.rows, start=1):
            self._gather(row, gathered, at, digits=digits)
        total = self._amount("total", self.first("total"), digits)
        told = self._amount("basket_discount", self.first("basket_discount"), digits)
        off = (*gathered.off, Off("", abs(told))) if told else gathered.off
        return Contents(
            sold=taxed(reduced(gathered.sold, off), gathered.taxes),
            returned=gathered.returned,
            tenders=self._tenders(gathered, total, digits),
            card=ascii_digits(self.first("card")),
            rounding_minor=self._amount("rounding", self.first("rounding"), digits) or 0,
            total_minor=total,
        )

    def _gather(self, row: Row, gathered: Gathered, at: int, *, digits: int) -> None:
        amount = self._amount("amount", row.told("amount"), digits) or 0
        match self._row_kind(row):
            case "item":
                back = kind_of(row.told("kind"), self.plan) == "refund"
                item = self._item(row, at, digits)
                if back or item.quantity_milli < 0 or item.amount_minor < 0:
                    gathered.returned += (upright(item),)
                else:
                    gathered.sold += (item,)
            case "voided":
                gathered.sold = without(gathered.sold, self._item(row, at, digits))
            case "tender":
                paid = self._amount("paid", row.told("paid"), digits)
                name = self._tender(row.text("tender"))
                gathered.tenders += (Tendered(name, amount if paid is None else paid),)
            case "discount":
                gathered.off += (Off("", abs(amount)),)
            case "tax":
                gathered.taxes += (Levied("", amount),)
            case "other":
                pass

    def _item(self, row: Row, at: int, digits: int) -> Item:
        where = f"in row {row.number}"
        quantity = self._number("quantity", row, where)
        thousandths = milli(quantity, f"the quantity {where}") if quantity else _ONE
        each = self._number("price", row, where)
        unit_price = price(each, digits, f"the price {where}") if each else 0
        amount = self._amount("amount", row.told("amount") or self._whole(row), digits)
        if amount is None:
            # A price of whole minor units times a quantity; half a minor unit goes up.
            amount = (unit_price * thousandths * 2 + _ONE) // (2 * _ONE)
        discount = abs(self._amount("discount", row.told("discount"), digits) or 0)
        if self.plan.discounted:
            amount += discount
        number = ascii_digits(row.text("gtin"))
        fits = is_digits(number) and len(number) in _GTIN_LENGTHS and passes_gs1(number)
        return Item(
            line=row.text("line") or str(at),
            sku=row.text("sku") or number,
            gtin=number if fits else "",
            category=row.text("category"),
            quantity_milli=thousandths,
            unit=(row.text("unit") or "each")[:_UNIT_LETTERS_MAX],
            unit_price_minor=unit_price,
            amount_minor=amount,
            discount_minor=discount,
            tax_minor=self._amount("tax", row.told("tax"), digits) or 0,
            link=self.link(row),
        )

    def _whole(self, row: Row) -> str:
        return row.told("total") if self.plan.rows == "receipt" else ""

    def _tenders(
        self, gathered: Gathered, total: int | None, digits: int
    ) -> tuple[Tendered, ...]:
        """Return the tenders: of rows of their own, else of the receipt's columns."""
        if gathered.tenders:
            return gathered.tenders
        paid = self._amount("paid", self.first("paid"), digits)
        name = self._tender(self.first("tender"))
        due = paid if paid is not None else total
        if due is None:
            due = sum(each.amount_minor - each.discount_minor for each in gathered.sold)
            due -= sum(
                each.amount_minor - each.discount_minor for each in gathered.returned
            )
        return (Tendered(name, due),) if due else ()

    def _tender(self, told: str) -> str:
        word = folded(told)
        named = {folded(each): ours for each, ours in self.plan.tenders.items()}
        if word in named:
            return named[word]
        plain = "".join(sign for sign in word if sign.isascii() and sign.isalnum())
        if plain in {"cash", "card"}:
            return plain
        return f"pos_{plain}"[:64] if plain else UNTOLD

    @property
    def is_aside(self) -> bool:
        """Whether its rows are none of a receipt's: a sum at the end, a remark."""
        return all(self._row_kind(row) == "other" for row in self.rows)

    def _workstation(self, told: str, *, default: str | None = None) -> str:
        if not told:
            return self.plan.workstation if default is None else default
        named = {folded(each): ours for each, ours in self.plan.workstations.items()}
        return named.get(folded(told), told)

    def _row_kind(self, row: Row) -> RowWord:
        told = folded(row.told("row"))
        for kind, words in self.plan.row_kinds.items():
            if told in map(folded, words):
                return kind
        return "item"

    def _at(self) -> datetime:
        moment = self._moment("date", self.first("date"))
        day, of_day, offset = moment.day, moment.of_day, moment.zone
        told = self.first("time")
        if told:
            read = self.plan.time_format().read(told) or Moment()
            of_day, offset = read.of_day, read.zone or offset
        if day is None or of_day is None:
            raise UnreadableFault(
                "the date and the time are not both told", hint=_DATE_HINT
            )
        zone = ZoneInfo(self.plan.zone) if self.plan.zone else self.terms.zone
        return datetime.combine(day, of_day, offset or zone).astimezone(zone)

    def _moment(self, what: str, told: str) -> Moment:
        moment = self.plan.date_format().read(told)
        if moment is None and what != "date":
            moment = _iso_day(told)
        if moment is None:
            raise UnreadableFault(
                f"the {what} is not written as the mapping says", hint=_DATE_HINT
            )
        return moment

    def _number(self, column: Column, row: Row, where: str) -> str:
        told = row.told(column)
        plain = plain_number(told, self.plan.decimal) if told else ""
        if plain is None:
            raise UnreadableFault(f"the {column} {where} is no number", hint=_NUMBER_HINT)
        return plain

    def _amount(self, column: Column, told: str, digits: int) -> int | None:
        if not told:
            return None
        plain = plain_number(told, self.plan.decimal)
        if plain is None:
            raise UnreadableFault(f"the {column} is no number", hint=_NUMBER_HINT)
        return minor(plain, digits, f"the {column}")


_DATE_HINT: Final = "Write `date` in the mapping as the POS does: DD/MM/YYYY hh:mm."
_NUMBER_HINT: Final = "Look whether `decimal` in the mapping is what the POS writes."


def _iso_day(told: str) -> Moment | None:
    try:
        return Moment(day=datetime.fromisoformat(told).date())
    except ValueError:
        return None


def _worth(items: Sequence[Item]) -> int:
    return sum(each.amount_minor - each.discount_minor for each in items)


def kind_of(told: str, plan: TableMap) -> KindWord | None:
    """Return which kind of document a word of the POS's means; None when unknown.

    A word that no list has is a sale, unless sales or refunds are told by such words.
    """
    word = folded(told)
    for kind, words in plan.kinds.items():
        if word in map(folded, words):
            return kind
    is_told = plan.refunds == "column" or "sale" in plan.kinds
    return None if is_told else "sale"
