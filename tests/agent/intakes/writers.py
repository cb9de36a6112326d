"""The register of intakes' writers: each hands a story's day in as its POS would."""

import json
from collections.abc import Callable, Mapping

from agent.pos.intakes.json_documents import read as read_json
from agent.pos.intakes.poslog.reading import read as read_poslog
from agent.pos.intakes.table.reading import read_table
from agent.pos.intakes.tap.reading import read_tapped
from rules.ground.shares import share
from tests.agent.counter.shop import back, document, said, sale_of
from tests.agent.intakes import poslog, receipts, tables
from tests.agent.intakes.story_day import DAY, Goods, Returned, Rung, Told, Undone
from tests.agent.intakes.taking import Json, Table


def _sale(told: Rung) -> Json:
    kept = [each for each in told.goods if not each.is_voided]
    worth = [each.amount_minor - each.discount_minor for each in kept]
    off = share(told.off_minor, worth)
    net = [one - other for one, other in zip(worth, off, strict=True)]
    lines = [
        {
            "line": str(at),
            "sku": each.name,
            "category": each.category,
            "quantity": str(each.quantity),
            "amount_minor": each.amount_minor,
            "discount_minor": each.discount_minor + less,
            "tax": {"included": False, "amount_minor": tax},
        }
        for at, (each, less, tax) in enumerate(
            zip(kept, off, share(told.tax_minor, net), strict=True), start=1
        )
    ]
    tenders = [{"tender": name, "amount_minor": amount} for name, amount in told.paid]
    card = {"card": told.card} if told.card else {}
    sale = sale_of(told.number, lines, tenders=tenders, late=True)
    return {name: value for name, value in sale.items() if name != "card"} | card


def _bodies(story: tuple[Told, ...]) -> list[tuple[str, Json]]:
    bodies: list[tuple[str, Json]] = []
    for told in story:
        at = {"at": "2026-11-21T17:42:10+08:00"}
        match told:
            case Rung(state="suspended"):
                # A POS tells nothing of what it set aside.
                continue
            case Rung():
                practised = {"training": True} if told.state == "training" else {}
                bodies.append(("sale", _sale(told) | practised))
            case Undone():
                original = {"document": document(told.of)}
                void = {"document": document(told.number, "void"), "original": original}
                bodies.append(("void", void | at))
            case Returned():
                returned = back(str(told.line), str(told.quantity), told.amount_minor)
                bodies.append(
                    (
                        "refund",
                        {
                            "document": document(told.number, "refund"),
                            "currency": "MYR",
                            "original": {"document": document(told.of)},
                            "lines": [returned],
                            "tenders": [],
                        }
                        | at,
                    )
                )
    return bodies


def by_api(laid: Table, story: tuple[Told, ...]) -> None:
    """Call, as the API's own door reads calls."""
    calls = {"sale": laid.shop.sale, "refund": laid.shop.refund, "void": laid.shop.void}
    for kind, body in _bodies(story):
        said(calls[kind](body))


def by_json(laid: Table, story: tuple[Told, ...]) -> None:
    """Drop a JSON file."""
    lines = [json.dumps({kind: body}) for kind, body in _bodies(story)]
    laid.take("\n".join(lines).encode(), read_json)


def _money(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"


def _poslog_sale(told: Rung) -> str:
    parts = []
    for at, each in enumerate(told.goods, start=1):
        amount, quantity = _money(each.amount_minor), str(each.quantity)
        item = poslog.item(at, amount, sku=each.name, quantity=quantity)
        parts.append(item.replace(">coffee<", f">{each.category}<"))
        if each.is_voided:
            parts.append(poslog.voided(50 + at, f"-{amount}", sku=each.name))
        if each.discount_minor:
            off = _money(-each.discount_minor)
            parts.append(poslog.reward(60 + at, off, of=at, promotion=at))
    if told.off_minor:
        parts.append(poslog.reward(70, _money(-told.off_minor), promotion=9))
    if told.tax_minor:
        parts.append(poslog.tax(71, _money(told.tax_minor)))
    if told.card:
        parts.append(poslog.member(72, told.card))
    kinds = {"cash": "Cash", "card": "CreditDebit"}
    for at, (name, amount_minor) in enumerate(told.paid, start=80):
        parts.append(poslog.tender(at, _money(amount_minor), kind=kinds[name]))
    parts.append(poslog.total(_money(told.total_minor)))
    return poslog.transaction(
        *parts,
        number=told.number,
        workstation="L2",
        attributes='TrainingModeFlag="true"' if told.state == "training" else "",
        retail='TransactionStatus="Suspended"' if told.state == "suspended" else "",
    )


def by_poslog(laid: Table, story: tuple[Told, ...]) -> None:
    """Drop a POSLog; a copy is a transaction that is written twice."""
    transactions = []
    for told in story:
        match told:
            case Rung():
                transactions.append(_poslog_sale(told))
            case Undone():
                link = poslog.link(told.of, "Voided", workstation="L2")
                transactions.append(
                    poslog.transaction(link, number=told.number, workstation="L2")
                )
            case Returned():
                amount = _money(told.amount_minor)
                named = poslog.link(told.of, "Return", workstation="L2")
                item = poslog.item(
                    1,
                    amount,
                    sku=told.name,
                    quantity=str(told.quantity),
                    name="Return",
                    more=named,
                )
                paid = poslog.tender(2, f"-{amount}")
                transactions.append(
                    poslog.transaction(item, paid, number=told.number, workstation="L2")
                )
    laid.take(poslog.log(*transactions), read_poslog)


_KINDS = {"sale": "S", "training": "T", "suspended": "P", "copy": "C"}


def _rows(told: Told) -> list[str]:
    if isinstance(told, Undone):
        return [tables.row(told.number, "V", Of=told.of)]
    if isinstance(told, Returned):
        amount = _money(told.amount_minor)
        cells = {"Item": told.name, "Qty": str(told.quantity), "Of": told.of}
        return [tables.item(told.number, amount, "R", **cells)]
    kind = _KINDS[told.state]
    rows = []
    for at, each in enumerate(told.goods, start=1):
        cells = {
            "Line": str(at),
            "Item": each.name,
            "Group": each.category,
            "Qty": str(each.quantity),
            "Off": _money(each.discount_minor),
            "Total": _money(told.total_minor),
            "Member": told.card,
        }
        amount = _money(each.amount_minor)
        rows.append(tables.item(told.number, amount, kind, **cells))
        if each.is_voided:
            rows.append(tables.item(told.number, amount, kind, Row="void", Item=each.name))
    if told.off_minor:
        off = _money(-told.off_minor)
        rows.append(tables.row(told.number, kind, Row="off", Amount=off))
    if told.tax_minor:
        tax = _money(told.tax_minor)
        rows.append(tables.row(told.number, kind, Row="tax", Amount=tax))
    for name, paid in told.paid:
        cells = {"Row": "pay", "Tender": name, "Amount": _money(paid)}
        rows.append(tables.row(told.number, kind, **cells))
    return rows


def by_csv(laid: Table, story: tuple[Told, ...]) -> None:
    """Drop a table; copies of a receipt are printed later and told from it by `kind`."""
    plan = tables.mapping(group='["number", "kind"]')
    rows = [row for told in story for row in _rows(told)]
    laid.take(tables.table(*rows), lambda file, terms: read_table(file, terms, plan))


_MARKS = {
    "training": "*** TRAINING ***",
    "suspended": "SUSPENDED",
    "copy": "*** COPY ***",
}


def receipt_lines(told: Told) -> tuple[str, ...]:
    """Print what a POS prints."""
    if isinstance(told, Undone):
        return receipts.sale(told.number, "VOID", f"of receipt {told.of}")
    if isinstance(told, Returned):
        amount = _money(told.amount_minor)
        item = receipts.row(f"{told.quantity} x {amount}", f"-{amount}")
        total = receipts.row("TOTAL RM", f"-{amount}")
        head = ("REFUND", f"of receipt {told.of}")
        return receipts.sale(told.number, *head, told.name, item, total)
    lines = [_MARKS[told.state]] if told.state in _MARKS else []
    lines += [f"Member {told.card}"] if told.card else []
    lines += [line for each in told.goods for line in _goods(each)]
    rest = [("Discount on all", -told.off_minor), ("SST", told.tax_minor)]
    lines += [receipts.row(name, _money(amount)) for name, amount in rest if amount]
    lines.append(receipts.row("TOTAL RM", _money(told.total_minor)))
    lines += [receipts.row(f"Paid {name}", _money(paid)) for name, paid in told.paid]
    return receipts.sale(told.number, *lines)


def _goods(each: Goods) -> list[str]:
    amount = _money(each.amount_minor)
    if each.quantity > 1:
        price = f"  {each.quantity} x {_money(each.each_minor)}"
        lines = [each.name, receipts.row(price, amount)]
    else:
        lines = [receipts.row(each.name, amount)]
    if each.discount_minor:
        lines.append(receipts.row("  Discount", _money(-each.discount_minor)))
    if each.is_voided:
        lines.append(receipts.row(f"VOID {each.name}", f"-{amount}"))
    return lines


def by_tap(laid: Table, story: tuple[Told, ...]) -> None:
    """Print the day, and take what the printer was sent."""
    data = b"".join(receipts.printed(*receipt_lines(told)) for told in story)
    form = receipts.template()
    laid.take(data, lambda file, terms: read_tapped(file, terms, form))


WRITERS: Mapping[str, Callable[[Table, tuple[Told, ...]], None]] = {
    "api": by_api,
    "folder-json": by_json,
    "folder-poslog": by_poslog,
    "folder-csv": by_csv,
    "tap": by_tap,
}
"""By the intake's name in the matrix: a row without a writer fails the contract."""

assert DAY == poslog.DAY
