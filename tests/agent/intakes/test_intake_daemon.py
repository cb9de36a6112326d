"""The running till takes files: while it is killed, and while the counter sells."""

import json
import random
import threading
from pathlib import Path

from tests.agent.counter.shop import example_sale
from tests.agent.intakes.poslog import control, item, log, plain_sale, transaction
from tests.agent.running import command, enrolled_folder, running, start
from tests.e2e.booked import times_booked
from tests.e2e.waiting import wait_until

KILLS = 8
FILES = 12
SALES_A_FILE = 40
SEED = 20_261_121


def intake(path: Path, name: str = "poslog") -> str:
    """Return the configuration of a watched folder."""
    return (
        f'[[intakes]]\nkind = "folder"\npath = "{path}"\nformat = "{name}"\nevery = "1 s"\n'
    )


def test_a_running_till_takes_what_is_dropped_and_says_so(tmp_path: Path) -> None:
    drop, jsons = tmp_path / "export", tmp_path / "json"
    drop.mkdir()
    jsons.mkdir()
    config = enrolled_folder(tmp_path, extra=intake(drop) + intake(jsons, "json"))
    (drop / "a.xml").write_bytes(log(control(1), plain_sale(2), plain_sale(3)))
    (drop / "b.xml").write_bytes(log(transaction(item(1, "lots"), number=9)))
    (jsons / "a.json").write_text(json.dumps({"sale": example_sale()}))

    with running(config) as till:
        wait_until((drop / "rejected" / "b.xml").exists, what="a rejected file")
        wait_until((jsons / "done" / "a.json").exists, what="a taken file")
        health = till.ask("GET", "/v1/health").json
        told = command("status", "--config", str(config)).stdout

    poslog, ours = health["intakes"]
    assert health["status"] == "attention"
    assert (poslog["intake"], poslog["state"]) == ("folder-poslog", "watching")
    assert poslog["files"] == {"done": 1, "rejected": 1}
    assert poslog["documents"] == {"booked": 2, "control": 1, "refused": 1}
    assert ours["documents"] == {"booked": 1}
    assert "1 files done, 1 rejected" in told
    assert times_booked(config.parent / "data").total() == 3


def test_a_folder_that_is_not_there_is_an_attention_and_no_obstacle(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path, extra=intake(tmp_path / "nowhere"))

    with running(config) as till:
        sold = till.ask("POST", "/v1/sales", example_sale())
        wait_until(
            lambda: till.ask("GET", "/v1/health").json["status"] == "attention",
            what="the missing folder in the health",
        )

    assert sold.status == 200


def test_power_cuts_while_files_are_taken_lose_and_double_nothing(tmp_path: Path) -> None:
    drop = tmp_path / "export"
    drop.mkdir()
    config = enrolled_folder(tmp_path, extra=intake(drop))
    numbers = iter(range(1, FILES * SALES_A_FILE + 1))
    for at in range(FILES):
        sales = [plain_sale(next(numbers)) for _ in range(SALES_A_FILE)]
        (drop / f"{at:02}.xml").write_bytes(log(*sales))
    draw = random.Random(SEED)

    for _ in range(KILLS):
        till = start(config)
        # The only thing chance decides: how far into the files the power fails.
        threading.Event().wait(0.9 + draw.random() * 0.6)
        till.process.kill()
        till.process.wait()
        where = [file.name for file in drop.rglob("*.xml")]
        assert sorted(set(where)) == [f"{at:02}.xml" for at in range(FILES)]
    with running(config):
        done = drop / "done"
        wait_until(lambda: len(list(done.glob("*.xml"))) == FILES, what="all files done")

    booked = times_booked(tmp_path / "data")
    assert len(booked) == FILES * SALES_A_FILE
    assert set(booked.values()) == {1}
    assert not list(drop.glob("*.xml"))
    assert not list((drop / "rejected").glob("*"))
    assert command("rebuild", "--check", "--config", str(config)).returncode == 0
