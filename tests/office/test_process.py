"""Head office as a process: its commands, and what SIGKILL cannot take from it."""

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from sync.office.joining.columns import COLUMNS
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Welcome
from tests.office.enrolling import enrol_with, enrolment
from tests.office.forge import ForgedTill
from tests.office.over_http import HttpDoor
from tests.office.processes import Served, free_port, run_office
from tests.office.world import PROGRAMME, FakeClock

KILLS = 5


@dataclass
class Outside:
    """Where a till stands that knows the office by its door alone."""

    clock: FakeClock
    office: HttpDoor


def till_at(served: Served, data: Path) -> ForgedTill:
    """Enrol a till with a token from the command line."""
    token = run_office(data, "token", "--store", "S01")
    assert token.returncode == 0, token.stderr
    chance = random.Random(3)
    door = HttpDoor(served.client(), SigningKey(random.Random(3).randbytes(32)))
    request = enrolment(token.stdout.strip(), "S01", chance)
    return enrol_with(Outside(FakeClock(), door), request, chance)


def push_until_cut(till: ForgedTill) -> None:
    """Sell and push until the line is cut."""
    while True:
        for _ in range(5):
            till.sale(f"m-{till.seq % 40}", 1 + till.seq % 7)
        try:
            till.push()
        except httpx.HTTPError:
            return


def test_a_kill_while_tills_push_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    data = tmp_path / "office"
    served = Served(data)
    served.start()
    till = till_at(served, data)
    assert isinstance(till.hello(), Welcome)

    for number in range(KILLS):
        killer = threading.Timer(0.05 + 0.11 * number, served.kill)
        killer.start()
        push_until_cut(till)
        killer.join()
        acknowledged = till.acknowledged
        served.start()
        welcome = till.hello()
        assert isinstance(welcome, Welcome)
        assert welcome.durable_seq >= acknowledged
        assert welcome.hash == till.hashes[welcome.durable_seq].hex()
        till.push()
        assert till.acknowledged == till.seq
    assert isinstance(till.office, HttpDoor)
    till.office.client.close()
    served.stop()

    verified = run_office(data, "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["records"] >= till.seq
    status = json.loads(run_office(data, "status", "--json").stdout)
    (known,) = status["tills"]
    assert (known["durable"], known["waiting"]) == (till.seq, 0)


def test_the_commands_tell_people_and_programs(tmp_path: Path) -> None:
    data = tmp_path / "office"
    programme = tmp_path / "programme.toml"
    programme.write_bytes(PROGRAMME)
    members = tmp_path / "members.csv"
    members.write_text("account,points\nm-1,500\nm-1,1\n", encoding="utf-8")

    published = run_office(data, "programme", str(programme))
    imported = run_office(data, "import", str(members))
    status = run_office(data, "status")
    verified = run_office(data, "verify")

    assert "programme story, version 1, is published" in published.stdout
    assert imported.stdout == "1 member taken in, 1 left out\n"
    assert imported.stderr == "line 3: left out, the account is in the file twice\n"
    assert status.stdout == "generation 1, programme 1, 1 members, 0 findings\n"
    assert "no problems" in verified.stdout
    assert [p.returncode for p in (published, imported, status, verified)] == [0] * 4
    restored = run_office(data, "restored")
    assert "generation 2" in restored.stdout


def test_a_token_is_all_that_the_token_command_prints(tmp_path: Path) -> None:
    token = run_office(tmp_path, "token", "--store", "S01")

    assert len(token.stdout.splitlines()) == 1
    assert len(token.stdout.strip()) == 36


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--store", ""), "names no store"),
        (("--store", "S 1"), "names no store"),
        (("--store", "S01", "--hours", "0"), "cannot be good for 0 hours"),
        (("--store", "S01", "--hours", "99999999999"), "cannot be good for"),
    ],
)
def test_a_token_that_would_fit_nothing_is_not_made(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    token = run_office(tmp_path, "token", *words)

    assert (token.returncode, token.stdout) == (1, "")
    assert said in token.stderr


def test_an_address_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        served = run_office(tmp_path, "serve", "--listen", listen)

    assert served.returncode == 1
    assert f"{listen} cannot be listened at: Address already in use" in served.stderr
    assert "listens on" not in served.stderr


def test_a_certificate_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    pair = ("--tls-cert", str(tmp_path / "none.pem"), "--tls-key", str(tmp_path / "no.key"))

    served = run_office(tmp_path, "serve", "--listen", f"127.0.0.1:{free_port()}", *pair)

    assert served.returncode == 1
    assert "the certificate or its key cannot be used: No such file" in served.stderr


def test_the_help_of_the_import_names_every_column(tmp_path: Path) -> None:
    told = run_office(tmp_path, "import", "--help").stdout

    assert [name for name in COLUMNS if f"\n  {name} " not in told] == []


def test_head_office_speaks_the_terminals_language(tmp_path: Path) -> None:
    said = run_office(tmp_path, "verify", language="fa_IR.UTF-8").stdout
    wrong = subprocess.run(
        [sys.executable, "-m", "sync.kit.cli", "office", "token", "--store", "S 1"],
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "am_ET.UTF-8", "VAFA_OFFICE_DATA": str(tmp_path)},
        timeout=60,
        check=False,
    ).stderr

    assert said.endswith("حساب: بی مشکل\n")
    assert wrong == "vafa: S 1 የመደብር ስም አይደለም\n      እንደ S01 ይጻፉት።\n"


def test_keys_are_in_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    run_office(tmp_path, "status")
    keys = tmp_path / "office.keys"
    assert keys.stat().st_mode & 0o777 == 0o600

    keys.chmod(0o644)
    open_to_all = run_office(tmp_path, "status")

    assert open_to_all.returncode != 0
    assert "chmod 600" in open_to_all.stderr or "others may read" in open_to_all.stderr


def test_a_database_under_other_keys_is_not_opened(tmp_path: Path) -> None:
    run_office(tmp_path, "status")
    (tmp_path / "office.keys").unlink()

    other = run_office(tmp_path, "status")

    assert other.returncode != 0
    assert "kept under other keys" in other.stderr


@pytest.mark.parametrize("listen", ["0.0.0.0:8788", "nonsense", "127.0.0.1:0"])
def test_it_does_not_serve_in_the_open_without_a_certificate(
    tmp_path: Path, listen: str
) -> None:
    served = run_office(tmp_path, "serve", "--listen", listen)

    assert served.returncode != 0
    assert "Fault" in served.stderr


def test_what_verification_finds_is_named_and_is_the_exit_code(tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("account,points\nm-1,500\n", encoding="utf-8")
    run_office(tmp_path, "import", str(members))
    with sqlite3.connect(tmp_path / "office.db") as database:
        database.execute("UPDATE balance SET amount = 501 WHERE account = 'm-1'")
    database.close()

    verified = run_office(tmp_path, "verify", "--json")

    assert verified.returncode == 1
    (problem,) = json.loads(verified.stdout)["problems"]
    assert "m-1" in problem
