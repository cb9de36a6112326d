"""The daemon: starts, hears, stops at once, and loses nothing when it is killed."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.agent.counter.shop import CARD, document, example_sale
from tests.agent.running import (
    START_S,
    RunningTill,
    command,
    enrolled_folder,
    running,
    start,
)

PAYMENT_CARD = "4111111111111111"
"""The well-known Visa test number."""


@contextmanager
def scanner() -> Iterator[tuple[int, str]]:
    """Open a pseudo-terminal: the end that a test types at, and the device's path."""
    ours, theirs = os.openpty()
    try:
        yield ours, os.ttyname(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


def device(path: str) -> str:
    """Return the configuration of a line scanner."""
    return (
        f'[[devices]]\nname = "scanner"\ndriver = "line_scanner"\nport = "{path}"\n'
        'workstation = "L2"\n'
    )


def wait_until_heard(till: RunningTill) -> None:
    """Wait until the scanner's port is open."""
    until = time.monotonic() + START_S
    while not till.ask("GET", "/v1/health").json["devices"][0]["open"]:
        assert time.monotonic() < until, till.log()
        time.sleep(0.01)


@contextmanager
def listening(till: RunningTill) -> Iterator[HTTPResponse]:
    """Open the stream of events and wait until it flows."""
    with closing(till.connect()) as connection:
        connection.request(
            "GET", "/v1/events", headers={"Authorization": f"Bearer {till.token()}"}
        )
        response = connection.getresponse()
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.readline() == b": alive\n"
        response.readline()
        yield response


def test_a_scan_on_the_line_is_an_event_on_the_page_and_stands_in_the_session(
    tmp_path: Path,
) -> None:
    with (
        scanner() as (line, path),
        running(enrolled_folder(tmp_path, extra=device(path))) as till,
    ):
        wait_until_heard(till)
        with listening(till) as events:
            os.write(line, f"{CARD}\r\n".encode())
            event, data = events.readline(), events.readline()

        assert event == b"event: scan\n"
        assert b'"kind":"member"' in data
        assert b'"session":"L2"' in data
        session = till.ask("GET", "/v1/session?workstation=L2").json
        assert session["member"]["name"] == "Sara A."


def test_a_payment_card_leaves_no_digit_but_its_last_four_anywhere(tmp_path: Path) -> None:
    with (
        scanner() as (line, path),
        running(enrolled_folder(tmp_path, extra=device(path))) as till,
    ):
        wait_until_heard(till)
        with listening(till) as events:
            os.write(
                line, f"%B{PAYMENT_CARD}^DOE/JOHN^2512?\r\n{PAYMENT_CARD}\r\n".encode()
            )
            said = b"".join(events.readline() for _ in range(5))
        till.stop()

    assert b'"kind":"payment_card"' in said
    assert b'"last4":"1111"' in said
    for file in [file for file in tmp_path.rglob("*") if file.is_file()]:
        assert b"11111" not in file.read_bytes(), file.name
    assert b"11111" not in said


def test_a_scan_posted_at_one_till_shows_on_its_page(tmp_path: Path) -> None:
    with running(enrolled_folder(tmp_path)) as till, listening(till) as events:
        till.ask("POST", "/v1/scans", {"workstation": "L1", "data": CARD})

        assert events.readline() == b"event: scan\n"
        assert b"Sara A." in events.readline()


def test_the_till_stops_when_told_although_a_page_is_open(tmp_path: Path) -> None:
    with running(enrolled_folder(tmp_path)) as till:
        with listening(till) as events:
            code = till.stop()
            rest = events.read()

        assert code == 0
        assert rest == b""
        assert '"event": "stopped"' in till.log()
        assert not (tmp_path / "data" / "address").exists()


def test_what_was_answered_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with running(config) as till:
        before = till.ask("POST", "/v1/sales", example_sale(document=document("000200")))
        till.process.send_signal(signal.SIGKILL)
        till.process.wait(START_S)

    with running(config) as till:
        after = till.ask("POST", "/v1/sales", example_sale(document=document("000200")))
        next_one = till.ask("POST", "/v1/sales", example_sale(document=document("000201")))

    assert after.body == before.body
    assert next_one.json["record"] != before.json["record"]


def test_two_tills_never_work_in_one_data_folder(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with running(config):
        second = command("run", "--config", str(config))

    assert second.returncode == 1
    assert "Another till works in" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_address_is_one_sentence(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = command("run", "--config", str(config), env={"VAFA_API_LISTEN": address})

    assert done.returncode == 1
    assert done.stderr.startswith(f"vafa: The address {address} cannot be used")


def test_a_till_that_is_not_enrolled_says_how_to(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    (tmp_path / "data" / "identity.json").unlink()

    done = command("run", "--config", str(config))

    assert done.returncode == 1
    assert "not enrolled" in done.stderr
    assert "vafa enrol" in done.stderr


def test_a_till_enrolled_for_another_store_does_not_start(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)

    done = command("run", "--config", str(config), env={"VAFA_STORE": "S99"})

    assert done.returncode == 1
    assert "store S01" in done.stderr


def test_an_unknown_driver_is_told_with_those_there_are(tmp_path: Path) -> None:
    extra = device("/dev/null").replace("line_scanner", "line_scaner")
    config = enrolled_folder(tmp_path, extra=extra)

    done = command("run", "--config", str(config))

    assert done.returncode == 1
    assert "line_scanner" in done.stderr


def test_a_token_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with running(config):
        pass
    (tmp_path / "data" / "tokens" / "pos.token").chmod(0o644)

    done = command("run", "--config", str(config))

    assert done.returncode == 1
    assert "chmod 600" in done.stderr


def test_nothing_of_the_tills_memory_can_be_dumped(tmp_path: Path) -> None:
    with running(enrolled_folder(tmp_path)) as till:
        limits = Path(f"/proc/{till.process.pid}/limits").read_text("utf-8")

    assert re.search(r"Max core file size +0 +0 ", limits)


def test_a_unix_socket_serves_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "api.sock"
    config = enrolled_folder(tmp_path)
    config.write_text(
        config.read_text("utf-8").replace("127.0.0.1:0", f"unix:{path}"), encoding="utf-8"
    )
    with running(config):
        status = command("status", "--config", str(config))
        mode = path.stat().st_mode & 0o777

    assert status.returncode == 0, status.stderr
    assert "status    ok" in status.stdout
    assert mode == 0o600


def test_an_office_that_is_away_keeps_nobody_waiting(tmp_path: Path) -> None:
    office = '[office]\nurl = "http://127.0.0.1:9"\n'
    with running(enrolled_folder(tmp_path, extra=office)) as till:
        sale = till.ask("POST", "/v1/sales", example_sale(document=document("000300")))
        hold = till.ask(
            "POST",
            "/v1/redemptions",
            {"workstation": "L2", "card": CARD, "reward": "points-off", "points": 500},
        )
        report = till.ask("POST", "/v1/sync")
        compared = till.ask("POST", "/v1/sync", {"reconcile": True})
        command_line = command("sync", "now", "--config", str(till.config))
        persian = command(
            "sync", "now", "--config", str(till.config), env={"LC_ALL": "fa_IR.UTF-8"}
        )

    assert sale.status == 200
    assert hold.json["code"] == "over_allowance"
    assert report.json["complete"] is False
    assert report.json["waiting"] == 1
    assert "cannot be reached" in report.json["problem"]
    assert compared.json["agrees"] is False
    assert compared.json["differs"] == ["no contact"]
    assert command_line.returncode == 1
    assert "cannot be reached" in command_line.stdout
    assert "\u06f1 ثبت در انتظار است" in persian.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_either_signal_ends_it_in_order(tmp_path: Path, number: int) -> None:
    till = start(enrolled_folder(tmp_path))

    till.process.send_signal(number)

    assert till.process.wait(START_S) == 0


def test_a_till_whose_authority_is_not_there_sells_and_says_so(tmp_path: Path) -> None:
    office = '[office]\nurl = "https://office.example:8788"\nca = "none.pem"\n'
    with running(enrolled_folder(tmp_path, extra=office)) as till:
        sold = till.ask("POST", "/v1/sales", example_sale())
        synced = till.ask("POST", "/v1/sync", {"reconcile": False}).json

    assert sold.status == 200
    assert "none.pem cannot be used: No such file or directory" in synced["problem"]
