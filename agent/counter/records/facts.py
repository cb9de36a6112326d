"""Write a document and what it was given as facts; ``sync/book/given.py`` reads them.

``asked`` is the document itself, ``given`` what was decided about it. Compact: what says
nothing is left out, a sale's lines are columns. Every object is written with its names in
order, which makes the fast encoder's bytes the canonical ones (a test reads them back).
"""

from collections.abc import Iterable, Mapping, Sequence

from agent.counter.asked.requests import BasketLine, Payment
from rules.members.standing import Standing
from rules.sale.basket import Line
from rules.sale.decisions import CouponUsed, DiscountGiven, NotUsed, Spend
from sync.book.given import paid_lines_out, slices_out
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, encode_ordered

Object = Mapping[str, Json]


def facts_bytes(asked: bytes, given: Object) -> bytes:
    """Join an encoded document and what it was given into the facts' canonical bytes."""
    return b'{"asked":' + asked + b',"given":' + encode_ordered(given) + b"}"


def law_line(line: BasketLine) -> Line:
    """Return a posted line as the law knows it."""
    tax = line.tax
    return Line(
        line=line.line,
        sku=line.sku,
        category=line.category,
        quantity_milli=line.quantity,
        amount_minor=line.amount_minor,
        discount_minor=line.discount_minor,
        kind=line.kind,
        gtin=line.gtin or "",
        unit=line.unit,
        unit_price_minor=line.unit_price_minor,
        tax_rate=tax.rate if tax else "",
        tax_included=tax.included if tax else True,
        tax_minor=tax.amount_minor if tax else 0,
    )


def payments_out(tenders: Iterable[Payment]) -> Sequence[Json]:
    """Write how it was paid, as the POS told it."""
    return [_payment_out(tender) for tender in tenders]


def discounts_out(discounts: Iterable[DiscountGiven]) -> Sequence[Json]:
    """Write what came off by our rules."""
    return [
        {
            "amount_minor": given.amount_minor,
            "line": given.line,
            "rule": given.rule,
            **({"values": dict(sorted(given.values))} if given.values else {}),
            "words": given.words,
        }
        for given in discounts
    ]


def coupons_out(coupons: Iterable[CouponUsed]) -> Sequence[Json]:
    """Write the coupons that took something off, and the use that each cost."""
    return [
        {
            "account": used.use.account,
            "amount_minor": used.amount_minor,
            "code": used.code,
            "lot": used.use.lot,
            "place": used.use.place,
            "rule": used.use.rule,
        }
        for used in coupons
    ]


def reasons_out(reasons: Iterable[NotUsed]) -> Sequence[Json]:
    """Write what gave nothing, and why."""
    return [
        {
            "rule": reason.rule,
            "values": dict(sorted(reason.values)),
            "words": reason.words,
        }
        for reason in reasons
    ]


def spends_out(spends: Iterable[Spend]) -> Sequence[Json]:
    """Write what was paid in points, slice by slice."""
    return [
        {
            "hold": spend.hold,
            **paid_lines_out(spend.lines),
            "reward": spend.reward,
            "slices": slices_out(spend.slices),
            "value_minor": spend.value_minor,
        }
        for spend in spends
    ]


def witness_of(standing: Standing | None) -> bytes:
    """Write what the decision read of the member."""
    if standing is None:
        return b"{}"
    value: dict[str, Json] = {
        "account": standing.account,
        "as_of_ms": to_ms(standing.as_of),
        "available": standing.available,
        "issued": dict(sorted(standing.issued)),
        "pending": standing.pending,
        "revision": standing.revision,
        "spend_minor": standing.spend_minor,
        "spendable_here": standing.spendable_here,
        "status": standing.status,
        "tier": standing.tier,
    }
    if standing.tier_until is not None:
        value["tier_until_ms"] = to_ms(standing.tier_until)
    value |= _further(standing)
    return encode_ordered(dict(sorted(value.items())))


def _further(standing: Standing) -> dict[str, Json]:
    """Write what only some programmes read, where there is any."""
    value: dict[str, Json] = {
        "attributes": dict(sorted(standing.attributes)),
        "birthday": standing.birthday,
        "counts": dict(sorted(standing.counts)),
        "groups": sorted(standing.groups),
        "joined": standing.joined,
        "segments": sorted(standing.segments),
    }
    return {name: found for name, found in value.items() if found}


def _payment_out(payment: Payment) -> Object:
    value: dict[str, Json] = {"amount_minor": payment.amount_minor}
    if payment.hold:
        value["hold"] = payment.hold
    value["tender"] = payment.tender
    return value
