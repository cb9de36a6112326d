"""Write a document and what it was given as a record's facts; ``given.py`` reads them back.

``asked`` is the document itself, ``given`` what was decided about it. Compact: what says nothing
is left out, numbers are whole, no null is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from agent.counter.requests import BasketLine, Payment, ReturnedLine
from rules.basket import Line
from rules.decisions import Award, DiscountGiven, NotUsed, ReturnLine, Reversal, Spend
from rules.ledger import Slice
from rules.standing import Standing
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, encode

Object = Mapping[str, Json]


def facts_bytes(asked: bytes, given: Object) -> bytes:
    """Join an encoded document and what it was given into the canonical bytes of the facts."""
    return b'{"asked":' + asked + b',"given":' + encode(given) + b"}"


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


def line_out(line: Line) -> Object:
    """Write a line; what says nothing is left out."""
    value: dict[str, Json] = {
        "line": line.line,
        "quantity_milli": line.quantity_milli,
        "amount_minor": line.amount_minor,
        "discount_minor": line.discount_minor,
        "unit_price_minor": line.unit_price_minor,
        "sku": line.sku,
        "category": line.category,
        "gtin": line.gtin,
        "tax_rate": line.tax_rate,
        "tax_minor": line.tax_minor,
        "unit": "" if line.unit == "each" else line.unit,
        "type": "" if line.kind == "item" else line.kind,
        "tax_excluded": not line.tax_included,
    }
    return {name: said for name, said in value.items() if said}


def payments_out(tenders: Iterable[Payment]) -> Sequence[Json]:
    """Write how it was paid, as the POS told it."""
    return [_payment_out(tender) for tender in tenders]


def returned_out(lines: Iterable[ReturnedLine | ReturnLine]) -> Sequence[Json]:
    """Write what comes back."""
    return [
        {
            "line": line.line,
            "of_line": line.of_line,
            "quantity_milli": (
                line.quantity if isinstance(line, ReturnedLine) else line.quantity_milli
            ),
            "amount_minor": line.amount_minor,
        }
        for line in lines
    ]


def awards_out(awards: Iterable[Award]) -> Sequence[Json]:
    """Write what each line earned, in order, as pairs under the rule that gave it."""
    return [
        {
            "unit": unit,
            "rule": rule,
            "words": words,
            "lines": [[award.line, award.points] for award in group],
        }
        for (unit, rule, words), group in groupby(
            awards, attrgetter("unit", "rule", "words")
        )
    ]


def discounts_out(discounts: Iterable[DiscountGiven]) -> Sequence[Json]:
    """Write what came off by our rules."""
    return [
        {
            "line": given.line,
            "amount_minor": given.amount_minor,
            "rule": given.rule,
            "words": given.words,
        }
        for given in discounts
    ]


def reasons_out(reasons: Iterable[NotUsed]) -> Sequence[Json]:
    """Write what gave nothing, and why."""
    return [
        {"rule": reason.rule, "words": reason.words, "values": dict(reason.values)}
        for reason in reasons
    ]


def spends_out(spends: Iterable[Spend]) -> Sequence[Json]:
    """Write what was paid in points, slice by slice."""
    return [
        {
            "reward": spend.reward,
            "hold": spend.hold,
            "value_minor": spend.value_minor,
            "slices": slices_out(spend.slices),
        }
        for spend in spends
    ]


def slices_out(slices: Iterable[Slice]) -> Sequence[Json]:
    """Write parts of lots."""
    return [_slice_out(piece) for piece in slices]


def reversals_out(reversals: Iterable[Reversal]) -> Sequence[Json]:
    """Write what was taken back."""
    return [
        {
            "unit": reversal.unit,
            "points": reversal.points,
            "line": reversal.line,
            "rule": reversal.rule,
            "lot": reversal.lot,
        }
        for reversal in reversals
    ]


def witness_of(standing: Standing | None) -> bytes:
    """Write what the decision read of the member."""
    if standing is None:
        return b"{}"
    value: dict[str, Json] = {
        "account": standing.account,
        "status": standing.status,
        "tier": standing.tier,
        "spend_minor": standing.spend_minor,
        "issued": dict(standing.issued),
        "revision": standing.revision,
        "as_of_ms": to_ms(standing.as_of),
        "available": standing.available,
        "pending": standing.pending,
        "spendable_here": standing.spendable_here,
    }
    if standing.tier_until is not None:
        value["tier_until_ms"] = to_ms(standing.tier_until)
    return encode(value)


def _payment_out(payment: Payment) -> Object:
    value: dict[str, Json] = {
        "tender": payment.tender,
        "amount_minor": payment.amount_minor,
    }
    if payment.hold:
        value["hold"] = payment.hold
    return value


def _slice_out(piece: Slice) -> Object:
    value: dict[str, Json] = {"lot": piece.lot, "amount": piece.amount}
    if piece.good_until is not None:
        value["until_ms"] = to_ms(piece.good_until)
    return value
