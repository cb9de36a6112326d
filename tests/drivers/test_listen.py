"""``vafa listen``, ``vafa replay`` and ``vafa devices``, on a real pseudo terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.events import BarcodeScanned
from drivers.guard.masking import masked_hex
from drivers.recorded.capture import CapturedLine
from drivers.recorded.scripted import ScriptedLine, VirtualClock
from drivers.recorded.simulate import PtyScanner
from drivers.symbology import Symbology

VAFA = Path(sys.executable).with_name("vafa")
PAN = "4111111111111111"
RULES = {
    "programs": {"default": {"text_rules": [{"regex": "(M-\\d{6})", "class": "member"}]}}
}


@contextmanager
def listening(
    folder: Path, scanner: PtyScanner, *more: str
) -> Iterator[subprocess.Popen[str]]:
    """Run the command on a scanner, with a capture."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    options = ("--rules", rules, "--capture", folder / "capture.jsonl", "--seconds", "60")
    with subprocess.Popen(
        [VAFA, "listen", scanner.port, *options, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            # What is scanned before the port is open is lost, as on any port.
            assert running.stdout is not None
            assert running.stdout.readline().startswith("listening to ")
            yield running
        finally:
            running.kill()


def until_said(running: subprocess.Popen[str], scanner: PtyScanner, text: bytes) -> str:
    """Scan, and read until the command says an event."""
    assert running.stdout is not None
    scanner.scan(text)
    said = ""
    while "kind" not in (line := running.stdout.readline()):
        said += line
    return said + line


@pytest.mark.parametrize(
    ("lang", "hint"), [("en_GB.UTF-8", "Plug it in"), ("fa_IR.UTF-8", "وصل و روشن کنید")]
)
def test_a_port_that_is_not_there_is_told_in_the_terminals_language(
    tmp_path: Path, lang: str, hint: str
) -> None:
    asked = [str(VAFA), "listen", str(tmp_path / "none")]
    environment = os.environ | {"LC_ALL": lang, "PYTHONUTF8": "1"}

    done = subprocess.run(
        asked, check=False, capture_output=True, encoding="utf-8", env=environment
    )

    assert done.returncode == 1
    assert hint in done.stderr
    assert "port." not in done.stderr


def test_a_device_that_is_unplugged_ends_the_command_in_words(tmp_path: Path) -> None:
    scanner = PtyScanner(tmp_path / "scanner")

    with listening(tmp_path, scanner) as running:
        scanner.unplug()

        assert running.wait(60) == 1
        assert "plug it in again" in (running.stderr.read() if running.stderr else "")

    scanner.close()


def test_a_line_of_seven_bits_is_listened_to(tmp_path: Path) -> None:
    scanner = PtyScanner(tmp_path / "scanner")

    with listening(tmp_path, scanner, "--parity", "E") as running:
        member = until_said(running, scanner, b"M-000123")

    scanner.close()
    assert '"class": "member"' in member


def test_events_are_shown_the_card_in_none_and_the_capture_plays_again(
    tmp_path: Path,
) -> None:
    scanner = PtyScanner(tmp_path / "scanner")

    with listening(tmp_path, scanner) as running:
        member = until_said(running, scanner, b"M-000123")
        card = until_said(running, scanner, b"]C0" + PAN.encode())
        scanner.unplug()
        code = running.wait()
    capture = tmp_path / "capture.jsonl"
    played = subprocess.run(
        [VAFA, "replay", capture, "--rules", tmp_path / "rules.json"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert '"class": "member"' in member
    assert '"kind": "payment_card"' in card
    assert "** ** **" in card
    assert code == 1
    assert PAN.encode().hex(" ") not in capture.read_text(encoding="utf-8")
    assert [event["data"] for event in json.loads(played.stdout)["events"]] == ["M-000123"]


def test_a_silence_is_captured_before_the_bytes_that_ended_it() -> None:
    clock = VirtualClock()
    script = ScriptedLine([b"]C0M-", b"000123\r"], VirtualClock())
    line = CapturedLine(script, now_ms=lambda: clock.now_ms)

    for at_ms in (700, 705):
        line.read(None)
        # As a port's does, the clock goes on behind a read.
        clock.now_ms = at_ms
    line.tell(
        BarcodeScanned(
            device="d", symbology=Symbology.CODE_128, data="", class_name="member"
        )
    )
    line.settle()

    assert line.steps == ["5d 43 30 4d 2d", {"gap_ms": 5}, "30 30 30 31 32 33 0d"]


def test_digits_are_hidden_and_what_frames_them_is_not() -> None:
    assert masked_hex(b"\x02]C0M-12\r\x03") == "02 5d ** ** 4d 2d ** ** 0d 03"
    assert masked_hex(bytes.fromhex("41 11 11 90 00")) == "** ** ** ** 00"


def test_profiles_are_listed_beside_the_ports() -> None:
    listed = subprocess.run([VAFA, "devices"], capture_output=True, check=True, text=True)
    machine = subprocess.run(
        [VAFA, "devices", "--json"], capture_output=True, check=True, text=True
    )

    assert "packet_device: scan_stx_etx, ssi" in listed.stdout
    assert isinstance(json.loads(machine.stdout)["ports"], list)


def test_a_port_or_profile_that_is_not_there_is_said(tmp_path: Path) -> None:
    absent = subprocess.run(
        [VAFA, "listen", tmp_path / "none"], capture_output=True, check=False, text=True
    )
    unknown = subprocess.run(
        [VAFA, "listen", "x", "--profile", "smoke"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (absent.returncode, unknown.returncode) == (1, 2)
    assert "Plug it in" in absent.stderr
    assert "smoke" in unknown.stderr
