"""``vafa simulate-device`` and what a person may tell a scanner, on real ports."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from drivers.dialects.host_commands import HOST_COMMANDS
from drivers.ports.holders import PROC, holders, readers
from drivers.recorded.pretending import Manner, pretend, steps_of
from drivers.recorded.scripted import Unplugged
from drivers.recorded.simulate import PtyScanner
from drivers.shape import Shape
from tests.drivers.listening import listening, until
from tests.drivers.vectors import coffee, error, member

VAFA = Path(sys.executable).with_name("vafa")


def simulate(*words: str) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [VAFA, "simulate-device", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def plugged(running: subprocess.Popen[str]) -> str:
    """Read where it is plugged in."""
    assert running.stdout is not None
    return running.stdout.readline().removeprefix("port ").strip()


def test_who_pretends_a_scanner_is_no_second_reader_of_its_port(tmp_path: Path) -> None:
    port = tmp_path / "s"
    scanner = PtyScanner(port)
    try:
        ours = os.getpid()
        assert ours in {each.pid for each in holders(PROC, port)}
        assert ours not in {each.pid for each in readers(PROC, port)}

        with port.open("rb", buffering=0):
            assert ours in {each.pid for each in readers(PROC, port)}
    finally:
        scanner.close()


def test_typed_codes_are_scanned(tmp_path: Path) -> None:
    with simulate("--at", str(tmp_path / "s"), "--every", "0.01") as running:
        with listening(plugged(running)) as ear:
            ear.until_open()
            assert running.stdin is not None
            running.stdin.write("]C0M-00012345\n]E04006381333931\n")
            running.stdin.close()

            assert [ear.next(), ear.next()] == [member("CODE_128", aim="]C0"), coffee()]
        assert running.wait() == 0

    assert not (tmp_path / "s").exists()


def test_codes_come_again_after_noise_and_unplugs(tmp_path: Path) -> None:
    words = ("--code", "]E04006381333931", "--times", "3", "--noise", "7", "--every", "0.3")
    with simulate("--at", str(tmp_path / "s"), *words, "--unplug-every", "1") as running:
        with listening(plugged(running)) as ear:
            heard: list[Shape] = []
            while heard.count(coffee()) < 3:
                heard.append(ear.next())
        running.wait()

    assert all(shape["kind"] in {"error", "barcode"} for shape in heard)


def test_vectors_are_played_with_their_silences_on_a_socket(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "profile": "scan_line", "rx": ["5d4530343030", {"gap_ms": 900}]},
        {"id": 2, "profile": "scan_line", "rx": [b"]E04006381333931\r".hex()]},
    ]
    file = tmp_path / "vectors.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with simulate("--socket", "--vectors", str(file), "--every", "0.01") as running:
        with listening(plugged(running)) as ear:
            assert [ear.next(), ear.next()] == [error("partial_discarded"), coffee()]
        running.wait()


def test_a_line_has_its_pace(tmp_path: Path) -> None:
    scanner, waits = PtyScanner(tmp_path / "s"), list[float]()

    sent = pretend(scanner, [b"1234567890", 50], baud=9600, wait=waits.append)
    scanner.close()

    assert sent == 10
    assert waits == [10 / 9600] * 10 + [0.05]


def test_mishaps_are_the_same_for_the_same_seed() -> None:
    manner = Manner(noise=3, unplug_every=2)
    first, second = ([*steps_of([b"a\r", b"b\r"], manner, every_ms=5)] for _ in range(2))

    assert first == second
    assert [step for step in first if step == b"b\r" or isinstance(step, Unplugged)] == [
        b"b\r",
        Unplugged(),
    ]


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [VAFA, "simulate-device", "--at", tmp_path / "s", "--vectors", tmp_path / "none"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "none" in done.stderr


@pytest.mark.parametrize(
    ("command", "documented"),
    [
        # The makers' guides, as drivers/dialects/host_commands.py names them.
        ("honeywell.start", "16 54 0d"),
        ("honeywell.stop", "16 55 0d"),
        ("datalogic.enable", "45"),
        ("datalogic.disable", "44"),
        ("datalogic.not_on_file", "46"),
        ("datalogic.beep", "01"),
        ("datalogic.start", "54"),
        ("ssi.start", "04 e4 04 00 ff 14"),
        ("ssi.stop", "04 e5 04 00 ff 13"),
        ("ssi.enable", "04 e9 04 00 ff 0f"),
        ("ssi.disable", "04 ea 04 00 ff 0e"),
        ("newland.start", "7e 00 08 01 00 02 01 02 da"),
        ("newland.stop", "7e 00 08 01 00 02 02 32 b9"),
    ],
)
def test_a_scanner_is_told_what_its_maker_documents(command: str, documented: str) -> None:
    assert HOST_COMMANDS[command] == bytes.fromhex(documented)


def test_a_person_triggers_a_scanner_they_name(tmp_path: Path) -> None:
    scanner, heard = PtyScanner(tmp_path / "s"), bytearray()

    def has_heard() -> bool:
        heard.extend(scanner.heard())
        return bytes(heard) == b"\x16T\r"

    told = ("--send", "honeywell.start", "--seconds", "20")
    words = [str(VAFA), "listen", scanner.port, *told]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        until(has_heard)
        running.kill()
    scanner.close()
