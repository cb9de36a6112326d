"""The tap's format: receipts as text, or as the bytes a printer was sent, to documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from agent.pos.intakes.found import (
    Found,
    Reader,
    ShopTerms,
    Skipped,
    Unreadable,
    UnreadableFault,
    Value,
    Wanted,
)
from agent.pos.intakes.table.receipts import UNTOLD
from agent.pos.intakes.tap.paper import Paper, read_paper
from agent.pos.intakes.tap.receipt import Receipt, read_receipt
from agent.pos.intakes.tap.template import Is, Template, read_template
from agent.pos.intakes.transactions.contents import Contents, Tendered, reduced, taxed
from agent.pos.intakes.transactions.documents import About, documents
from agent.pos.intakes.transactions.items import Item, Link, upright
from agent.pos.intakes.transactions.money import minor_digits
from rules.ground.sentence import Sentence

CLOCKS_APART: Final = timedelta(minutes=10)
"""A receipt that was heard so near to the time it prints was sold as it was heard: POS
print minutes, and no two clocks agree."""

_HINT: Final = "Look at the receipt and the template; `vafa intake --format tap` tries it."
_SKIPPED: Final[tuple[Is, ...]] = ("copy", "training", "suspended", "cancelled", "other")


def opened(plan: Path | None) -> Reader:
    """Read a template and return the reader it makes."""
    template = read_template(plan)

    def read(file: BinaryIO, terms: ShopTerms) -> Iterator[Found]:
        return read_tapped(file, terms, template)

    return read


def read_tapped(file: BinaryIO, terms: ShopTerms, template: Template) -> Iterator[Found]:
    """Read receipts; see :class:`agent.pos.intakes.found.Reader`."""
    papers = read_paper(file, template, terms.recognition)
    for number, paper in enumerate(papers, start=1):
        place = Sentence("receipt {count}", count=number)
        try:
            yield from _Printed(paper, template, terms, place).found()
        except UnreadableFault as fault:
            yield Unreadable(place=place, what=str(fault), hint=fault.hint)


@dataclass(frozen=True, slots=True)
class _Printed:
    """One receipt on its way to documents."""

    paper: Paper
    template: Template
    terms: ShopTerms
    place: str

    def found(self) -> Iterator[Found]:
        """Yield what the receipt is."""
        digits = minor_digits(self.template.currency or self.terms.currency)
        receipt = read_receipt(self.paper.lines, self.template, digits)
        for mark in _SKIPPED:
            if mark in receipt.marks:
                yield Skipped(place=self.place, what=mark)
                return
        if "void" in receipt.marks:
            yield self._void(receipt)
            return
        contents = self._contents(receipt)
        about = self._about(receipt)
        yield from documents(contents, about, link=self._link(receipt), place=self.place)

    def _contents(self, receipt: Receipt) -> Contents:
        back = "refund" in receipt.marks
        returned = tuple(
            upright(item)
            for item in receipt.items
            if back or item.quantity_milli < 0 or item.amount_minor < 0
        )
        kept = () if back else receipt.items
        sold = tuple(
            item for item in kept if item.quantity_milli >= 0 and item.amount_minor >= 0
        )
        if not sold and not returned:
            raise UnreadableFault("no item was found on it", hint=_HINT)
        if receipt.total_minor is None:
            raise UnreadableFault("no total was found on it", hint=_HINT)
        if sold:
            sold = taxed(reduced(sold, receipt.off), receipt.taxes)
        elif receipt.off:
            returned = reduced(returned, receipt.off)
        total = abs(receipt.total_minor) if back else receipt.total_minor
        _agree(receipt, sold, returned, total)
        tenders = receipt.tenders or (Tendered(UNTOLD, total),)
        return Contents(
            sold=sold,
            returned=returned,
            tenders=tenders,
            card=_card(receipt),
            rounding_minor=receipt.rounding_minor,
            total_minor=total,
        )

    def _about(self, receipt: Receipt) -> About:
        day, of_day, at = self._moment(receipt)
        hour, minute = self.template.day_begins.split(":")
        if of_day < time(int(hour), int(minute)):
            day -= timedelta(days=1)
        number = receipt.gaps.get("number", "")
        if not self.template.has_numbers:
            number = f"{of_day:%H%M%S}"
        if not number:
            raise UnreadableFault("its number was not found", hint=_HINT)
        return About(
            terms=self.terms,
            store=self.terms.store,
            workstation=receipt.gaps.get("workstation")
            or self.template.workstation
            or self.terms.workstation,
            day=day.isoformat(),
            number=number,
            at=at.isoformat(),
            cashier=receipt.gaps.get("cashier", ""),
            currency=self.template.currency or self.terms.currency,
        )

    def _moment(self, receipt: Receipt) -> tuple[date, time, datetime]:
        told = self.template.date_format.read(receipt.gaps.get("date", ""))
        of_day = self.template.time_format.read(receipt.gaps.get("time", ""))
        if told is None or told.day is None or of_day is None or of_day.of_day is None:
            raise UnreadableFault("its date and time were not found", hint=_HINT)
        zone = of_day.zone or told.zone or self.terms.zone
        at = datetime.combine(told.day, of_day.of_day, zone)
        heard = self.paper.heard
        if heard is not None and abs(heard - at) <= CLOCKS_APART:
            at = heard.astimezone(self.terms.zone)
        return told.day, of_day.of_day, at

    def _link(self, receipt: Receipt) -> Link | None:
        number = receipt.gaps.get("original", "")
        if not number:
            return None
        told = receipt.gaps.get("original_date", "")
        day = self.template.date_format.read(told) if told else None
        return Link(
            number=number,
            workstation=receipt.gaps.get("original_workstation", ""),
            day=day.day.isoformat() if day and day.day else "",
        )

    def _void(self, receipt: Receipt) -> Found:
        about, link = self._about(receipt), self._link(receipt)
        if link is None:
            return Skipped(place=self.place, what="voided")
        value: dict[str, Value] = {
            "document": about.document(kind="void"),
            "at": about.at,
            "cashier": about.cashier,
            "original": {"document": about.key(link, kind="sale")},
        }
        return Wanted(
            place=self.place,
            kind="void",
            value=value,
            tolerates=frozenset({"nothing_to_return", "nothing_left"}),
            only_of_booked=True,
        )


def _agree(
    receipt: Receipt, sold: tuple[Item, ...], returned: tuple[Item, ...], total: int
) -> None:
    """Hold what comes back against the total; what is only sold is held elsewhere."""
    if not returned:
        return
    worth = _worth(sold) - _worth(returned) if sold else _worth(returned)
    tax = sum(each.amount_minor for each in receipt.taxes)
    sign = -1 if worth < 0 else 1
    near = {worth, worth + receipt.rounding_minor, worth + sign * tax}
    if abs(total) not in {abs(each) for each in near}:
        raise UnreadableFault(
            f"the items come to {worth}, but the total is {total} (minor units)", hint=_HINT
        )


def _worth(items: tuple[Item, ...]) -> int:
    return sum(item.amount_minor - item.discount_minor for item in items)


def _card(receipt: Receipt) -> str:
    return "".join(receipt.gaps.get("card", "").split())
