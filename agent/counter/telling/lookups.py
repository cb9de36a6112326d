"""Look-ups: a member, a receipt, a document's fate, the counter's health."""

from dataclasses import dataclass
from typing import Final

from agent.counter.asked.requests import write_quantity
from agent.counter.ground.answers import Answer, Value, read_body
from agent.counter.ground.desk import Desk
from agent.counter.people.members import (
    card_out,
    member_out,
    offers,
    offers_out,
    recommended,
)
from agent.counter.records.documents import document_out
from agent.counter.records.receipts import number_of, record_of
from agent.counter.returns.originals import BookedSale, booked_sale, read_sale
from agent.counter.value.wallet_balance import wallet_out
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from rules.refund.tally import void_lines
from rules.sale.basket import DocumentKey
from sync.kit.clock import from_ms, to_text
from sync.till.book.book import NoProgrammeFault

LOOKED_BACK_MAX: Final = 200
"""Records that are looked through for sales of nobody."""

OF_NOBODY_MAX: Final = 4


def member(desk: Desk, card: str | None, phone: str | None) -> Answer | Refusal:
    """Tell whose a card or phone number is; nobody stands anywhere because of it."""
    shown = desk.shown_as(card, phone)
    if shown is None or (card is not None and phone is not None):
        return refuse("card_or_phone")
    presented = desk.by_card(shown, named=True)
    if presented.bearer is None:
        return refuse("unknown_member")
    now = desk.now()
    evaluator = desk.evaluator(now)
    programme = evaluator.programme
    wallet = wallet_out(desk, presented.bearer.account, evaluator)
    standing = presented.bearer.standing
    found = offers(standing, programme, at=now) if presented.spender else ()
    return {
        "member": member_out(
            presented.bearer,
            programme,
            status=presented.status,
            more=wallet,
            card=card_out(presented),
            at=now,
        ),
        "redeemable": offers_out(found),
        "recommended": recommended(found, programme),
    }


def receipt(desk: Desk, number: str) -> Answer | Refusal:
    """Tell what a slip's number stands for: the sale, and what may still come back."""
    record = record_of(number)
    sale = read_sale(desk, record) if record else None
    if sale is None:
        return refuse("unknown_receipt")
    given = sale.given
    return {
        "record": sale.record,
        "number": number_of(sale.record),
        "document": document_out(sale.key),
        "at": to_text(given.basket.at),
        "currency": given.basket.currency,
        "total_minor": given.basket.due_minor,
        "member": {"id": given.account} if given.account else None,
        "lines": _lines(sale),
        "reversed_by": _reversed_by(desk, sale.record),
    }


def sales_of_nobody(desk: Desk, workstation: str) -> Answer:
    """Tell a workstation's last sales that could still be given to a member, newest first.

    Only this life's last records are looked at: who comes back for the points of a sale
    comes within the hour, or brings the receipt.
    """
    journal = desk.book.journal
    found: list[Answer] = []
    for seq in range(journal.seq, max(0, journal.seq - LOOKED_BACK_MAX), -1):
        stored = journal.read(journal.life.record(seq))
        if stored is None or stored.header.kind != "sale":
            continue
        if stored.header.key.split("|")[1:2] != [workstation]:
            continue
        sale = read_sale(desk, journal.life.record(seq))
        if sale is None or sale.given.account or not void_lines(sale.given, sale.earlier):
            continue
        found.append(
            {
                "number": number_of(sale.record),
                "document": document_out(sale.key),
                "at": to_text(sale.given.basket.at),
                "total_minor": sale.given.basket.due_minor,
            }
        )
        if len(found) == OF_NOBODY_MAX:
            break
    return {"sales": list(found)}


def transaction(desk: Desk, key: DocumentKey) -> Answer | Refusal:
    """Tell what became of a document that was booked here, and what was answered then.

    ``outcome`` is what head office made of a return since, null as long as it said nothing.
    """
    stored = desk.book.journal.document(key.text())
    record = desk.book.journal.read(stored.record) if stored else None
    if stored is None or record is None:
        return refuse("unknown_document")
    return {
        "state": "booked",
        "document": document_out(key.text()),
        "record": stored.record,
        "kind": record.header.kind,
        "at": to_text(from_ms(record.header.at_ms)),
        "reversed_by": _reversed_by(desk, stored.record),
        "outcome": _outcome(desk, stored.record),
        "answer": read_body(stored.answer),
    }


def health(desk: Desk) -> Answer:
    """Tell the counter's numbers; nothing in them is about a person."""
    journal = desk.book.journal
    totals = journal.totals
    return {
        "store": desk.store,
        "life": desk.life if journal.enrolled else "",
        "enrolled": journal.enrolled,
        "records": journal.seq,
        "frozen": journal.frozen,
        "disk": journal.room,
        "programme": desk.book.programmes.in_force(desk.now()),
        "programmes_unread": [
            {"version": one.version, "why": one.why}
            for one in desk.book.programmes.unread(desk.now())
        ],
        "members": desk.book.members.count(),
        "open_holds": len(journal.open_holds()),
        "sessions": len(desk.sessions),
        "last_contact": to_text(from_ms(journal.contact_ms))
        if journal.contact_ms
        else None,
        "totals": {
            "earned": totals.earned,
            "redeemed": totals.redeemed,
            "refunded": totals.refunded,
        },
        "card_rules_refused": list(desk.refused_card_rules()),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftLine:
    """A line of a booked sale, and how much of it may still come back."""

    line: str
    sku: str
    quantity_milli: int


def left_of(desk: Desk, key: DocumentKey) -> tuple[LeftLine, ...]:
    """Return a booked sale's lines; none when it was not booked here."""
    sale = booked_sale(desk, key.text())
    if sale is None:
        return ()
    left = {
        line.of_line: line.quantity_milli for line in void_lines(sale.given, sale.earlier)
    }
    return tuple(
        LeftLine(line=line.line, sku=line.sku, quantity_milli=left.get(line.line, 0))
        for line in sale.given.basket.lines
    )


def terms(desk: Desk) -> tuple[str, str]:
    """Return the zone and currency of the programme in force; empty before the first."""
    try:
        programme = desk.evaluator(desk.now()).programme
    except NoProgrammeFault:
        return "", ""
    return programme.zone, programme.currency


def _outcome(desk: Desk, record: RecordId) -> Answer | None:
    outcome = desk.book.members.outcome(record)
    if outcome is None:
        return None
    return {
        "state": outcome.state,
        "reversed": outcome.reversed,
        "given_back": outcome.given_back,
        "at": to_text(from_ms(outcome.at_ms)),
    }


def _lines(sale: BookedSale) -> list[Value]:
    left = {line.of_line: line for line in void_lines(sale.given, sale.earlier)}
    rows: list[Value] = []
    for line in sale.given.basket.lines:
        rest = left.get(line.line)
        rows.append(
            {
                "line": line.line,
                "sku": line.sku,
                "quantity": write_quantity(line.quantity_milli),
                "net_minor": line.net_minor,
                "left_quantity": write_quantity(rest.quantity_milli if rest else 0),
                "left_minor": rest.amount_minor if rest else 0,
            }
        )
    return rows


def _reversed_by(desk: Desk, record: RecordId) -> list[Value]:
    return list(desk.book.journal.reversals_of(record))
