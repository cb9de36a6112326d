"""The till's commands, as a person types them, while the till runs and after."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.agent.counter.shop import document, example_sale
from tests.agent.running import START_S, RunningTill, command, enrolled_folder, running

HEAVY = (
    "pydantic", "fastapi", "starlette", "uvicorn", "sqlalchemy", "sqlite3", "httpx",
    "structlog", "apscheduler", "prometheus_client", "cryptography", "serial", "asyncio",
    "agent.settings.config", "agent.daemon", "agent.counter.counter", "sync.till.book.book",
)  # fmt: skip
"""What a command that only asks the running till never loads."""


@pytest.fixture(scope="module")
def sold(till: RunningTill) -> RunningTill:
    """Book the example's sale at the running till."""
    till.ask("POST", "/v1/sales", example_sale(document=document("000123")))
    return till


def test_status_tells_how_the_till_is(sold: RunningTill) -> None:
    done = command("status", "--config", str(sold.config))

    assert done.returncode == 0
    assert "status    ok" in done.stdout
    assert "t1.3 at store S01" in done.stdout


def test_status_as_json_is_the_tills_own_answer(sold: RunningTill) -> None:
    done = command("status", "--json", "--config", str(sold.config))

    assert json.loads(done.stdout)["book"]["life"] == "t1.3"


def test_status_finds_its_configuration_in_the_environment(sold: RunningTill) -> None:
    done = command("status", env={"VAFA_CONFIG": str(sold.config)})

    assert done.returncode == 0


@pytest.mark.parametrize("words", [("status",), ("why", "t1.3-1")])
def test_a_command_that_asks_loads_nothing_of_the_daemon(
    sold: RunningTill, words: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sync.kit.cli", *words],
        env=os.environ | {"VAFA_CONFIG": str(sold.config)},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=True,
    )

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "agent.commands.place" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_loads_nothing_of_the_daemon_either() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sync.kit.cli", "--help"],
        capture_output=True,
        text=True,
        timeout=START_S,
        check=True,
    )

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    for name in ("run", "status", "enrol", "sync now", "journal verify", "rebuild", "why"):
        assert f"\n  {name} " in done.stdout
    heavy = {"agent.daemon", "agent.settings.config", "sync.till.book.book"}
    assert heavy & loaded == set()


def test_status_of_a_till_that_does_not_run_says_so(tmp_path: Path) -> None:
    done = command("status", "--config", str(enrolled_folder(tmp_path)))

    assert done.returncode == 1
    assert "This till is not running." in done.stderr


def test_status_of_a_till_that_was_killed_says_so(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with running(config) as till:
        till.process.send_signal(signal.SIGKILL)
        till.process.wait(START_S)

        done = command("status", "--config", str(config))

    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_without_a_configuration_the_sentence_says_how_to_name_one(tmp_path: Path) -> None:
    done = command("status", "--config", str(tmp_path / "none.toml"))

    assert done.returncode == 1
    assert "--config" in done.stderr


def test_why_explains_every_point_in_sentences(sold: RunningTill) -> None:
    done = command("why", "t1.3-1", "--config", str(sold.config), "--lang", "en")

    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Why the sale gave this · t1.3-1 · ")
    assert "  27 points: 1 point for every full RM 1.00 (base)" in lines
    assert "      line 1: 23 points, line 2: 4 points" in lines
    assert "  RM 2.58 off: 10 % for Silver (silver-coffee-10)" in lines
    assert ["earned", "base", "points", "27"] in [line.split()[:4] for line in lines]


@pytest.mark.parametrize("code", ["fa", "am", "ms"])
def test_why_leaves_no_key_and_no_english(sold: RunningTill, code: str) -> None:
    done = command("why", "t1.3-1", "--config", str(sold.config), "--lang", code)

    assert done.returncode == 0
    assert (
        re.findall(r"\b(?:earn|discount|refuse|why|notice|entry|place)\.", done.stdout)
        == []
    )
    assert re.findall(r"\b(?:points|line|off|earned|programme)\b", done.stdout) == []


def test_why_of_an_unknown_receipt_is_one_sentence(sold: RunningTill) -> None:
    done = command("why", "980t1.3-77", "--config", str(sold.config))

    assert done.returncode == 1
    assert done.stderr.startswith("vafa: This receipt is not known here.")


def test_the_journal_is_proved_while_the_till_runs(sold: RunningTill) -> None:
    done = command("journal", "verify", "--config", str(sold.config))

    assert (done.returncode, done.stderr) == (0, "")
    assert "t1.3: 1 records, the chain holds" in done.stdout
    assert "projections: none differ" in done.stdout


def test_a_rebuild_finds_no_difference_while_the_till_runs(sold: RunningTill) -> None:
    done = command("rebuild", "--check", "--config", str(sold.config))

    assert (done.returncode, done.stdout) == (0, "no differences\n")


def test_a_changed_byte_and_a_changed_balance_are_found(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    with running(config) as till:
        till.ask("POST", "/v1/sales", example_sale())
        till.stop()
    with sqlite3.connect(tmp_path / "data" / "journal.db") as connection:
        connection.execute("DROP TRIGGER record_is_final")
        connection.execute("UPDATE record SET hash = zeroblob(32)")
        connection.execute(
            "INSERT INTO holding VALUES ('m-7Q2K9V', 'points', 't1.3-1/1', 't1.3', 500, 0)"
        )
    connection.close()

    verified = command("journal", "verify", "--config", str(config))
    rebuilt = command("rebuild", "--check", "--config", str(config))

    assert verified.returncode == 1
    assert "t1.3: broken at record 1: the chain hash does not follow" in verified.stdout
    assert rebuilt.returncode == 1
    assert "holding: kept but not derived" in rebuilt.stdout


def test_an_enrolment_needs_a_token_and_an_office_that_answers(tmp_path: Path) -> None:
    config = enrolled_folder(tmp_path)
    token = tmp_path / "token"
    words = ("enrol", "--config", str(config), "--token-file", str(token))

    without_token = command(*words, "--office", "http://127.0.0.1:9")
    token.write_text("WELC-OME1-2345\n", encoding="utf-8")
    without_office = command(*words)
    in_the_open = command(*words, "--office", "http://office.example:8788")
    away = command(*words, "--office", "http://127.0.0.1:9")

    assert "cannot be read" in without_token.stderr
    assert "No head office is named." in without_office.stderr
    assert "in the open" in in_the_open.stderr
    assert "cannot be reached" in away.stderr
    outcomes = (without_token, without_office, in_the_open, away)
    assert [done.returncode for done in outcomes] == [1, 1, 1, 1]


def test_an_authority_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    office = '[office]\nurl = "https://127.0.0.1:9"\nca = "none.pem"\n'
    config = enrolled_folder(tmp_path, extra=office)
    token = tmp_path / "token"
    token.write_text("WELC-OME1-2345\n", encoding="utf-8")

    done = command("enrol", "--config", str(config), "--token-file", str(token))

    assert done.returncode == 1
    assert done.stderr.startswith("vafa: The certificate authority's file ")
    assert "Mend [office] ca" in done.stderr


def test_no_till_is_enrolled_while_it_runs(till: RunningTill) -> None:
    token = till.folder / "token"
    token.write_text("WELC-OME1-2345\n", encoding="utf-8")

    done = command(
        "enrol",
        "--config",
        str(till.config),
        "--token-file",
        str(token),
        "--office",
        "http://127.0.0.1:9",
    )

    assert done.returncode == 1
    assert "Another till works" in done.stderr


def test_status_is_told_in_the_terminals_language(sold: RunningTill) -> None:
    done = command("status", "--config", str(sold.config), env={"LC_ALL": "fa_IR.UTF-8"})

    lines = done.stdout.splitlines()
    assert lines[0].split() == ["وضعیت", "خوب"]
    assert "عضو" in lines[2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("journal", "verify"), "زنجیره درست است"),
        (("journal", "verify"), "حساب‌های مشتق: هیچ‌یک"),
        (("rebuild", "--check"), "تفاوتی نیست"),
    ],
)
def test_a_proof_is_told_in_the_terminals_language(
    sold: RunningTill, words: tuple[str, ...], told: str
) -> None:
    done = command(*words, "--config", str(sold.config), env={"LC_ALL": "fa_IR.UTF-8"})

    assert done.returncode == 0
    assert told in done.stdout
    assert re.findall(r"[a-z]{4,}", done.stdout) == []


def test_what_keeps_a_till_from_enrolling_is_told_in_the_terminals_language(
    tmp_path: Path,
) -> None:
    config = enrolled_folder(tmp_path)
    token = tmp_path / "token"
    token.write_text("WELC-OME1-2345\n", encoding="utf-8")
    words = ("enrol", "--config", str(config), "--token-file", str(token))

    nowhere = command(*words, env={"LC_ALL": "fa_IR.UTF-8"})
    in_the_open = command(
        *words, "--office", "http://office.example", env={"LC_ALL": "fa_IR.UTF-8"}
    )

    assert "بنویسید: --office URL" in nowhere.stderr
    assert "دادهٔ اعضا آشکار فرستاده می‌شود" in in_the_open.stderr


def test_profiles_are_listed_in_the_terminals_language() -> None:
    done = command("devices", env={"LC_ALL": "fa_IR.UTF-8"})

    assert "آنچه در فایل صندوق" in done.stdout.splitlines()[0]
    assert "نمایه" in done.stdout
    assert "Profiles" not in done.stdout
