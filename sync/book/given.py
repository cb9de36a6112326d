"""A record's facts as the law's values and back: a booked sale, a return.

A refund rests on these and on the ledger part, never on today's rules. What is missing
(facts can be erased) reads as empty, and whoever asks decides what that means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.sale.basket import Basket, Line, LineKind, Tender
from rules.sale.decisions import (
    Award,
    PaidLine,
    Returned,
    ReturnLine,
    Reversal,
    SaleGiven,
    Spend,
)
from rules.sale.split import Split
from rules.value.allotments import Allotment
from rules.value.ledger import Slice
from sync.book.stored import StoredRecord
from sync.kit.clock import from_ms, to_ms
from sync.wire.canonical import Json

Object = Mapping[str, Json]

_NOTHING: Final[Object] = {}


def sale_given(stored: StoredRecord) -> SaleGiven:
    """Read a booked sale back as a refund needs it."""
    asked, given = part(stored.facts, "asked"), part(stored.facts, "given")
    spends = tuple(_spend_in(item) for item in parts(given, "spends"))
    return SaleGiven(
        account=AccountId(text(given, "account")),
        basket=Basket(
            currency=text(asked, "currency"),
            at=from_ms(stored.header.at_ms),
            lines=tuple(line_in(item) for item in rows(asked, "lines")),
            tenders=tuple(tender_in(item) for item in parts(asked, "tenders")),
            coupons=strings(asked, "coupons"),
            late=bool(given.get("late", False)),
            rounding_minor=whole(asked, "rounding_minor"),
        ),
        awards=awards_in(given),
        spends=spends,
        lots=stored.ledger.lots,
        qualifying_minor=whole(given, "qualifying_minor"),
        issued=tuple(once.rule for once in stored.ledger.issued),
        restorable=allotments_in(given, "restorable"),
    )


def returned(stored: StoredRecord, original: str) -> Returned:
    """Read back what an earlier record brought back of the sale of a natural key."""
    return returned_in(return_of(stored, original)[1])


def return_of(stored: StoredRecord, original: str) -> tuple[int, Object]:
    """Return the number and the facts of a record's return of a sale; nothing of none."""
    found = returns_in(stored)
    for number, given in enumerate(found, start=1):
        if len(found) == 1 or text(given, "original") == original:
            return number, given
    return 1, _NOTHING


def returns_in(stored: StoredRecord) -> tuple[Object, ...]:
    """Return what a record says of goods that came back, sale by sale.

    An exchange's record is a sale's, and holds what came back apart.
    """
    given = part(stored.facts, "given")
    if stored.header.kind != "sale":
        return (given,)
    one = part(given, "returned")
    return (one,) if one else parts(given, "returned")


def returned_in(given: Object) -> Returned:
    """Read what came back and what was decided about it."""
    return Returned(
        lines=return_lines_in(given, "lines"),
        reversals=tuple(_reversal_in(item) for item in parts(given, "reversals")),
        given_back=slices_in(given, "given_back"),
        given_back_minor=whole(given, "given_back_minor"),
        qualifying_minor=whole(given, "qualifying_minor"),
        withdrawn=tuple(map(RuleId, strings(given, "withdrawn"))),
    )


def returned_out(returned: Returned) -> dict[str, Json]:
    """Write what came back and what was decided about it; what is nothing is left out."""
    found: dict[str, Json] = {
        "given_back": slices_out(returned.given_back),
        "given_back_minor": returned.given_back_minor,
        "lines": return_lines_out(returned.lines),
        "qualifying_minor": returned.qualifying_minor,
        "reversals": reversals_out(returned.reversals),
        "withdrawn": returned.withdrawn,
    }
    return {name: value for name, value in found.items() if value}


def return_lines_out(lines: Iterable[ReturnLine]) -> Sequence[Json]:
    """Write what comes back."""
    return [
        {
            "amount_minor": line.amount_minor,
            "line": line.line,
            "of_line": line.of_line,
            "quantity_milli": line.quantity_milli,
        }
        for line in lines
    ]


def reversals_out(reversals: Iterable[Reversal]) -> Sequence[Json]:
    """Write what was taken back."""
    return [
        {
            "line": reversal.line,
            "lot": reversal.lot,
            "points": reversal.points,
            "rule": reversal.rule,
            "unit": reversal.unit,
        }
        for reversal in reversals
    ]


def slices_out(slices: Iterable[Slice]) -> Sequence[Json]:
    """Write parts of lots."""
    return [_slice_out(piece) for piece in slices]


def line_in(value: Object) -> Line:
    """Read a line back."""
    return Line(
        line=text(value, "line"),
        sku=text(value, "sku"),
        category=text(value, "category"),
        quantity_milli=whole(value, "quantity_milli"),
        amount_minor=whole(value, "amount_minor"),
        discount_minor=whole(value, "discount_minor"),
        # We wrote it from a Literal's member.
        kind=cast("LineKind", text(value, "kind") or "item"),
        gtin=text(value, "gtin"),
        unit=text(value, "unit") or "each",
        unit_price_minor=whole(value, "unit_price_minor"),
        tax_rate=text(value, "tax_rate"),
        tax_included=bool(value.get("tax_included", True)),
        tax_minor=whole(value, "tax_minor"),
        account=text(value, "account"),
    )


def return_lines_in(value: Object, name: str) -> tuple[ReturnLine, ...]:
    """Read what comes back."""
    return tuple(_return_in(item) for item in parts(value, name))


def slices_in(value: Object, name: str) -> tuple[Slice, ...]:
    """Read parts of lots."""
    return tuple(_slice_in(item) for item in parts(value, name))


def allotments_in(value: Object, name: str) -> tuple[Allotment, ...]:
    """Read what was drawn of budgets."""
    return tuple(
        Allotment(
            account=AccountId(text(item, "account")),
            unit=Unit(text(item, "unit")),
            lot=LotId(text(item, "lot")),
            place=Place(text(item, "place")),
            amount=whole(item, "amount"),
        )
        for item in parts(value, name)
    )


def awards_in(given: Object) -> tuple[Award, ...]:
    """Read what rules gave, in the order it was written."""
    found = (_award_in(item) for item in parts(given, "awards"))
    return tuple(award for award in found if award.lines)


def tender_in(value: Object) -> Tender:
    """Read how a part was paid."""
    return Tender(
        tender=text(value, "tender"),
        amount_minor=whole(value, "amount_minor"),
        hold=text(value, "hold"),
    )


def part(value: Object, name: str) -> Object:
    """Return an object inside an object; an empty one when it is not there."""
    found = value.get(name)
    return found if isinstance(found, Mapping) else _NOTHING


def parts(value: Object, name: str) -> tuple[Object, ...]:
    """Return the objects of a list; none when it is not there."""
    found = value.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    return tuple(item for item in found if isinstance(item, Mapping))


def rows(value: Object, name: str) -> tuple[Object, ...]:
    """Return a list of objects, written as such or column by column."""
    found = value.get(name)
    if not isinstance(found, Mapping):
        return parts(value, name)
    columns = [column for column in found.values() if isinstance(column, Sequence)]
    return tuple(dict(zip(found, row, strict=True)) for row in zip(*columns, strict=True))


def pairs(value: Object, name: str) -> Iterator[tuple[str, int]]:
    """Yield the pairs of a text and a number in a list; what is none is passed over."""
    found = value.get(name)
    if isinstance(found, str | Mapping) or not isinstance(found, Sequence):
        return
    for pair in found:
        match pair:
            case [str(name_), int(amount)]:
                yield name_, amount
            case _:
                continue


def strings(value: Object, name: str) -> tuple[str, ...]:
    """Return the strings of a list; none when it is not there."""
    found = value.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    return tuple(item for item in found if isinstance(item, str))


def _award_in(value: Object) -> Award:
    return Award(
        unit=Unit(text(value, "unit")),
        rule=RuleId(text(value, "rule")),
        words=text(value, "words"),
        split=Split.told(tuple(pairs(value, "lines"))),
    )


def _spend_in(value: Object) -> Spend:
    return Spend(
        reward=RuleId(text(value, "reward")),
        hold=text(value, "hold"),
        value_minor=whole(value, "value_minor"),
        slices=slices_in(value, "slices"),
        lines=paid_lines_in(value),
    )


def paid_lines_in(value: Object) -> tuple[PaidLine, ...]:
    """Read which lines a spend paid for."""
    return tuple(
        PaidLine(text(each, "line"), whole(each, "points"), whole(each, "amount_minor"))
        for each in parts(value, "lines")
    )


def paid_lines_out(lines: Iterable[PaidLine]) -> dict[str, Json]:
    """Write which lines a spend paid for; nothing where it paid for all."""
    written: list[Json] = [
        {"amount_minor": each.amount_minor, "line": each.line, "points": each.points}
        for each in lines
    ]
    return {"lines": written} if written else {}


def _slice_in(value: Object) -> Slice:
    until = value.get("until_ms")
    return Slice(
        lot=LotId(text(value, "lot")),
        amount=whole(value, "amount"),
        good_until=from_ms(until) if isinstance(until, int) else None,
    )


def _return_in(value: Object) -> ReturnLine:
    return ReturnLine(
        line=text(value, "line"),
        of_line=text(value, "of_line"),
        quantity_milli=whole(value, "quantity_milli"),
        amount_minor=whole(value, "amount_minor"),
    )


def _reversal_in(value: Object) -> Reversal:
    return Reversal(
        unit=Unit(text(value, "unit")),
        points=whole(value, "points"),
        line=text(value, "line"),
        rule=RuleId(text(value, "rule")),
        lot=LotId(text(value, "lot")),
    )


def text(value: Object, name: str) -> str:
    """Return a string; empty when it is not there."""
    found = value.get(name, "")
    return found if isinstance(found, str) else ""


def whole(value: Object, name: str) -> int:
    """Return a whole number; 0 when it is not there."""
    found = value.get(name, 0)
    return found if isinstance(found, int) else 0


def _slice_out(piece: Slice) -> Object:
    value: dict[str, Json] = {"amount": piece.amount, "lot": piece.lot}
    if piece.good_until is not None:
        value["until_ms"] = to_ms(piece.good_until)
    return value
