"""A disk that refuses at every write of a document: no crash, no answer without its row."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from agent.counter.selling.deferred import AT_ONCE
from tests.agent.counter.shop import (
    CARD,
    back,
    document,
    example_sale,
    paid_with,
    refund_of,
)
from tests.agent.running import (
    OK,
    Json,
    Reply,
    RunningTill,
    command,
    enrolled_folder,
    running,
)
from tests.e2e.disks import can_mount, fill, no_file_longer_than, small_disk
from tests.e2e.waiting import wait_until

FRAME_BYTES: Final = 24 + 2048
"""A page in SQLite's write-ahead log: its header is one write, the page another."""

INSIDE_A_FRAME: Final = (0, 7, 24, 24 + 1000)
"""Where a write stops: before a header, within it, before a page, within it."""

HOLD: Final = {"workstation": "L2", "card": CARD, "reward": "points-off", "points": 100}
WRITES_MIN: Final = 4
DISK_MB: Final = 64
LATER: Final = [{"words": "notice.earn_deferred"}]


def stops() -> Iterator[int]:
    """Yield how many more bytes the disk takes, from none on."""
    for frame in itertools.count():
        yield from (frame * FRAME_BYTES + inside for inside in INSIDE_A_FRAME)


def became_of(till: RunningTill, key: Json) -> Reply:
    """Ask what became of a document."""
    query = "&".join(f"{name}={value}" for name, value in key.items())
    return till.ask("GET", f"/v1/transactions?{query}")


def refused_then_booked(till: RunningTill, path: str, body: Json, room: int) -> bool:
    """Send a document that meets the disk's end after ``room`` bytes; say whether it did.

    Whatever happened, sent again it is booked, once, and its answer stays.
    """
    log = till.folder / "data" / "journal.db-wal"
    with no_file_longer_than(log.stat().st_size + room, process=till.process.pid):
        first = till.ask("POST", path, body)
        if first.status != OK:
            assert (first.status, first.json["code"]) == (503, "not_now"), first.body
            assert "Free some room" in first.json["hint"]
            assert became_of(till, body["document"]).status == 404

    second = till.ask("POST", path, body)

    assert second.status == OK, second.body
    assert first.status != OK or first.body == second.body
    assert till.ask("POST", path, body).body == second.body
    return first.status != OK


def proven(till: RunningTill) -> None:
    """Stop the till; its chain and everything kept beside it follow from its records."""
    assert till.ask("GET", "/v1/health").json["loop"]["quarantined"] == 0
    assert till.stop() == 0
    for words in (("journal", "verify"), ("rebuild", "--check")):
        done = command(*words, "--config", str(till.config))
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_sale_refused_at_any_of_its_writes_is_booked_once_when_sent_again(
    tmp_path: Path,
) -> None:
    with running(enrolled_folder(tmp_path, dealt=900)) as till:
        refused = 0
        for number, room in enumerate(stops()):
            body = example_sale(document=document(f"{number:06}"))
            if not refused_then_booked(till, "/v1/sales", body, room):
                break
            refused += 1
        assert refused >= WRITES_MIN * len(INSIDE_A_FRAME)
        assert till.ask("GET", "/v1/health").json["book"]["records"] == refused + 2
        proven(till)


def test_a_refund_refused_at_any_of_its_writes_is_booked_once_when_sent_again(
    tmp_path: Path,
) -> None:
    with running(enrolled_folder(tmp_path)) as till:
        for number, room in enumerate(stops()):
            sale = example_sale(document=document(f"{number:06}"))
            assert till.ask("POST", "/v1/sales", sale).status == OK
            original = {"document": sale["document"]}
            lines = [back("1", "1", 1161)]
            body = refund_of(f"{number:06}", lines, original=original)
            if not refused_then_booked(till, "/v1/refunds", body, room):
                break
        assert number >= WRITES_MIN
        proven(till)


def test_points_are_refused_before_sales_and_a_paid_hold_is_honoured(
    tmp_path: Path,
) -> None:
    with running(enrolled_folder(tmp_path, dealt=900)) as till:
        hold = till.ask("POST", "/v1/redemptions", HOLD | {"points": 500}).json["hold"]
        paid = example_sale(document=document("000001"), **paid_with(hold))
        with no_file_longer_than(1, process=till.process.pid):
            refused = till.ask("POST", "/v1/sales", paid)
            wish = till.ask("POST", "/v1/redemptions", HOLD)
            again = till.ask("POST", "/v1/sales", paid)
            health = till.ask("GET", "/v1/health").json
            scan = till.ask("POST", "/v1/scans", {"workstation": "L2", "data": CARD})
            status = command("status", "--config", str(till.config))

        granted = till.ask("POST", "/v1/redemptions", HOLD)
        booked = till.ask("POST", "/v1/sales", paid)

        assert (refused.status, again.status) == (503, 503)
        assert (wish.status, wish.json["code"]) == (409, "disk_low")
        assert (health["status"], health["book"]["disk"]) == ("failing", "full")
        assert scan.json["notices"] == [{"words": "notice.not_recorded"}]
        assert "free some room" in status.stdout
        assert (granted.status, booked.status) == (OK, OK)
        health = till.ask("GET", "/v1/health").json
        assert (health["status"], health["book"]["disk"]) == ("ok", "ample")
        proven(till)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    (tmp_path / "stderr").symlink_to("/dev/full")
    with running(config) as till:
        refused = till.ask("POST", "/v1/sales", example_sale(currency="USD"))
        sale = till.ask("POST", "/v1/sales", example_sale())
        with no_file_longer_than(1, process=till.process.pid):
            unwritten = till.ask(
                "POST", "/v1/sales", example_sale(document=document("000009"))
            )

        assert (refused.status, sale.status, unwritten.status) == (422, OK, 503)
        proven(till)


@pytest.mark.parametrize("disk", ["small"] if can_mount() else [])
def test_on_a_full_disk_the_reserve_takes_the_sales_until_it_is_used_up(
    tmp_path: Path, disk: str
) -> None:
    with (
        small_disk(tmp_path / disk, DISK_MB) as folder,
        running(enrolled_folder(folder / "till", dealt=900)) as till,
    ):
        assert (till.folder / "data" / "reserve").exists()
        other = fill(folder)
        first = till.ask("POST", "/v1/sales", example_sale(document=document("000000")))
        wish = till.ask("POST", "/v1/redemptions", HOLD)
        low = till.ask("GET", "/v1/health").json
        fill(folder)
        sold, refused = sell_until_refused(till)
        full = till.ask("GET", "/v1/health").json

        other.unlink()
        booked = till.ask("POST", "/v1/sales", refused)
        granted = till.ask("POST", "/v1/redemptions", HOLD)

        assert (first.status, wish.json["code"]) == (OK, "disk_low")
        assert (low["status"], low["book"]["disk"]) == ("attention", "low")
        assert (full["status"], full["book"]["disk"]) == ("failing", "full")
        assert (booked.status, granted.status) == (OK, OK)
        assert till.ask("GET", "/v1/health").json["book"]["disk"] == "ample"
        assert (till.folder / "data" / "reserve").exists()
        # First with their points, then only what was sold.
        stages = [answer["notices"] == LATER for answer in sold]
        assert stages == sorted(stages)
        assert {*stages} == {True, False}
        assert [not answer["earned"] for answer in sold] == stages
        proven(till)
        with running(till.config) as again:
            # A start works out as many as nobody notices, and the rest while it runs.
            member = again.ask("GET", f"/v1/members?card={CARD}").json["member"]
            count = 1 + stages.count(False) + AT_ONCE
            assert member["balances"][0]["pending"] == 35 + count * 27
            proven(again)


def test_a_dropped_file_waits_for_room_and_is_not_rejected(tmp_path: Path) -> None:
    drop = tmp_path / "json"
    drop.mkdir()
    watched = f'path = "{drop}"\nformat = "json"\nevery = "1 s"\n'
    extra = f'[[intakes]]\nkind = "folder"\n{watched}'
    with running(enrolled_folder(tmp_path, extra=extra)) as till:
        with no_file_longer_than(1, process=till.process.pid):
            (drop / "a.json").write_text(json.dumps({"sale": example_sale()}))
            wait_until(lambda: folder_of(till)["state"] == "troubled", what="a trouble")
            problem = folder_of(till)["problem"]
        wait_until((drop / "done" / "a.json").exists, what="the file taken")

        assert "cannot be written" in problem
        assert not list((drop / "rejected").glob("*"))
        assert folder_of(till)["documents"] == {"booked": 1}
        proven(till)


def folder_of(till: RunningTill) -> Json:
    """Return how the watched folder is."""
    folder: Json = till.ask("GET", "/v1/health").json["intakes"][0]
    return folder


@pytest.mark.parametrize("disk", ["small"] if can_mount() else [])
def test_a_till_that_starts_on_a_full_disk_sells_from_its_reserve(
    tmp_path: Path, disk: str
) -> None:
    with small_disk(tmp_path / disk, DISK_MB) as folder:
        config = enrolled_folder(folder / "till")
        with running(config) as till:
            assert till.stop() == 0
        fill(folder)
        with running(config) as till:
            sale = till.ask("POST", "/v1/sales", example_sale())
            health = till.ask("GET", "/v1/health").json

            assert sale.status == OK
            assert (health["status"], health["book"]["disk"]) == ("attention", "low")
            proven(till)


def sell_until_refused(till: RunningTill) -> tuple[list[Json], Json]:
    """Sell while a block is free here and there; return answers and the sale refused."""
    sold: list[Json] = []
    for number in itertools.count(1):
        body = example_sale(document=document(f"{number:06}"))
        reply = till.ask("POST", "/v1/sales", body)
        if reply.status != OK:
            return sold, body
        sold.append(reply.json)
    raise AssertionError
