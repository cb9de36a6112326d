"""Bad input from every side: a clear refusal, nothing lost, and the till lives on."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection

from install.demo import cashier
from install.demo.answers import OK, Json, text_at
from install.demo.baskets import (
    BANANAS,
    COFFEE,
    MUGS,
    WORKSTATION,
    Body,
    Item,
    Sold,
    one_back,
)
from install.demo.calls import Pos
from install.demo.people import SARA
from install.demo.shop import Shop
from tests.e2e.booked import headers

NOISE_SEED = 7
NOISE_BYTES = 200_000
FRAME_BYTES = 100_000
UNKNOWN_CARD = "6399009999999994"


def test_noise_on_the_port_is_told_as_unknown_and_the_next_scan_is_heard(
    shop: Shop,
) -> None:
    page = shop.pos.listen()
    draw = random.Random(NOISE_SEED)

    for _ in range(NOISE_BYTES // 1000):
        shop.scanner.send(draw.randbytes(1000))
    shop.scanner.send(b"\r" + b"9" * FRAME_BYTES + b"\r")
    shop.scanner.scan(SARA.card.encode())

    seen = page.wait_for(
        lambda heard: SARA.name.encode() in str(heard.data).encode(), timeout_s=20
    )
    assert text_at(seen.data, "member", "name") == SARA.name
    assert shop.pos.get("/v1/health").accepted().text("status") == "ok"
    page.close()


def test_a_document_that_makes_no_sense_is_refused_with_its_reason(shop: Shop) -> None:
    good = _sale(shop, 1)

    for code, body in _senseless(good):
        answer = shop.pos.post("/v1/sales", body)
        assert (answer.status, answer.text("code")) == (422, code), body
        assert answer.text("title")
    assert _is_still_selling(shop, good)


def test_a_body_that_is_no_document_is_refused_with_its_reason(shop: Shop) -> None:
    good = _sale(shop, 1)

    for status, code, media, body in (
        (400, "not_json", "application/json", b"{"),
        (400, "not_json", "application/json", b"\xff\xfe"),
        (422, "invalid_request", "application/json", b"[]"),
        (422, "invalid_request", "application/json", b"{}"),
        (400, "not_json", "application/json", b'{"a":' * 50_000),
        (415, "not_json_media", "text/plain", b"{}"),
        (413, "body_too_large", "application/json", b'"' + b"x" * (2 << 20) + b'"'),
    ):
        assert _raw(shop, media, body) == (status, code)
    assert _is_still_selling(shop, good)


def test_whoever_shows_no_token_or_comes_from_elsewhere_is_turned_away(
    shop: Shop,
) -> None:
    stranger = Pos(shop.port, token="0" * 64)

    stranger.post("/v1/sales", _sale(shop, 1)).refused("unauthorized")
    assert _knock(shop, {"Host": "till.example"}) == 421
    assert _knock(shop, {"Origin": "https://shop.example"}) == 403
    stranger.close()
    assert _sales(shop) == []


def test_an_unknown_member_is_no_reason_not_to_sell(shop: Shop) -> None:
    shop.pos.get("/v1/members", card=UNKNOWN_CARD).refused("unknown_member")
    scan = {"workstation": WORKSTATION, "data": UNKNOWN_CARD, "symbology": "CODE_128"}

    assert shop.pos.post("/v1/scans", scan).accepted().text("kind") == "unknown"
    sold = shop.pos.post("/v1/sales", _sale(shop, 1, card=UNKNOWN_CARD)).accepted()
    assert sold.at("earned") == []
    assert len(_sales(shop)) == 1


def test_a_return_of_more_than_was_sold_is_refused_and_one_of_the_rest_is_not(
    shop: Shop,
) -> None:
    shop.pos.post("/v1/sales", _sale(shop, 1)).accepted()
    one = dict(one_back(MUGS))

    for code, line in (
        ("more_than_sold", one | {"quantity": "3"}),
        ("unknown_line", one | {"of_line": "77"}),
        ("amount_exceeds_line", one | {"amount_minor": 999_999}),
        ("invalid_request", one | {"quantity": 1}),
    ):
        shop.pos.post("/v1/quotes", shop.paper.refund_quote(1, [line])).refused(code)
    shop.pos.post("/v1/quotes", shop.paper.refund_quote(2, [one])).refused(
        "unknown_receipt"
    )
    quoted = cashier.ask_refund(shop, 1, [one])
    assert cashier.refund(shop, 2, sale=1, lines=[one], quoted=quoted).status == OK


def test_the_same_number_with_other_content_is_refused_and_the_first_stands(
    shop: Shop,
) -> None:
    first = shop.pos.post("/v1/sales", _sale(shop, 1)).accepted()
    other = _sale(shop, 1, items=(BANANAS,))

    refusal = shop.pos.post("/v1/sales", other).refused("document_differs")
    assert refusal.status == 422
    assert refusal.text("instance") == first.text("record")
    assert shop.pos.post("/v1/sales", _sale(shop, 1)).body == first.body


def _senseless(good: Body) -> Iterator[tuple[str, Body]]:
    """Yield documents with one thing wrong each, and the code of the refusal."""
    lines = good["lines"]
    assert isinstance(lines, list)
    coffee, mugs = lines
    yield "wrong_currency", good | {"currency": "IRR"}
    yield "invalid_request", good | {"currency": "myr"}
    yield "invalid_request", good | {"lines": []}
    yield "invalid_request", good | {"lines": "two coffees"}
    yield "duplicate_line", good | {"lines": [coffee, {**mugs, "line": "1"}]}
    for change in (
        {"quantity": 2},
        {"quantity": "2.0001"},
        {"quantity": "two"},
        {"quantity": "1e3"},
        {"amount_minor": "2580"},
        {"amount_minor": 25.8},
        {"amount_minor": True},
        {"amount_minor": 10**30},
        {"type": "bribe"},
    ):
        yield "invalid_request", good | {"lines": [{**coffee, **change}, mugs]}
    yield (
        "discount_exceeds_line",
        good | {"lines": [{**coffee, "discount_minor": 9999}, mugs]},
    )
    yield "quantity_zero", good | {"lines": [{**coffee, "quantity": "0"}, mugs]}
    yield "negative_quantity", good | {"lines": [{**coffee, "quantity": "-2"}, mugs]}
    yield "tenders_differ", good | {"tenders": [{"tender": "cash", "amount_minor": 1}]}
    yield "invalid_request", good | {"at": "yesterday"}
    yield "invalid_request", good | {"at": "2026-11-21T10:00:00"}
    document = good["document"]
    assert isinstance(document, dict)
    yield "invalid_request", good | {"document": {**document, "business_day": "2026-02-30"}}
    yield "invalid_request", good | {"document": {**document, "number": "1|2"}}
    yield "invalid_request", good | {"document": {**document, "kind": "gift"}}


def _sale(
    shop: Shop,
    number: int,
    *,
    card: str = SARA.card,
    items: Sequence[Item] = (COFFEE, MUGS),
) -> Body:
    return shop.paper.sale(number, Sold(items=items, card=card))


def _is_still_selling(shop: Shop, good: Body) -> bool:
    """Whether nothing was booked so far, and a good document is booked now, once."""
    before = _sales(shop)
    shop.pos.post("/v1/sales", good).accepted()
    return before == [] and len(_sales(shop)) == 1


def _sales(shop: Shop) -> list[str]:
    return [header.key for header in headers(shop.data) if header.kind == "sale"]


def _raw(shop: Shop, media: str, body: bytes) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", shop.port, timeout=10)
    shown = {"Authorization": f"Bearer {shop.token}", "Content-Type": media}
    line.request("POST", "/v1/sales", body, shown)
    reply = line.getresponse()
    problem: Json = json.loads(reply.read())
    line.close()
    return reply.status, text_at(problem, "code")


def _knock(shop: Shop, headers: Mapping[str, str]) -> int:
    line = HTTPConnection("127.0.0.1", shop.port, timeout=10)
    shown = {"Authorization": f"Bearer {shop.token}", **headers}
    line.request("GET", "/v1/session?workstation=L1", headers=shown)
    status = line.getresponse().status
    line.close()
    return status
