"""Bad input from every side: a clear refusal, nothing lost, and the till lives on."""

import itertools
import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from install.demo import cashier
from install.demo.answers import OK, Json, UnexpectedError, text_at
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
from install.demo.stage import PROGRAMME, Stage
from tests.e2e.booked import key_of, times_booked
from tests.e2e.conftest import FEW_MEMBERS
from tests.e2e.counter import member_there
from tests.e2e.waiting import wait_until

NUMBERS = itertools.count(1)
NOISE_SEED = 7
NOISE_BYTES = 200_000
FRAME_BYTES = 100_000
UNKNOWN_CARD = "6399009999999994"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Run one till for all of these tests: what one does must not trouble another."""
    folder = tmp_path_factory.mktemp("bad-input")
    with Stage(stores=("S01",), members=FEW_MEMBERS, folder=folder) as stage:
        stage.set_up()
        yield stage


@pytest.fixture
def shop(house: Stage) -> Shop:
    """Return the shop of that till."""
    return house.shops[0]


@pytest.fixture
def number() -> int:
    """Return a document number that no other test has."""
    return next(NUMBERS)


def test_noise_on_the_port_is_told_as_unknown_and_the_next_scan_is_heard(
    shop: Shop,
) -> None:
    draw = random.Random(NOISE_SEED)
    page = shop.pos.listen()

    for _ in range(NOISE_BYTES // 1000):
        shop.scanner.send(draw.randbytes(1000))
    shop.scanner.send(b"\r" + b"9" * FRAME_BYTES + b"\r")
    shop.scanner.scan(SARA.card.encode())

    wait_until(lambda: member_there(shop) == SARA.name, what="her card is heard")
    kinds = [text_at(heard.data, "kind") for heard in [*page.heard]]
    # Hers may have come to the page already, the noise before it has.
    assert {"unknown"} <= set(kinds) <= {"unknown", "product", "member"}
    assert kinds.count("member") <= 1
    health = shop.pos.get("/v1/health").accepted()
    # The simulated scanner's other end is this very process, which the till may find.
    assert health.at("devices", 0, "open") is True
    assert health.at("loop", "quarantined") == 0
    page.close()


def test_a_document_that_makes_no_sense_is_refused_with_its_reason(
    shop: Shop, number: int
) -> None:
    good = _sale(shop, number)

    for code, body in _senseless(good):
        answer = shop.pos.post("/v1/sales", body)
        assert (answer.status, answer.text("code")) == (422, code), body
        assert answer.text("title")
    assert _is_still_selling(shop, good)


def test_a_body_that_is_no_document_is_refused_with_its_reason(
    shop: Shop, number: int
) -> None:
    good = _sale(shop, number)

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
    shop: Shop, number: int
) -> None:
    stranger = Pos(shop.port, token="0" * 64)

    stranger.post("/v1/sales", _sale(shop, number)).refused("unauthorized")
    assert _knock(shop, {"Host": "till.example"}) == 421
    assert _knock(shop, {"Origin": "https://shop.example"}) == 403
    stranger.close()
    assert _times(shop, _sale(shop, number)) == 0


def test_an_unknown_member_is_no_reason_not_to_sell(shop: Shop, number: int) -> None:
    shop.pos.get("/v1/members", card=UNKNOWN_CARD).refused("unknown_member")
    scan = {"workstation": WORKSTATION, "data": UNKNOWN_CARD, "symbology": "CODE_128"}

    assert shop.pos.post("/v1/scans", scan).accepted().text("kind") == "unknown"
    sold = shop.pos.post("/v1/sales", _sale(shop, number, card=UNKNOWN_CARD)).accepted()
    assert sold.at("earned") == []
    assert _times(shop, _sale(shop, number)) == 1


def test_a_return_of_more_than_was_sold_is_refused_and_one_of_the_rest_is_not(
    shop: Shop, number: int
) -> None:
    shop.pos.post("/v1/sales", _sale(shop, number)).accepted()
    one = dict(one_back(MUGS))

    for code, line in (
        ("more_than_sold", one | {"quantity": "3"}),
        ("unknown_line", one | {"of_line": "77"}),
        ("amount_exceeds_line", one | {"amount_minor": 999_999}),
        ("invalid_request", one | {"quantity": 1}),
    ):
        shop.pos.post("/v1/quotes", shop.paper.refund_quote(number, [line])).refused(code)
    quoted = cashier.ask_refund(shop, number, [one])
    assert (
        cashier.refund(shop, number, sale=number, lines=[one], quoted=quoted).status == OK
    )


def test_the_same_number_with_other_content_is_refused_and_the_first_stands(
    shop: Shop, number: int
) -> None:
    first = shop.pos.post("/v1/sales", _sale(shop, number)).accepted()
    other = _sale(shop, number, items=(BANANAS,))

    refusal = shop.pos.post("/v1/sales", other).refused("document_differs")
    assert refusal.status == 422
    assert refusal.text("instance") == first.text("record")
    assert shop.pos.post("/v1/sales", _sale(shop, number)).body == first.body


def test_a_broken_programme_is_refused_by_head_office(
    house: Stage, shop: Shop, number: int, tmp_path: Path
) -> None:
    text = PROGRAMME.read_text(encoding="utf-8")
    for broken, why in (
        (text.replace("factor = 2", "factor = -2"), "factor"),
        (text.replace('kind = "per_spend"', 'kind = "per_smile"'), "per_smile"),
        (text.replace('silver"\nfrom_minor = 30000', 'silver"\nfrom_minor = 0'), "ascend"),
        (text[:200] + "[[[", "TOML"),
    ):
        file = tmp_path / "broken.toml"
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(UnexpectedError, match=why):
            house.office("programme", str(file))
    shop.sync()
    assert _programme(shop) == 1
    assert _is_still_selling(shop, _sale(shop, number))


def test_a_programme_that_was_tampered_with_is_not_taken_and_the_old_one_stays(
    house: Stage, shop: Shop, number: int, tmp_path: Path
) -> None:
    good = tmp_path / "second.toml"
    text = PROGRAMME.read_text(encoding="utf-8")
    good.write_text(text.replace("version = 1", "version = 2"), encoding="utf-8")
    shop.line.cut()
    house.office("programme", str(good))
    _tamper(house)

    shop.line.restore()
    shop.sync()
    assert _programme(shop) == 1
    assert _is_still_selling(shop, _sale(shop, number))


def _programme(shop: Shop) -> int:
    return shop.pos.get("/v1/health").accepted().whole("book", "programme")


def _tamper(house: Stage) -> None:
    """Change a rule of the newest programme in head office's own database."""
    with closing(sqlite3.connect(house.office_data / "office.db")) as book, book:
        changed = book.execute(
            "UPDATE programme SET document = replace(document, :rule, :bribe)"
            " WHERE version = 2 AND instr(document, :rule)",
            {"rule": '"factor":"2"', "bribe": '"factor":"9"'},
        )
        assert changed.rowcount == 1


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
    """Whether it was not booked so far, and is booked now, once."""
    before = _times(shop, good)
    shop.pos.post("/v1/sales", good).accepted()
    return (before, _times(shop, good)) == (0, 1)


def _times(shop: Shop, body: Body) -> int:
    """Count how often a document is in the journal."""
    document = body["document"]
    assert isinstance(document, dict)
    return times_booked(shop.data)[key_of(document)]


def _raw(shop: Shop, media: str, body: bytes) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", shop.port, timeout=30)
    shown = {"Authorization": f"Bearer {shop.token}", "Content-Type": media}
    line.request("POST", "/v1/sales", body, shown)
    reply = line.getresponse()
    problem: Json = json.loads(reply.read())
    line.close()
    return reply.status, text_at(problem, "code")


def _knock(shop: Shop, headers: Mapping[str, str]) -> int:
    line = HTTPConnection("127.0.0.1", shop.port, timeout=30)
    shown = {"Authorization": f"Bearer {shop.token}", **headers}
    line.request("GET", "/v1/session?workstation=L1", headers=shown)
    status = line.getresponse().status
    line.close()
    return status
