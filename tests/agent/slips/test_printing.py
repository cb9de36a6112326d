"""A running till prints slips and greets customers: real ptys, sockets and processes."""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from sync.kit.clock import SystemClock, to_text
from tests.agent.counter.shop import CARD, back, document, example_sale, refund_of
from tests.agent.running import Json, RunningTill, command, enrolled_folder, running
from tests.drivers.hearing import for_profile, shapes
from tests.drivers.listening import until
from tests.drivers.printing import COVER_OPEN, READY, NetworkPrinter, PtyPrinter

SCAN: Json = {"workstation": "L2", "data": CARD, "symbology": "CODE_128"}
CUT = b"\x1dVB\x00"


@dataclass(frozen=True, slots=True)
class Scene:
    """A till with a serial printer, a network printer that stalls, and a display."""

    till: RunningTill
    printer: PtyPrinter
    display: PtyPrinter
    stalled: NetworkPrinter

    def sell(self, number: str, **more: object) -> Json:
        """Sell something to whoever stands at L2; returns the answer."""
        request = example_sale(document=document(number), **more)
        reply = self.till.ask("POST", "/v1/sales", request)
        assert reply.status == 200
        return reply.json

    def until_cut(self, slips: int) -> None:
        """Wait until so many slips came out of the printer since it was looked at."""
        until(lambda: bytes(self.printer.printed).count(CUT) >= slips)

    def taken(self, slips: int = 1) -> bytes:
        """Take what the printer printed, once so many slips are out."""
        self.until_cut(slips)
        printed = bytes(self.printer.printed)
        del self.printer.printed[: len(printed)]
        return printed


def settings(printer: PtyPrinter, display: PtyPrinter, stalled: NetworkPrinter) -> str:
    """Return the till's file as a shop would write it."""
    return f"""
[[printers]]
name = "counter"
port = "{printer.port}"
profile = "epson_80"
workstation = "L2"

[[printers]]
name = "kitchen"
port = "{stalled.port}"
workstation = "L2"
language = "fa"

[[intakes]]
kind = "folder"
path = "drop"
format = "json"
every = "1 s"

[[displays]]
name = "glass"
driver = "cd5220"
port = "{display.port}"
workstation = "L2"
"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Run a till with everything plugged in."""
    folder = tmp_path_factory.mktemp("printing")
    printer = PtyPrinter(folder / "printer")
    display = PtyPrinter(folder / "display", {})
    stalled = NetworkPrinter(stalls=True)
    extra = settings(printer, display, stalled)
    (folder / "till" / "drop").mkdir(parents=True)
    with running(enrolled_folder(folder / "till", extra=extra)) as till:
        yield Scene(till, printer, display, stalled)
    for each in (printer, display, stalled):
        each.close()


def lines(printed: bytes) -> list[str]:
    """Return the text of the first slip, read as our own tap reads a POS's receipts."""
    said = shapes(for_profile("escpos_tap"), printed)
    return [str(line) for line in said[0]["lines"]]  # type: ignore[attr-defined]  # a list


def test_a_member_is_greeted_and_a_slip_is_printed_with_their_first_name(
    scene: Scene,
) -> None:
    scene.till.ask("POST", "/v1/scans", SCAN)
    until(lambda: b"\x1bQAHello Sara          \r" in scene.display.printed)

    answer = scene.sell("000201")
    printed = scene.taken()

    said = lines(printed)
    earned = sum(row["points"] for row in answer["earned"])
    balance = answer["member"]["balances"][0]["available"]
    assert said[0] == "S01"
    assert "Thank you, Sara" in said
    assert f"You earned {earned} points" in said
    assert f"Your balance: {balance:,} points" in said
    assert said[-1] == "This is no invoice and no tax receipt"
    assert answer["receipt"]["proof"].encode() in printed
    assert b"{B" + answer["receipt"]["number"].encode() in printed
    assert CARD.encode() not in printed
    until(lambda: b"\x1bQAThank you           \r" in scene.display.printed)


def test_a_document_sent_again_is_answered_again_and_printed_once(scene: Scene) -> None:
    first = scene.sell("000202", card=CARD)
    again = scene.sell("000202", card=CARD)
    scene.sell("000203", card=CARD)
    printed = scene.taken(2)

    assert first == again
    assert printed.count(CUT) == 2
    assert printed.count(b"{B" + first["receipt"]["number"].encode()) == 1


def test_a_document_that_is_dropped_is_printed_while_its_customer_is_there(
    scene: Scene,
) -> None:
    now = SystemClock().now()
    for number, at in (("000250", now - timedelta(hours=1)), ("000251", now)):
        sale = example_sale(document=document(number), card=CARD, at=to_text(at))
        fresh = scene.till.folder / f"{number}.json"
        fresh.write_text(json.dumps({"sale": sale}), encoding="utf-8")
        fresh.rename(scene.till.folder / "drop" / fresh.name)
    printed = scene.taken()

    scene.sell("000252", card=CARD)
    assert printed.count(CUT) == 1
    assert scene.taken().count(CUT) == 1


def test_a_sale_of_nobody_and_a_practised_one_print_nothing(scene: Scene) -> None:
    scene.sell("000204", card=None, holds=[], coupons=[])
    scene.sell("000205", card=CARD, training=True)
    last = scene.sell("000206", card=CARD)

    printed = scene.taken()

    assert printed.count(CUT) == 1
    assert last["receipt"]["number"].encode() in printed


def test_a_slip_is_printed_again_as_a_copy(scene: Scene) -> None:
    answer = scene.sell("000207", card=CARD)
    number = answer["receipt"]["number"]
    scene.taken()

    told = command("print", number, "--config", str(scene.till.config))

    assert told.stdout == f"{number} waits for counter.\n"
    assert "Copy" in lines(scene.taken())


def test_a_members_card_is_printed_as_a_code_to_scan(scene: Scene) -> None:
    reply = scene.till.ask("POST", "/v1/prints", {"card": CARD, "workstation": "L2"})
    printed = scene.taken()

    assert reply.json["printer"] == "counter"
    assert lines(printed) == [
        "S01",
        "Your member card",
        CARD,
        "Show this code when you pay",
    ]
    assert b"1P0" + CARD.encode() in printed
    assert CARD not in scene.till.log()


def test_a_return_prints_what_was_taken_back(scene: Scene) -> None:
    scene.sell("000208", card=CARD)
    scene.taken()
    refund = refund_of(
        "000209",
        [back("1", "1", 1161)],
        original={"document": document("000208")},
        tenders=[{"tender": "cash", "amount_minor": -1161}],
    )

    reply = scene.till.ask("POST", "/v1/refunds", refund)

    assert reply.status == 200
    assert "Loyalty slip for a return" in lines(scene.taken())


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"receipt": "980t9.9-1"}, "unknown_receipt"),
        ({"receipt": "t1.3-1", "printer": "nowhere"}, "unknown_printer"),
        ({"receipt": "x", "workstation": "L9"}, "unknown_printer"),
        ({}, "receipt_or_card"),
        ({"receipt": "t1.3-1", "card": CARD}, "receipt_or_card"),
        ({"card": "6399000000000014"}, "unknown_member"),
        ({"receipt": "t1.3-1", "printer": ""}, "invalid_request"),
    ],
)
def test_what_cannot_be_printed_is_a_problem(
    scene: Scene, wish: Mapping[str, str], code: str
) -> None:
    assert scene.till.ask("POST", "/v1/prints", wish).json["code"] == code


def test_a_pos_that_prints_itself_gets_text_a_picture_and_bytes(
    scene: Scene, tmp_path: Path
) -> None:
    number = scene.sell("000210", card=CARD)["receipt"]["number"]

    slip = scene.till.ask(
        "GET", f"/v1/slips?receipt={number}&language=fa&profile=escpos_58"
    ).json
    preview = tmp_path / "slip.png"
    told = command(
        "print",
        number,
        "--preview",
        str(preview),
        "--language",
        "fa",
        "--profile",
        "escpos_58",
        "--config",
        str(scene.till.config),
    )

    assert slip["number"] == number
    assert slip["width_dots"] == 384
    assert any("امتیاز" in line for line in slip["lines"])
    assert b64decode(slip["escpos"]).startswith(b"\x1b@")
    assert told.returncode == 0, told.stderr
    assert preview.read_bytes() == b64decode(slip["png"])
    assert preview.read_bytes().startswith(b"\x89PNG")


def test_a_kind_of_printer_nobody_knows_is_told_with_those_that_are(scene: Scene) -> None:
    reply = scene.till.ask("GET", "/v1/slips?receipt=t1.3-1&profile=fax")

    assert (reply.status, reply.json["code"]) == (422, "unknown_profile")
    assert "escpos_80" in reply.json["hint"]


def test_an_open_cover_is_told_everywhere_and_the_slip_comes_out_later(
    scene: Scene,
) -> None:
    def told() -> Json:
        health: Json = scene.till.ask("GET", "/v1/health").json
        return next(row for row in health["printers"] if row["device"] == "counter")

    scene.printer.answers = COVER_OPEN
    scene.sell("000211", card=CARD)
    until(lambda: told()["condition"] == "cover_open")
    doctor = command("doctor", "printers.ready", "--config", str(scene.till.config))
    status = command("status", "--config", str(scene.till.config))
    page = scene.till.ask("GET", "/metrics").body.decode()
    assert told()["waiting"] == 1
    assert "its cover is open" in doctor.stdout
    assert f"counter at {scene.printer.port}: cover open; 1 waiting" in status.stdout
    assert 'vafa_told_well{device="counter"} 0.0' in page
    scene.printer.answers = READY

    assert scene.taken().count(CUT) == 1


def test_a_printer_that_stalls_never_delays_a_sale(scene: Scene) -> None:
    took = []
    for number in range(300, 320):
        scene.sell(f"000{number}", card=CARD)
        took.append(number)
    scene.taken(20)

    health = scene.till.ask("GET", "/v1/health").json
    kitchen = next(row for row in health["printers"] if row["device"] == "kitchen")
    assert len(took) == 20
    assert kitchen["waiting"] > 0
    assert scene.stalled.jobs == []


def test_the_log_names_devices_and_nobody(scene: Scene) -> None:
    log = scene.till.log()

    assert '"device": "counter"' in log or '"device":"counter"' in log
    assert "Sara" not in log
    assert "quarantined" not in log
