"""A customer's scan and sale as the JSON a POS sends."""

import json
from collections.abc import Mapping

from agent.counter.asked.requests import BasketLine, write_quantity
from tests.bench.till import Visit


def scan_body(visit: Visit) -> bytes:
    """Return the body of the scan."""
    scan = visit.scan
    return _written({"workstation": scan.workstation, "data": scan.data})


def sale_body(visit: Visit) -> bytes:
    """Return the body of the sale."""
    sale = visit.sale
    document = sale.document
    return _written(
        {
            "document": {
                "store": document.store,
                "workstation": document.workstation,
                "business_day": document.business_day,
                "number": document.number,
                "kind": document.kind,
            },
            "at": sale.at.isoformat(),
            "cashier": sale.cashier,
            "currency": sale.currency,
            "card": sale.card,
            "lines": [_line(line) for line in sale.lines],
            "tenders": [
                {"tender": part.tender, "amount_minor": part.amount_minor}
                for part in sale.tenders
            ],
        }
    )


def _line(line: BasketLine) -> Mapping[str, object]:
    return {
        "line": line.line,
        "sku": line.sku,
        "gtin": line.gtin,
        "category": line.category,
        "quantity": write_quantity(line.quantity),
        "unit": line.unit,
        "unit_price_minor": line.unit_price_minor,
        "amount_minor": line.amount_minor,
        "discount_minor": line.discount_minor,
        "type": line.kind,
        "tax": {"rate": "0.00", "included": True, "amount_minor": 0},
    }


def _written(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
