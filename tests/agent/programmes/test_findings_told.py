"""How findings are told: not endlessly, and with where to read."""

import json
from pathlib import Path

import pytest

from sync.kit.cli import main

HEAD = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
BASE = {"kind": "per_spend", "rule": "base", "step_minor": 100}
PAY = {"kind": "points_tender", "rule": "pay", "step": 100, "value_minor_per_step": 100}


def test_of_very_much_the_first_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "many.json"
    rules = [{**BASE, "rule": f"r{number}"} for number in range(60)]
    file.write_text(json.dumps({**HEAD, "earn": rules}), encoding="utf-8")

    assert main(["programme", "check", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [str(file), "Is this meant? (59)"]
    assert lines[-1] == "  and 9 more"


def test_what_mends_a_document_names_the_reference_of_its_section(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "programme.json"
    sections = {"earn": [{**BASE, "points": "1"}], "rewords": []}
    file.write_text(json.dumps({**HEAD, **sections}), encoding="utf-8")

    assert main(["programme", "check", str(file), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    mends = {one["place"]: one["mend"] for one in found}
    assert (
        mends["earn 1 (base), points"] == "rules/earn/README.md tells what may stand there"
    )
    assert mends["rewords"] == "rules/README.md tells what may stand there"


def test_the_lines_tell_errors_and_warnings_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.json"
    half = {"kind": "percent", "rule": "half", "percent": "50"}
    document = {**HEAD, "rewards": [PAY], "discounts": [half]}
    file.write_text(json.dumps(document), encoding="utf-8")

    assert main(["programme", "check", str(file)]) == 1
    out = capsys.readouterr().out
    assert "To mend (1)\n  rewards 1 (pay): no rule earns points" in out
    assert "Is this meant? (1)\n  discounts 1 (half): 50 per cent off" in out
