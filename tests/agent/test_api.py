"""The local API over a real socket: who may knock, what is answered, how a no is told."""

import json
import re
import socket
from pathlib import Path

import pytest

from agent.pos.door.reading import BODY_BYTES_MAX
from tests.agent.counter.shop import CARD, document, example_sale, refund_of
from tests.agent.running import Json, RunningTill

SCAN: Json = {"workstation": "L2", "data": CARD, "symbology": "CODE_128"}


def the_problem(reply_json: Json) -> str:
    """Return a problem's code after checking that it is told as RFC 9457 has it."""
    code = str(reply_json["code"])
    assert reply_json["type"] == f"urn:vafa:problem:{code.replace('_', '-')}"
    assert {"type", "code", "title", "status"} <= set(reply_json)
    return code


def test_a_sale_is_booked_and_its_repeat_gets_the_same_bytes(till: RunningTill) -> None:
    request = example_sale(document=document("000123"))

    first = till.ask("POST", "/v1/sales", request)
    again = till.ask("POST", "/v1/sales", request)

    assert first.status == 200
    assert first.headers["content-type"] == "application/json"
    assert first.json["record"].startswith("t1.3-")
    assert again.body == first.body


def test_the_same_number_with_other_content_is_refused_with_what_differs(
    till: RunningTill,
) -> None:
    request = example_sale(document=document("000124"))
    record = till.ask("POST", "/v1/sales", request).json["record"]
    request["lines"][1]["quantity"] = "0.500"

    reply = till.ask("POST", "/v1/sales", request)

    assert reply.status == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert the_problem(reply.json) == "document_differs"
    assert reply.json["title"] == "This document number was used with other content"
    assert reply.json["detail"] == "Line 2: quantity 0.452 then, 0.500 now."
    assert reply.json["instance"] == record


def test_scan_session_quote_sale_and_refund_are_one_call_each(till: RunningTill) -> None:
    scanned = till.ask("POST", "/v1/scans", SCAN)
    session = till.ask("GET", "/v1/session?workstation=L2")
    quote = till.ask(
        "POST",
        "/v1/quotes",
        {
            "workstation": "L2",
            "currency": "MYR",
            "at": "2026-11-21T17:41:55+08:00",
            "lines": example_sale()["lines"],
        },
    )
    sale = till.ask("POST", "/v1/sales", example_sale(document=document("000125")))
    lines = [{"line": "1", "of_line": "1", "quantity": "1", "amount_minor": 1161}]
    refund = till.ask(
        "POST",
        "/v1/refunds",
        refund_of("000009", lines)
        | {
            "original": {"document": document("000125")},
            "tenders": [{"tender": "cash", "amount_minor": -1161}],
        },
    )

    assert scanned.json["member"]["name"] == "Sara A."
    assert session.json["member"]["id"] == scanned.json["member"]["id"]
    assert quote.json["quote"].startswith("q-L2-")
    assert sale.status == 200
    assert refund.json["state"] == "settled"


def test_look_ups_find_what_was_booked(till: RunningTill) -> None:
    sale = till.ask("POST", "/v1/sales", example_sale(document=document("000126"))).json
    key = "&".join(f"{name}={value}" for name, value in document("000126").items())

    receipt = till.ask("GET", f"/v1/receipts?number={sale['receipt']['number']}")
    transaction = till.ask("GET", f"/v1/transactions?{key}")
    why = till.ask("GET", f"/v1/why?receipt={sale['record']}")
    member = till.ask("GET", f"/v1/members?card={CARD}")

    assert receipt.json["record"] == sale["record"]
    assert transaction.json["record"] == sale["record"]
    assert why.json["record"] == sale["record"]
    assert member.json["member"]["id"] == "m-7Q2K9V"


def test_points_that_are_elsewhere_are_refused_with_where_and_what_frees_them(
    till: RunningTill,
) -> None:
    reply = till.ask(
        "POST",
        "/v1/redemptions",
        {"workstation": "L2", "card": CARD, "reward": "points-off", "points": 500},
    )

    assert reply.status == 409
    assert the_problem(reply.json) == "over_allowance"
    assert (
        "are at head office, which lends them when its line is up" in reply.json["detail"]
    )


def test_a_void_of_a_sale_in_progress_is_answered(till: RunningTill) -> None:
    reply = till.ask("POST", "/v1/voids", {"workstation": "L2"})

    assert reply.json == {"state": "dropped", "released": []}


def test_releasing_what_was_never_held_is_a_problem(till: RunningTill) -> None:
    reply = till.ask("DELETE", "/v1/redemptions/t1.3-999")

    assert the_problem(reply.json) == "unknown_hold"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": None}, 401, "unauthorized"),
        ({"Authorization": "Bearer wrong"}, 401, "unauthorized"),
        ({"Authorization": "Basic cG9zOnBvcw=="}, 401, "unauthorized"),
        ({"Origin": "http://evil.example"}, 403, "origin_refused"),
        ({"Origin": "null"}, 403, "origin_refused"),
        ({"Host": "till.evil.example"}, 421, "wrong_host"),
        ({"Host": "127.0.0.1"}, 421, "wrong_host"),
        ({"Content-Type": "text/plain"}, 415, "not_json_media"),
        ({"Content-Type": None}, 415, "not_json_media"),
    ],
)
def test_who_may_not_knock_is_told_why(
    till: RunningTill, *, headers: dict[str, str | None], status: int, code: str
) -> None:
    reply = till.ask("POST", "/v1/scans", SCAN, headers=headers)

    assert reply.status == status
    assert the_problem(reply.json) == code
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/v1/sales", b"{", 400, "not_json"),
        ("POST", "/v1/sales", b"\xff\xfe", 400, "not_json"),
        ("POST", "/v1/sales", {}, 422, "invalid_request"),
        ("POST", "/v1/sales", [1], 422, "invalid_request"),
        ("GET", "/v1/session", None, 422, "invalid_request"),
        ("GET", "/v1/session?workstation=a%20b", None, 422, "invalid_request"),
        ("GET", "/v1/nothing", None, 404, "not_found"),
        ("GET", "/docs/../config.py", None, 404, "not_found"),
        ("DELETE", "/v1/redemptions/x", None, 422, "invalid_request"),
        ("GET", "/v1/sales", None, 405, "method_not_allowed"),
    ],
)
def test_what_makes_no_sense_is_a_clear_problem(
    till: RunningTill, *, method: str, path: str, body: object, status: int, code: str
) -> None:
    reply = till.ask(method, path, body)

    assert reply.status == status
    assert the_problem(reply.json) == code


def test_a_method_that_does_not_fit_names_those_that_do(till: RunningTill) -> None:
    assert till.ask("GET", "/v1/sales").headers["allow"] == "POST"


def test_a_wrong_field_is_named_and_its_value_is_not(till: RunningTill) -> None:
    secret = "4111111111111111"
    request = example_sale()
    request["lines"][0] |= {"quantity": secret + "x", "amount_minor": secret}
    request["document"]["business_day"] = secret

    reply = till.ask("POST", "/v1/sales", request)

    assert "lines.0.quantity" in reply.json["detail"]
    assert secret[:6] not in reply.body.decode()


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused(till: RunningTill, *, declared: bool) -> None:
    body = b" " * (BODY_BYTES_MAX + 1)
    connection = till.connect()
    headers = {
        "Authorization": f"Bearer {till.token()}",
        "Content-Type": "application/json",
    }

    pieces = [body[:500_000], body[500_000:]]
    connection.request(
        "POST",
        "/v1/sales",
        body=body if declared else iter(pieces),
        headers=headers,
        encode_chunked=not declared,
    )
    response = connection.getresponse()

    assert response.status == 413
    assert the_problem(json.loads(response.read())) == "body_too_large"
    connection.close()


def test_bytes_that_are_no_http_do_not_end_the_till(till: RunningTill) -> None:
    host, _, port = till.address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(b"\x00\xff;4111111111111111=25\r\n\r\n")
        line.recv(1000)

    assert till.ask("GET", "/v1/health").json["status"] == "ok"


def test_a_stranger_learns_only_that_the_till_lives(till: RunningTill) -> None:
    nobody: dict[str, str | None] = {"Authorization": None}

    health = till.ask("GET", "/v1/health", headers=nobody)
    metrics = till.ask("GET", "/metrics", headers=nobody)

    assert health.json == {"status": "ok"}
    assert metrics.status == 401


def test_health_with_a_token_tells_the_whole(till: RunningTill) -> None:
    health = till.ask("GET", "/v1/health").json

    assert health["store"] == "S01"
    assert health["book"]["life"] == "t1.3"
    assert health["loop"]["quarantined"] == 0


def test_metrics_count_by_route_template_and_hold_no_number(till: RunningTill) -> None:
    till.ask("GET", f"/v1/members?card={CARD}")

    text = till.ask("GET", "/metrics").body.decode()

    assert re.search(
        r'vafa_requests_total\{method="GET",route="/v1/members",status="200"\} \d', text
    )
    assert "vafa_up 1.0" in text
    assert CARD[:6] not in text


def test_the_docs_page_is_our_own_down_to_the_last_file(till: RunningTill) -> None:
    nobody: dict[str, str | None] = {"Authorization": None}
    page = till.ask("GET", "/docs", headers=nobody)
    names = re.findall(r'(?:src|href)="([^"]+)"', page.body.decode())

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert set(names) == {
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
        "/docs/start.js",
    }
    assert [till.ask("GET", name, headers=nobody).status for name in names] == [
        200,
        200,
        200,
    ]
    assert b"validatorUrl: null" in till.ask("GET", "/docs/start.js", headers=nobody).body


def test_the_description_is_served(till: RunningTill) -> None:
    served = till.ask("GET", "/openapi.json", headers={"Authorization": None})

    assert served.json["openapi"] == "3.1.0"


def test_no_answer_keeps_a_card_number_in_the_log(till: RunningTill) -> None:
    till.ask("GET", f"/v1/members?card={CARD}x")
    till.ask("GET", f"/{CARD}")
    till.ask("POST", f"/v1/sales?card={CARD}", {"card": CARD})

    assert not re.search(r"\d{6}", till.log())


def test_tokens_are_files_of_the_tills_own_user_only(till: RunningTill) -> None:
    folder = till.folder / "data" / "tokens"
    files = sorted(folder.iterdir())

    assert [file.name for file in files] == [
        "cli.token",
        "pages.key",
        "pos.token",
    ]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len({file.read_bytes() for file in files}) == len(files)


def test_without_head_office_a_sync_says_so(till: RunningTill) -> None:
    assert the_problem(till.ask("POST", "/v1/sync").json) == "no_office"


def test_the_data_folder_holds_no_card_number(till: RunningTill) -> None:
    till.ask("POST", "/v1/scans", SCAN)
    till.ask("POST", "/v1/sales", example_sale(document=document("000127")))
    data: Path = till.folder / "data"

    for file in data.rglob("*"):
        if file.is_file():
            assert CARD.encode() not in file.read_bytes(), file.name
