"""The door: what is read from a POS, what is refused there, and how it is kept."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from agent.counter.asked.requests import RefundQuoteRequest, read_quantity
from agent.counter.records.documents import asked_refund, asked_sale
from agent.counter.records.facts import law_line
from agent.pos.requests.shapes import HOLD, QUOTE, REFUND, SALE, SCAN, VOID
from sync.wire.canonical import decode_object
from tests.agent.counter.shop import (
    CARD,
    Json,
    back,
    document,
    example_sale,
    line,
    refund_of,
)


def test_a_sale_is_read_into_our_own_types() -> None:
    request = SALE.validate_json(json.dumps(example_sale()))

    assert request.lines[1].quantity == 452
    assert request.at == datetime(2026, 11, 21, 9, 42, 10, tzinfo=UTC)
    assert request.document.key().text() == "S01|L2|2026-11-21|000123|sale"


def test_what_says_nothing_may_be_null_or_left_out() -> None:
    request = SALE.validate_json(
        json.dumps(example_sale(card=None, quote=None, lines=[line("1", 1, gtin=None)]))
    )

    assert (request.card, request.quote, request.lines[0].gtin) == (None, None, None)
    assert request.lines[0].kind == "item"


def test_a_quote_with_an_original_is_a_refunds() -> None:
    asked = {
        "workstation": "L1",
        "currency": "MYR",
        "at": "2026-11-22T10:03:00+08:00",
        "original": {"document": document("1")},
        "lines": [back("1", "1", 1)],
    }

    assert isinstance(QUOTE.validate_json(json.dumps(asked)), RefundQuoteRequest)


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-11-21T17:42:10"},
        {"at": 1_795_253_130},
        {"at": "1969-12-31T23:59:59Z"},
        {"at": "2100-01-01T00:00:00Z"},
        {"currency": "myr"},
        {"currency": 458},
        {"training": "yes"},
        {"lines": []},
        {"lines": [line(str(number), 1) for number in range(1001)]},
        {"lines": [line("1", 10**13 + 1)]},
        {"lines": [line("1", 1.5)]},  # type: ignore[arg-type]  # what a careless POS sends
        {"lines": [line("1", 1, quantity=1)]},
        {"lines": [line("1", 1, quantity="1.0001")]},
        {"lines": [line("1", 1, quantity="1e3")]},
        {"lines": [line("1", 1, quantity="٣")]},
        {"lines": [line("1", 1, sku="x" * 129)]},
        {"lines": [line("1", 1, gtin="123")]},
        {"lines": [line("1", 1, type="gift")]},
        {"lines": [line("1", 1, tax={"rate": "six"})]},
        {"tenders": [{"tender": "", "amount_minor": 1}]},
        {"tenders": [{"tender": "cash"}]},
        {"document": document("1|2")},
        {"document": document("1 2")},
        {"document": document("")},
        {"document": document("1", "party")},
        {"document": document("1") | {"business_day": "2026-02-30"}},
        {"document": document("1") | {"business_day": "2026-2-3"}},
        {"coupons": ["x"] * 101},
    ],
)
def test_what_is_out_of_shape_or_bounds_is_refused_at_the_door(
    change: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        SALE.validate_json(json.dumps(example_sale() | change))


@pytest.mark.parametrize("text", ["", "-", ".5", "1.", "1,5", "+1", " 1", "1\n", "0x1"])
def test_a_quantity_is_a_plain_decimal(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        read_quantity(text)


def test_a_request_that_is_shown_by_mistake_shows_no_card() -> None:
    scan = SCAN.validate_json(json.dumps({"workstation": "L2", "data": CARD}))
    sale = SALE.validate_json(json.dumps(example_sale()))

    assert (scan.data, sale.card) == (CARD, CARD)
    assert CARD not in repr(scan) + repr(sale)


def test_every_shape_has_a_schema_without_floats() -> None:
    for shape in (SCAN, QUOTE, HOLD, SALE, REFUND, VOID):
        assert '"type": "number"' not in json.dumps(shape.json_schema())


def test_a_documents_normal_form_is_canonical_whatever_it_holds() -> None:
    tax = {"rate": "0.08", "included": False, "amount_minor": 147}
    full = line("1", 1990, gtin="04006381333931", unit="kg", tax=tax, type="fee")
    sale: Json = example_sale(
        lines=[full, line("2", 0, sku="", category='"ش\u0001')],
        cashier="C7",
        coupons=["B", "A"],
        holds=["t1.3-1"],
        rounding_minor=-3,
        tenders=[{"tender": "points", "amount_minor": 1, "hold": "t1.3-1"}],
    )
    request = SALE.validate_json(json.dumps(sale))
    refund = REFUND.validate_json(
        json.dumps(refund_of("9", [back("1", "1", 1)], cashier="C2", rounding_minor=1))
    )

    decode_object(asked_sale(request, [law_line(item) for item in request.lines]))
    decode_object(asked_refund(refund))
