"""Members over the local API: made, found, given another card; practice leaves nothing."""

from urllib.parse import quote

from tests.agent.counter.shop import CARD, back, document, example_sale, refund_of
from tests.agent.running import Json, RunningTill

BLANK = "6399000000000048"
OTHER_BLANK = "6399000000000055"
UNKNOWN = "6399000000000394"
PHONE = "+60 12-345 6789"


def test_a_member_is_enrolled_with_a_code_to_show_and_found_by_phone(
    till: RunningTill,
) -> None:
    wish = {"workstation": "L2", "card": BLANK, "phone": PHONE, "name": "Reza K."}

    new = till.ask("POST", "/v1/members", wish).json
    assert new["card"] == BLANK
    assert new["qr_svg"].startswith("<svg")
    found = till.ask("GET", f"/v1/members?phone={quote(PHONE)}").json["member"]
    assert (found["id"], found["name"]) == (new["member"]["id"], "Reza K.")
    assert till.ask("GET", "/v1/session?workstation=L2").json["member"]["name"] == "Reza K."
    scanned = till.ask("POST", "/v1/scans", {"workstation": "L3", "phone": PHONE}).json
    assert scanned["member"]["id"] == found["id"]
    assert till.ask("GET", "/v1/members").json["code"] == "card_or_phone"
    logged = till.log()
    assert BLANK not in logged
    assert "345" not in logged


def test_an_activity_is_told_once_and_nothing_of_whose_it_is_is_logged(
    till: RunningTill,
) -> None:
    survey = {"workstation": "L2", "activity": "survey", "card": CARD, "key": "autumn"}

    first = till.ask("POST", "/v1/activities", survey)
    again = till.ask("POST", "/v1/activities", survey)
    wrong = till.ask("POST", "/v1/activities", survey | {"activity": "a survey"})
    nobody = till.ask("POST", "/v1/activities", survey | {"card": UNKNOWN})
    paid = till.ask("POST", "/v1/activities", survey | {"card": "4111111111111111"})
    oneself = till.ask("POST", "/v1/activities", survey | {"referred_by": CARD})

    assert (first.status, first.json["state"]) == (200, "told")
    assert again.json == first.json
    codes = [said.json["code"] for said in (wrong, nobody, paid, oneself)]
    assert codes[:2] == ["invalid_request", "unknown_member"]
    assert codes[2:] == ["payment_card_in_document", "refers_oneself"]
    assert CARD not in till.log()


def test_a_card_is_replaced_and_the_new_one_stopped(till: RunningTill) -> None:
    wish = {"workstation": "L2", "card": CARD, "new_card": OTHER_BLANK}

    replaced = till.ask("POST", "/v1/cards/replace", wish).json
    assert (replaced["card"], replaced["stopped"]) == (OTHER_BLANK, 1)
    assert replaced["qr_svg"].startswith("<svg")
    old = till.ask("POST", "/v1/scans", {"workstation": "L2", "data": CARD}).json
    assert (old["member"]["name"], old["member"]["status"]) == ("Sara A.", "lost")
    stolen = {"workstation": "L2", "card": OTHER_BLANK}
    assert till.ask("POST", "/v1/cards/block", stolen).json["stopped"] == 1
    new = till.ask("GET", f"/v1/members?card={OTHER_BLANK}").json["member"]
    assert (new["name"], new["status"]) == ("Sara A.", "blocked")


def test_practising_a_whole_day_leaves_nothing_in_the_books(till: RunningTill) -> None:
    sale = example_sale(document=document("T-1"), training=True)
    refund = refund_of("T-2", [back("1", "1", 1161)], training=True)
    booked = example_sale(document=document("T-3"), card=None)
    till.ask("POST", "/v1/sales", booked)
    before = _records(till)

    lane = {"workstation": "L2", "training": True}
    practised: list[tuple[str, Json]] = [
        ("/v1/sales", sale),
        ("/v1/refunds", refund),
        (
            "/v1/members",
            lane | {"card": "6399000000000063"},
        ),
        ("/v1/cards/block", lane | {"card": BLANK}),
        ("/v1/activities", lane | {"activity": "survey", "card": BLANK}),
        ("/v1/attachments", lane | {"document": document("T-3"), "card": BLANK}),
    ]
    for path, request in practised:
        assert till.ask("POST", path, request).status == 200, path
    assert _records(till) == before
    unknown = till.ask("GET", _fate("T-1"))
    assert unknown.json["code"] == "unknown_document"
    assert till.ask("GET", f"/v1/members?card={BLANK}").json["member"]["status"] == "active"
    attached = {"document": document("T-3"), "card": BLANK}
    assert till.ask("POST", "/v1/attachments", attached).json["state"] == "attached"


def _records(till: RunningTill) -> object:
    return till.ask("GET", "/v1/health").json["book"]["records"]


def _fate(number: str) -> str:
    key = document(number)
    return "/v1/transactions?" + "&".join(f"{name}={key[name]}" for name in key)
