"""``vafa setup``: a scan on a real pseudo terminal becomes an entry of till.toml."""

import json
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.recorded.simulate import PtyScanner
from tests.agent.running import START_S, command

VAFA = Path(sys.executable).with_name("vafa")
TILL = '# Ours.\nstore = "S01"\ndata = "data"\n\n[[intakes]]\nkind = "folder"\n'
TILL += 'path = "drop"\nformat = "json"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "till.toml"
    file.write_text(TILL, encoding="utf-8")
    file.chmod(0o640)
    return file


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PtyScanner]:
    device = PtyScanner(tmp_path / "scanner")
    yield device
    device.close()


def set_up(
    config: Path, scanner: PtyScanner, data: bytes, *more: str, language: str = "C"
) -> subprocess.CompletedProcess[str]:
    """Run the command and scan again and again, as a person is told to."""
    words = [str(VAFA), "setup", "--config", str(config), "--port", scanner.port, *more]
    done = threading.Event()

    def scan() -> None:
        while not done.wait(0.7):
            scanner.send(data)

    hand = threading.Thread(target=scan)
    hand.start()
    try:
        return subprocess.run(
            words,
            capture_output=True,
            timeout=2 * START_S,
            check=False,
            input="",
            encoding="utf-8",
            env=os.environ | {"LC_ALL": language, "PYTHONUTF8": "1"},
        )
    finally:
        done.set()
        hand.join()


def test_a_scan_is_written_into_the_file_and_the_old_one_kept(
    config: Path, scanner: PtyScanner
) -> None:
    done = set_up(config, scanner, b"]E04006381333931\r\n", "--yes")

    assert done.returncode == 0, done.stderr
    assert "It speaks as scan_line: ends with CR LF; has AIM identifiers." in done.stdout
    told = tomllib.loads(config.read_text(encoding="utf-8"))
    assert told["devices"] == [
        {
            "name": "scanner",
            "driver": "line_scanner",
            "port": scanner.port,
            "profile": "scan_line",
        }
    ]
    assert config.read_text(encoding="utf-8").startswith(TILL.rstrip())
    assert config.with_name("till.toml.1.bak").read_text(encoding="utf-8") == TILL
    assert config.stat().st_mode & 0o777 == 0o640
    assert scanner.heard() == b""


def test_what_was_found_is_told_in_the_terminals_language(
    config: Path, scanner: PtyScanner
) -> None:
    done = set_up(
        config, scanner, b"]E04006381333931\r\n", "--dry-run", language="fa_IR.UTF-8"
    )

    assert done.returncode == 0, done.stderr
    assert "پشت سر هم اسکن کنید" in done.stdout
    assert "پایانش CR LF است" in done.stdout
    assert "شناسهٔ AIM دارد" in done.stdout
    assert "نوشته نشد." in done.stdout


@pytest.mark.parametrize("more", [("--dry-run", "--yes"), ()])
def test_without_a_yes_nothing_is_written(
    config: Path, scanner: PtyScanner, more: tuple[str, ...]
) -> None:
    done = set_up(config, scanner, b"M-00012345\t", "--json", *more)
    row = json.loads(done.stdout)

    assert (row["written"], row["backup"], row["profile"]) == (False, None, "scan_tab")
    assert config.read_text(encoding="utf-8") == TILL
    assert "31 32 33" not in row["heard"]


def test_a_card_of_a_bank_is_not_shown(config: Path, scanner: PtyScanner) -> None:
    swipe = b"%B4111111111111111^DOE/JOHN^30121010000?\r"

    done = set_up(config, scanner, swipe, "--json")

    row = json.loads(done.stdout)
    assert (row["driver"], row["heard"]) == ("stripe_reader", "(not shown)")
    assert "11111" not in done.stdout


def test_a_second_device_has_a_name_of_its_own(config: Path, scanner: PtyScanner) -> None:
    first = '[[devices]]\nname = "scanner"\ndriver = "line_scanner"\nport = "x"\n'
    config.write_text(TILL + first, encoding="utf-8")

    done = set_up(config, scanner, b"]E04006381333931\r", "--json")

    assert 'name = "scanner2"' in json.loads(done.stdout)["entry"]


def test_what_makes_no_sense_at_any_rate_is_one_sentence(
    config: Path, scanner: PtyScanner
) -> None:
    noise = b"\xf8\x00\x9e\x80\xe6\x06\xfe\x0d"

    done = set_up(config, scanner, noise, "--seconds", "3", "--each", "0.5")

    assert done.returncode == 1
    assert "Nothing that makes sense was heard" in done.stderr


def test_a_port_that_is_not_there_is_told(config: Path) -> None:
    words = ("setup", "--config", str(config), "--port", "/dev/vafa-none")

    done = command(*words, "--seconds", "1.5")

    assert done.returncode == 1
    assert "/dev/vafa-none" in done.stderr
