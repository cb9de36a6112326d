"""A transaction as our own documents: a sale, what came back, or both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from agent.counter.asked.requests import write_quantity
from agent.pos.intakes.found import ShopTerms, UnreadableFault, Value, Wanted
from agent.pos.intakes.transactions.contents import Contents, Tendered
from agent.pos.intakes.transactions.items import Item, Link
from rules.sale.basket import DocumentKind

EXCHANGE: Final = "exchange"
"""The tender that carries what came back over to what was bought with it."""

_ORDER: Final = tuple(product((True, False), (False, True)))
"""How amounts may be meant, likeliest first: before discounts; with the tax inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a transaction says of itself."""

    terms: ShopTerms
    store: str
    workstation: str
    day: str
    number: str
    at: str
    cashier: str
    currency: str

    def document(self, *, kind: DocumentKind, part: int = 1) -> dict[str, Value]:
        """Write the transaction's natural key; of several parts each has its own."""
        return {
            "store": self.store,
            "workstation": _named(self.workstation),
            "business_day": self.day,
            "number": _named(self.number if part == 1 else f"{self.number}.{part}"),
            "kind": kind,
        }

    def day_document(self) -> dict[str, Value]:
        """Write the natural key of a report of the transaction's day."""
        return {
            "store": self.store,
            "workstation": _named(self.workstation),
            "business_day": self.day,
            "number": _named(self.number),
        }

    def key(self, link: Link, *, kind: DocumentKind) -> dict[str, Value]:
        """Write the natural key that a link names."""
        return {
            "store": self.terms.store_of(link.store),
            "workstation": _named(link.workstation or self.workstation),
            "business_day": link.day or self.day,
            "number": _named(link.number),
            "kind": kind,
        }


def _named(told: str) -> str:
    """Write a POS's name as a key holds it: no blanks (``POS 1`` is ``POS_1``)."""
    return "_".join(told.split())


def documents(
    contents: Contents, about: About, *, link: Link | None, place: str
) -> Iterator[Wanted]:
    """Yield the sale and the refunds that a finished transaction is."""
    if not contents.returned:
        if contents.sold:
            yield _sale(contents, about, place)
        return
    if not contents.sold:
        yield from _refunds(contents, about, link=link, place=place)
        return
    # Both signs: what was brought back pays for what was bought, through a tender of its
    # own, so that either part stands by itself and together they are the transaction.
    back = sum(item.amount_minor - item.discount_minor for item in contents.returned)
    bought = _meant(replace(contents, tenders=(), total_minor=None)).due_minor
    tendered = sum(part.amount_minor for part in contents.tenders)
    carried = back if tendered >= 0 else bought
    over = (*contents.tenders,) if tendered >= 0 else ()
    rest = () if tendered >= 0 else (*contents.tenders,)
    sold = replace(contents, tenders=(*over, Tendered(EXCHANGE, carried)), total_minor=None)
    yield _sale(sold, about, place)
    returned = replace(
        contents,
        tenders=(*rest, Tendered(EXCHANGE, -carried)),
        rounding_minor=0,
    )
    yield from _refunds(returned, about, link=link, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """A reading of a transaction's amounts that agrees with its own total."""

    lines: tuple[dict[str, Value], ...]
    due_minor: int


def _meant(contents: Contents) -> _Meant:
    """Find how the amounts are meant: POS differ, and the total says which it is."""
    readings = [_reading(contents, *order) for order in _ORDER]
    wished = _wished(contents)
    if wished is None:
        return readings[0]
    for reading in readings:
        if reading.due_minor in wished:
            return reading
    raise UnreadableFault(
        f"the lines sum to {readings[0].due_minor}, but {wished[0]} was to be paid"
        " (minor units)",
        hint="Something came off or on that this format does not know; tell us how the POS"
        " writes it.",
    )


def _reading(contents: Contents, before_discount: bool, tax_included: bool) -> _Meant:  # noqa: FBT001  # called with _ORDER's pairs
    lines = []
    due = contents.rounding_minor
    for item in contents.sold:
        amount = item.amount_minor + (0 if before_discount else item.discount_minor)
        lines.append(item.value(amount_minor=amount, tax_included=tax_included))
        due += amount - item.discount_minor + (0 if tax_included else item.tax_minor)
    return _Meant(lines=tuple(lines), due_minor=due)


def _wished(contents: Contents) -> Sequence[int] | None:
    if contents.total_minor is not None:
        return (contents.total_minor, contents.total_minor + contents.rounding_minor)
    return _sums(contents.tenders) or None


def _sums(tenders: Sequence[Tendered]) -> tuple[int, ...]:
    """Return what was paid: with the cash back inside the tenders, or besides them."""
    if not tenders:
        return ()
    paid = sum(part.amount_minor for part in tenders)
    return paid, paid - sum(part.cashback_minor for part in tenders)


def _sale(contents: Contents, about: About, place: str) -> Wanted:
    meant = _meant(contents)
    value: dict[str, Value] = {
        "document": about.document(kind="sale"),
        "at": about.at,
        "cashier": about.cashier,
        "currency": about.currency,
        "lines": meant.lines,
        "tenders": _payments(contents.tenders, meant.due_minor),
        "rounding_minor": contents.rounding_minor,
        "late": True,
    }
    if contents.card:
        value["card"] = contents.card
    return Wanted(place=place, kind="sale", value=value)


def _payments(tenders: Sequence[Tendered], due_minor: int) -> list[Value]:
    """Sum the tenders by name, in their order; the drawer's change is in them."""
    sums = _sums(tenders)
    besides = len(sums) > 1 and sums[0] != due_minor and sums[1] == due_minor
    by_name: dict[str, int] = {}
    for part in tenders:
        amount = part.amount_minor - (part.cashback_minor if besides else 0)
        by_name[part.tender] = by_name.get(part.tender, 0) + amount
    return [
        {"tender": name, "amount_minor": amount}
        for name, amount in by_name.items()
        if amount
    ]


def _refunds(
    contents: Contents, about: About, *, link: Link | None, place: str
) -> Iterator[Wanted]:
    """Yield a refund for each sale that something comes back from."""
    by_sale: dict[str, list[Item]] = {}
    links: dict[str, Link | None] = {}
    for item in contents.returned:
        origin = item.link if item.link is not None else link
        key = "|".join(map(str, about.key(origin, kind="sale").values())) if origin else ""
        by_sale.setdefault(key, []).append(item)
        links[key] = origin
    for part, (key, items) in enumerate(by_sale.items(), start=1):
        origin = links[key]
        tenders = contents.tenders if len(by_sale) == 1 else ()
        value: dict[str, Value] = {
            "document": about.document(kind="refund", part=part),
            "at": about.at,
            "cashier": about.cashier,
            "currency": about.currency,
            "original": {"document": about.key(origin, kind="sale")} if origin else None,
            "lines": [_returned(item) for item in items],
            "tenders": _paid_out(tenders),
            "rounding_minor": contents.rounding_minor,
        }
        skus = {item.line: item.sku for item in items if not _of_line(item)}
        yield Wanted(
            place=place,
            kind="refund",
            value=value,
            skus=skus if origin else {},
            seeks=origin is not None and not origin.day,
        )


def _returned(item: Item) -> dict[str, Value]:
    return {
        "line": item.line,
        "of_line": _of_line(item) or item.line,
        "quantity": write_quantity(item.quantity_milli),
        "amount_minor": item.amount_minor - item.discount_minor,
    }


def _of_line(item: Item) -> str:
    return item.link.line if item.link else ""


def _paid_out(tenders: Sequence[Tendered]) -> list[Value]:
    """Write what was paid out, below zero as our documents have it."""
    total = sum(part.amount_minor for part in tenders)
    turned = [
        part._replace(amount_minor=-part.amount_minor) if total > 0 else part
        for part in tenders
    ]
    return _payments(turned, sum(part.amount_minor for part in turned))
