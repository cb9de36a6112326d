"""``vafa decode``: lines of JSON in, lines of JSON out, whatever comes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drivers.dialects.ssi import ACKNOWLEDGED
from drivers.recorded.rule_files import RuleFault, read_rules

RULES = {
    "profiles": {
        "ours": {"framer": "line", "term": "[;]", "codeid": {"Q": "QR"}},
        "ssi": {"framer": "ssi"},
        "slow": {"framer": "line", "idle_ms": 50, "idle_is_end": True},
    },
    "programs": {
        "default": {
            "member_iins": [{"prefix": "989900", "length": 16}],
            "text_rules": [{"regex": "(M-\\d{6,10})", "class": "member"}],
            "ean_rules": [
                {"prefix": "21", "class": "scale", "measure": "weight", "int": 2},
                {"prefix": "22", "class": "discount"},
            ],
        },
        "none": {},
    },
}
MEMBER = {
    "kind": "barcode",
    "symbology": "UNKNOWN",
    "aim": None,
    "data": "M-000123",
    "class": "member",
    "token": "M-000123",
}


def decode(folder: Path, *rows: object, cut: int | None = None) -> tuple[int, list[object]]:
    """Run the command as a person does; give its exit code and what it answered."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    cutting = [] if cut is None else ["--cut", str(cut)]
    ran = subprocess.run(
        [Path(sys.executable).with_name("vafa"), "decode", "--rules", rules, *cutting],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=False,
    )
    assert ran.stderr == b""
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


def one(folder: Path, **row: object) -> object:
    """Decode one exchange that is one; give its answer."""
    code, answers = decode(folder, row)
    assert (code, len(answers)) == (0, 1)
    return answers[0]


def test_a_profile_of_the_rules_file_is_used(tmp_path: Path) -> None:
    answer = one(tmp_path, id="a", profile="ours", rx=[b"QM-000123;".hex(" ")])

    assert answer == {"id": "a", "events": [MEMBER | {"symbology": "QR"}], "tx": []}


def test_what_is_sent_back_is_told_in_hex(tmp_path: Path) -> None:
    rx = ["0b f3 00 00 03 4d 2d", "31 32 33 34 35 fd b3"]

    code, answers = decode(tmp_path, {"id": 7, "profile": "ssi", "rx": rx}, cut=3)

    assert (code, len(answers)) == (0, 1)
    assert ACKNOWLEDGED.hex() == "04d00400ff28"
    assert isinstance(answers[0], dict)
    assert answers[0]["id"] == 7


def test_silence_is_virtual_and_the_debounce_is_the_vectors(tmp_path: Path) -> None:
    scan = b"M-000123\r".hex()
    rx = [scan, {"gap_ms": 700}, scan, {"gap_ms": 86_000_000}, scan]

    usual = one(tmp_path, id=1, profile="scan_line", rx=rx)
    shorter = one(tmp_path, id=1, profile="scan_line", rx=rx, dedup_ms=600)

    assert usual == {"id": 1, "events": [MEMBER] * 2, "tx": []}
    assert shorter == {"id": 1, "events": [MEMBER] * 3, "tx": []}


def test_another_program_counts_when_it_is_named(tmp_path: Path) -> None:
    answer = one(
        tmp_path,
        id=1,
        profile="slow",
        program="none",
        rx=[b"M-000123".hex(), {"gap_ms": 50}],
    )

    unknown = {name: value for name, value in MEMBER.items() if name != "token"}
    assert answer == {"id": 1, "events": [unknown | {"class": "unknown"}], "tx": []}


def test_a_device_that_goes_away_loses_its_half_line(tmp_path: Path) -> None:
    rx = [b"M-0001".hex(), {"unplug": True}, b"M-000123\r".hex()]

    answer = one(tmp_path, id=1, profile="scan_line", rx=rx)

    lost = {"kind": "error", "reason": "partial_discarded"}
    assert answer == {"id": 1, "events": [lost, MEMBER], "tx": []}


def test_bad_lines_are_answered_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = {"id": "good", "profile": "scan_line", "rx": [b"M-000123\r".hex()]}

    code, answers = decode(
        tmp_path,
        "not json",
        '["a list"]',
        "",
        {"id": "a"},
        {"id": "b", "profile": "nowhere", "rx": []},
        {"id": "c", "profile": "scan_line", "rx": "4d"},
        {"id": "d", "profile": "scan_line", "rx": ["4"]},
        {"id": "e", "profile": "scan_line", "rx": [{"gap_ms": -1}]},
        {"id": "f", "profile": "scan_line", "program": "other", "rx": []},
        {"id": "g", "profile": "scan_line", "rx": [], "dedup_ms": 1.5},
        good,
    )

    assert code == 1
    errors = [row for row in answers if isinstance(row, dict) and "error" in row]
    assert [row["id"] for row in errors] == [None, None, "a", "b", "c", "d", "e", "f", "g"]
    assert answers[-1] == {"id": "good", "events": [MEMBER], "tx": []}


@pytest.mark.parametrize(
    "told",
    [
        "no json",
        "[]",
        '{"profiles": []}',
        '{"profiles": {"a": {"framer": "smoke"}}}',
        '{"profiles": {"a": {"framer": "line", "term": "["}}}',
        '{"profiles": {"a": {"framer": "line", "term": "[é]"}}}',
        '{"profiles": {"a": {"framer": "line", "codeid": {"A": "RUNES"}}}}',
        '{"programs": {"a": {"text_rules": [{"regex": "(a+)+", "class": "b"}]}}}',
        '{"programs": {"a": {"member_iins": [{"prefix": "x", "length": 16}]}}}',
        '{"programs": {"a": {"ean_rules": [{"prefix": "2", "measure": "joy"}]}}}',
    ],
)
def test_rules_that_mean_nothing_are_refused(told: str) -> None:
    with pytest.raises(RuleFault):
        read_rules(told)


def test_a_missing_rules_file_is_said(tmp_path: Path) -> None:
    ran = subprocess.run(
        [Path(sys.executable).with_name("vafa"), "decode", "--rules", tmp_path / "none"],
        input=b"",
        capture_output=True,
        check=False,
    )

    assert ran.returncode == 2
    assert ran.stderr.startswith(b"vafa: ")
