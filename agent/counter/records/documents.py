"""A POS document as it is remembered: its normal form, its digest, what differs next time.

The normal form leaves out what may change when a document is sent again: the quote it
mentions, and that it is now late. The card is in the digest as its keyed token, so that no
number can be guessed from what is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from agent.counter.asked.requests import (
    BasketLine,
    Document,
    RefundRequest,
    ReturnedLine,
    SaleRequest,
    VoidRequest,
    write_quantity,
)
from agent.counter.ground.answers import Answer, read_body
from agent.counter.ground.desk import Desk
from agent.counter.records.facts import Object, payments_out
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import DocumentKind, Line
from rules.sale.decisions import ReturnLine
from sync.book.given import line_in, parts, return_lines_out, rows
from sync.book.sale_facts import lines_out
from sync.kit.clock import to_ms
from sync.till.journal.journal import content_digest
from sync.wire.canonical import Json, decode_object, encode, encode_ordered

_ABSENT = "nothing"


def document_out(key: str) -> Answer | None:
    """Write a natural key as the document it names; None for a record without one."""
    names = ("store", "workstation", "business_day", "number", "kind")
    return dict(zip(names, key.split("|"), strict=True)) if key else None


def asked_sale(
    request: SaleRequest, lines: Sequence[Line], back: Sequence[ReturnLine] = ()
) -> bytes:
    """Return a sale's normal form as canonical bytes; ``lines`` are the law's.

    ``back`` is what comes back with it, in an exchange.
    """
    value: dict[str, Json] = {
        "at_ms": to_ms(request.at),
        "cashier": request.cashier,
        "coupons": request.coupons,
        "currency": request.currency,
        "holds": request.holds,
        "lines": lines_out(lines),
        "returned": [*return_lines_out(back), *_originals(request)],
        "rounding_minor": request.rounding_minor,
        "tenders": payments_out(request.tenders),
    }
    return _told(value)


def asked_refund(request: RefundRequest) -> bytes:
    """Return a refund's normal form as canonical bytes."""
    original = request.original
    document = original.document if original else None
    value: dict[str, Json] = {
        "approved_by": request.approved_by,
        "at_ms": to_ms(request.at),
        "cashier": request.cashier,
        "currency": request.currency,
        "lines": return_lines_out(law_lines(request.lines)),
        "original": document.key().text() if document else "",
        "proof": (original.proof if original else None) or "",
        "rounding_minor": request.rounding_minor,
        "tenders": payments_out(request.tenders),
    }
    return _told(value)


def asked_void(request: VoidRequest) -> bytes:
    """Return a void's normal form as canonical bytes."""
    document = request.original.document if request.original else None
    value: dict[str, Json] = {
        "at_ms": to_ms(request.at) if request.at else 0,
        "cashier": request.cashier,
        "original": document.key().text() if document else "",
        "proof": (request.original.proof if request.original else None) or "",
    }
    return _told(value)


def law_lines(lines: Sequence[ReturnedLine]) -> tuple[ReturnLine, ...]:
    """Return what comes back as the law knows it."""
    return tuple(
        ReturnLine(
            line=line.line,
            of_line=line.of_line,
            quantity_milli=line.quantity,
            amount_minor=line.amount_minor,
        )
        for line in lines
    )


def digest(normal: bytes, token: bytes = b"") -> bytes:
    """Return what content is remembered by; ``token`` is the card's, if there is one."""
    return content_digest(normal + b"|" + token)


def repeated(
    desk: Desk, key: str, *, content: bytes, normal: bytes
) -> Answer | Refusal | None:
    """Return the answer given before, or what differs; None for a new document."""
    stored = desk.book.journal.document(key)
    if stored is None:
        return None
    if stored.content == content:
        return read_body(stored.answer)
    record = desk.book.journal.read(stored.record)
    then = record.facts.get("asked") if record else None
    if not isinstance(then, Mapping):
        return refuse("document_differs", record=stored.record)
    found = _difference(then, decode_object(normal))
    return refuse("document_differs", record=stored.record, detail=_sentence(found))


def objection_to_key(desk: Desk, document: Document, kind: DocumentKind) -> Refusal | None:
    """Refuse a document of another store, or one sent to the wrong call."""
    if document.store != desk.store:
        return refuse("other_store", expected=desk.store, got=document.store)
    if document.kind != kind:
        return refuse("wrong_kind", expected=kind, got=document.kind)
    return None


def objection_to_lines(lines: Sequence[BasketLine]) -> Refusal | None:
    """Refuse what only an exchange may hold: goods coming back."""
    for line in lines:
        if line.returns is not None:
            return refuse("exchange_not_yet", line=line.line)
        if line.kind != "item":
            continue
        if line.quantity < 0:
            quantity = write_quantity(line.quantity)
            return refuse("negative_quantity", line=line.line, quantity=quantity)
        if line.amount_minor < 0:
            return refuse("negative_amount", line=line.line, amount_minor=line.amount_minor)
    return None


def _originals(request: SaleRequest) -> Sequence[Json]:
    keys = {line.returns.document.key().text() for line in request.lines if line.returns}
    return [{"original": key} for key in sorted(keys)]


def _told(value: Object) -> bytes:
    """Write what says something; the names are in order already."""
    return encode_ordered({name: said for name, said in value.items() if said})


def _difference(then: Object, now: Object) -> dict[str, str]:
    """Name the first thing that differs: where, which field, what it was and is."""
    for name, word in (("lines", "Line"), ("tenders", "Tender")):
        before, after = _parts(then, name), _parts(now, name)
        for at, (old, new) in enumerate(zip(before, after, strict=False), start=1):
            found = _first(old, new)
            if found:
                return {"where": f"{word} {at}", **found}
        if len(before) != len(after):
            return {"where": name.capitalize(), "field": "count"} | _both(
                len(before), len(after)
            )
    found = _first(then, now)
    # What is not in the normal form is the card, of which neither number is known here.
    return {"where": "Document", **(found or {"field": "card"})}


def _parts(value: Object, name: str) -> tuple[Object, ...]:
    """Return lines or tenders whole; a sale's lines are columns, some left out."""
    if isinstance(value.get(name), Mapping):
        return tuple(asdict(line_in(row)) for row in rows(value, name))
    return parts(value, name)


def _sentence(found: Mapping[str, str]) -> str:
    what = f"{found['where']}: {found['field']}"
    if "then" not in found:
        return f"{what} is another one now."
    return f"{what} {found['then']} then, {found['now']} now."


def _first(then: Object, now: Object) -> dict[str, str]:
    for name in sorted({*then, *now}):
        old, new = then.get(name, _ABSENT), now.get(name, _ABSENT)
        if old == new:
            continue
        if name == "quantity_milli":
            return {"field": "quantity"} | _both(_quantity(old), _quantity(new))
        return {"field": name} | _both(old, new)
    return {}


def _both(then: Json, now: Json) -> dict[str, str]:
    return {"then": _shown(then), "now": _shown(now)}


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return value or _ABSENT
    return str(value) if isinstance(value, int) else encode(value).decode()


def _quantity(value: Json) -> Json:
    return write_quantity(value) if isinstance(value, int) else value
