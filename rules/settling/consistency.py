"""Whether a document makes sense in itself, before anything is decided about it."""

from collections.abc import Sequence

from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import Basket, Line, Tender
from rules.sale.columns import Columns
from rules.sale.decisions import Spend
from rules.vouchers.money import UNIT_OF

POINTS_TENDER = "points"
"""What a POS calls the tender that is paid with points."""


def is_points_tender(tender: str, hold: str) -> bool:
    """Say whether a part was paid with points: by its name, or by the hold it names."""
    return tender == POINTS_TENDER or (bool(hold) and tender not in UNIT_OF)


def objection_to_lines(basket: Basket, columns: Columns, currency: str) -> Refusal | None:
    """Return why these lines cannot be judged in ``currency``, or None when they can.

    ``columns`` are those of the basket's lines.
    """
    if basket.currency != currency:
        return refuse("wrong_currency", expected=currency, got=basket.currency)
    if not basket.lines:
        return refuse("no_lines")
    names = columns.names
    if len(set(names)) < len(names):
        return refuse("duplicate_line", line=_repeated(names))
    if columns.are_plain:
        return None
    objections = map(_objection_to_line, basket.lines)
    return next((each for each in objections if each is not None), None)


def objection_to_tenders(
    basket: Basket, columns: Columns, spends: Sequence[Spend]
) -> Refusal | None:
    """Return why what was paid does not fit the basket and the holds, or None when it does.

    A basket that tells no tenders at all is taken as paid, unless points were spent on it.
    """
    if basket.tenders:
        tendered = sum([tender.amount_minor for tender in basket.tenders])
        due = basket.due_minor
        if tendered != due:
            return refuse("tenders_differ", due_minor=due, tendered_minor=tendered)
    claims = [
        tender for tender in basket.tenders if is_points_tender(tender.tender, tender.hold)
    ]
    if not claims and not spends:
        return None
    # Points may also pay the tax that prices do not hold yet.
    most_minor = max(sum(columns.cost), basket.due_minor)
    return _objection_to_points(most_minor, claims, spends)


def _objection_to_points(
    most_minor: int, claims: Sequence[Tender], spends: Sequence[Spend]
) -> Refusal | None:
    held = {spend.hold: spend for spend in spends}
    named: set[str] = set()
    for tender in claims:
        objection = _objection_to_hold(tender, held, named)
        if objection is not None:
            return objection
        named.add(tender.hold)
    forgotten = [spend.hold for spend in spends if spend.hold not in named]
    if forgotten:
        return refuse("hold_not_tendered", hold=forgotten[0])
    if sum(spend.value_minor for spend in spends) > most_minor:
        return refuse("points_exceed_basket")
    return None


def _objection_to_hold(
    tender: Tender, held: dict[str, Spend], named: set[str]
) -> Refusal | None:
    if not tender.hold:
        return refuse("points_without_hold", amount_minor=tender.amount_minor)
    if tender.hold not in held:
        return refuse("unknown_hold", hold=tender.hold)
    if tender.hold in named:
        return refuse("hold_twice", hold=tender.hold)
    value = held[tender.hold].value_minor
    if tender.amount_minor != value:
        return refuse(
            "hold_differs",
            hold=tender.hold,
            held_minor=value,
            tendered_minor=tender.amount_minor,
        )
    return None


def _objection_to_line(line: Line) -> Refusal | None:
    if not 0 <= line.discount_minor <= line.amount_minor and not _gives_back(line):
        return refuse("discount_exceeds_line", line=line.line)
    if not line.quantity_milli and line.amount_minor:
        return refuse("quantity_zero", line=line.line)
    return None


def _gives_back(line: Line) -> bool:
    """Whether a line gives money back, and what came off it does not exceed that."""
    return line.amount_minor <= line.discount_minor <= 0


def _repeated(names: Sequence[str]) -> str:
    return next(name for name in names if names.count(name) > 1)
